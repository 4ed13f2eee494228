// Smart charging of a whole station, by the frames that a central system sends.
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

Json periods(std::initializer_list<std::pair<int, double>> steps) {
  Json list = Json::array();
  for (const auto& [start, limit] : steps)
    list.push_back({{"startPeriod", start}, {"limit", limit}});
  return list;
}

Json profile(int id, const char* purpose, Json steps, const char* unit = "A") {
  return {{"chargingProfileId", id},
          {"stackLevel", 0},
          {"chargingProfilePurpose", purpose},
          {"chargingProfileKind", "Absolute"},
          {"chargingSchedule",
           {{"startSchedule", "2025-06-01T12:00:00Z"},
            {"chargingRateUnit", unit},
            {"chargingSchedulePeriod", std::move(steps)}}}};
}

class SmartStation : public ::testing::Test {
 protected:
  TestStation s;

  void SetUp() override {
    s.settings.evses = 2;
    s.boot();
  }
  Json set(int connector, Json what) {
    return s.confirm("SetChargingProfile",
                     {{"connectorId", connector}, {"csChargingProfiles", std::move(what)}});
  }
  std::int32_t ma(std::uint8_t evse = 1) { return s.hardware.evse(evse).limit.current_ma; }
  void charge(std::uint8_t evse = 1) {
    s.plug(evse);
    s.tap("ABC", evse);
    s.run(2000);
    ASSERT_TRUE(s.hardware.evse(evse).permitted);
  }
};

TEST_F(SmartStation, P03_LimitsReachTheHardwareAtTheirSecondOnlineAndOffline) {
  charge();
  EXPECT_EQ(
      set(1, profile(1, "TxDefaultProfile", periods({{0, 16}, {10, 8.1}, {3600, 6}})))["status"],
      "Accepted");
  EXPECT_EQ(ma(), 16000);
  const Millis changes = s.station().next_deadline();
  EXPECT_LE(changes, 10000);
  s.run(10000 - s.now() - 1);
  EXPECT_EQ(ma(), 16000);
  s.run(2);
  EXPECT_EQ(ma(), 8100);
  s.network = false;
  s.cut();
  s.run(3600000 - s.now() - 1);
  EXPECT_EQ(ma(), 8100);
  s.run(2);
  EXPECT_EQ(ma(), 6000);
}

TEST_F(SmartStation, P05_ALimitOf0SuspendsByTheStation) {
  charge();
  s.clear();
  set(1, profile(1, "TxDefaultProfile", periods({{0, 0}, {60, 16}})));
  s.run(1000);
  EXPECT_FALSE(s.hardware.evse(1).permitted);
  EXPECT_EQ(s.statuses(1), std::vector<std::string>{"SuspendedEVSE"});
  s.clear();
  s.run(60000);
  EXPECT_TRUE(s.hardware.evse(1).permitted);
  EXPECT_EQ(s.statuses(1), std::vector<std::string>{"Charging"});
}

TEST_F(SmartStation, P02_AnUnknownConnectorOrUnitIsAPropertyConstraintViolation) {
  const auto code = [&](int connector, const char* unit) {
    const Json answer =
        s.call("SetChargingProfile",
               {{"connectorId", connector},
                {"csChargingProfiles", profile(1, "TxDefaultProfile", periods({{0, 6}}), unit)}});
    return answer[0] == 4 ? answer[2].get<std::string>() : "";
  };
  EXPECT_EQ(code(3, "A"), "PropertyConstraintViolation");
  EXPECT_EQ(code(1, "V"), "PropertyConstraintViolation");
  EXPECT_EQ(code(1, "A"), "");
  const Json answer = s.call("GetCompositeSchedule",
                             {{"connectorId", 1}, {"duration", 60}, {"chargingRateUnit", "V"}});
  EXPECT_EQ(answer[2], "PropertyConstraintViolation");
}

TEST_F(SmartStation, P06_ProfilesSurviveAPowerCut) {
  set(0, profile(1, "ChargePointMaxProfile", periods({{0, 10}})));
  s.power_cut();
  s.boot();
  EXPECT_EQ(ma(), 10000);
}

