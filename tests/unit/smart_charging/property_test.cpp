// Random profile sets and instants against the slow reference: P03 to P05, P08.
#include <gtest/gtest.h>

#include <random>

#include "unit/smart_charging/reference.h"
#include "unit/smart_charging/rig.h"

namespace plugpoint::test {
namespace {

constexpr EvseId kEvses = 3;
constexpr int kLocalLimit = 320;

/// One random station after the other, told to the library and to the reference alike.
class Pair {
 public:
  explicit Pair(std::uint64_t seed) : random_(seed) {
    rig.start();
    truth.connectors = kEvses;
    truth.transaction.resize(kEvses + 1u);
  }

  MemoryStorage storage;
  Rig rig{storage, kEvses};
  reference::Station truth;

  std::int64_t utc_s() const { return rig.station.clock.utc().ms / kSecond; }
  bool chance(int percent) { return pick(1, 100) <= percent; }
  int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  /// Begins anew at the present instant.
  void renew() {
    static_cast<void>(rig.block.clear({}));
    truth.profiles.clear();
    truth.volts = rig.station.nominal_voltage_v = chance(80) ? 230 : pick(100, 250);
    for (EvseId evse = 1; evse <= kEvses; ++evse)
      renew_transaction(evse);
    for (int left = pick(1, 7); left > 0; --left)
      install(random_profile());
  }

  void install(const reference::Profile& profile) {
    std::vector<ProfilePeriod> periods;
    for (const reference::Period& period : profile.periods)
      periods.push_back({period.start, period.limit, static_cast<std::uint8_t>(period.phases)});
    ASSERT_EQ(rig.block.install(profile.connector, to_library(profile, periods)),
              ProfileResult::ok);
    truth.install(profile);
  }

 private:
  void renew_transaction(EvseId evse) {
    const bool charges = chance(60);
    const int age = pick(0, 30);
    TransactionView& view = rig.station.board(evse).transaction;
    view = {charges, charges ? evse + 1u : 0u, 7, rig.station.now() - age * kSecond, 0};
    rig.station.raise(charges ? Signal::transaction_started : Signal::transaction_ended, evse);
    rig.signals();
    truth.transaction[evse].reset();
    if (charges) truth.transaction[evse] = utc_s() - age;
  }

  std::optional<std::int64_t> maybe(int percent, int low, int high) {
    if (!chance(percent)) return {};
    return utc_s() + pick(low, high);
  }

  void choose_place(reference::Profile& profile) {
    const int evse = pick(1, kEvses);
    const int which = pick(0, 9);
    if (which < 3) {
      profile.purpose = reference::Purpose::ChargePointMaxProfile;
    } else if (which < 6 && truth.transaction[static_cast<std::size_t>(evse)]) {
      profile.purpose = reference::Purpose::TxProfile;
      profile.connector = evse;
    } else {
      profile.connector = chance(40) ? 0 : evse;
    }
  }

  reference::Profile random_profile() {
    reference::Profile profile;
    profile.id = pick(1, 12);
    choose_place(profile);
    profile.level = pick(0, 3);
    profile.kind = static_cast<reference::Kind>(pick(0, 3));
    profile.valid_from = maybe(25, -15, 15);
    profile.valid_to = maybe(25, 0, 25);
    if (profile.valid_from && profile.valid_to && *profile.valid_from >= *profile.valid_to)
      profile.valid_to.reset();
    profile.start = maybe(85, -25, 15);
    const int recurrence = profile.kind == reference::Kind::Weekly ? 7 * 86400 : 86400;
    if (profile.start && chance(60)) *profile.start -= std::int64_t{recurrence} * pick(0, 5);
    if (chance(50)) profile.duration = chance(90) ? pick(0, 40) : pick(86390, 86410);
    profile.watts = chance(40);
    profile.installed = utc_s();
    const int top = profile.watts ? 330000 : 480;
    int start = 0;
    for (int left = pick(1, 5); left > 0; --left) {
      profile.periods.push_back({start, chance(5) ? 0 : pick(1, top), chance(50) ? 0 : pick(1, 3)});
      start += chance(90) ? pick(1, 12) : pick(86380, 86410);
    }
    return profile;
  }

  static ChargingProfile to_library(const reference::Profile& from,
                                    const std::vector<ProfilePeriod>& periods) {
    constexpr ProfileKind kKinds[] = {ProfileKind::absolute, ProfileKind::relative,
                                      ProfileKind::daily, ProfileKind::weekly};
    constexpr ProfilePurpose kPurposes[] = {ProfilePurpose::station_max, ProfilePurpose::tx_default,
                                            ProfilePurpose::tx};
    ChargingProfile profile;
    profile.id = from.id;
    profile.purpose = kPurposes[static_cast<int>(from.purpose)];
    profile.kind = kKinds[static_cast<int>(from.kind)];
    profile.stack_level = from.level;
    if (from.valid_from) profile.valid_from.ms = *from.valid_from * kSecond;
    if (from.valid_to) profile.valid_to.ms = *from.valid_to * kSecond;
    if (from.start) profile.start.ms = *from.start * kSecond;
    if (from.duration) profile.duration_s = *from.duration;
    profile.unit = from.watts ? RateUnit::watt : RateUnit::ampere;
    profile.periods = {periods.data(), periods.size()};
    return profile;
  }

