// GetCompositeSchedule: P08, and the official cases that end in one.
#include <gtest/gtest.h>

#include "unit/smart_charging/rig.h"

namespace plugpoint::test {
namespace {

class Composite : public ::testing::Test {
 protected:
  MemoryStorage storage;
  Rig rig{storage};
  CompositePeriod room[24];
  CompositeSchedule schedule;
  void SetUp() override { rig.start(); }
  void install(std::int32_t evse, Offer offer) {
    ASSERT_EQ(rig.block.install(evse, offer.get()), ProfileResult::ok);
  }
  ProfileResult ask(std::int32_t evse, std::int32_t duration_s, RateUnit unit = RateUnit::ampere) {
    return rig.block.composite(evse, duration_s, unit, Span<CompositePeriod>(room), schedule);
  }
  std::vector<CompositePeriod> periods() const {
    return {schedule.periods.begin(), schedule.periods.end()};
  }
};

using Periods = std::vector<CompositePeriod>;

TEST_F(Composite, TC_066_CS_PurposesAreMerged) {
  const std::int64_t began = kNoon - 5 * kSecond;
  rig.start_transaction(1);
  install(0, Offer(1, kMax, 0).schedule({{0, 100, 3}}, began).lasting(86400));
  Offer second(2, kDefault, 0);
  second.schedule({{0, 60, 3}, {60, 100, 3}, {120, 80, 3}, {180, 150, 3}, {260, 80, 3}}, began);
  second.profile.valid_from = {began};
  second.profile.valid_to = {began + 401 * kSecond};
  install(1, second.lasting(300));
  Offer third(3, kTx, 0);
  third.schedule({{0, 80, 3}, {50, 110, 3}, {140, 160, 3}, {200, 60, 3}, {240, 120, 3}}, began);
  third.profile.valid_from = {began};
  third.profile.valid_to = {began + 401 * kSecond};
  install(1, third.lasting(260));
  ASSERT_EQ(ask(1, 400), ProfileResult::ok);
  EXPECT_EQ(schedule.start.ms, kNoon);
  EXPECT_EQ(schedule.duration_s, 400);
  EXPECT_EQ(periods(), (Periods{{0, 80, 3}, {45, 100, 3}, {195, 60, 3}, {235, 100, 3}}));
}

TEST_F(Composite, TC_067_CS_AfterEachClearingTheNextProfileIsReported) {
  const std::int64_t began = kNoon - 5 * kSecond;
  install(1, Offer(1, kDefault, 0, 1)
                 .schedule({{0, 60, 3}, {60, 80, 3}, {200, 100, 3}}, began)
                 .lasting(400));
  install(1, Offer(2, kDefault, 0, 0).schedule({{0, 70, 3}, {100, 90, 3}}, began).lasting(400));
  install(0, Offer(3, kMax, 0, 0).schedule({{0, 110, 3}, {200, 120, 3}}, began).lasting(86400));
  ProfileFilter first;
  first.id = 1;
  ASSERT_EQ(rig.block.clear(first), ProfileResult::ok);
  ASSERT_EQ(ask(1, 350), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 70, 3}, {95, 90, 3}}));
  ProfileFilter second;
  second.purpose = kDefault;
  second.stack_level = 0;
  ASSERT_EQ(rig.block.clear(second), ProfileResult::ok);
  ASSERT_EQ(ask(1, 350), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 110, 3}, {195, 120, 3}}));
  ASSERT_EQ(rig.block.clear({}), ProfileResult::ok);
  ASSERT_EQ(ask(1, 350), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 320, 0}})) << "the local limit of the station";
}

TEST_F(Composite, TC_072_CS_StackedProfiles) {
  const std::int64_t began = kNoon - 5 * kSecond;
  install(1, Offer(1, kDefault, 0, 0)
                 .schedule({{0, 60, 1}, {100, 80, 1}, {200, 100, 1}}, began)
                 .lasting(400));
  install(1, Offer(2, kDefault, 0, 1).schedule({{0, 70, 1}, {100, 90, 1}}, began).lasting(150));
  ASSERT_EQ(ask(1, 350), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 70, 1}, {95, 90, 1}, {145, 80, 1}, {195, 100, 1}}));
  EXPECT_EQ(schedule.duration_s, 350);
}

TEST_F(Composite, P08_PeriodsEndWithTheDuration) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {10, 70, 0}, {20, 80, 0}}));
  ASSERT_EQ(ask(1, 20), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 60, 0}, {10, 70, 0}}));
  EXPECT_EQ(schedule.duration_s, 20);
}

