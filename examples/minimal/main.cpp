// A charger on Linux in some thirty lines: one EVSE that is always ready, and a tag on standard
// input.
#include <Plugpoint.h>

#include <iostream>
#include <vector>

#include "posix/connection.h"
#include "posix/entropy.h"
#include "posix/file_storage.h"
#include "posix/log.h"

using namespace plugpoint;

struct Charger final : Hardware {
  Facts cable;  // Your pilot signal: plugged, ev_ready …
  Facts facts(EvseId evse) override { return evse == 1 ? cable : Facts{}; }
  bool read_meter(EvseId, Measurand what, Phase phase, Decimal& value) override {
    value = Decimal::of(12345);  // Your meter's register, in Wh.
    return what == Measurand::energy_active_import_register && phase == Phase::none;
  }
  void permit(EvseId, bool on) override {
    std::cout << (on ? "contactor on\n" : "contactor off\n");
  }
  void limit(EvseId, const ChargingLimit& limit) override {
    std::cout << limit.current_ma << " mA\n";
  }
  void lock(EvseId, bool) override {}
  UnlockResult unlock(EvseId, std::uint8_t) override { return UnlockResult::not_supported; }
  bool reset(ResetKind) override { std::exit(0); }
};

int main() {
  std::string why;
  const auto storage = posix::FileStorage::open("charger-state", why);
  if (!storage) return std::cerr << why << '\n', 1;
  posix::KernelEntropy entropy;
  posix::StderrLog log;
  Charger charger;
  charger.cable.plugged = charger.cable.ev_ready = true;

  Settings settings;
  settings.host = "localhost";
  settings.port = 9000;
  settings.path = "/ocpp";
  settings.id = "CP1";
  std::vector<std::max_align_t> block(ChargePoint::block_size(settings) / sizeof(std::max_align_t) +
                                      1);
  Error error;
  ChargePoint* station = ChargePoint::create(
      {reinterpret_cast<std::uint8_t*>(block.data()), block.size() * sizeof block[0]}, settings,
      {&entropy, storage.get(), &charger, &log}, posix::monotonic_ms(), error);
  if (!station) return std::cerr << error.text << '\n', 1;

  posix::EventLoop loop;
  posix::Connection connection(loop, *station);
  connection.on_update([&, asked = false]() mutable {
    if (!asked && station->registration() == Registration::accepted)
      asked = !station->present_token(1, "TAG1");
  });
  connection.update();
  loop.run();
}
