// Delivery of transaction messages: offline, refused, after power cuts. T04 to T09, R16.
#include <gtest/gtest.h>

#include <set>

#include "support/test_station.h"
#include "unit/transaction/story.h"

namespace plugpoint::test {
namespace {

TEST(Delivery, T04_a_late_answer_gives_its_id_to_all_that_waits) {
  TestStation station;
  station.defaults = {{"TransactionMessageRetryInterval", "0"}};
  bool answers = false;
  station.on["StartTransaction"] = [&](const Json&) {
    return answers ? Json{{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", 42}} : Json();
  };
  station.defaults.push_back({"MessageTimeout", "200"});
  station.boot();
  start(station);
  station.run(125000);
  stop(station);
  answers = true;
  station.run(200000);
  EXPECT_EQ(story(station), (Strings{"Start:TAG", "Start:TAG", "Meter:42", "Meter:42", "Stop:42"}));
}

TEST(Delivery, T04_offline_transactions_on_two_connectors_do_not_mix) {
  TestStation station;
  station.settings.evses = 2;
  station.defaults = offline_defaults();
  give_ids(station);
  station.boot();
  go_offline(station);
  station.clear();
  start(station, "A", 1);
  start(station, "B", 2);
  station.run(61000);
  stop(station, "A", 1);
  start(station, "C", 1);
  stop(station, "B", 2);
  start(station, "D", 2);
  station.run(61000);
  stop(station, "D", 2);
  stop(station, "C", 1);
  go_online(station);
  EXPECT_EQ(story(station),
            (Strings{"Start:A", "Start:B", "Meter:1", "Meter:2", "Stop:1", "Start:C", "Stop:2",
                     "Start:D", "Meter:3", "Meter:4", "Stop:4", "Stop:3"}));
  std::string last;
  for (const Frame& frame : station.frames) {
    const char* name = frame.action == "MeterValues" ? nullptr : "timestamp";
    if (frame.type != 2 || frame.action == "StatusNotification" || frame.action == "Heartbeat")
      continue;
    const std::string at =
        name ? frame.payload["timestamp"] : frame.payload["meterValue"][0]["timestamp"];
    EXPECT_LE(last, at);
    last = at;
  }
}

TEST(Delivery, T04_a_running_transaction_gets_its_id_after_the_reconnect) {
  TestStation station;
  station.defaults = offline_defaults();
  give_ids(station, 7);
  station.boot();
  go_offline(station);
  start(station);
  go_online(station);
  EXPECT_EQ(station.station().board(1).transaction.id, 7);
  EXPECT_EQ(station.confirm("RemoteStopTransaction", {{"transactionId", 7}})["status"], "Accepted");
}

TEST(Delivery, T05_messages_survive_a_power_cut_and_keep_order_and_ids) {
  TestStation station;
  station.defaults = offline_defaults();
  give_ids(station);
  station.boot();
  go_offline(station);
  start(station, "A");
  station.run(61000);
  stop(station, "A");
  start(station, "B");
  station.run(61000);
  stop(station, "B");
  EXPECT_EQ(station.station().queue_length(), 6U);
  station.power_cut();
  station.clear();
  station.start();
  EXPECT_EQ(station.station().queue_length(), 6U);
  go_online(station);
  EXPECT_EQ(story(station),
            (Strings{"Start:A", "Meter:1", "Stop:1", "Start:B", "Meter:2", "Stop:2"}));
  EXPECT_EQ(station.station().queue_length(), 0U);
}

TEST(Delivery, T05_an_unconfirmed_message_is_repeated_with_its_id) {
  TestStation station;
  station.boot();
  bool answers = false;
  station.on["StartTransaction"] = [&](const Json&) {
    return answers ? Json{{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", 1}} : Json();
  };
  start(station);
  station.power_cut();
  answers = true;
  station.start();
  station.run(10000);
  std::set<std::string> ids;
  int starts = 0;
  for (const Frame& frame : station.frames) {
    if (frame.action != "StartTransaction") continue;
    ids.insert(frame.id);
    ++starts;
    EXPECT_LE(frame.id.size(), 36U);
  }
  EXPECT_EQ(starts, 2);
  EXPECT_EQ(ids.size(), 1U);
}

TEST(Delivery, T05_other_messages_may_overtake) {
  TestStation station;
  station.on["StartTransaction"] = [](const Json&) { return Json{"InternalError", ""}; };
  station.boot();
  start(station);
  station.clear();
  station.run(30000);  // The start waits for its next attempt.
  station.hardware.evse(1).facts.ev_ready = false;
  station.run(1000);
  EXPECT_EQ(station.statuses(1), Strings{"SuspendedEV"});
  EXPECT_TRUE(station.sent("StartTransaction").empty());
}

TEST(Delivery, T06_waits_and_drops) {
  TestStation station;
  station.on["StartTransaction"] = [](const Json&) { return Json{"InternalError", ""}; };
  station.defaults = {{"MeterValueSampleInterval", "0"}};
  station.boot();
  start(station);
  station.run(400000);
  std::vector<Millis> at;
  for (const Frame& frame : station.frames) {
    if (frame.action == "StartTransaction") at.push_back(frame.at);
  }
  ASSERT_EQ(at.size(), 3U);
  EXPECT_NEAR(static_cast<double>(at[1] - at[0]), 60000, 10);
  EXPECT_NEAR(static_cast<double>(at[2] - at[1]), 120000, 10);
  EXPECT_EQ(station.station().queue_length(), 0U);
}

TEST(Delivery, T06_a_timeout_counts_too) {
  TestStation station;
  station.defaults = {{"TransactionMessageAttempts", "2"},
                      {"TransactionMessageRetryInterval", "5"},
                      {"MessageTimeout", "10"},
                      {"MeterValueSampleInterval", "0"}};
  station.on["StartTransaction"] = [](const Json&) { return Json(); };
  station.boot();
  start(station);
  station.run(60000);
  EXPECT_EQ(station.sent("StartTransaction").size(), 2U);
  EXPECT_EQ(station.station().queue_length(), 0U);
}

TEST(Delivery, T06_being_offline_never_counts) {
  TestStation station;
  station.on["StartTransaction"] = [](const Json&) { return Json(); };
  station.defaults = {{"MeterValueSampleInterval", "0"}, {"MessageTimeout", "3600"}};
  station.boot();
  start(station);
  for (int i = 0; i < 10; ++i) {  // Ten connections lost while the answer was awaited.
    station.cut();
    station.run(100000);
    go_offline(station);
    station.run(10000);
    station.network = true;
    station.run(90000);
    if (i == 8) give_ids(station);
  }
  EXPECT_EQ(station.station().queue_length(), 0U);
  EXPECT_NE(station.station().board(1).transaction.id, -1);
}

TEST(Delivery, T07_a_refused_stop_is_tried_again) {
  TestStation station;
  int refusals = 2;
  station.on["StopTransaction"] = [&](const Json&) {
    return refusals-- > 0 ? Json{"GenericError", ""} : Json::object();
  };
  give_ids(station);
  station.boot();
  start(station);
  stop(station);
  station.run(200000);
  EXPECT_EQ(story(station), (Strings{"Start:TAG", "Stop:1", "Stop:1", "Stop:1"}));
  EXPECT_EQ(station.station().queue_length(), 0U);
}

TEST(Delivery, T07_a_dropped_start_does_not_drop_the_stop) {
  TestStation station;
  station.defaults = {{"TransactionMessageAttempts", "1"}};
  station.on["StartTransaction"] = [](const Json&) { return Json{"InternalError", ""}; };
  station.boot();
  start(station);
  stop(station);
  station.run(1000);
  EXPECT_EQ(story(station), (Strings{"Start:TAG", "Stop:-1"}));
}

TEST(Delivery, T08_after_a_power_loss_the_last_stored_value_and_its_time_count) {
  TestStation station;
  give_ids(station);
  station.hardware.set_register(1, 1000);
  station.boot();
  start(station);
  station.hardware.set_register(1, 1600);
  station.run(60500);
  const std::string sampled = station.sent("MeterValues").back()["meterValue"][0]["timestamp"];
  station.hardware.set_register(1, 1900);
  station.run(20000);
  station.power_cut();
  station.hardware.set_register(1, 2000);
  station.clear();
  station.start();
  station.run(100000);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  const Json lost = station.sent("StopTransaction")[0];
  EXPECT_EQ(lost["reason"], "PowerLoss");
  EXPECT_EQ(lost["meterStop"], 1600);
  EXPECT_EQ(lost["timestamp"], sampled);
  EXPECT_EQ(lost["transactionId"], 1);
  EXPECT_FALSE(lost.contains("idTag"));
  station.power_cut();
  station.clear();
  station.start();
  station.run(100000);
  EXPECT_TRUE(station.sent("StopTransaction").empty());
}

TEST(Delivery, T08_without_any_meter_value_the_start_counts) {
  TestStation station;
  station.defaults = {{"MeterValueSampleInterval", "0"}};
  station.hardware.set_register(1, 1000);
  station.boot();
  start(station);
  const std::string started = station.sent("StartTransaction")[0]["timestamp"];
  station.run(10000);
  station.power_cut();
  station.start();
  station.run(1000);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["meterStop"], 1000);
  EXPECT_EQ(station.sent("StopTransaction")[0]["timestamp"], started);
}

TEST(Delivery, T08_a_transaction_without_samples_loses_at_most_five_minutes) {
  TestStation station;
  station.defaults = {{"MeterValueSampleInterval", "0"}};
  station.boot();
  start(station);
  station.hardware.set_register(1, 700);
  station.run(301000);
  station.hardware.set_register(1, 900);
  station.run(100000);
  station.power_cut();
  station.start();
  station.run(1000);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["meterStop"], 700);
}

TEST(Delivery, T08_offline_before_and_after) {
  TestStation station;
  station.settings.evses = 2;
  station.defaults = offline_defaults();
  give_ids(station);
  station.boot();
  go_offline(station);
  station.clear();
  start(station, "A", 1);
  start(station, "B", 2);
  station.run(61000);
  stop(station, "B", 2);
  station.power_cut();
  station.start();
  station.run(1000);
  station.power_cut();  // Again, before anything could be told.
  station.start();
  station.run(1000);
  go_online(station);
  EXPECT_EQ(story(station),
            (Strings{"Start:A", "Start:B", "Meter:1", "Meter:2", "Stop:2", "Stop:1"}));
  EXPECT_EQ(station.sent("StopTransaction")[1]["reason"], "PowerLoss");
}

TEST(Delivery, T09_what_is_stopped_already_is_not_stopped_again) {
  for (const bool confirmed : {false, true}) {
    TestStation station;
    give_ids(station);
    station.boot();
    start(station);
    if (!confirmed) go_offline(station);
    stop(station);
    station.power_cut();
    station.start();
    go_online(station);
    EXPECT_EQ(story(station), (Strings{"Start:TAG", "Stop:1"})) << confirmed;
    EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "Local");
  }
}

TEST(Reconnect, R16_no_boot_first_the_queue_then_changed_statuses) {
  TestStation station;
  station.settings.evses = 2;
  station.defaults = offline_defaults();
  station.defaults.push_back({"ConnectionTimeOut", "600"});
  give_ids(station);
  station.boot();
  go_offline(station);
  station.clear();
  start(station, "A", 1);
  stop(station, "A", 1);
  station.plug(2);
  go_online(station);
  EXPECT_EQ(station.actions(),
            (Strings{"StartTransaction", "StopTransaction", "StatusNotification"}));
  EXPECT_EQ(station.statuses(2), Strings{"Preparing"});
  EXPECT_TRUE(station.statuses(1).empty()) << "as before the outage";
}

TEST(Reconnect, R16_nothing_changed_nothing_told) {
  TestStation station;
  station.boot();
  station.clear();
  go_offline(station);
  station.plug();
  station.unplug();
  go_online(station);
  EXPECT_EQ(station.actions(), Strings{});
}

TEST(Reconnect, R16_a_status_lost_on_the_way_is_told_again) {
  TestStation station;
  station.on["StatusNotification"] = [](const Json&) { return Json(); };
  station.boot();
  station.on.erase("StatusNotification");
  station.cut();
  station.clear();
  station.run(60000);
  EXPECT_EQ(station.statuses(0), Strings{"Available"});
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
}

}  // namespace
}  // namespace plugpoint::test
