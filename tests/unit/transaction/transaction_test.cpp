// Transactions while everything works: T01 to T03, T10 to T14, T18.
#include <gtest/gtest.h>

#include "unit/transaction/story.h"

namespace plugpoint::test {
namespace {

/// The central system's verdict on tokens in StartTransaction.conf.
void judge_starts(TestStation& station, const std::string& status, const std::string& parent = "") {
  station.on["StartTransaction"] = [=](const Json&) {
    Json info = {{"status", status}};
    if (!parent.empty()) info["parentIdTag"] = parent;
    return Json{{"idTagInfo", info}, {"transactionId", 77}};
  };
}

TEST(Transactions, T01_an_invalid_token_ends_the_transaction) {
  for (const char* status : {"Invalid", "Blocked", "Expired", "ConcurrentTx"}) {
    TestStation station;
    judge_starts(station, status);
    station.boot();
    start(station);
    ASSERT_EQ(station.sent("StopTransaction").size(), 1U) << status;
    const Json stop = station.sent("StopTransaction")[0];
    EXPECT_EQ(stop["reason"], "DeAuthorized");
    EXPECT_EQ(stop["transactionId"], 77);
    EXPECT_FALSE(stop.contains("idTag"));
    EXPECT_FALSE(station.hardware.evse(1).permitted);
    EXPECT_EQ(station.statuses(1).back(), "Finishing");
  }
}

TEST(Transactions, T01_the_cable_stays_locked_until_the_same_token_comes) {
  TestStation station;
  judge_starts(station, "Invalid");
  station.boot();
  start(station);
  EXPECT_TRUE(station.hardware.evse(1).locked);
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Invalid"}}}};
  };
  EXPECT_FALSE(station.swipe("OTHER"));
  EXPECT_TRUE(station.hardware.evse(1).locked);
  station.clear();
  EXPECT_FALSE(station.swipe("tag"));  // A08: in any case.
  EXPECT_FALSE(station.hardware.evse(1).locked);
  EXPECT_TRUE(station.sent("Authorize").empty());
  EXPECT_EQ(station.sent("StartTransaction").size(), 0U);
}

TEST(Transactions, T01_or_a_token_of_the_same_group) {
  TestStation station;
  judge_starts(station, "Blocked", "FAMILY");
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Accepted"}, {"parentIdTag", "Family"}}}};
  };
  station.boot();
  start(station);
  EXPECT_TRUE(station.hardware.evse(1).locked);
  station.clear();
  EXPECT_FALSE(station.swipe("PARTNER"));
  EXPECT_FALSE(station.hardware.evse(1).locked);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  station.run(1000);
  EXPECT_EQ(station.statuses(1).back(), "Finishing");
}

TEST(Transactions, T02_only_energy_ends_where_that_is_configured) {
  TestStation station;
  station.defaults = {{"StopTransactionOnInvalidId", "false"}};
  judge_starts(station, "Invalid");
  station.boot();
  start(station);
  station.run(1000);
  EXPECT_TRUE(station.sent("StopTransaction").empty());
  EXPECT_EQ(station.statuses(1).back(), "SuspendedEVSE");
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  EXPECT_FALSE(station.swipe("TAG"));
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "Local");
}

TEST(Transactions, T02_after_MaxEnergyOnInvalidId) {
  TestStation station;
  station.defaults = {{"StopTransactionOnInvalidId", "false"}, {"MaxEnergyOnInvalidId", "500"}};
  judge_starts(station, "Invalid");
  station.hardware.set_register(1, 1000);
  station.boot();
  start(station);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.hardware.set_register(1, 1499);
  station.run(5000);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.hardware.set_register(1, 1500);
  station.run(5000);
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.statuses(1).back(), "SuspendedEVSE");
  EXPECT_TRUE(station.sent("StopTransaction").empty());
}

TEST(Transactions, T03_an_id_that_never_came_is_minus_one) {
  TestStation station;
  station.defaults = {{"TransactionMessageAttempts", "2"},
                      {"TransactionMessageRetryInterval", "1"}};
  station.on["StartTransaction"] = [](const Json&) { return Json{"InternalError", "no"}; };
  station.boot();
  start(station);
  station.run(61000);
  EXPECT_FALSE(station.swipe("TAG"));
  station.run(5000);
  EXPECT_EQ(station.sent("StartTransaction").size(), 2U);
  ASSERT_FALSE(station.sent("MeterValues").empty());
  EXPECT_EQ(station.sent("MeterValues")[0]["transactionId"], -1);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["transactionId"], -1);
}

