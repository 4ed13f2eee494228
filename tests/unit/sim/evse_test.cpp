// The physical model: what a vehicle draws, and what the meter shows of it.
#include "sim/evse.h"

#include <gtest/gtest.h>

namespace plugpoint::sim {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 3'600'000;

ChargingLimit limit_of(std::int32_t current_ma, std::uint8_t phases = 3) {
  ChargingLimit limit;
  limit.current_ma = current_ma;
  limit.phases = phases;
  return limit;
}

class EvseTest : public ::testing::Test {
 protected:
  void start_charging() {
    ASSERT_TRUE(evse.plug_in(1, true));
    evse.permit(true);
  }
  std::int64_t read(Measurand measurand, Phase phase = Phase::none) {
    Decimal value;
    EXPECT_TRUE(evse.read(measurand, phase, value));
    return value.to_milli();
  }

  SimulatedEvse evse{EvseModel{}, 0};
};

TEST_F(EvseTest, NothingFlowsBeforeThePermit) {
  evse.plug_in(1, true);
  evse.advance(kHour);
  EXPECT_TRUE(evse.facts().plugged);
  EXPECT_TRUE(evse.facts().ev_ready);
  EXPECT_EQ(evse.register_wh(), 0);
  EXPECT_EQ(evse.power_w(), 0);
}

TEST_F(EvseTest, DrawsWhatTheOnboardChargerTakesOnThreePhases) {
  start_charging();
  EXPECT_EQ(evse.power_w(), 3 * 16 * 230);
  EXPECT_EQ(read(Measurand::current_import, Phase::l1), 16'000);
  EXPECT_EQ(read(Measurand::current_import, Phase::l3), 16'000);
  EXPECT_EQ(read(Measurand::voltage, Phase::l2_n), 230'000);
  EXPECT_EQ(read(Measurand::current_offered), 32'000);
}

TEST_F(EvseTest, MeterIntegratesPowerOverSimulatedTime) {
  start_charging();
  evse.advance(30 * kMinute);
  EXPECT_EQ(evse.register_wh(), 3 * 16 * 230 / 2);
  // 5,520 of 60,000 Wh are 9.2 %.
  EXPECT_EQ(evse.soc_millipercent(), 39'200);
}

TEST_F(EvseTest, ReadingsDoNotDependOnHowOftenSomebodyLooks) {
  SimulatedEvse other{EvseModel{}, 0};
  start_charging();
  other.plug_in(1, true);
  other.permit(true);
  for (std::int64_t now = 0; now <= 7 * kHour; now += 1'700)
    evse.advance(now);
  evse.advance(7 * kHour);
  other.advance(7 * kHour);
  EXPECT_EQ(evse.register_uj(), other.register_uj());
  EXPECT_EQ(evse.soc_millipercent(), other.soc_millipercent());
}

TEST_F(EvseTest, ObeysALimitInAmperes) {
  start_charging();
  evse.limit(limit_of(10'000));
  EXPECT_EQ(evse.power_w(), 3 * 10 * 230);
  EXPECT_EQ(read(Measurand::current_offered), 10'000);
  EXPECT_EQ(read(Measurand::power_offered), 6'900'000);
}

TEST_F(EvseTest, ObeysALimitInWatts) {
  start_charging();
  ChargingLimit limit;
  limit.power_w = 6'900;
  evse.limit(limit);
  EXPECT_EQ(evse.power_w(), 6'900);
}

TEST_F(EvseTest, ObeysALimitOfPhases) {
  start_charging();
  evse.limit(limit_of(16'000, 1));
  EXPECT_EQ(evse.power_w(), 16 * 230);
  EXPECT_EQ(read(Measurand::current_import, Phase::l2), 0);
}

TEST_F(EvseTest, BelowSixAmperesNothingIsOffered) {
  start_charging();
  evse.limit(limit_of(5'999));
  EXPECT_EQ(evse.power_w(), 0);
  EXPECT_FALSE(evse.facts().evse_ready);
  evse.limit(limit_of(6'000));
  EXPECT_EQ(evse.power_w(), 3 * 6 * 230);
  EXPECT_TRUE(evse.facts().evse_ready);
}

TEST_F(EvseTest, PowerFallsNearFullAndEndsAtFull) {
  start_charging();
  evse.set_soc(80'000);
  EXPECT_EQ(evse.current_ma(), 16'000);
  evse.set_soc(90'000);
  EXPECT_EQ(evse.current_ma(), 8'800);
  evse.set_soc(99'900);
  EXPECT_LT(evse.current_ma(), 1'700);
  evse.advance(10 * kHour);
  EXPECT_EQ(evse.soc_millipercent(), 100'000);
  EXPECT_EQ(evse.power_w(), 0);
  EXPECT_FALSE(evse.facts().ev_ready);
}

TEST_F(EvseTest, PauseAndResume) {
  start_charging();
  EXPECT_TRUE(evse.set_ev_ready(false));
  EXPECT_FALSE(evse.facts().ev_ready);
  EXPECT_EQ(evse.power_w(), 0);
  EXPECT_TRUE(evse.set_ev_ready(true));
  EXPECT_GT(evse.power_w(), 0);
}

TEST_F(EvseTest, APlugCanBePutInOrTakenOutOnce) {
  EXPECT_FALSE(evse.plug_out());
  EXPECT_FALSE(evse.set_ev_ready(true));
  EXPECT_TRUE(evse.plug_in(1, false));
  EXPECT_FALSE(evse.facts().ev_ready);
  EXPECT_FALSE(evse.plug_in(1, true));
  EXPECT_TRUE(evse.plug_out());
  EXPECT_FALSE(evse.facts().plugged);
}

TEST_F(EvseTest, EachVehicleArrivesAtThirtyPercentUnlessToldOtherwise) {
  start_charging();
  evse.advance(kHour);
  evse.plug_out();
  evse.plug_in(1, true);
  EXPECT_EQ(evse.soc_millipercent(), 30'000);
  evse.plug_out();
  evse.set_soc(55'000);
  evse.plug_in(1, true);
  EXPECT_EQ(evse.soc_millipercent(), 55'000);
}

TEST_F(EvseTest, FaultEndsTheFlow) {
  start_charging();
  evse.set_fault(Fault::ground_failure);
  EXPECT_TRUE(evse.facts().faulted);
  EXPECT_EQ(evse.power_w(), 0);
  evse.set_fault(Fault::none);
  EXPECT_FALSE(evse.facts().faulted);
  EXPECT_GT(evse.power_w(), 0);
}

TEST_F(EvseTest, DiodeFailsAfterSecondsOfChargingUntilUnplugged) {
  evse.plug_in(1, true);
  ASSERT_TRUE(evse.break_diode(5'000));
  evse.advance(kMinute);
  EXPECT_FALSE(evse.facts().faulted);
  evse.permit(true);
  evse.advance(kMinute + 4'900);
  EXPECT_FALSE(evse.facts().faulted);
  evse.advance(kMinute + 5'000);
  EXPECT_TRUE(evse.facts().faulted);
  EXPECT_EQ(evse.facts().fault, Fault::other_error);
  evse.plug_out();
  EXPECT_FALSE(evse.facts().faulted);
}

TEST_F(EvseTest, StickingLockIsAFaultForTheNextPlug) {
  evse.set_lock_failure(true);
  EXPECT_FALSE(evse.facts().faulted);
  evse.plug_in(1, true);
  EXPECT_TRUE(evse.facts().faulted);
  EXPECT_EQ(evse.facts().fault, Fault::connector_lock_failure);
  evse.set_lock_failure(false);
  EXPECT_FALSE(evse.facts().faulted);
}

TEST_F(EvseTest, StickingLockCannotBeReleased) {
  start_charging();
  evse.lock(true);
  evse.set_lock_failure(true);
  EXPECT_FALSE(evse.facts().faulted);
  EXPECT_EQ(evse.unlock(), UnlockResult::failed);
  EXPECT_TRUE(evse.locked());
  EXPECT_EQ(evse.facts().fault, Fault::connector_lock_failure);
  EXPECT_FALSE(evse.facts().faulted);
  evse.set_lock_failure(false);
  EXPECT_EQ(evse.unlock(), UnlockResult::unlocked);
  EXPECT_FALSE(evse.locked());
}

TEST_F(EvseTest, ForcedPowerIsShownAndIntegrated) {
  evse.forced.power_w = 7'000;
  evse.advance(kHour);
  EXPECT_EQ(evse.register_wh(), 7'000);
  EXPECT_EQ(read(Measurand::power_active_import), 7'000'000);
  evse.forced.power_w.reset();
  EXPECT_EQ(evse.power_w(), 0);
}

TEST_F(EvseTest, MeasuresWhatItListsAndNothingElse) {
  Decimal value;
  EXPECT_FALSE(evse.read(Measurand::current_export, Phase::none, value));
  EXPECT_FALSE(evse.read(Measurand::current_import, Phase::none, value));
  EXPECT_FALSE(evse.read(Measurand::voltage, Phase::l1_l2, value));
  EXPECT_FALSE(evse.read(Measurand::soc, Phase::l1, value));
  EXPECT_EQ(read(Measurand::frequency), 50'000);
  EXPECT_EQ(read(Measurand::soc), 30'000);
  EXPECT_EQ(read(Measurand::temperature), 20'000);
}

}  // namespace
}  // namespace plugpoint::sim
