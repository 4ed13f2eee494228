// Reset, UnlockConnector and TriggerMessage (behaviours B11, B12, S10, S11).
#include <gtest/gtest.h>

#include <algorithm>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;
using Kind = Command::Kind;

struct Charging : TestStation {
  Charging() {
    boot();
    plug();
    tap("TAG1");
    clear();
    hardware.commands.clear();
  }
  std::string unlock(int connector = 1) {
    return confirm("UnlockConnector", {{"connectorId", connector}})["status"];
  }
  std::size_t resets() { return hardware.commands_of(Kind::reset, 0).size(); }
};

TEST(Reset, B11_answers_stops_and_restarts) {
  for (const std::string type : {"Soft", "Hard"}) {
    Charging station;
    EXPECT_EQ(station.confirm("Reset", {{"type", type}})["status"], "Accepted");
    station.run(1000);
    ASSERT_GE(station.frames.size(), 2U);
    EXPECT_EQ(station.frames[0].type, 3);
    EXPECT_EQ(station.frames[1].action, "StopTransaction");
    EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], type + "Reset");
    EXPECT_FALSE(station.sent("StopTransaction")[0].contains("idTag"));
    ASSERT_EQ(station.resets(), 1U);
    EXPECT_EQ(station.hardware.commands_of(Kind::reset, 0)[0].reset_kind,
              type == "Soft" ? ResetKind::soft : ResetKind::hard);
    const Strings statuses = station.statuses(1);
    EXPECT_EQ(std::count(statuses.begin(), statuses.end(), "Unavailable"), 0);
    EXPECT_FALSE(station.hardware.evse(1).permitted);
  }
}

TEST(Reset, B11_an_idle_station_restarts_at_once) {
  TestStation station;
  station.boot();
  EXPECT_EQ(station.confirm("Reset", {{"type", "Soft"}})["status"], "Accepted");
  EXPECT_EQ(station.hardware.commands_of(Kind::reset, 0).size(), 1U);
}

TEST(Reset, B11_a_stop_that_nobody_confirms_is_kept_over_the_restart) {
  Charging station;
  station.on["StopTransaction"] = [](const Json&) { return nullptr; };
  station.confirm("Reset", {{"type", "Hard"}});
  station.run(5 * kSecond);
  EXPECT_EQ(station.resets(), 0U) << "it gets a chance to be delivered";
  station.run(60 * kSecond);
  EXPECT_EQ(station.resets(), 1U);
  station.on.clear();
  station.power_cut();
  station.clear();
  station.boot();
  station.run(60 * kSecond);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "HardReset");
}

TEST(Reset, B11_a_refused_restart_is_retried_ResetRetries_times) {
  TestStation station;
  station.defaults = {{"ResetRetries", "3"}};
  station.boot();
  station.hardware.reset_succeeds = false;
  station.confirm("Reset", {{"type", "Soft"}});
  station.run(600 * kSecond);
  EXPECT_EQ(station.hardware.commands_of(Kind::reset, 0).size(), 4U);
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3) << "and the station goes on";
}

TEST(Reset, B11_nobody_starts_to_charge_while_a_reset_is_under_way) {
  Charging station;
  station.on["StopTransaction"] = [](const Json&) { return nullptr; };
  station.confirm("Reset", {{"type", "Soft"}});
  station.run(1000);
  EXPECT_TRUE(station.swipe("TAG2"));
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"idTag", "TAG2"}, {"connectorId", 1}})["status"],
      "Rejected");
}

TEST(Reset, B12_reasons_of_an_end_without_warning) {
  for (const BootReason why : {BootReason::power_up, BootReason::watchdog}) {
    Charging station;
    station.power_cut();
    station.settings.identity.boot_reason = why;
    station.clear();
    station.boot();
    ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
    EXPECT_EQ(station.sent("StopTransaction")[0]["reason"],
              why == BootReason::watchdog ? "Reboot" : "PowerLoss");
  }
}

TEST(Unlock, S10_the_transaction_ends_first_and_the_answer_leaves_first) {
  Charging station;
  EXPECT_EQ(station.unlock(), "Unlocked");
  EXPECT_EQ(station.frames.at(0).type, 3);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "UnlockCommand");
  EXPECT_EQ(station.statuses(1), Strings{"Finishing"});
  // The cable must not be released under load.
  const auto& commands = station.hardware.commands;
  const auto off = std::find_if(commands.begin(), commands.end(), [](const Command& each) {
    return each.kind == Kind::permit && !each.on;
  });
  const auto unlock = std::find_if(commands.begin(), commands.end(),
                                   [](const Command& each) { return each.kind == Kind::unlock; });
  ASSERT_NE(off, commands.end());
  ASSERT_NE(unlock, commands.end());
  EXPECT_LT(off - commands.begin(), unlock - commands.begin());
}

TEST(Unlock, S10_without_a_transaction) {
  TestStation station;
  station.boot();
  station.clear();
  EXPECT_EQ(station.confirm("UnlockConnector", {{"connectorId", 1}})["status"], "Unlocked");
  EXPECT_EQ(station.hardware.commands_of(Kind::unlock, 1).size(), 1U);
  EXPECT_TRUE(station.actions().empty());
}

