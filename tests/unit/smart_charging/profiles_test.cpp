// Which profiles are taken, replaced, kept and cleared: P01, P02, P05 to P07, T12.
#include <gtest/gtest.h>

#include "unit/smart_charging/rig.h"

namespace plugpoint::test {
namespace {

class Profiles : public ::testing::Test {
 protected:
  MemoryStorage storage;
  Rig rig{storage};
  void SetUp() override { rig.start(); }

  ProfileResult install(std::int32_t evse, Offer offer) {
    return rig.block.install(evse, offer.get());
  }
};

TEST_F(Profiles, P01_ChargePointMaxProfileOnlyOnConnector0) {
  EXPECT_EQ(install(1, Offer(1, kMax, 160)), ProfileResult::refused);
  EXPECT_EQ(install(0, Offer(1, kMax, 160)), ProfileResult::ok);
  EXPECT_EQ(rig.ma(1), 16000);
  EXPECT_EQ(rig.ma(2), 16000);
}

TEST_F(Profiles, P01_TxProfileNeedsARunningTransaction) {
  EXPECT_EQ(install(1, Offer(1, kTx, 160)), ProfileResult::refused);
  rig.start_transaction(1);
  EXPECT_EQ(install(0, Offer(1, kTx, 160)), ProfileResult::refused);
  EXPECT_EQ(install(2, Offer(1, kTx, 160)), ProfileResult::refused);
  EXPECT_EQ(install(1, Offer(1, kTx, 160)), ProfileResult::ok);
  EXPECT_EQ(rig.ma(1), 16000);
  EXPECT_EQ(rig.ma(2), kUnlimited);
}

TEST_F(Profiles, P01_TxProfileOfAnotherTransactionIsRejected) {
  rig.start_transaction(1, 42);
  Offer wrong(1, kTx, 160);
  wrong.profile.transaction_id = std::int64_t{43};
  EXPECT_EQ(install(1, wrong), ProfileResult::refused);
  wrong.profile.transaction_id = std::int64_t{42};
  EXPECT_EQ(install(1, wrong), ProfileResult::ok);
}

TEST_F(Profiles, P01_TxDefaultOn0IsForAllAndAConnectorsOwnOverridesIt) {
  EXPECT_EQ(install(0, Offer(1, kDefault, 100)), ProfileResult::ok);
  EXPECT_EQ(install(2, Offer(2, kDefault, 200)), ProfileResult::ok);
  EXPECT_EQ(rig.ma(1), 10000);
  EXPECT_EQ(rig.ma(2), 20000);
  EXPECT_EQ(rig.block.installed(), 2u);
}

TEST_F(Profiles, P02_SameIdReplacesWhereverItWas) {
  install(1, Offer(5, kDefault, 100));
  EXPECT_EQ(install(2, Offer(5, kDefault, 200, 3)), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 1u);
  EXPECT_EQ(rig.ma(1), kUnlimited);
  EXPECT_EQ(rig.ma(2), 20000);
}

TEST_F(Profiles, P02_SameLevelPurposeAndConnectorReplaces) {
  install(1, Offer(5, kDefault, 100, 2));
  EXPECT_EQ(install(1, Offer(6, kDefault, 200, 2)), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 1u);
  EXPECT_EQ(rig.ma(1), 20000);
}

TEST_F(Profiles, P02_LimitsOfTheConfigurationAreKept) {
  EXPECT_EQ(install(1, Offer(1, kDefault, 100, 11)), ProfileResult::refused);
  EXPECT_EQ(install(1, Offer(1, kDefault, 100, 10)), ProfileResult::ok);
  Offer many(2, kDefault, 100);
  for (std::int32_t i = 1; i < 24; ++i)
    many.periods.push_back({i * 60, 100, 0});
  EXPECT_EQ(install(1, many), ProfileResult::ok);
  many.periods.push_back({24 * 60, 100, 0});
  EXPECT_EQ(install(1, many), ProfileResult::refused);
}

TEST_F(Profiles, P02_UnitMustBeAllowed) {
  rig.variables.set(Key::ChargingScheduleAllowedChargingRateUnit, "Current");
  Offer watts(1, kDefault, 100);
  watts.profile.unit = RateUnit::watt;
  EXPECT_EQ(install(1, watts), ProfileResult::refused);
  rig.variables.set(Key::ChargingScheduleAllowedChargingRateUnit, "Power");
  EXPECT_EQ(install(1, watts), ProfileResult::ok);
  EXPECT_EQ(install(1, Offer(2, kDefault, 100)), ProfileResult::refused);
}

TEST_F(Profiles, P02_NoMoreThanMaxChargingProfilesInstalled) {
  for (std::int32_t id = 0; id < 20; ++id)
    ASSERT_EQ(install(id % 2 + 1, Offer(id, kDefault, 100, id / 2)), ProfileResult::ok);
  EXPECT_EQ(install(0, Offer(20, kMax, 100)), ProfileResult::refused);
  EXPECT_EQ(rig.block.installed(), 20u);
  EXPECT_EQ(install(1, Offer(0, kDefault, 200)), ProfileResult::ok)
      << "a replacement needs no room";
}

TEST_F(Profiles, P02_UnknownConnector) {
  EXPECT_EQ(install(3, Offer(1, kDefault, 100)), ProfileResult::unknown_evse);
  EXPECT_EQ(install(-1, Offer(1, kDefault, 100)), ProfileResult::unknown_evse);
  EXPECT_EQ(install(257, Offer(1, kDefault, 100)), ProfileResult::unknown_evse);
}

TEST_F(Profiles, P05_PeriodsMustStartAt0AndRise) {
  Offer offer(1, kDefault, 100);
  for (const auto& bad :
       std::vector<std::vector<ProfilePeriod>>{{},
                                               {{1, 60, 0}},
                                               {{0, 60, 0}, {0, 70, 0}},
                                               {{0, 60, 0}, {9, 70, 0}, {8, 80, 0}},
                                               {{0, -1, 0}},
                                               {{0, 60, 4}},
                                               {{0, 60, 255}}}) {
    offer.periods = bad;
    EXPECT_EQ(install(1, offer), ProfileResult::refused) << ::testing::PrintToString(bad.size());
  }
  offer.periods = {{0, 0, 1}, {1, 70, 2}, {9, 70, 3}};
  EXPECT_EQ(install(1, offer), ProfileResult::ok);
}

TEST_F(Profiles, P05_ContradictoryTimesAreRejected) {
  Offer offer(1, kDefault, 100);
  EXPECT_EQ(install(1, offer.lasting(-1)), ProfileResult::refused);
  offer.profile.duration_s = {};
  offer.profile.valid_from = offer.profile.valid_to = {kNoon};
  EXPECT_EQ(install(1, offer), ProfileResult::refused);
}

TEST_F(Profiles, P06_SurviveARestart) {
  install(0, Offer(1, kMax, 320));
  install(1, Offer(2, kDefault, 100, 1));
  install(1, Offer(3, kDefault, 200, 0));
  install(1, Offer(2, kDefault, 110, 1));
  Rig again(storage);
  again.start();
  EXPECT_EQ(again.block.installed(), 3u);
  EXPECT_EQ(again.ma(1), 11000);
  EXPECT_EQ(again.ma(2), 32000);
  Offer same(2, kDefault, 120, 1);
  EXPECT_EQ(again.block.install(1, same.get()), ProfileResult::ok);
  EXPECT_EQ(again.block.installed(), 3u);
}

TEST_F(Profiles, P06_TxProfileIsErasedAtTheEndOfItsTransaction) {
  install(1, Offer(1, kDefault, 100));
  rig.start_transaction(1);
  install(1, Offer(2, kTx, 200));
  rig.start_transaction(2);
  install(2, Offer(3, kTx, 150));
  EXPECT_EQ(rig.ma(1), 20000);
  rig.end_transaction(1);
  EXPECT_EQ(rig.ma(1), 10000);
  EXPECT_EQ(rig.ma(2), 15000);
  Rig again(storage);
  again.station.board(2).transaction = {true, 2, 7, 0, 0};
  again.start();
  EXPECT_EQ(again.block.installed(), 2u);
  EXPECT_EQ(again.ma(2), 15000);
}

TEST_F(Profiles, P06_TxProfileDoesNotOutliveATransactionThatEndedWhileTheStationWasOff) {
  rig.start_transaction(1);
  install(1, Offer(1, kTx, 60));
  Rig again(storage);
  again.start();
  EXPECT_EQ(again.block.installed(), 0u);
  Rig third(storage);
  third.station.board(1).transaction = {true, 1, 7, 0, 0};
  third.start();
  EXPECT_EQ(third.block.installed(), 0u) << "erased durably";
}

TEST_F(Profiles, P06_TxDefaultActsOnTheRunningTransaction) {
  rig.start_transaction(1);
  EXPECT_EQ(rig.ma(1), kUnlimited);
  install(1, Offer(1, kDefault, 100));
  EXPECT_EQ(rig.ma(1), 10000);
  install(1, Offer(1, kDefault, 120));
  EXPECT_EQ(rig.ma(1), 12000);
  ProfileFilter all;
  EXPECT_EQ(rig.block.clear(all), ProfileResult::ok);
  EXPECT_EQ(rig.ma(1), kUnlimited);
}

TEST_F(Profiles, P07_IdIgnoresTheOtherFilters) {
  install(1, Offer(1, kDefault, 100));
  install(2, Offer(2, kDefault, 100));
  ProfileFilter filter;
  filter.id = 1;
  filter.evse = 2;
  filter.stack_level = 9;
  EXPECT_EQ(rig.block.clear(filter), ProfileResult::ok);
  EXPECT_EQ(rig.block.clear(filter), ProfileResult::not_found);
  EXPECT_EQ(rig.block.installed(), 1u);
  EXPECT_EQ(rig.ma(2), 10000);
}

TEST_F(Profiles, P07_FiltersAreCombinedByAnd) {
  install(1, Offer(1, kDefault, 100, 0));
  install(1, Offer(2, kDefault, 100, 1));
  install(2, Offer(3, kDefault, 100, 1));
  install(0, Offer(4, kMax, 100, 1));
  ProfileFilter filter;
  filter.purpose = kDefault;
  filter.stack_level = 1;
  filter.evse = 2;
  EXPECT_EQ(rig.block.clear(filter), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 3u);
  filter.evse = {};
  EXPECT_EQ(rig.block.clear(filter), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 2u);
  filter.evse = 7;
  EXPECT_EQ(rig.block.clear(filter), ProfileResult::not_found);
  EXPECT_EQ(rig.block.clear({}), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 0u);
  EXPECT_EQ(rig.block.clear({}), ProfileResult::not_found);
}

TEST_F(Profiles, P07_ConnectorZeroIsTheStationItself) {
  install(1, Offer(1, kDefault, 100));
  install(0, Offer(2, kMax, 160));
  ProfileFilter filter;
  filter.evse = 0;
  EXPECT_EQ(rig.block.clear(filter), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 1u);
  EXPECT_EQ(rig.ma(1), 10000);
}

TEST_F(Profiles, P07_ClearedProfilesStayClearedOverARestart) {
  install(1, Offer(1, kDefault, 100, 0));
  install(1, Offer(2, kDefault, 120, 1));
  ProfileFilter filter;
  filter.id = 2;
  rig.block.clear(filter);
  Rig again(storage);
  again.start();
  EXPECT_EQ(again.ma(1), 10000);
  again.block.clear({});
  Rig third(storage);
  third.start();
  EXPECT_EQ(third.block.installed(), 0u);
}

class RemoteProfile : public Profiles {};

TEST_F(RemoteProfile, T12_MustBeATxProfileWithoutTransactionId) {
  EXPECT_FALSE(rig.block.accepts_remote_profile(Offer(1, kDefault, 60).get()));
  Offer offer(1, kTx, 60);
  EXPECT_TRUE(rig.block.accepts_remote_profile(offer.get()));
  offer.profile.transaction_id = std::int64_t{1};
  EXPECT_FALSE(rig.block.accepts_remote_profile(offer.get()));
  EXPECT_EQ(rig.block.set_remote_profile(1, offer.get()), ProfileResult::refused);
}

TEST_F(RemoteProfile, T12_IsUsedInsteadOfTxDefaultFromTheStartOfTheTransaction) {
  install(1, Offer(1, kDefault, 100));
  ASSERT_EQ(rig.block.set_remote_profile(1, Offer(2, kTx, 200).get()), ProfileResult::ok);
  EXPECT_EQ(rig.ma(1), 10000) << "not before the transaction";
  rig.start_transaction(2);
  EXPECT_EQ(rig.ma(2), kUnlimited) << "not on another EVSE";
  rig.start_transaction(1);
  EXPECT_EQ(rig.ma(1), 20000);
  rig.end_transaction(1);
  EXPECT_EQ(rig.ma(1), 10000);
}

TEST_F(RemoteProfile, T12_IsForgottenWhenTheClaimLapses) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  rig.pass(1000);
  EXPECT_EQ(rig.block.installed(), 1u) << "its token is still being asked for";
  rig.station.board(1).claimed = true;
  rig.pass(1000);
  EXPECT_EQ(rig.block.installed(), 1u);
  rig.station.board(1).claimed = false;
  rig.pass(1000);
  EXPECT_EQ(rig.block.installed(), 0u);
}

TEST_F(RemoteProfile, T12_IsForgottenWhenTheTokenIsRefused) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  rig.station.raise(Signal::token_refused, 2);
  rig.signals();
  EXPECT_EQ(rig.block.installed(), 1u);
  rig.station.raise(Signal::token_refused, 1);
  rig.signals();
  EXPECT_EQ(rig.block.installed(), 0u);
}

