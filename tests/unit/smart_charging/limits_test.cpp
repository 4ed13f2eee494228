// Which limit is in force at which instant: P03 to P05, sharing of the station's limit.
#include <gtest/gtest.h>

#include "unit/smart_charging/rig.h"

namespace plugpoint::test {
namespace {

constexpr std::int64_t kDay = 86400 * kSecond;

class Limits : public ::testing::Test {
 protected:
  MemoryStorage storage;
  Rig rig{storage};
  void SetUp() override { rig.start(); }
  void install(std::int32_t evse, Offer offer) {
    ASSERT_EQ(rig.block.install(evse, offer.get()), ProfileResult::ok);
  }
};

TEST_F(Limits, TheHardwareIsToldOnceAtTheStart) {
  EXPECT_EQ(rig.hardware.commands.size(), 2u);
  EXPECT_EQ(rig.ma(1), kUnlimited);
  EXPECT_EQ(rig.block.next_deadline(), kNever);
  EXPECT_EQ(rig.limit_signals, 0);
}

TEST_F(Limits, P03_HighestStackLevelThatAppliesPrevails) {
  install(1,
          Offer(1, kDefault, 60).schedule({{0, 60, 0}, {100, 80, 0}, {200, 100, 0}}).lasting(400));
  install(1, Offer(2, kDefault, 70, 1).schedule({{0, 70, 0}, {100, 90, 0}}).lasting(150));
  EXPECT_EQ(rig.ma(), 7000);
  rig.pass_by_deadlines(99999);
  EXPECT_EQ(rig.ma(), 7000);
  rig.pass_by_deadlines(1);
  EXPECT_EQ(rig.ma(), 9000);
  rig.pass_by_deadlines(50000);
  EXPECT_EQ(rig.ma(), 8000) << "duration over: next lower level";
  rig.pass_by_deadlines(50000);
  EXPECT_EQ(rig.ma(), 10000);
  rig.pass_by_deadlines(200000);
  EXPECT_EQ(rig.ma(), kUnlimited) << "nothing left: no limit";
  EXPECT_EQ(rig.block.next_deadline(), kNever);
}

TEST_F(Limits, P03_ValidityBoundsAProfile) {
  Offer offer(1, kDefault, 100, 1);
  offer.profile.valid_from = {kNoon + 10 * kSecond};
  offer.profile.valid_to = {kNoon + 20 * kSecond};
  install(1, offer);
  install(1, Offer(2, kDefault, 60, 0));
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.ma(), 10000);
  rig.pass_by_deadlines(9999);
  EXPECT_EQ(rig.ma(), 10000);
  rig.pass_by_deadlines(1);
  EXPECT_EQ(rig.ma(), 6000);
}

TEST_F(Limits, P03_BeforeItsStartALowerLevelHolds) {
  install(1, Offer(1, kDefault, 60, 0));
  install(1, Offer(2, kDefault, 100, 1).schedule({{0, 100, 0}}, kNoon + 5 * kSecond));
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(5000);
  EXPECT_EQ(rig.ma(), 10000);
}

TEST_F(Limits, P03_TheLowestOfThePurposesCounts) {
  rig.start_transaction(1);
  install(0, Offer(1, kMax, 100));
  install(1, Offer(2, kTx, 80).schedule({{0, 80, 0}, {50, 110, 0}}));
  EXPECT_EQ(rig.ma(), 8000);
  rig.pass_by_deadlines(50000);
  EXPECT_EQ(rig.ma(), 10000);
}

TEST_F(Limits, P03_TxProfileOverrulesTxDefaultAlsoWhenItsScheduleIsOver) {
  rig.start_transaction(1);
  install(1, Offer(1, kDefault, 60));
  install(1, Offer(2, kTx, 80).schedule({{0, 80, 0}}).lasting(10));
  EXPECT_EQ(rig.ma(), 8000);
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.ma(), kUnlimited);
}

TEST_F(Limits, P04_DailyRestartsEvery24Hours) {
  install(1, Offer(1, kDefault, 0)
                 .schedule({{0, 110, 0}, {60, 60, 0}}, kNoon - 10 * kDay)
                 .of(ProfileKind::daily));
  EXPECT_EQ(rig.ma(), 11000);
  rig.pass_by_deadlines(60000);
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(kDay - 60001);
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(1);
  EXPECT_EQ(rig.ma(), 11000);
}

TEST_F(Limits, P04_WeeklyRestartsEvery7DaysAndFallsBackAfterItsDuration) {
  install(1, Offer(1, kDefault, 60, 0));
  install(1, Offer(2, kDefault, 110, 1)
                 .schedule({{0, 110, 0}}, kNoon - 14 * kDay)
                 .of(ProfileKind::weekly)
                 .lasting(30));
  EXPECT_EQ(rig.ma(), 11000);
  rig.pass_by_deadlines(30000);
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(7 * kDay - 30000);
  EXPECT_EQ(rig.ma(), 11000);
}

TEST_F(Limits, P04_WhatIsLongerThanTheRecurrenceIsNeverExecuted) {
  install(1,
          Offer(1, kDefault, 0)
              .schedule({{0, 110, 0}, {86399, 60, 0}, {86400, 70, 0}, {90000, 80, 0}}, kNoon - kDay)
              .of(ProfileKind::daily)
              .lasting(100000));
  EXPECT_EQ(rig.ma(), 11000);
  rig.pass_by_deadlines(kDay - 1000);
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(1000);
  EXPECT_EQ(rig.ma(), 11000);
}