  std::mt19937_64 random_;
};

CompositePeriod expected(const Pair& pair, int connector, bool watts, std::int64_t now,
                         std::int64_t asked) {
  const std::int64_t local =
      watts ? std::int64_t{kLocalLimit} * 3 * pair.truth.volts : kLocalLimit * 100;
  std::int64_t value = 0;
  int phases = 0;
  if (connector == 0) {
    value = pair.truth.grid_total(now, asked, watts, local);
    phases = pair.truth.station_limit(now).phases;
  } else {
    const reference::Limit limit = pair.truth.limit(connector, now, asked);
    value = limit.in(watts).value_or(local);
    phases = limit.phases;
  }
  return {0, static_cast<std::int32_t>(watts ? value : value / 100),
          static_cast<std::uint8_t>(phases)};
}

/// Every second of the composite schedule says what the reference says.
void check_composite(Pair& pair) {
  const int connector = pair.pick(0, kEvses);
  const bool watts = pair.chance(50);
  const std::int32_t duration = pair.pick(0, 40);
  CompositePeriod room[100];
  CompositeSchedule schedule;
  ASSERT_EQ(pair.rig.block.composite(connector, duration, watts ? RateUnit::watt : RateUnit::ampere,
                                     Span<CompositePeriod>(room), schedule),
            ProfileResult::ok);
  const std::int64_t asked = pair.utc_s();
  ASSERT_EQ(schedule.start.ms, asked * kSecond);
  ASSERT_EQ(schedule.duration_s, duration);
  ASSERT_EQ(schedule.periods[0].start_s, 0);
  std::size_t at = 0;
  for (std::int32_t second = 0; second < duration; ++second) {
    if (at + 1 < schedule.periods.size() && schedule.periods[at + 1].start_s == second) ++at;
    CompositePeriod wanted = expected(pair, connector, watts, asked + second, asked);
    wanted.start_s = schedule.periods[at].start_s;
    ASSERT_EQ(schedule.periods[at], wanted) << "connector " << connector << ", second " << second;
  }
  ASSERT_EQ(at + 1, schedule.periods.size()) << "each period lies within the duration";
  for (std::size_t i = 1; i < schedule.periods.size(); ++i) {
    const CompositePeriod& before = schedule.periods[i - 1];
    ASSERT_FALSE(before.limit_deci == schedule.periods[i].limit_deci &&
                 before.phases == schedule.periods[i].phases);
  }
}

ChargingLimit expected_limit(const Pair& pair, EvseId evse) {
  const std::int64_t now = pair.utc_s();
  const reference::Limit limit = pair.truth.limit(evse, now, now);
  ChargingLimit wanted;
  if (limit.current) wanted.current_ma = static_cast<std::int32_t>(*limit.current);
  if (limit.power) wanted.power_w = static_cast<std::int32_t>(*limit.power / 10);
  wanted.phases = static_cast<std::uint8_t>(limit.assumed_phases());
  return wanted;
}

/// The hardware has the right limit at every second, although the block works only at its
/// deadlines.
void check_hardware(Pair& pair, int seconds) {
  const int first = pair.pick(0, kEvses - 1);
  for (int second = 0; second < seconds; ++second) {
    // One EVSE a second: the reference is slow, and every one has its turn in 100,000 sets.
    const EvseId evse = static_cast<EvseId>((first + second) % kEvses + 1);
    ASSERT_EQ(pair.rig.hardware.evse(evse).limit, expected_limit(pair, evse))
        << "connector " << int{evse} << ", second " << second;
    pair.rig.pass_by_deadlines(1000);
  }
}

void run(std::uint64_t seed, int sets) {
  Pair pair(seed);
  for (int set = 0; set < sets; ++set) {
    pair.renew();
    check_composite(pair);
    check_hardware(pair, pair.pick(1, 12));
    pair.rig.hardware.commands.clear();
    if (::testing::Test::HasFatalFailure()) {
      ADD_FAILURE() << "seed " << seed << ", set " << set;
      return;
    }
  }
}

// Four seeds, so that they run side by side; 100,000 sets of profiles together.
class AgainstReference : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(AgainstReference, P03_P04_P05_P08_EverySecondOf25000ProfileSets) {
  run(GetParam(), 25000);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AgainstReference, ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace plugpoint::test
