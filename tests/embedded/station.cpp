// A whole charger on the emulated ESP8266: station, storage in a file of the host, byte stream and
// commands over descriptors that QEMU inherited. end_to_end.test.mjs drives it.
//
// usage: station FILE REGISTER_WH COMMANDS FIRST_STREAM LAST_STREAM
// Commands, a line each: plug N, unplug N, tap N TOKEN, power W, exit. What the charger's hardware
// is told is printed, a line each: permit, limit.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "bare/area_storage.h"
#include "bare/clock.h"
#include "bare/host_entropy.h"
#include "bare/host_file.h"
#include "bare/host_stream.h"
#include "bare/station_loop.h"
#include "plugpoint/station/charge_point.h"

#include <unistd.h>

namespace {

using namespace plugpoint;

constexpr std::uint8_t kEvses = 2;

/// Two sockets and an EV that takes `power_w` whenever it may.
class Charger final : public Hardware {
 public:
  explicit Charger(std::int64_t register_wh) {
    for (Socket& socket : sockets_)
      socket.milliwatt_hours = register_wh * 1000;
  }

  void plug(unsigned evse, bool on) {
    if (evse < 1 || evse > kEvses) return;
    Facts& facts = sockets_[evse - 1].facts;
    facts.plugged = facts.ev_ready = on;
  }

  /// Energy flows for the time since the last call.
  void charge(std::uint32_t now_ms) {
    const std::uint32_t passed = now_ms - last_ms_;
    last_ms_ = now_ms;
    for (Socket& socket : sockets_) {
      if (socket.permitted && socket.facts.ev_ready)
        socket.milliwatt_hours += std::int64_t{power_w} * passed / 3600;
    }
  }

  Facts facts(std::uint8_t evse) override {
    return evse >= 1 && evse <= kEvses ? sockets_[evse - 1].facts : Facts{};
  }
  bool read_meter(std::uint8_t evse, Measurand measurand, Phase phase, Decimal& value) override {
    if (evse < 1 || phase != Phase::none) return false;
    if (measurand != Measurand::energy_active_import_register) return false;
    value = Decimal::of(sockets_[evse - 1].milliwatt_hours / 1000);
    return true;
  }
  void permit(std::uint8_t evse, bool on) override {
    sockets_[evse - 1].permitted = on;
    std::printf("permit %u %d\n", evse, on);
  }
  void limit(std::uint8_t evse, const ChargingLimit& limit) override {
    std::printf("limit %u %ld mA\n", evse, static_cast<long>(limit.current_ma));
  }
  void lock(std::uint8_t, bool) override {}
  UnlockResult unlock(std::uint8_t, std::uint8_t) override { return UnlockResult::unlocked; }
  bool reset(ResetKind) override { return false; }

  std::int32_t power_w = 7000;

 private:
  struct Socket {
    Facts facts;
    std::int64_t milliwatt_hours = 0;
    bool permitted = false;
  };
  Socket sockets_[kEvses];
  std::uint32_t last_ms_ = 0;
};

/// Lines from a descriptor.
class Commands {
 public:
  explicit Commands(int file) : file_(file) {}

  /// The next whole line, or null.
  const char* next() {
    while (bare::HostStream::readable(file_, 0)) {
      char c = 0;
      if (::read(file_, &c, 1) != 1) return "exit";
      if (c == '\n') {
        line_[size_] = '\0';
        size_ = 0;
        return line_;
      }
      if (size_ + 1 < sizeof line_) line_[size_++] = c;
    }
    return nullptr;
  }

 private:
  int file_;
  std::size_t size_ = 0;
  char line_[80];
};

alignas(std::max_align_t) std::uint8_t block[20 * 1024];

void print(FlashText text) {
  char room[120];
  const Text shown = text.copy(room);
  std::printf("%.*s\n", static_cast<int>(shown.size()), shown.data());
}

/// False: the program is to end.
bool obey(const char* line, ChargePoint& station, Charger& charger) {
  const char* const space = std::strchr(line, ' ');
  const unsigned number = space ? static_cast<unsigned>(std::atoi(space + 1)) : 0;
  const char* const token = space ? std::strchr(space + 1, ' ') : nullptr;
  if (std::strncmp(line, "plug", 4) == 0) charger.plug(number, true);
  if (std::strncmp(line, "unplug", 6) == 0) charger.plug(number, false);
  if (std::strncmp(line, "power", 5) == 0) charger.power_w = static_cast<std::int32_t>(number);
  if (std::strncmp(line, "tap", 3) == 0 && token) {
    const Error error = station.present_token(static_cast<EvseId>(number), token + 1);
    if (error) print(error.text);
  }
  return std::strcmp(line, "exit") != 0;
}

int serve(ChargePoint& station, Charger& charger, char** argv) {
  constexpr std::uint32_t kLongestWait = 20;  // Commands are looked for in between.
  Commands commands(std::atoi(argv[3]));
  bare::HostStream stream(std::atoi(argv[4]), std::atoi(argv[5]));
  bare::StationLoop loop(station, stream);
  for (;;) {
    charger.charge(bare::monotonic_ms());
    while (const char* const line = commands.next()) {
      if (!obey(line, station, charger)) return 0;
    }
    const std::uint32_t wait = loop.turn();
    Event event;
    while (station.next_event(event))
      std::printf("event %d\n", static_cast<int>(event.kind));
    stream.wait(wait < kLongestWait ? wait : kLongestWait);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  bare::HostFile file(argv[1], 4 * 1024 * 1024);
  if (!file.is_open()) return 3;
  bare::AreaStorage storage(file);
  bare::HostEntropy entropy;
  Charger charger(std::atoi(argv[2]));
  Settings settings;
  settings.evses = kEvses;
  settings.path = "/ocpp";
  settings.id = "LX106";
  settings.identity.vendor = "Plugpoint";
  settings.identity.model = "Emulated";
  // Short waits, for a short test.
  const VariableDefault defaults[] = {{"OCPPCommCtrlr.RetryBackOffWaitMinimum", "1"},
                                      {"OCPPCommCtrlr.RetryBackOffRandomRange", "0"},
                                      {"OCPPCommCtrlr.RetryBackOffRepeatTimes", "0"},
                                      {"MeterValueSampleInterval", "1"},
                                      {"AllowOfflineTxForUnknownId", "true"}};
  settings.defaults = defaults;
  Error error;
  ChargePoint* const station =
      ChargePoint::create(MutableBytes(block), settings, {&entropy, &storage, &charger, nullptr},
                          bare::monotonic_ms(), error);
  if (!station) {
    print(error.text);
    return 4;
  }
  return serve(*station, charger, argv);
}