TEST_F(RemoteProfile, T12_IsNotForATransactionThatAPersonStarts) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  rig.start_transaction(1, 7, Purpose::start);
  EXPECT_EQ(rig.ma(1), kUnlimited);
  EXPECT_EQ(rig.block.installed(), 0u);
}

TEST_F(RemoteProfile, T12_IsNotForALaterRemoteStartWithoutProfile) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  rig.block.drop_remote_profile(1);
  rig.start_transaction(1);
  EXPECT_EQ(rig.ma(1), kUnlimited);
}

TEST_F(RemoteProfile, T12_IsTakenAtOnceByATransactionThatRuns) {
  rig.start_transaction(1);
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  EXPECT_EQ(rig.ma(1), 20000);
  rig.pass(1000);
  rig.block.drop_remote_profile(1);
  EXPECT_EQ(rig.ma(1), 20000);
}

TEST_F(RemoteProfile, T12_DoesNotWaitOverARestartButStaysOnceAdopted) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  {
    Rig again(storage);
    again.start();
    EXPECT_EQ(again.block.installed(), 0u);
    again.block.set_remote_profile(1, Offer(3, kTx, 150).get());
    again.start_transaction(1);
  }
  Rig third(storage);
  third.station.board(1).transaction = {true, 1, 7, 0, 0};
  third.start();
  EXPECT_EQ(third.ma(1), 15000);
}

TEST_F(RemoteProfile, T12_IsAdoptedAfterARestartThatCutTheStartOff) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  Rig again(storage);
  again.station.board(1).transaction = {true, 1, 7, 0, 0};
  again.start();
  EXPECT_EQ(again.ma(1), 20000);
}

TEST_F(RemoteProfile, P06_IsReplacedBySetChargingProfileOfTheSameLevel) {
  rig.block.set_remote_profile(1, Offer(2, kTx, 200).get());
  rig.start_transaction(1, 99);
  Offer update(3, kTx, 140);
  update.profile.transaction_id = std::int64_t{99};
  EXPECT_EQ(install(1, update), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 1u);
  EXPECT_EQ(rig.ma(1), 14000);
  Offer above(4, kTx, 130, 1);
  EXPECT_EQ(install(1, above), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 2u) << "another level is stacked";
  EXPECT_EQ(rig.ma(1), 13000);
}

}  // namespace
}  // namespace plugpoint::test
