// What the central system says to events, and what happens offline: E04, E05, E11 to E13.
#include "station_201.h"

namespace plugpoint::test {
namespace {

TEST(Dialect2Delivery, V06_a_token_refused_by_the_event_ends_the_transaction) {
  Station201 station;
  station.on["TransactionEvent"] = [](const Json& event) { return verdict(event, "Blocked"); };
  station.boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.told().back(), "Ended/Deauthorized/EVConnected");
  EXPECT_EQ(station.transaction_events().back()["transactionInfo"]["stoppedReason"],
            "DeAuthorized");
  EXPECT_TRUE(station.hardware.evse(1).locked) << "E05.FR.11";
  station.tap("TAG1");
  EXPECT_FALSE(station.hardware.evse(1).locked);
}

TEST(Dialect2Delivery, E05_FR_09_only_the_energy_ends_where_TxStopPoint_says_so) {
  Station201 station;
  station.on["TransactionEvent"] = [](const Json& event) { return verdict(event, "Invalid"); };
  station.with("TxCtrlr.TxStopPoint", "EVConnected").boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.told().back(), "Updated/Deauthorized/EVConnected");
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  station.unplug();
  EXPECT_EQ(station.told().back(), "Ended/EVCommunicationLost/Idle");
}

TEST(Dialect2Delivery, E05_FR_02_without_StopTxOnInvalidId_the_energy_is_suspended) {
  Station201 station;
  station.on["TransactionEvent"] = [](const Json& event) { return verdict(event, "Invalid"); };
  station.with("TxCtrlr.StopTxOnInvalidId", "false").boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.told().back(), "Updated/ChargingStateChanged/SuspendedEVSE");
  EXPECT_FALSE(station.hardware.evse(1).permitted);
}

TEST(Dialect2Delivery, E05_FR_03_MaxEnergyOnInvalidId_is_granted) {
  Station201 station;
  station.on["TransactionEvent"] = [](const Json& event) { return verdict(event, "Invalid"); };
  station.with("TxCtrlr.StopTxOnInvalidId", "false")
      .with("TxCtrlr.MaxEnergyOnInvalidId", "500")
      .boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.hardware.set_register(1, 499);
  station.run(5000);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.hardware.set_register(1, 500);
  station.run(5000);
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.told().back(), "Updated/ChargingStateChanged/SuspendedEVSE");
}

TEST(Dialect2Delivery, E04_what_happened_offline_is_told_afterwards_and_marked) {
  Station201 station;
  station.with("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true").boot();
  station.clear();
  station.network = false;
  station.run(1000);
  station.plug();
  station.tap("TAG1");
  station.run(61000);
  EXPECT_TRUE(station.frames.empty());
  station.network = true;
  station.run(60000);
  const std::vector<Json> events = station.transaction_events();
  ASSERT_GE(events.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(events[i]["seqNo"], i);
    EXPECT_EQ(events[i]["offline"], true) << i;
  }
  EXPECT_LT(events[0]["timestamp"].get<std::string>(), events[2]["timestamp"].get<std::string>());
  station.clear();
  station.tap("TAG1");
  EXPECT_FALSE(station.transaction_events().back().contains("offline"));
}

TEST(Dialect2Delivery, E11_FR_07_a_message_that_waited_over_an_offline_period_is_marked) {
  Station201 station;
  bool answers = false;
  station.on["TransactionEvent"] = [&](const Json&) { return answers ? Json::object() : Json(); };
  station.boot();
  station.plug();
  station.tap("TAG1");
  ASSERT_EQ(station.transaction_events().size(), 1U);
  EXPECT_FALSE(station.transaction_events()[0].contains("offline"));
  const std::string id = station.frames.back().id;
  station.clear();
  answers = true;
  station.cut();
  station.run(30000);
  ASSERT_GE(station.transaction_events().size(), 1U);
  EXPECT_EQ(station.transaction_events()[0]["offline"], true);
  std::string again;
  for (const Frame& frame : station.frames) {
    if (again.empty() && frame.action == "TransactionEvent") again = frame.id;
  }
  EXPECT_EQ(again, id) << "the central system can tell the repetition";
}

TEST(Dialect2Delivery, E11_FR_07_what_happens_online_is_never_marked_also_when_the_journal_is_new) {
  Station201 station;
  station.settings.journal_bytes = 4096;
  station.boot();
  for (int i = 0; i < 10; ++i) {
    station.plug();
    station.tap("TAG1");
    station.run(600000);
    station.unplug();
    station.run(60000);
    if (i == 0) station.cut();
  }
  for (const Json& event : station.transaction_events())
    EXPECT_FALSE(event.contains("offline")) << event;
}

