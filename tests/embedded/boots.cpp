// The least that shows a target at work: a station with two connectors comes to life inside the
// target's real memory, asks for a connection and sends the head of its handshake.
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "bare/area_storage.h"
#include "bare/host_entropy.h"
#include "plugpoint/station/charge_point.h"

namespace {

using namespace plugpoint;

class Relay final : public Hardware {
  Facts facts(std::uint8_t) override { return {}; }
  bool read_meter(std::uint8_t, Measurand, Phase, Decimal&) override { return false; }
  void permit(std::uint8_t, bool) override {}
  void limit(std::uint8_t, const ChargingLimit&) override {}
  void lock(std::uint8_t, bool) override {}
  UnlockResult unlock(std::uint8_t, std::uint8_t) override { return UnlockResult::not_supported; }
  bool reset(ResetKind) override { return false; }
};

alignas(std::max_align_t) std::uint8_t block[24 * 1024];
std::uint8_t memory[16 * 1024];

int fail(const char* what) {
  std::printf("%s\n", what);
  return 1;
}

}  // namespace

int main() {
  Settings settings;
  settings.evses = 2;
  settings.host = "localhost";
  settings.id = "CP1";
  bare::HostEntropy entropy;
  bare::RamMemory ram{MutableBytes(memory)};
  bare::AreaStorage storage(ram);
  Relay relay;
  std::printf("block: %u bytes\n", static_cast<unsigned>(ChargePoint::block_size(settings)));
  Error error;
  ChargePoint* const station = ChargePoint::create(MutableBytes(block), settings,
                                                   {&entropy, &storage, &relay, nullptr}, 0, error);
  if (!station) return fail("the station was not created");
  station->step(10);
  if (!station->stream_wanted()) return fail("no connection is wanted");
  station->stream_opened(20);
  char window[512];
  const std::size_t count =
      station->output(30, {reinterpret_cast<std::uint8_t*>(window), sizeof window});
  if (count < 4 || std::memcmp(window, "GET ", 4) != 0) return fail("no handshake is sent");
  return 0;
}