TEST_F(Composite, P08_DurationZeroGivesThePresentLimit) {
  install(1, Offer(1, kDefault, 60));
  ASSERT_EQ(ask(1, 0), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 60, 0}}));
  EXPECT_EQ(schedule.duration_s, 0);
}

TEST_F(Composite, P08_UnknownConnectorAndNegativeDurationAreRefused) {
  EXPECT_EQ(ask(3, 60), ProfileResult::unknown_evse);
  EXPECT_EQ(ask(-1, 60), ProfileResult::unknown_evse);
  EXPECT_EQ(ask(1, -1), ProfileResult::refused);
}

TEST_F(Composite, P08_WithoutUtcThereIsNoScheduleStart) {
  Rig again(storage);
  again.start(0);
  EXPECT_EQ(again.block.composite(1, 60, RateUnit::ampere, Span<CompositePeriod>(room), schedule),
            ProfileResult::refused);
}

TEST_F(Composite, P08_TheUnitCanBeForced) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 160, 1}, {60, 81, 0}}));
  ASSERT_EQ(ask(1, 100, RateUnit::watt), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 36800, 1}, {60, 55890, 0}}));
  ASSERT_EQ(rig.block.clear({}), ProfileResult::ok);
  ASSERT_EQ(ask(1, 100, RateUnit::watt), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 220800, 0}}));
}

TEST_F(Composite, P08_Connector0IsTheGridTotal) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {30, 160, 0}}));
  install(2, Offer(2, kDefault, 0).schedule({{0, 100, 0}}));
  ASSERT_EQ(ask(0, 100), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 160, 0}, {30, 260, 0}}));
  install(0, Offer(3, kMax, 0).schedule({{0, 200, 0}}));
  ASSERT_EQ(ask(0, 100), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 160, 0}, {30, 200, 0}}));
}

TEST_F(Composite, P08_ARelativeScheduleOfAnIdleConnectorCountsFromTheRequest) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {30, 100, 0}}).of(ProfileKind::relative));
  rig.pass(12345);
  ASSERT_EQ(ask(1, 60), ProfileResult::ok);
  EXPECT_EQ(schedule.start.ms, kNoon + 12000);
  EXPECT_EQ(periods(), (Periods{{0, 60, 0}, {30, 100, 0}}));
}

TEST_F(Composite, P08_AChangeWithinTheFirstSecondLeavesOnePeriodAt0) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}}).lasting(1));
  rig.pass(500);
  ASSERT_EQ(ask(1, 60), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 60, 0}, {1, 320, 0}}));
  Offer odd(2, kDefault, 0, 1);
  install(1, odd.schedule({{0, 70, 0}}, kNoon + 700));
  ASSERT_EQ(ask(1, 60), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 70, 0}}));
}

TEST_F(Composite, P08_TooManyPeriodsShortenTheDuration) {
  Offer offer(1, kDefault, 0);
  std::vector<ProfilePeriod> steps;
  for (std::int32_t i = 0; i < 24; ++i)
    steps.push_back({i * 10, 60 + i, 0});
  install(1, offer.schedule(steps, kNoon - 86400 * kSecond).of(ProfileKind::daily));
  ASSERT_EQ(ask(1, 2 * 86400), ProfileResult::ok);
  ASSERT_EQ(periods().size(), 24u);
  EXPECT_EQ(schedule.duration_s, 86400);
  ASSERT_EQ(ask(1, 100), ProfileResult::ok);
  EXPECT_EQ(periods().size(), 10u);
  EXPECT_EQ(schedule.duration_s, 100);
}

TEST_F(Composite, P08_AVeryLongDurationIsAnsweredSoon) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {10, 60, 0}}).of(ProfileKind::daily));
  const std::uint32_t before = storage.reads;
  ASSERT_EQ(ask(1, INT32_MAX), ProfileResult::ok);
  EXPECT_EQ(periods(), (Periods{{0, 60, 0}}));
  EXPECT_GT(schedule.duration_s, 86400);
  EXPECT_LT(storage.reads - before, 1000u);
}

TEST_F(Composite, P08_AskingChangesNothing) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {10, 70, 0}}));
  const Millis next = rig.block.next_deadline();
  const std::uint32_t writes = storage.writes();
  ASSERT_EQ(ask(1, 1000), ProfileResult::ok);
  EXPECT_EQ(rig.block.next_deadline(), next);
  EXPECT_EQ(rig.ma(), 6000);
  EXPECT_EQ(storage.writes(), writes);
}

}  // namespace
}  // namespace plugpoint::test
