// The messages of OCPP 1.6: P02, P05, P07, P08 as the central system sees them.
#include <gtest/gtest.h>

#include "plugpoint/blocks/smart_charging/smart_charging_v16.h"
#include "unit/smart_charging/rig.h"

namespace plugpoint::test {
namespace {

namespace m = message::v16;

class TranslatorV16 : public ::testing::Test {
 protected:
  MemoryStorage storage;
  Rig rig{storage};
  alignas(std::max_align_t) std::uint8_t memory[4096];
  Arena arena{MutableBytes(memory)};
  rpc::Reply reply;
  std::vector<m::ChargingSchedulePeriod> periods{{0, Decimal{60, -1}, {}}};
  m::SetChargingProfileReq request;

  void SetUp() override {
    rig.start();
    request.connectorId = 1;
    m::ChargingProfile& profile = request.csChargingProfiles;
    profile.chargingProfileId = 1;
    profile.chargingProfilePurpose = m::ChargingProfilePurposeType::TxDefaultProfile;
    profile.chargingProfileKind = m::ChargingProfileKindType::Absolute;
    profile.chargingSchedule.startSchedule = {kNoon};
    profile.chargingSchedule.chargingRateUnit = m::ChargingRateUnitType::A;
  }
  template <class Request>
  void call(void (*handler)(SmartCharging&, Call&), const Request& payload) {
    arena.reset();
    reply = {};
    Call incoming{&payload, arena, reply};
    handler(rig.block, incoming);
  }
  template <class Response>
  const Response& answer() {
    return *static_cast<const Response*>(reply.payload);
  }
  m::ChargingProfileStatus set() {
    m::ChargingProfile& profile = request.csChargingProfiles;
    profile.chargingSchedule.chargingSchedulePeriod = {periods.data(), periods.size()};
    call(&v16::set_charging_profile, request);
    return reply.failed ? m::ChargingProfileStatus::unset
                        : answer<m::SetChargingProfileConf>().status;
  }
  const m::GetCompositeScheduleConf& ask(const m::GetCompositeScheduleReq& question) {
    call(&v16::get_composite_schedule, question);
    return answer<m::GetCompositeScheduleConf>();
  }
};

TEST_F(TranslatorV16, SetChargingProfileReachesTheHardware) {
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
  EXPECT_EQ(rig.ma(), 6000);
}

TEST_F(TranslatorV16, P02_UnknownConnectorIsAPropertyConstraintViolation) {
  request.connectorId = 3;
  set();
  EXPECT_TRUE(reply.failed);
  EXPECT_EQ(reply.code, rpc::ErrorCode::property_constraint_violation);
}

TEST_F(TranslatorV16, P02_MorePeriodsThanAllowedAreRejectedWithoutNeedingTheirMemory) {
  periods.assign(2000, {0, Decimal{60, -1}, {}});
  for (std::size_t i = 0; i < periods.size(); ++i)
    periods[i].startPeriod = static_cast<std::int32_t>(i);
  EXPECT_EQ(set(), m::ChargingProfileStatus::Rejected);
  periods.resize(24);
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
}

TEST_F(TranslatorV16, P04_RecurringNeedsItsKind) {
  m::ChargingProfile& profile = request.csChargingProfiles;
  profile.chargingProfileKind = m::ChargingProfileKindType::Recurring;
  EXPECT_EQ(set(), m::ChargingProfileStatus::Rejected);
  profile.recurrencyKind = m::RecurrencyKindType::Weekly;
  profile.chargingSchedule.startSchedule = {kNoon - 7 * 86400 * kSecond};
  profile.chargingSchedule.duration = 60;
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
  EXPECT_EQ(rig.ma(), 6000);
  profile.recurrencyKind = m::RecurrencyKindType::Daily;
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
  rig.pass_by_deadlines(60000);
  EXPECT_EQ(rig.ma(), kUnlimited);
  rig.pass_by_deadlines(86340000);
  EXPECT_EQ(rig.ma(), 6000);
}

TEST_F(TranslatorV16, P05_OddNumbersOfPhasesAndNegativeLimitsAreRejected) {
  for (const std::int32_t phases : {-1, 0, 4, 257}) {
    periods[0].numberPhases = phases;
    EXPECT_EQ(set(), m::ChargingProfileStatus::Rejected) << phases;
  }
  periods[0].numberPhases = 1;
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
  periods[0].limit = Decimal{-1, -3};
  EXPECT_EQ(set(), m::ChargingProfileStatus::Rejected);
  periods[0].limit = Decimal{1, 300};
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
  EXPECT_EQ(rig.ma(), kUnlimited);
}

TEST_F(TranslatorV16, P01_PurposesAndTransactionIdsAreRead) {
  rig.start_transaction(1, 815);
  request.csChargingProfiles.chargingProfilePurpose = m::ChargingProfilePurposeType::TxProfile;
  request.csChargingProfiles.transactionId = std::int64_t{816};
  EXPECT_EQ(set(), m::ChargingProfileStatus::Rejected);
  request.csChargingProfiles.transactionId = std::int64_t{815};
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
  request.csChargingProfiles.chargingProfilePurpose =
      m::ChargingProfilePurposeType::ChargePointMaxProfile;
  EXPECT_EQ(set(), m::ChargingProfileStatus::Rejected);
  request.connectorId = 0;
  EXPECT_EQ(set(), m::ChargingProfileStatus::Accepted);
}

TEST_F(TranslatorV16, P07_ClearChargingProfile) {
  set();
  m::ClearChargingProfileReq clear;
  clear.chargingProfilePurpose = m::ChargingProfilePurposeType::ChargePointMaxProfile;
  call(&v16::clear_charging_profile, clear);
  EXPECT_EQ(answer<m::ClearChargingProfileConf>().status, m::ClearChargingProfileStatus::Unknown);
  clear.chargingProfilePurpose = m::ChargingProfilePurposeType::TxDefaultProfile;
  clear.connectorId = 1;
  clear.stackLevel = 0;
  call(&v16::clear_charging_profile, clear);
  EXPECT_EQ(answer<m::ClearChargingProfileConf>().status, m::ClearChargingProfileStatus::Accepted);
  call(&v16::clear_charging_profile, m::ClearChargingProfileReq());
  EXPECT_EQ(answer<m::ClearChargingProfileConf>().status, m::ClearChargingProfileStatus::Unknown);
}

TEST_F(TranslatorV16, P07_AFailingStorageIsToldAsInternalError) {
  set();
  storage.fail_after(0);
  call(&v16::clear_charging_profile, m::ClearChargingProfileReq());
  EXPECT_TRUE(reply.failed);
  EXPECT_EQ(reply.code, rpc::ErrorCode::internal_error);
}

TEST_F(TranslatorV16, P08_GetCompositeSchedule) {
  periods = {{0, Decimal{81, -1}, {}}, {10, Decimal::of(16), 1}};
  set();
  const m::GetCompositeScheduleConf& conf = ask({1, 60, m::ChargingRateUnitType::A});
  ASSERT_EQ(conf.status, m::GetCompositeScheduleStatus::Accepted);
  EXPECT_EQ(*conf.connectorId, 1);
  EXPECT_EQ(conf.scheduleStart.ms, kNoon);
  const m::ChargingSchedule& schedule = *conf.chargingSchedule;
  EXPECT_EQ(*schedule.duration, 60);
  EXPECT_FALSE(schedule.startSchedule.is_set());
  EXPECT_EQ(schedule.chargingRateUnit, m::ChargingRateUnitType::A);
  ASSERT_EQ(schedule.chargingSchedulePeriod.size(), 2u);
  EXPECT_EQ(schedule.chargingSchedulePeriod[0].limit, (Decimal{81, -1}));
  EXPECT_FALSE(schedule.chargingSchedulePeriod[0].numberPhases);
  EXPECT_EQ(schedule.chargingSchedulePeriod[1].startPeriod, 10);
  EXPECT_EQ(schedule.chargingSchedulePeriod[1].limit, Decimal::of(16));
  EXPECT_EQ(*schedule.chargingSchedulePeriod[1].numberPhases, 1);
}

TEST_F(TranslatorV16, P08_GetCompositeScheduleInTheUsualUnitAndInWatts) {
  set();
  EXPECT_EQ(ask({1, 60, {}}).chargingSchedule->chargingRateUnit, m::ChargingRateUnitType::A);
  const m::GetCompositeScheduleConf& watts = ask({1, 60, m::ChargingRateUnitType::W});
  EXPECT_EQ(watts.chargingSchedule->chargingRateUnit, m::ChargingRateUnitType::W);
  EXPECT_EQ(watts.chargingSchedule->chargingSchedulePeriod[0].limit, Decimal::of(4140));
  rig.variables.set(Key::ChargingScheduleAllowedChargingRateUnit, "Power");
  EXPECT_EQ(ask({1, 60, {}}).chargingSchedule->chargingRateUnit, m::ChargingRateUnitType::W);
}

TEST_F(TranslatorV16, P08_UnknownConnectorIsRejected) {
  const m::GetCompositeScheduleConf& conf = ask({9, 60, m::ChargingRateUnitType::A});
  EXPECT_EQ(conf.status, m::GetCompositeScheduleStatus::Rejected);
  EXPECT_EQ(conf.chargingSchedule, nullptr);
}

TEST_F(TranslatorV16, AFullArenaIsAnErrorAnswerNotACrash) {
  for (std::size_t room = 0; room < 1500; room += 4) {
    arena = Arena(MutableBytes(memory).first(room));
    set();
    call(&v16::get_composite_schedule,
         m::GetCompositeScheduleReq{1, 60, m::ChargingRateUnitType::A});
    if (reply.failed) {
      EXPECT_EQ(reply.code, rpc::ErrorCode::internal_error);
    }
  }
  EXPECT_FALSE(reply.failed);
}

TEST_F(TranslatorV16, T12_TheProfileOfRemoteStartTransaction) {
  m::ChargingProfile& profile = request.csChargingProfiles;
  profile.chargingProfilePurpose = m::ChargingProfilePurposeType::TxProfile;
  profile.chargingSchedule.chargingSchedulePeriod = {periods.data(), periods.size()};
  ChargingProfile neutral;
  ASSERT_TRUE(v16::read_profile(profile, rig.block.max_periods(), arena, neutral));
  EXPECT_TRUE(rig.block.accepts_remote_profile(neutral));
  ASSERT_EQ(rig.block.set_remote_profile(1, neutral), ProfileResult::ok);
  rig.start_transaction(1);
  EXPECT_EQ(rig.ma(), 6000);
}

}  // namespace
}  // namespace plugpoint::test