TEST(Transactions, T10_registers_are_raw_and_never_run_backwards) {
  TestStation station;
  station.hardware.set_register(1, 123456);
  station.boot();
  start(station);
  EXPECT_EQ(station.sent("StartTransaction")[0]["meterStart"], 123456);
  // The meter fails: the last known value counts.
  station.hardware.drop_meter(1, Measurand::energy_active_import_register);
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.sent("StopTransaction")[0]["meterStop"], 123456);
  station.hardware.set_register(1, 5);
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.sent("StartTransaction")[1]["meterStart"], 5);
}

std::string remote_start(TestStation& station, const Json& payload) {
  return station.confirm("RemoteStartTransaction", payload)["status"];
}

TEST(Transactions, T11_a_remote_start_is_rejected_where_nobody_may_charge) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  EXPECT_EQ(remote_start(station, {{"connectorId", 0}, {"idTag", "R"}}), "Rejected");
  EXPECT_EQ(remote_start(station, {{"connectorId", 3}, {"idTag", "R"}}), "Rejected");
  station.hardware.evse(1).facts.faulted = true;
  station.run(100);
  EXPECT_EQ(remote_start(station, {{"connectorId", 1}, {"idTag", "R"}}), "Rejected");
  station.hardware.evse(1).facts.faulted = false;
  station.confirm("ChangeAvailability", {{"connectorId", 1}, {"type", "Inoperative"}});
  EXPECT_EQ(remote_start(station, {{"connectorId", 1}, {"idTag", "R"}}), "Rejected");
  start(station, "TAG", 2);
  EXPECT_EQ(remote_start(station, {{"connectorId", 2}, {"idTag", "R"}}), "Rejected");
  EXPECT_EQ(remote_start(station, {{"idTag", "R"}}), "Rejected");
}

/// 20 characters of two bytes, more than a station keeps; 1.6 allows printable ASCII only.
std::string long_token() {
  std::string token;
  for (int i = 0; i < 20; ++i)
    token += "é";
  return token;
}

TEST(Transactions, T11_a_token_that_cannot_be_kept_whole_starts_nothing) {
  TestStation station;
  station.boot();
  station.plug();
  EXPECT_EQ(remote_start(station, {{"connectorId", 1}, {"idTag", long_token()}}), "Rejected");
  EXPECT_EQ(remote_start(station, {{"idTag", long_token()}}), "Rejected");
  EXPECT_TRUE(station.sent("StartTransaction").empty());
}