TEST_F(Limits, P04_RelativeAndStartlessCountFromTheTransaction) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {30, 100, 0}}).of(ProfileKind::relative));
  install(2, Offer(2, kDefault, 0).schedule({{0, 70, 0}, {30, 90, 0}}, DateTime::kUnset));
  EXPECT_EQ(rig.ma(1), 6000) << "as if a transaction started now";
  EXPECT_EQ(rig.block.next_deadline(), kNever);
  rig.pass(500000);
  rig.start_transaction(1);
  rig.pass_by_deadlines(10000);
  rig.start_transaction(2);
  rig.pass_by_deadlines(19999);
  EXPECT_EQ(rig.ma(1), 6000);
  rig.pass_by_deadlines(1);
  EXPECT_EQ(rig.ma(1), 10000);
  EXPECT_EQ(rig.ma(2), 7000);
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.ma(2), 9000);
}

TEST_F(Limits, P05_WattsBecomeAmperesByNominalVoltageAndPhases) {
  Offer offer(1, kDefault, 0);
  offer.profile.unit = RateUnit::watt;
  install(1, offer.schedule({{0, 110400, 0}, {10, 110400, 2}, {20, 36800, 1}, {30, 81, 3}}));
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{16000, 11040, 3}));
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{24000, 11040, 2}));
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{16000, 3680, 1}));
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{11, 8, 3})) << "rounded down";
}

TEST_F(Limits, P05_AmperesBecomeWatts) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 81, 0}, {10, 160, 1}}));
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{8100, 5589, 3}));
  rig.pass_by_deadlines(10000);
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{16000, 3680, 1}));
}

TEST_F(Limits, P05_HugeLimitsSaturate) {
  Offer offer(1, kDefault, INT32_MAX - 1);
  install(1, offer);
  EXPECT_EQ(rig.hardware.evse(1).limit, (ChargingLimit{kUnlimited, kUnlimited, 3}));
}

TEST_F(Limits, P05_ZeroSuspends) {
  install(1, Offer(1, kDefault, 0));
  rig.signals();
  EXPECT_EQ(rig.station.board(1).limit, (ChargingLimit{0, 0, 3}));
  EXPECT_EQ(rig.limit_signals, 1);
}

TEST_F(Limits, AnUnknownClockLeavesOutWhatNeedsIt) {
  install(1, Offer(1, kDefault, 100, 1));
  install(1, Offer(2, kDefault, 60, 0).of(ProfileKind::relative));
  Rig again(storage);
  again.start(0);
  EXPECT_EQ(again.ma(), 6000);
  EXPECT_EQ(again.block.next_deadline(), kNever);
  again.set_utc(kNoon);
  EXPECT_EQ(again.ma(), 10000);
}

TEST_F(Limits, ACorrectedClockMovesTheSchedules) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {100, 80, 0}}));
  rig.set_utc(kNoon + 99 * kSecond);
  EXPECT_EQ(rig.ma(), 6000);
  rig.pass_by_deadlines(1000);
  EXPECT_EQ(rig.ma(), 8000);
  rig.set_utc(kNoon);
  EXPECT_EQ(rig.ma(), 6000);
}

TEST_F(Limits, AStepBetweenChangesTouchesNothing) {
  install(1, Offer(1, kDefault, 0).schedule({{0, 60, 0}, {100, 80, 0}}));
  const std::uint32_t reads = storage.reads;
  const std::size_t commands = rig.hardware.commands.size();
  for (int i = 0; i < 50; ++i)
    rig.pass(1000);
  EXPECT_EQ(storage.reads, reads);
  EXPECT_EQ(rig.hardware.commands.size(), commands);
}

TEST_F(Limits, TheStationsLimitIsSharedAmongTransactions) {
  install(0, Offer(1, kMax, 320));
  EXPECT_EQ(rig.ma(1), 32000);
  rig.start_transaction(1);
  EXPECT_EQ(rig.ma(1), 32000);
  EXPECT_EQ(rig.ma(2), 16000) << "what it would get if it started";
  rig.start_transaction(2);
  EXPECT_EQ(rig.ma(1), 16000);
  EXPECT_EQ(rig.ma(2), 16000);
  install(2, Offer(2, kTx, 60));
  EXPECT_EQ(rig.ma(1), 26000) << "the other one leaves its rest";
  EXPECT_EQ(rig.ma(2), 6000);
  rig.end_transaction(2);
  EXPECT_EQ(rig.ma(1), 32000);
}

TEST_F(Limits, ALimitInWattsIsSharedInWatts) {
  Offer offer(1, kMax, 220800);
  offer.profile.unit = RateUnit::watt;
  install(0, offer);
  rig.start_transaction(1);
  rig.start_transaction(2);
  Offer single(2, kTx, 0);
  install(2, single.schedule({{0, 160, 1}}));
  EXPECT_EQ(rig.hardware.evse(2).limit.power_w, 3680);
  EXPECT_EQ(rig.hardware.evse(1).limit.power_w, 22080 - 3680);
}

TEST_F(Limits, TheStationsRelativeLimitCountsFromItsInstallationAlsoAfterARestart) {
  install(0, Offer(1, kMax, 0).schedule({{0, 60, 0}, {100, 100, 0}}).of(ProfileKind::relative));
  rig.pass_by_deadlines(99999);
  EXPECT_EQ(rig.ma(), 6000);
  Rig again(storage);
  again.start(kNoon + 99 * kSecond);
  EXPECT_EQ(again.ma(), 6000);
  again.pass_by_deadlines(1000);
  EXPECT_EQ(again.ma(), 10000);
}

}  // namespace
}  // namespace plugpoint::test