TEST(Dialect2Delivery, E13_a_refused_event_is_repeated_and_at_last_dropped) {
  Station201 station;
  station.on["TransactionEvent"] = [](const Json& event) {
    return event["eventType"] == "Started" ? Json::array({"InternalError", "no"}) : Json::object();
  };
  station.with("OCPPCommCtrlr.MessageAttempts[TransactionEvent]", "3")
      .with("OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]", "10")
      .with("SampledDataCtrlr.TxUpdatedInterval", "0")
      .boot();
  station.plug();
  station.tap("TAG1");
  station.run(60000);
  std::vector<Millis> attempts;
  for (const Frame& frame : station.frames) {
    if (frame.action == "TransactionEvent" && frame.payload["eventType"] == "Started")
      attempts.push_back(frame.at);
  }
  ASSERT_EQ(attempts.size(), 3U);
  EXPECT_NEAR(static_cast<double>(attempts[1] - attempts[0]), 10000, 200);
  EXPECT_NEAR(static_cast<double>(attempts[2] - attempts[1]), 20000, 200);
  EXPECT_EQ(station.told().back(), "Updated/ChargingStateChanged/Charging")
      << "the next one follows";
}

TEST(Dialect2Delivery, E12_a_power_cut_ends_the_transaction_once_with_the_same_id) {
  Station201 station;
  station.hardware.set_register(1, 1000);
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(61000);
  const std::string id = station.transaction_id();
  const auto last = station.transaction_events().back();
  station.power_cut();
  station.clear();
  station.peer.subprotocol = "ocpp2.0.1";
  station.boot();
  const std::vector<Json> events = station.transaction_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["eventType"], "Ended");
  EXPECT_EQ(events[0]["transactionInfo"],
            (Json{{"transactionId", id}, {"stoppedReason", "PowerLoss"}}));
  EXPECT_EQ(events[0]["seqNo"], last["seqNo"].get<int>() + 1);
  EXPECT_EQ(events[0]["offline"], true);
  EXPECT_EQ(station.actions()[0], "BootNotification") << "V02: before the queue";
  station.power_cut();
  station.clear();
  station.peer.subprotocol = "ocpp2.0.1";
  station.boot();
  EXPECT_TRUE(station.transaction_events().empty());
}

TEST(Dialect2Delivery, E14_GetTransactionStatus) {
  Station201 station;
  bool answers = true;
  station.on["TransactionEvent"] = [&](const Json&) { return answers ? Json::object() : Json(); };
  station.boot();
  EXPECT_EQ(station.confirm("GetTransactionStatus", Json::object()),
            (Json{{"messagesInQueue", false}}));
  station.plug();
  station.tap("TAG1");
  const std::string id = station.transaction_id();
  EXPECT_EQ(station.confirm("GetTransactionStatus", {{"transactionId", id}}),
            (Json{{"ongoingIndicator", true}, {"messagesInQueue", false}}));
  answers = false;
  station.tap("TAG1");
  EXPECT_EQ(station.confirm("GetTransactionStatus", {{"transactionId", id}}),
            (Json{{"ongoingIndicator", false}, {"messagesInQueue", true}}));
  EXPECT_EQ(station.confirm("GetTransactionStatus", Json::object()),
            (Json{{"messagesInQueue", true}}));
  EXPECT_EQ(station.confirm("GetTransactionStatus", {{"transactionId", "no such"}}),
            (Json{{"ongoingIndicator", false}, {"messagesInQueue", false}}));
}

TEST(Dialect2Delivery, V20_what_began_under_1_6_is_told_in_2_0_1) {
  Station201 station;
  station.peer.subprotocol = "ocpp1.6";
  station.on["StartTransaction"] = [](const Json&) { return Json(); };
  station.hardware.set_register(1, 1000);
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(61000);
  station.power_cut();
  station.clear();
  station.peer.subprotocol = "ocpp2.0.1";
  station.boot();
  const std::vector<Json> events = station.transaction_events();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0]["eventType"], "Started");
  EXPECT_EQ(events[1]["meterValue"][0]["sampledValue"][0]["value"], 1000);
  EXPECT_EQ(events[2]["transactionInfo"]["stoppedReason"], "PowerLoss");
  for (std::size_t i = 0; i < events.size(); ++i)
    EXPECT_EQ(events[i]["seqNo"], i);
}

}  // namespace
}  // namespace plugpoint::test
