// Registration with the central system (behaviours B01 to B06).
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

/// A station whose BootNotification gets this status and interval.
struct Booting : TestStation {
  std::string status = "Pending";
  int interval = 300;

  Booting() {
    on["BootNotification"] = [this](const Json&) {
      return Json{{"status", status}, {"currentTime", utc()}, {"interval", interval}};
    };
  }
};

TEST(Boot, B01_nothing_leaves_before_the_answer_to_boot_notification) {
  TestStation station;
  station.on["BootNotification"] = [](const Json&) { return nullptr; };
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.start();
  station.plug();
  station.tap("TAG1");
  station.run(25 * kSecond);
  EXPECT_EQ(station.actions(), Strings{"BootNotification"});
  EXPECT_TRUE(station.hardware.evse(1).permitted) << "but charging is possible";
}

TEST(Boot, B01_what_was_queued_waits_while_pending) {
  Booting station;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}, {"HeartbeatInterval", "10"}};
  station.start();
  station.plug();
  station.tap("TAG1");
  station.run(250 * kSecond);
  EXPECT_EQ(station.actions(), Strings{"BootNotification"});
  station.status = "Accepted";
  station.run(60 * kSecond);
  const Strings actions = station.actions();
  ASSERT_GE(actions.size(), 3U);
  EXPECT_EQ(actions[1], "BootNotification");
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Boot, B02_a_pending_station_answers_and_may_be_triggered) {
  Booting station;
  station.boot();
  EXPECT_EQ(
      station.confirm("GetConfiguration", {{"key", {"HeartbeatInterval"}}})["configurationKey"]
          .size(),
      1U);
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "HeartbeatInterval"}, {"value", "77"}})["status"],
            "Accepted");
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"idTag", "TAG1"}, {"connectorId", 1}})["status"],
      "Rejected");
  EXPECT_EQ(station.confirm("RemoteStopTransaction", {{"transactionId", 1}})["status"], "Rejected");
  station.clear();
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "StatusNotification"},
                                               {"connectorId", 1}})["status"],
            "Accepted");
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}})["status"],
            "Accepted");
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "BootNotification"}})["status"],
            "Accepted");
  EXPECT_EQ(station.actions(), (Strings{"StatusNotification", "Heartbeat", "BootNotification"}));
}

TEST(Boot, B02_a_pending_station_boots_again_after_the_interval) {
  Booting station;
  station.boot();
  station.run(290 * kSecond);
  EXPECT_EQ(station.sent("BootNotification").size(), 1U);
  station.run(20 * kSecond);
  EXPECT_EQ(station.sent("BootNotification").size(), 2U);
}

TEST(Boot, B03_a_rejected_station_is_silent_until_the_interval_is_over) {
  Booting station;
  station.status = "Rejected";
  station.boot();
  station.clear();
  for (const char* call : {R"([2,"a","GetConfiguration",{}])", R"([2,"a","Nonsense",{}])",
                           R"([2,"a","Reset",{}])", R"([2,"a","Reset"])",
                           R"([2,"a","TriggerMessage",{"requestedMessage":"BootNotification"}])"}) {
    EXPECT_TRUE(station.raw(call).is_null()) << call;
  }
  station.plug();
  station.run(290 * kSecond);
  EXPECT_TRUE(station.frames.empty());
  station.status = "Accepted";
  station.run(20 * kSecond);
  EXPECT_EQ(station.actions().at(0), "BootNotification");
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
}

TEST(Boot, B03_the_wait_of_a_rejected_station_survives_a_reconnect) {
  Booting station;
  station.status = "Rejected";
  station.boot();
  station.cut();
  station.run(200 * kSecond);
  EXPECT_EQ(station.dials.size(), 2U);
  EXPECT_EQ(station.sent("BootNotification").size(), 1U);
  station.run(120 * kSecond);
  EXPECT_EQ(station.sent("BootNotification").size(), 2U);
}

TEST(Boot, B04_an_interval_of_zero_is_an_own_choice) {
  for (const char* status : {"Pending", "Rejected"}) {
    Booting station;
    station.status = status;
    station.interval = 0;
    station.start();
    station.run(3600 * kSecond);
    EXPECT_GE(station.sent("BootNotification").size(), 10U) << status;
    EXPECT_LE(station.sent("BootNotification").size(), 121U) << status;
  }
}

TEST(Boot, B04_boot_notification_is_never_given_up) {
  for (const Json& answer :
       {Json(nullptr), Json{"InternalError", "not today"}, Json{{"status", "Maybe"}}}) {
    TestStation station;
    station.on["BootNotification"] = [&](const Json&) { return answer; };
    station.start();
    station.run(3600 * kSecond);
    EXPECT_GE(station.sent("BootNotification").size(), 20U) << answer;
    EXPECT_LE(station.sent("BootNotification").size(), 61U) << answer;
    station.on.clear();
    station.run(100 * kSecond);
    EXPECT_EQ(station.station().registration(), Registration::accepted);
  }
}

TEST(Boot, B04_a_lost_connection_does_not_delay_the_next_attempt) {
  TestStation station;
  station.on["BootNotification"] = [](const Json&) { return nullptr; };
  station.boot();
  station.on.clear();
  station.cut();
  station.run(20 * kSecond);
  EXPECT_EQ(station.station().registration(), Registration::accepted);
}

TEST(Boot, B05_accepted_sets_heartbeat_clock_and_tells_every_status) {
  Booting station;
  station.status = "Accepted";
  station.interval = 123;
  station.settings.evses = 3;
  station.boot();
  EXPECT_EQ(station.confirm("GetConfiguration",
                            {{"key", {"HeartbeatInterval"}}})["configurationKey"][0]["value"],
            "123");
  EXPECT_NEAR(static_cast<double>(station.station().utc().ms), 1748779201000.0, 1000);
  EXPECT_EQ(station.actions(),
            (Strings{"BootNotification", "StatusNotification", "StatusNotification",
                     "StatusNotification", "StatusNotification"}));
  for (int connector = 0; connector <= 3; ++connector)
    EXPECT_EQ(station.statuses(connector), Strings{"Available"});
}

TEST(Boot, B06_a_registered_station_refuses_to_boot_on_demand) {
  TestStation station;
  station.boot();
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "BootNotification"}})["status"],
            "Rejected");
  EXPECT_EQ(station.sent("BootNotification").size(), 1U);
}

}  // namespace
}  // namespace plugpoint::test