TEST(Unlock, S10_unknown_connectors_and_fixed_cables_are_not_supported) {
  Charging station;
  EXPECT_EQ(station.unlock(0), "NotSupported");
  EXPECT_EQ(station.unlock(2), "NotSupported");
  EXPECT_EQ(station.unlock(1000000), "NotSupported");
  station.hardware.evse(1).facts.fixed_cable = true;
  EXPECT_EQ(station.unlock(1), "NotSupported");
  EXPECT_TRUE(station.sent("StopTransaction").empty()) << "TC_018_2: the transaction goes on";
  EXPECT_TRUE(station.hardware.commands_of(Kind::unlock, 1).empty());
}

TEST(Unlock, S10_a_lock_that_fails_is_told_until_the_cable_is_out) {
  Charging station;
  station.hardware.evse(1).unlock_result = UnlockResult::failed;
  EXPECT_EQ(station.unlock(), "UnlockFailed");
  station.run(1000);
  ASSERT_FALSE(station.sent("StatusNotification").empty());
  EXPECT_EQ(station.sent("StatusNotification").back()["errorCode"], "ConnectorLockFailure");
  station.clear();
  station.unplug();
  EXPECT_EQ(station.sent("StatusNotification").back()["errorCode"], "NoError");
}

TEST(Unlock, S10_the_answer_may_come_later) {
  Charging station;
  station.hardware.evse(1).unlock_result = UnlockResult::pending;
  EXPECT_TRUE(station.call("UnlockConnector", {{"connectorId", 1}}).is_null());
  EXPECT_EQ(station.unlock(), "UnlockFailed") << "a second request while one is open";
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3)
      << "others are answered meanwhile";
  station.clear();
  station.run(3 * kSecond);
  EXPECT_TRUE(station.frames.empty());
  station.hardware.evse(1).unlock_result = UnlockResult::unlocked;
  station.run(200);
  ASSERT_FALSE(station.frames.empty());
  EXPECT_EQ(station.frames[0].payload, (Json{{"status", "Unlocked"}}));
  EXPECT_EQ(station.sent("StopTransaction").size(), 1U) << "after the answer";
  station.hardware.commands.clear();
  station.run(10 * kSecond);
  EXPECT_TRUE(station.hardware.commands_of(Kind::unlock, 1).empty()) << "nobody asks any more";
}

TEST(Unlock, S10_a_decision_that_never_comes_is_a_failure) {
  TestStation station;
  station.defaults = {{"HeartbeatInterval", "1"}};
  station.boot();
  station.hardware.evse(1).unlock_result = UnlockResult::pending;
  EXPECT_TRUE(station.call("UnlockConnector", {{"connectorId", 1}}).is_null());
  station.clear();
  station.steps = 0;
  station.run(11 * kSecond);
  ASSERT_FALSE(station.frames.empty());
  EXPECT_EQ(station.frames[0].payload, (Json{{"status", "UnlockFailed"}}));
  EXPECT_LT(station.steps, 500) << "what waits for the answer must not keep the station busy";
}

TEST(Unlock, S10_a_pending_unlock_ends_with_its_connection) {
  TestStation station;
  station.boot();
  station.hardware.evse(1).unlock_result = UnlockResult::pending;
  EXPECT_TRUE(station.call("UnlockConnector", {{"connectorId", 1}}).is_null());
  station.cut();
  station.run(60 * kSecond);
  station.hardware.evse(1).unlock_result = UnlockResult::unlocked;
  station.hardware.commands.clear();
  station.clear();
  EXPECT_EQ(station.confirm("UnlockConnector", {{"connectorId", 1}})["status"], "Unlocked");
  EXPECT_EQ(station.frames.size(), 1U);
}

TEST(Trigger, S11_statuses_of_all_connectors_and_the_station) {
  TestStation station;
  station.settings.evses = 20;
  station.boot();
  station.hardware.evse(7).facts.fault = Fault::weak_signal;
  station.run(1000);
  station.clear();
  EXPECT_EQ(
      station.confirm("TriggerMessage", {{"requestedMessage", "StatusNotification"}})["status"],
      "Accepted");
  station.run(1000);
  EXPECT_EQ(station.sent("StatusNotification").size(), 21U);
  for (int connector = 0; connector <= 20; ++connector)
    EXPECT_EQ(station.statuses(connector), Strings{"Available"});
  for (const Json& status : station.sent("StatusNotification"))
    EXPECT_EQ(status["errorCode"], status["connectorId"] == 7 ? "WeakSignal" : "NoError");
}

TEST(Trigger, S11_one_connector) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  station.clear();
  for (int connector : {0, 2}) {
    EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "StatusNotification"},
                                                 {"connectorId", connector}})["status"],
              "Accepted");
  }
  ASSERT_EQ(station.sent("StatusNotification").size(), 2U);
  EXPECT_EQ(station.sent("StatusNotification")[0]["connectorId"], 0);
  EXPECT_EQ(station.sent("StatusNotification")[1]["connectorId"], 2);
}

TEST(Trigger, S11_unknown_connectors_are_rejected) {
  TestStation station;
  station.boot();
  station.clear();
  for (const char* message : {"StatusNotification", "MeterValues"}) {
    for (int connector : {-1, 2, 300, 65537}) {
      const Json answer = station.call("TriggerMessage",
                                       {{"requestedMessage", message}, {"connectorId", connector}});
      // A negative id breaks the schema of some editions; either refusal will do.
      EXPECT_TRUE(answer[0] == 4 || answer[2]["status"] == "Rejected") << answer;
    }
  }
  EXPECT_TRUE(station.actions().empty());
}

}  // namespace
}  // namespace plugpoint::test
