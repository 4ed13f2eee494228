// A station with nothing but smart charging on it, in virtual time.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <vector>

#include "plugpoint/blocks/smart_charging/smart_charging.h"
#include "plugpoint/blocks/station.h"
#include "support/fake_entropy.h"
#include "support/fake_hardware.h"
#include "support/memory_storage.h"

namespace plugpoint {

inline void PrintTo(const CompositePeriod& period, std::ostream* out) {
  *out << period.start_s << "s:" << period.limit_deci << "/" << int{period.phases};
}

inline void PrintTo(const ChargingLimit& limit, std::ostream* out) {
  *out << limit.current_ma << " mA, " << limit.power_w << " W, " << int{limit.phases} << " phases";
}

}  // namespace plugpoint

namespace plugpoint::test {

constexpr auto kMax = ProfilePurpose::station_max;
constexpr auto kDefault = ProfilePurpose::tx_default;
constexpr auto kTx = ProfilePurpose::tx;

/// 2025-06-01T12:00:00Z, a Sunday.
constexpr std::int64_t kNoon = 1748779200000;

/// One power-on of a station over a storage that outlives it.
class Rig {
 public:
  explicit Rig(MemoryStorage& storage, EvseId evses = 2, std::uint16_t profiles = 20)
      : ports_{&entropy_, &storage, &hardware, nullptr},
        logs{storage, MutableBytes(scratch_)},
        variables(Variables::Setup{MutableBytes(pool_), &logs, {}, nullptr, nullptr}),
        journal_(logs, entropy_, 4096),
        boards_(evses + 1u),
        station(ports_, variables, journal_, Span<EvseBoard>(boards_.data(), boards_.size()),
                {signals_, sizeof signals_ / sizeof signals_[0]}),
        memory_(SmartCharging::memory_size(evses, profiles)),
        block(station, setup(profiles)) {
    station.clock.advance(0);
  }

  /// Reads the storage and makes the first step, with UTC known unless told otherwise.
  void start(std::int64_t utc = kNoon) {
    ASSERT_FALSE(block.open());
    if (utc != 0) station.clock.set_utc({utc});
    block.step();
    signals();
  }
  /// Lets time pass in one piece; steps at the end.
  void pass(std::uint32_t ms) {
    counter_ += ms;
    station.clock.advance(counter_);
    block.step();
    signals();
  }
  /// Lets time pass as an owner does: steps only when a deadline comes.
  void pass_by_deadlines(std::uint32_t ms) {
    const Millis end = station.now() + ms;
    while (station.now() < end) {
      const Millis next = block.next_deadline() < end ? block.next_deadline() : end;
      pass(static_cast<std::uint32_t>(next - station.now()));
    }
  }
  /// Hands the raised signals to the block; counts those of changed limits.
  void signals() {
    RaisedSignal raised{};
    while (station.take_signal(raised)) {
      if (raised.signal == Signal::limit_changed) ++limit_signals;
      block.on(raised);
    }
  }
  void start_transaction(EvseId evse, std::int64_t id = 7,
                         Purpose purpose = Purpose::remote_start) {
    TransactionView& transaction = station.board(evse).transaction;
    station.board(evse).purpose = purpose;
    transaction = {true, ++transactions_, id, station.now(), 0};
    station.raise(Signal::transaction_started, evse);
    signals();
  }
  void end_transaction(EvseId evse) {
    station.board(evse).transaction = {};
    station.raise(Signal::transaction_ended, evse);
    signals();
  }
  void set_utc(std::int64_t utc) {
    station.clock.set_utc({utc});
    station.raise(Signal::clock_set);
    signals();
  }
  std::int32_t ma(EvseId evse = 1) { return hardware.evse(evse).limit.current_ma; }

 private:
  SmartCharging::Setup setup(std::uint16_t profiles) {
    SmartCharging::Setup given;
    given.memory = {memory_.data(), memory_.size()};
    given.logs = &logs;
    given.profiles = profiles;
    return given;
  }

  std::uint8_t pool_[256] = {};
  std::uint8_t scratch_[640] = {};
  FakeEntropy entropy_;

 public:
  FakeHardware hardware;

 private:
  Ports ports_;

 public:
  store::LogRoom logs;
  Variables variables;

 private:
  store::Journal journal_;
  std::vector<EvseBoard> boards_;
  RaisedSignal signals_[64] = {};

 public:
  Station station;

 private:
  std::vector<std::uint8_t> memory_;

 public:
  SmartCharging block;
  int limit_signals = 0;

 private:
  std::uint32_t counter_ = 0;
  std::uint32_t transactions_ = 0;
};

constexpr std::int32_t kUnlimited = ChargingLimit::kUnlimited;

/// A profile with its periods, for a test to fill.
struct Offer {
  std::vector<ProfilePeriod> periods;
  ChargingProfile profile;

  /// One period from 0 on, in tenths of an ampere, absolute from an hour before noon.
  Offer(std::int32_t id, ProfilePurpose purpose, std::int32_t limit_deci, std::int32_t level = 0)
      : periods{{0, limit_deci, 0}} {
    profile.id = id;
    profile.purpose = purpose;
    profile.stack_level = level;
    profile.start = {kNoon - 3600 * kSecond};
  }
  Offer& schedule(std::vector<ProfilePeriod> steps, std::int64_t start = kNoon) {
    periods = std::move(steps);
    profile.start = {start};
    return *this;
  }
  Offer& lasting(std::int32_t seconds) {
    profile.duration_s = seconds;
    return *this;
  }
  Offer& of(ProfileKind kind) {
    profile.kind = kind;
    return *this;
  }
  const ChargingProfile& get() {
    profile.periods = {periods.data(), periods.size()};
    return profile;
  }
};

}  // namespace plugpoint::test
