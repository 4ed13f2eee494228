// A station of the benchmarks with its owner's loop and a central system that accepts everything.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "measure.h"
#include "plugpoint/station/charge_point.h"
#include "support/accepting_central.h"
#include "support/fake_entropy.h"

namespace bench {

using plugpoint::ChargePoint;

/// One EVSE with a meter of energy and power.
class Hardware final : public plugpoint::Hardware {
 public:
  plugpoint::Facts now;
  std::int64_t register_wh = 0;

  plugpoint::Facts facts(std::uint8_t) override { return now; }
  bool read_meter(std::uint8_t, plugpoint::Measurand measurand, plugpoint::Phase phase,
                  plugpoint::Decimal& value) override {
    if (phase != plugpoint::Phase::none) return false;
    if (measurand == plugpoint::Measurand::energy_active_import_register) {
      value = plugpoint::Decimal::of(register_wh);
      return true;
    }
    value = plugpoint::Decimal::of(11000);
    return measurand == plugpoint::Measurand::power_active_import;
  }
  void permit(std::uint8_t, bool) override {}
  void limit(std::uint8_t, const plugpoint::ChargingLimit&) override {}
  void lock(std::uint8_t, bool) override {}
  plugpoint::UnlockResult unlock(std::uint8_t, std::uint8_t) override {
    return plugpoint::UnlockResult::unlocked;
  }
  bool reset(plugpoint::ResetKind) override { return true; }
};

/// A station that is connected to a central system. What it executes is Counted.
class Station {
 public:
  explicit Station(plugpoint::Storage& storage) {
    plugpoint::Settings settings;
    static const plugpoint::VariableDefault kDefaults[] = {{"WebSocketPingInterval", "0"}};
    settings.defaults = kDefaults;
    block_.resize(ChargePoint::block_size(settings) / sizeof(std::max_align_t) + 1);
    plugpoint::Ports ports;
    ports.entropy = &entropy_;
    ports.storage = &storage;
    ports.hardware = &hardware_;
    plugpoint::Error error;
    station_ = ChargePoint::create(
        {reinterpret_cast<std::uint8_t*>(block_.data()), block_.size() * sizeof(std::max_align_t)},
        settings, ports, now_ms_, error);
    require(station_ != nullptr, error.text);
    station_->stream_opened(now_ms_);
    run(1000);
    require(central_.calls["BootNotification"] == 1, "the station does not boot");
  }

  /// One call of step at an instant at which nothing is due.
  void idle_step() {
    now_ms_ += 1;
    const Counted counted;
    station_->step(now_ms_);
  }

  void transaction_cycle() {
    central_.calls.clear();
    hardware_.now.plugged = true;
    hardware_.now.ev_ready = true;
    run(100);
    swipe();
    run(100);
    for (int i = 0; i < 10; ++i) {
      hardware_.register_wh += 183;
      run(60000);
    }
    swipe();
    run(100);
    hardware_.now.ev_ready = false;
    hardware_.now.plugged = false;
    run(100);
    int messages = 0;
    for (const auto& [action, count] : central_.calls)
      messages += count;
    if (messages != 17 || central_.calls["MeterValues"] != 10) complain();
  }

 private:
  void swipe() {
    const Counted counted;
    require(!station_->present_token(1, "04A1B2C3"), "the token is refused");
  }

  [[noreturn]] void complain() {
    for (const auto& [action, count] : central_.calls)
      std::fprintf(stderr, "%d %s\n", count, action.c_str());
    require(false, "a transaction cycle is not the expected 17 messages");
    std::abort();
  }

  /// Lets the time pass, in one leap, and moves bytes until both sides are quiet.
  void run(std::uint32_t ms) {
    now_ms_ += ms;
    for (bool busy = true; busy;) {
      busy = false;
      const std::string sent = step_and_output();
      if (sent.empty()) continue;
      const std::string answer = central_.receive(sent);
      if (!answer.empty()) input(answer);
      busy = true;
    }
  }

  std::string step_and_output() {
    std::uint8_t window[1024];
    std::string sent;
    std::size_t count = 0;
    {
      const Counted counted;
      station_->step(now_ms_);
      count = station_->output(now_ms_, {window, sizeof window});
    }
    while (count > 0) {
      sent.append(reinterpret_cast<const char*>(window), count);
      const Counted counted;
      count = station_->output(now_ms_, {window, sizeof window});
    }
    return sent;
  }

  void input(const std::string& text) {
    plugpoint::Bytes rest(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    while (!rest.empty()) {
      const Counted counted;
      const std::size_t taken = station_->input(now_ms_, rest);
      require(taken > 0, "the station takes no input");
      rest = rest.from(taken);
    }
  }

  std::vector<std::max_align_t> block_;
  plugpoint::test::FakeEntropy entropy_;
  Hardware hardware_;
  plugpoint::test::AcceptingCentral central_;
  ChargePoint* station_ = nullptr;
  std::uint32_t now_ms_ = 1000;
};

}  // namespace bench