TEST_F(SmartStation, T12_RemoteStartBringsItsProfile) {
  set(1, profile(1, "TxDefaultProfile", periods({{0, 10}})));
  const Json start = {{"connectorId", 1},
                      {"idTag", "ABC"},
                      {"chargingProfile", profile(2, "TxProfile", periods({{0, 6}}))}};
  EXPECT_EQ(s.confirm("RemoteStartTransaction", start)["status"], "Accepted");
  EXPECT_EQ(ma(), 10000);
  s.plug();
  s.run(2000);
  ASSERT_EQ(s.sent("StartTransaction").size(), 1u);
  EXPECT_EQ(ma(), 6000);
  const Json schedule = s.confirm(
      "GetCompositeSchedule", {{"connectorId", 1}, {"duration", 300}, {"chargingRateUnit", "A"}});
  EXPECT_EQ(schedule["status"], "Accepted");
  EXPECT_EQ(schedule["chargingSchedule"]["duration"], 300);
  EXPECT_EQ(schedule["chargingSchedule"]["chargingSchedulePeriod"], periods({{0, 6}}));
  s.unplug();
  s.run(2000);
  EXPECT_EQ(ma(), 10000);
}

TEST_F(SmartStation, T12_RemoteStartWithAnotherPurposeIsRejected) {
  const Json start = {{"connectorId", 1},
                      {"idTag", "ABC"},
                      {"chargingProfile", profile(2, "TxDefaultProfile", periods({{0, 6}}))}};
  EXPECT_EQ(s.confirm("RemoteStartTransaction", start)["status"], "Rejected");
  Json with_id = start;
  with_id["chargingProfile"]["chargingProfilePurpose"] = "TxProfile";
  with_id["chargingProfile"]["transactionId"] = 5;
  EXPECT_EQ(s.confirm("RemoteStartTransaction", with_id)["status"], "Rejected");
}

TEST_F(SmartStation, T12_AProfileGoesWithARemoteStartThatTimesOut) {
  const Json start = {{"connectorId", 1},
                      {"idTag", "ABC"},
                      {"chargingProfile", profile(2, "TxProfile", periods({{0, 6}}))}};
  EXPECT_EQ(s.confirm("RemoteStartTransaction", start)["status"], "Accepted");
  s.run(61000);
  charge();
  EXPECT_EQ(ma(), ChargingLimit::kUnlimited);
  EXPECT_EQ(s.confirm("ClearChargingProfile", Json::object())["status"], "Unknown");
}

TEST_F(SmartStation, T12_AProfileGoesWithARefusedToken) {
  s.confirm("ChangeConfiguration", {{"key", "AuthorizeRemoteTxRequests"}, {"value", "true"}});
  s.on["Authorize"] = [](const Json&) { return Json{{"idTagInfo", {{"status", "Invalid"}}}}; };
  const Json start = {{"connectorId", 1},
                      {"idTag", "ABC"},
                      {"chargingProfile", profile(2, "TxProfile", periods({{0, 6}}))}};
  EXPECT_EQ(s.confirm("RemoteStartTransaction", start)["status"], "Accepted");
  s.run(1000);
  EXPECT_EQ(s.confirm("ClearChargingProfile", Json::object())["status"], "Unknown");
}

TEST_F(SmartStation, P01_TheTransactionIdOfTheCentralSystemMatchesTheTxProfile) {
  charge();
  Json wanted = profile(2, "TxProfile", periods({{0, 6}}));
  wanted["transactionId"] = 1;
  EXPECT_EQ(set(1, wanted)["status"], "Rejected");
  wanted["transactionId"] = 1000;
  EXPECT_EQ(set(1, wanted)["status"], "Accepted");
  EXPECT_EQ(ma(), 6000);
  EXPECT_EQ(set(2, profile(3, "TxProfile", periods({{0, 6}})))["status"], "Rejected");
}

TEST_F(SmartStation, TheStationsLimitIsSharedByItsConnectors) {
  set(0, profile(1, "ChargePointMaxProfile", periods({{0, 32}})));
  charge(1);
  EXPECT_EQ(ma(1), 32000);
  charge(2);
  EXPECT_EQ(ma(1), 16000);
  EXPECT_EQ(ma(2), 16000);
  s.unplug(1);
  s.run(2000);
  EXPECT_EQ(ma(2), 32000);
}

TEST_F(SmartStation, P08_WithoutProfilesTheLocalLimitIsReported) {
  const Json schedule = s.confirm("GetCompositeSchedule", {{"connectorId", 1}, {"duration", 60}});
  EXPECT_EQ(schedule["status"], "Accepted");
  EXPECT_EQ(schedule["chargingSchedule"]["chargingSchedulePeriod"], periods({{0, 32}}));
  EXPECT_EQ(s.confirm("GetCompositeSchedule", {{"connectorId", 7}, {"duration", 60}})["status"],
            "Rejected");
}

}  // namespace
}  // namespace plugpoint::test
