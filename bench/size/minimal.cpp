// The smallest charger: a relay and a meter without a network, to see what the library takes.
// `minimal block` prints the bytes that a charge point with two connectors asks for.
#include <cstddef>
#include <cstdio>

#include "plugpoint/station/charge_point.h"

namespace {

class Chance final : public plugpoint::Entropy {
  void fill(plugpoint::MutableBytes bytes) override {
    for (std::uint8_t& byte : bytes)
      byte = 0;
  }
};

class NoStorage final : public plugpoint::Storage {
  plugpoint::Status append(const char*, plugpoint::Bytes) override {
    return plugpoint::Status::io_error;
  }
  std::size_t read(const char*, std::uint32_t, plugpoint::MutableBytes) override { return 0; }
  std::uint32_t size(const char*) override { return 0; }
  plugpoint::Status replace(const char*, const char*) override {
    return plugpoint::Status::io_error;
  }
  plugpoint::Status remove(const char*) override { return plugpoint::Status::ok; }
};

class Relay final : public plugpoint::Hardware {
  plugpoint::Facts facts(std::uint8_t) override { return {}; }
  bool read_meter(std::uint8_t, plugpoint::Measurand, plugpoint::Phase,
                  plugpoint::Decimal&) override {
    return false;
  }
  void permit(std::uint8_t, bool) override {}
  void limit(std::uint8_t, const plugpoint::ChargingLimit&) override {}
  void lock(std::uint8_t, bool) override {}
  plugpoint::UnlockResult unlock(std::uint8_t, std::uint8_t) override {
    return plugpoint::UnlockResult::not_supported;
  }
  bool reset(plugpoint::ResetKind) override { return false; }
};

alignas(std::max_align_t) std::uint8_t block[65536];

}  // namespace

int main(int arguments, char**) {
  plugpoint::Settings settings;
  settings.evses = 2;
  if (arguments > 1) {
    std::printf("%zu\n", plugpoint::ChargePoint::block_size(settings));
    return 0;
  }
  Chance chance;
  NoStorage storage;
  Relay relay;
  plugpoint::Ports ports;
  ports.entropy = &chance;
  ports.storage = &storage;
  ports.hardware = &relay;
  plugpoint::Error error;
  plugpoint::ChargePoint* station =
      plugpoint::ChargePoint::create(plugpoint::MutableBytes(block), settings, ports, 0, error);
  if (!station) return 1;
  // One round of a firmware's loop, with every call that one makes.
  station->stream_opened(0);
  std::uint8_t window[256];
  station->output(1, plugpoint::MutableBytes(window));
  station->input(1, plugpoint::Bytes(window, 1));
  error = station->present_token(1, "04A1B2C3");
  plugpoint::Event event;
  while (station->next_event(event)) {
  }
  station->step(2);
  return error ? 1 : 0;
}
