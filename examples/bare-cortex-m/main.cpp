// A charger without an operating system, on a Cortex-M3 board (Arm MPS2, as QEMU emulates it): one
// socket, the station's state in FRAM, a modem on the UART. Replace what is marked with your
// hardware.
#include <algorithm>
#include <cstddef>
#include <cstdio>

#include "bare/area_storage.h"
#include "bare/clock.h"
#include "bare/host_entropy.h"
#include "bare/station_loop.h"
#include "bare/uart_stream.h"
#include "plugpoint/station/charge_point.h"

using namespace plugpoint;

namespace {

struct Charger final : Hardware {
  bool contactor = false;
  std::int64_t watt_hours = 0;

  // Yours: the pilot signal.
  Facts facts(EvseId evse) override {
    Facts facts;
    facts.plugged = facts.ev_ready = evse == 1;
    facts.fixed_cable = true;
    return facts;
  }
  // Yours: the meter.
  bool read_meter(EvseId, Measurand what, Phase phase, Decimal& value) override {
    value = Decimal::of(watt_hours);
    return what == Measurand::energy_active_import_register && phase == Phase::none;
  }
  // Yours: the contactor.
  void permit(EvseId, bool on) override { contactor = on; }
  // Yours: the duty cycle of the pilot signal.
  void limit(EvseId, const ChargingLimit&) override {}
  void lock(EvseId, bool) override {}
  UnlockResult unlock(EvseId, std::uint8_t) override { return UnlockResult::not_supported; }
  // Yours: NVIC_SystemReset().
  bool reset(ResetKind) override { return false; }
};

// All memory that the charge point needs; create() says if it is too little.
alignas(std::max_align_t) std::uint8_t block[18 * 1024];
// Yours: a ByteMemory for the FRAM on its bus. Here the board's PSRAM, which forgets.
const MutableBytes kFram(reinterpret_cast<std::uint8_t*>(0x21000000), 256 * 1024);

}  // namespace

int main() {
  Settings settings;
  settings.path = "/ocpp";
  settings.id = "CORTEX-M";
  settings.identity.vendor = "Maker";
  settings.identity.model = "Box";
  settings.journal_bytes = 8192;
  settings.cache_entries = 0;

  bare::RamMemory memory(kFram);
  bare::AreaStorage storage(memory);
  bare::HostEntropy entropy;  // Yours: the chip's random number generator.
  Charger charger;
  Error error;
  ChargePoint* const station =
      ChargePoint::create(MutableBytes(block), settings, {&entropy, &storage, &charger, nullptr},
                          bare::monotonic_ms(), error);
  if (!station) {
    std::printf("%s\n", error.text.c_str());  // Yours: the debugger, or a LED.
    return 1;
  }

  bare::UartStream modem;
  bare::StationLoop loop(*station, modem);
  // A session of ten watt-hours as soon as the central system knows the station.
  for (bool tapped = false;;) {
    modem.wait(std::min(loop.turn(), std::uint32_t{100}));
    if (!tapped && station->registration() == Registration::accepted)
      tapped = !station->present_token(1, "TAG1");
    if (charger.contactor && ++charger.watt_hours == 10) {
      if (station->end_transaction(1, StopReason::local)) return 2;
    }
    Event event;
    while (station->next_event(event)) {
      // The board's emulator has an end; a charger has none.
      if (event.kind == Event::Kind::transaction_ended && station->queue_length() == 0) return 0;
    }
    if (charger.watt_hours >= 10 && station->queue_length() == 0) return 0;
  }
}