TEST(Transactions, T01_a_group_that_cannot_be_kept_whole_is_nobodys) {
  TestStation station;
  judge_starts(station, "Accepted", long_token());
  station.on["Authorize"] = [](const Json&) {
    // The same as far as a station could keep it.
    return Json{
        {"idTagInfo", {{"status", "Accepted"}, {"parentIdTag", long_token().substr(0, 38) + "x"}}}};
  };
  station.boot();
  start(station);
  EXPECT_TRUE(station.swipe("PARTNER")) << "is of no group";
  EXPECT_TRUE(station.sent("StopTransaction").empty());
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(Transactions, T11_without_a_connector_one_is_chosen) {
  TestStation station;
  station.settings.evses = 3;
  station.boot();
  start(station, "TAG", 1);
  station.plug(3);
  EXPECT_EQ(remote_start(station, {{"idTag", "R1"}}), "Accepted");
  EXPECT_EQ(station.sent("StartTransaction").back()["connectorId"], 3);  // Where a cable is in.
  EXPECT_EQ(remote_start(station, {{"idTag", "R2"}}), "Accepted");
  EXPECT_EQ(station.statuses(2).back(), "Preparing");
  EXPECT_EQ(remote_start(station, {{"idTag", "R3"}}), "Rejected");
  station.plug(2);
  EXPECT_EQ(station.sent("StartTransaction").back()["idTag"], "R2");
}

TEST(Transactions, T11_it_waits_for_the_plug_in_Preparing_and_times_out) {
  TestStation station;
  station.defaults = {{"ConnectionTimeOut", "40"}};
  station.boot();
  station.clear();
  EXPECT_EQ(remote_start(station, {{"connectorId", 1}, {"idTag", "R"}}), "Accepted");
  EXPECT_EQ(station.frames[0].type, 3) << "the answer comes first";
  station.run(39000);
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  station.run(2000);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Available"}));
  station.plug();
  station.run(1000);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
}

TEST(Transactions, T12_only_a_TxProfile_without_transactionId_may_come_with_it) {
  const Json schedule = {{"chargingRateUnit", "A"},
                         {"chargingSchedulePeriod", {{{"startPeriod", 0}, {"limit", 8}}}}};
  Json profile = {{"chargingProfileId", 1},
                  {"stackLevel", 0},
                  {"chargingProfilePurpose", "TxDefaultProfile"},
                  {"chargingProfileKind", "Relative"},
                  {"chargingSchedule", schedule}};
  TestStation station;
  station.boot();
  station.plug();
  const auto request = [&] {
    return Json{{"connectorId", 1}, {"idTag", "R"}, {"chargingProfile", profile}};
  };
  EXPECT_EQ(remote_start(station, request()), "Rejected");
  profile["chargingProfilePurpose"] = "TxProfile";
  profile["transactionId"] = 5;
  EXPECT_EQ(remote_start(station, request()), "Rejected");
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  profile.erase("transactionId");
  EXPECT_EQ(remote_start(station, request()), "Accepted");
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_EQ(station.hardware.evse(1).limit.current_ma, 8000);
}

TEST(Transactions, T13_a_remote_stop_needs_the_right_id) {
  TestStation station;
  judge_starts(station, "Accepted");
  station.boot();
  start(station);
  EXPECT_EQ(station.confirm("RemoteStopTransaction", {{"transactionId", 78}})["status"],
            "Rejected");
  EXPECT_EQ(station.confirm("RemoteStopTransaction", {{"transactionId", 77}})["status"],
            "Accepted");
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "Remote");
  EXPECT_EQ(station.confirm("RemoteStopTransaction", {{"transactionId", 77}})["status"],
            "Rejected");
}

TEST(Transactions, T13_minus_one_stops_nothing) {
  TestStation station;
  station.on["StartTransaction"] = [](const Json&) { return Json(); };
  station.boot();
  start(station);
  EXPECT_EQ(station.confirm("RemoteStopTransaction", {{"transactionId", -1}})["status"],
            "Rejected");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(Transactions, T14_reasons_and_who_stopped_it) {
  struct Case {
    StopReason reason;
    const char* text;
  };
  for (const Case& each :
       {Case{StopReason::local, "Local"}, Case{StopReason::emergency_stop, "EmergencyStop"},
        Case{StopReason::reboot, "Reboot"}, Case{StopReason::power_loss, "PowerLoss"},
        Case{StopReason::other, "Other"}}) {
    TestStation station;
    station.boot();
    start(station);
    EXPECT_FALSE(station.station().end_transaction(1, each.reason));
    station.run(100);
    ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
    EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], each.text);
    EXPECT_FALSE(station.sent("StopTransaction")[0].contains("idTag"));
  }
}

TEST(Transactions, T14_a_reset_gives_its_own_reason) {
  for (const char* type : {"Soft", "Hard"}) {
    TestStation station;
    station.boot();
    start(station);
    EXPECT_EQ(station.confirm("Reset", {{"type", type}})["status"], "Accepted");
    station.run(1000);
    ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
    EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], std::string(type) + "Reset");
  }
}

TEST(Transactions, T14_an_unlock_ends_it) {
  TestStation station;
  station.boot();
  start(station);
  EXPECT_EQ(station.confirm("UnlockConnector", {{"connectorId", 1}})["status"], "Unlocked");
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "UnlockCommand");
}

TEST(Transactions, T18_messages_and_statuses_keep_the_order_of_events) {
  TestStation station;
  station.boot();
  station.clear();
  start(station);
  EXPECT_EQ(station.actions(),
            (Strings{"StatusNotification", "Authorize", "StartTransaction", "StatusNotification"}));
  station.clear();
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.actions(), (Strings{"StopTransaction", "StatusNotification"}));
  EXPECT_EQ(station.statuses(1), Strings{"Finishing"});
}

}  // namespace
}  // namespace plugpoint::test
