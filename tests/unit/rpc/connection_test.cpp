// The connection as the engine uses it: handshake, back-off, reconnect, pings, timeouts (R14 to
// R18).
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;
constexpr Millis kHour = 3600 * kSecond;

TEST(Connection, R14_offers_the_subprotocol_under_a_percent_encoded_id) {
  TestStation station;
  station.settings.path = "/ocpp";
  station.settings.id = "CP é/1?";
  station.boot();
  EXPECT_EQ(station.peer.request.substr(0, station.peer.request.find("\r\n")),
            "GET /ocpp/CP%20%C3%A9%2F1%3F HTTP/1.1");
  EXPECT_NE(station.peer.request.find("Sec-WebSocket-Protocol: ocpp1.6\r\n"), std::string::npos);
}

TEST(Connection, R14_a_handshake_without_our_subprotocol_is_closed) {
  for (const char* chosen : {"", "ocpp1.5", "ocpp2.0.1"}) {
    TestStation station;
    station.peer.subprotocol = chosen;
    station.start();
    station.run(kHour);
    EXPECT_TRUE(station.frames.empty()) << chosen;
    EXPECT_GT(station.dials.size(), 10U) << chosen << ": it goes on trying";
    station.peer.subprotocol = "ocpp1.6";
    station.run(kHour);
    EXPECT_EQ(station.actions().at(0), "BootNotification");
  }
}

TEST(Connection, R15_connect_errors_are_retried_with_growing_and_random_waits) {
  for (const char* status : {"404 Not Found", "401 Unauthorized", "503 Service Unavailable"}) {
    TestStation station;
    station.peer.handshake_response =
        std::string("HTTP/1.1 ") + status + "\r\nContent-Length: 0\r\n\r\n";
    station.start();
    station.run(kHour);
    ASSERT_GT(station.dials.size(), 10U);
    EXPECT_LT(station.dials.size(), 100U);
    std::vector<Millis> waits;
    for (std::size_t i = 1; i < station.dials.size(); ++i) {
      waits.push_back(station.dials[i] - station.dials[i - 1]);
      EXPECT_GE(waits.back(), 5 * kSecond) << "never a tight loop";
    }
    EXPECT_GE(waits.back(), 80 * kSecond) << "the wait grows";
    EXPECT_NE(waits[waits.size() - 1], waits[waits.size() - 2]) << "and has a random part";
  }
}

TEST(Connection, R15_a_server_that_never_answers_the_handshake) {
  TestStation station;
  station.peer.answer_handshake = false;
  station.start();
  station.run(60 * kSecond);
  EXPECT_GE(station.dials.size(), 2U) << "it is given up and tried again";
}

TEST(Connection, R15_a_server_that_closes_at_once_is_not_flooded) {
  TestStation station;
  station.on["BootNotification"] = [&](const Json&) {
    station.peer.send_frame(8, std::string("\x03\xE8", 2));
    return nullptr;
  };
  station.start();
  station.run(kHour);
  EXPECT_LT(station.dials.size(), 720U);
  EXPECT_GT(station.dials.size(), 20U);
}

TEST(Connection, R16_a_reconnect_is_no_boot) {
  TestStation station;
  station.boot();
  station.clear();
  station.cut();
  station.run(60 * kSecond);
  EXPECT_EQ(station.dials.size(), 2U);
  EXPECT_EQ(station.actions(), Strings{}) << "nothing has changed";
}

TEST(Connection, R16_queued_messages_first_in_order_then_the_statuses_that_changed) {
  TestStation station;
  station.settings.evses = 3;
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.clear();
  station.network = false;
  station.run(130 * kSecond);
  station.tap("TAG1");
  station.plug(2);
  station.unplug(2);
  station.network = true;
  station.run(60 * kSecond);
  EXPECT_EQ(station.actions(),
            (Strings{"MeterValues", "MeterValues", "StopTransaction", "StatusNotification"}));
  EXPECT_EQ(station.statuses(1), Strings{"Finishing"});
  EXPECT_EQ(station.statuses(2), Strings{}) << "it is what the central system knows";
}

TEST(Connection, R17_pings_at_the_interval_which_applies_at_once) {
  TestStation station;
  station.defaults = {{"WebSocketPingInterval", "60"}, {"HeartbeatInterval", "0"}};
  station.boot();
  station.run(599 * kSecond);
  EXPECT_NEAR(station.peer.pings, 10, 1);
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "WebSocketPingInterval"}, {"value", "10"}})["status"],
            "Accepted");
  station.peer.pings = 0;
  station.run(100 * kSecond);
  EXPECT_NEAR(station.peer.pings, 10, 1);
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "WebSocketPingInterval"}, {"value", "-1"}})["status"],
            "Rejected");
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "WebSocketPingInterval"}, {"value", "0"}})["status"],
            "Accepted");
  station.peer.pings = 0;
  station.run(kHour);
  EXPECT_EQ(station.peer.pings, 0);
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "WebSocketPingInterval"}, {"value", "100"}})["status"],
            "Accepted");
  station.run(1050 * kSecond);
  EXPECT_NEAR(station.peer.pings, 10, 1);
  EXPECT_EQ(station.dials.size(), 1U);
}

TEST(Connection, R17_a_missing_pong_closes_and_reconnects) {
  TestStation station;
  station.defaults = {{"WebSocketPingInterval", "60"}};
  station.boot();
  station.peer.answer_pings = false;
  station.run(180 * kSecond);
  EXPECT_EQ(station.dials.size(), 2U);
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
}

TEST(Connection, R17_a_server_that_pings_gets_a_pong) {
  TestStation station;
  station.boot();
  station.peer.send_frame(9, "are you there");
  station.run(100);
  EXPECT_EQ(station.peer.pongs, Strings{"are you there"});
}

TEST(Connection, R18_a_timeout_frees_the_slot_and_a_late_answer_is_ignored) {
  TestStation station;
  station.defaults = {{"MessageTimeout", "10"}};
  station.boot();
  station.plug();
  station.clear();
  station.on["DataTransfer"] = [](const Json&) { return nullptr; };
  EXPECT_FALSE(station.station().send_data_transfer("V", "first", {}));
  station.run(9 * kSecond);
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}})["status"],
            "Accepted");
  EXPECT_TRUE(station.sent("Heartbeat").empty());
  const std::string late = station.sent("DataTransfer").size() == 1 ? station.frames.at(0).id : "";
  station.run(2 * kSecond);
  EXPECT_EQ(station.sent("Heartbeat").size(), 1U) << "the slot is free after MessageTimeout";
  EXPECT_FALSE(station.station().send_data_transfer("V", "second", {}));
  station.run(100);
  // Two answers for the first one; only the second one's counts.
  station.raw("[3,\"" + late + R"(",{"status":"Accepted","data":"late"}])");
  station.raw("[4,\"" + late + R"(","InternalError","late",{}])");
  station.raw("[3,\"" + station.frames.at(station.frames.size() - 1).id +
              R"(",{"status":"Rejected","data":"own"}])");
  std::vector<std::string> told;
  for (const Event& event : station.events()) {
    if (event.kind != Event::Kind::data_transfer_answer) continue;
    told.push_back(event.number == 255 ? "none"
                                       : std::string(event.text.data(), event.text.size()));
  }
  EXPECT_EQ(told, (Strings{"none", "own"}));
}

TEST(Connection, R18_a_request_that_is_no_transaction_message_is_not_repeated) {
  TestStation station;
  station.boot();
  station.on["StatusNotification"] = [](const Json&) { return nullptr; };
  station.on["Heartbeat"] = [](const Json&) { return nullptr; };
  station.on["Authorize"] = [](const Json&) { return nullptr; };
  station.on["DataTransfer"] = [](const Json&) { return Json{"InternalError", "no"}; };
  station.clear();
  station.plug();
  station.tap("TAG1");
  EXPECT_FALSE(station.station().send_data_transfer("V", {}, {}));
  station.run(200 * kSecond);
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_EQ(station.sent("DataTransfer").size(), 1U);
  EXPECT_LE(station.statuses(1).size(), 3U);
}

}  // namespace
}  // namespace plugpoint::test
