// Bad central systems: whatever they do, the station lives on and completes a session afterwards.
#include <gtest/gtest.h>

#include <random>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

/// A charge point that has to come through.
struct Survivor : TestStation {
  Survivor() {
    defaults = {{"AllowOfflineTxForUnknownId", "true"}, {"TransactionMessageRetryInterval", "1"}};
  }

  /// The central system behaves again: within some minutes one complete session takes place, and
  /// nothing waits.
  void completes_a_session() {
    on.clear();
    network = true;
    run(600 * kSecond);
    ASSERT_TRUE(station().connected());
    ASSERT_EQ(station().registration(), Registration::accepted);
    if (hardware.evse(1).facts.plugged) unplug();
    clear();
    EXPECT_EQ(call("GetConfiguration", {{"key", {"ResetRetries"}}})[0], 3);
    plug();
    tap("AFTER");
    run(61 * kSecond);
    tap("AFTER");
    unplug();
    run(kSecond);
    EXPECT_EQ(sent("StartTransaction").size(), 1U);
    EXPECT_GE(sent("MeterValues").size(), 1U);
    EXPECT_EQ(sent("StopTransaction").size(), 1U);
    ASSERT_FALSE(statuses(1).empty());
    EXPECT_EQ(statuses(1).back(), "Available");
    EXPECT_EQ(station().queue_length(), 0U);
  }
};

TEST(BadCentralSystem, sends_garbage_frames) {
  Survivor station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string text = R"([2,"id","RemoteStartTransaction",{"connectorId":1,"idTag":"X"}])";
    for (int changes = 0; changes < 3; ++changes)
      text[random() % text.size()] = static_cast<char>(' ' + random() % 95);
    text.resize(random() % (text.size() + 1));
    station.raw(text, 10);
  }
  EXPECT_EQ(station.dials.size(), 1U) << "no text drops the connection";
  station.completes_a_session();
}

// Received and sent messages share their memory.
TEST(BadCentralSystem, sends_half_a_message_while_the_station_has_something_to_say) {
  Survivor station;
  station.boot();
  station.clear();
  station.peer.send_frame(1, R"([2,"half","GetConfiguration",{"key":["ResetRetries",)", false);
  station.run(kSecond);
  station.plug();
  station.run(kSecond);
  EXPECT_TRUE(station.frames.empty()) << "the call needs the memory";
  station.peer.send_frame(0, R"("HeartbeatInterval"]}])", true);
  station.run(kSecond);
  ASSERT_FALSE(station.frames.empty());
  EXPECT_EQ(station.frames[0].id, "half");
  EXPECT_EQ(station.frames[0].payload["configurationKey"][0]["key"], "ResetRetries");
  EXPECT_EQ(station.frames[0].payload["configurationKey"][1]["key"], "HeartbeatInterval");
  EXPECT_EQ(station.statuses(1), std::vector<std::string>{"Preparing"});
  station.completes_a_session();
}

TEST(BadCentralSystem, never_sends_the_rest_of_a_message) {
  Survivor station;
  station.boot();
  station.clear();
  station.peer.send_frame(1, R"([2,"half","GetConf)", false);
  station.run(kSecond);
  station.plug();
  station.run(28 * kSecond);
  EXPECT_EQ(station.dials.size(), 1U);
  station.run(20 * kSecond);
  EXPECT_GT(station.dials.size(), 1U) << "after MessageTimeout";
  EXPECT_EQ(station.statuses(1), std::vector<std::string>{"Preparing"});
  station.completes_a_session();
}

// A piece within MessageTimeout is enough: a slow network is no reason to give up.
TEST(BadCentralSystem, sends_a_message_slowly) {
  Survivor station;
  station.boot();
  const std::string text = R"([2,"slow","GetConfiguration",{}])";
  station.clear();
  for (std::size_t at = 0; at < text.size(); at += 4) {
    station.peer.send_frame(at == 0 ? 1 : 0, text.substr(at, 4), at + 4 >= text.size());
    station.run(20 * kSecond);
  }
  EXPECT_EQ(station.dials.size(), 1U);
  ASSERT_FALSE(station.frames.empty());
  EXPECT_EQ(station.frames[0].id, "slow");
  station.completes_a_session();
}

TEST(BadCentralSystem, sends_bytes_that_are_no_websocket) {
  Survivor station;
  station.boot();
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (int i = 0; i < 64; ++i)
      bytes += static_cast<char>(random());
    station.peer.send_raw(bytes);
    station.run(30 * kSecond);
  }
  station.completes_a_session();
}

TEST(BadCentralSystem, answers_with_wrong_ids) {
  Survivor station;
  station.boot();
  station.plug();
  for (const char* action :
       {"Authorize", "StartTransaction", "StopTransaction", "StatusNotification"}) {
    station.on[action] = [&](const Json&) {
      station.peer.send(R"([3,"wrong",{"idTagInfo":{"status":"Accepted"},"transactionId":1}])");
      station.peer.send(R"([4,"wrong","GenericError","",{}])");
      return nullptr;
    };
  }
  station.tap("TAG1");
  station.run(300 * kSecond);
  EXPECT_EQ(station.dials.size(), 1U);
  station.completes_a_session();
}

TEST(BadCentralSystem, answers_late) {
  Survivor station;
  station.defaults.push_back({"MessageTimeout", "5"});
  station.boot();
  station.on["Heartbeat"] = [](const Json&) { return nullptr; };
  station.on["StatusNotification"] = [](const Json&) { return nullptr; };
  for (int i = 0; i < 20; ++i) {
    station.call("TriggerMessage", {{"requestedMessage", "Heartbeat"}});
    ASSERT_FALSE(station.sent("Heartbeat").empty());
    std::string late;
    for (const Frame& frame : station.frames) {
      if (frame.action == "Heartbeat") late = frame.id;
    }
    station.run(6 * kSecond);
    EXPECT_TRUE(
        station.raw("[3,\"" + late + R"(",{"currentTime":"2040-01-01T00:00:00Z"}])").is_null());
  }
  EXPECT_LT(station.station().utc().ms, 2000000000000) << "a late answer sets no clock";
  station.completes_a_session();
}

TEST(BadCentralSystem, answers_everything_with_an_error) {
  Survivor station;
  for (const char* action : {"BootNotification", "Authorize", "StartTransaction", "StopTransaction",
                             "MeterValues", "StatusNotification", "Heartbeat", "DataTransfer"})
    station.on[action] = [](const Json&) { return Json{"InternalError", "no"}; };
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(1800 * kSecond);
  station.tap("TAG1");
  station.run(1800 * kSecond);
  station.completes_a_session();
}

TEST(BadCentralSystem, errors_for_everything_but_the_boot) {
  Survivor station;
  for (const char* action : {"Authorize", "StartTransaction", "StopTransaction", "MeterValues",
                             "StatusNotification", "Heartbeat"})
    station.on[action] = [](const Json&) { return Json{"InternalError", "no"}; };
  station.boot();
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"idTag", "TAG1"}, {"connectorId", 1}})["status"],
      "Accepted");
  station.plug();
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.run(1800 * kSecond);
  station.unplug();
  station.run(1800 * kSecond);
  EXPECT_LE(station.sent("StartTransaction").size(), 3U) << "TransactionMessageAttempts";
  EXPECT_LT(station.frames.size(), 500U) << "errors are no reason to flood";
  station.completes_a_session();
}

TEST(BadCentralSystem, never_answers) {
  Survivor station;
  station.boot();
  for (const char* action : {"BootNotification", "Authorize", "StartTransaction", "StopTransaction",
                             "MeterValues", "StatusNotification", "Heartbeat"})
    station.on[action] = [](const Json&) { return nullptr; };
  station.plug();
  station.tap("TAG1");
  station.run(600 * kSecond);
  EXPECT_TRUE(station.hardware.evse(1).permitted) << "the offline rules apply";
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
  station.completes_a_session();
}

TEST(BadCentralSystem, closes_in_the_middle_of_a_frame) {
  Survivor station;
  station.boot();
  const std::string text =
      R"([2,"id","ChangeConfiguration",{"key":"ConnectionTimeOut","value":"77"}])";
  for (std::size_t cut = 1; cut < text.size(); cut += 5) {
    std::string bytes = "\x81";
    bytes += static_cast<char>(text.size());
    station.peer.send_raw(bytes + text.substr(0, cut));
    station.run(10);
    station.cut();
    station.run(30 * kSecond);
    EXPECT_EQ(station.confirm("GetConfiguration",
                              {{"key", {"ConnectionTimeOut"}}})["configurationKey"][0]["value"],
              "60");
  }
  station.completes_a_session();
}

TEST(BadCentralSystem, closes_before_it_has_read_our_frame) {
  Survivor station;
  station.boot();
  station.plug();
  for (int i = 0; i < 20; ++i) {
    station.on["Authorize"] = [&](const Json&) { return nullptr; };
    static_cast<void>(station.swipe("TAG" + std::to_string(i)));
    station.cut();
    station.run(20 * kSecond);
  }
  station.completes_a_session();
}

TEST(BadCentralSystem, sends_messages_of_a_megabyte) {
  Survivor station;
  station.boot();
  // What comes before, again and again, and after. Each is made when it is sent: a microcontroller
  // that runs the tests has no memory for all.
  struct Long {
    std::string before;
    char filler;
    std::string after;
  };
  for (const Long& each :
       {Long{R"([2,"a","DataTransfer",{"vendorId":")", 'x', R"("}])"},
        Long{R"([2,")", 'x', R"(","Reset",{}])"}, Long{R"([2,"a",")", 'x', R"(",{}])"},
        Long{R"([2,"a","Reset",{")", 'x', R"(":1}])"}, Long{R"([3,"a",")", 'x', R"("])"},
        Long{R"([4,"a",")", 'x', R"(","b",{"x":"y"}])"},
        Long{R"([4,"a","b",")", 'x', R"(",{"x":"y"}])"},
        Long{R"([4,"a","b","c",{"x":")", 'x', R"("}])"}, Long{R"(")", 'x', R"(")"},
        Long{"", 'x', ""}, Long{"[", ' ', "]"}, Long{R"([2,"a","Reset",{"type":)", '1', "}]"}}) {
    const std::string text = each.before + std::string(1 << 20, each.filler) + each.after;
    const Json answer = station.raw(text);
    EXPECT_TRUE(answer.is_null() || answer[0] == 4);
  }
  EXPECT_EQ(station.dials.size(), 1U);
  station.completes_a_session();
}

TEST(BadCentralSystem, sends_a_megabyte_in_tiny_fragments_with_pings_in_between) {
  Survivor station;
  station.boot();
  const std::string text =
      R"([2,"slow","ChangeConfiguration",{"key":"ConnectionTimeOut","value":"77"}])" +
      std::string(10000, ' ');
  for (std::size_t at = 0; at < text.size(); at += 3) {
    station.peer.send_frame(at == 0 ? 1 : 0, text.substr(at, 3), at + 3 >= text.size());
    if (at % 99 == 0) station.peer.send_frame(9, "ping");
  }
  station.run(100);
  ASSERT_FALSE(station.frames.empty());
  EXPECT_EQ(station.frames.back().payload["status"], "Accepted");
  station.completes_a_session();
}

TEST(BadCentralSystem, sends_one_byte_a_second) {
  Survivor station;
  station.boot();
  const std::string text =
      R"([2,"slow","ChangeConfiguration",{"key":"ConnectionTimeOut","value":"77"}])";
  std::string bytes = "\x81";
  bytes += static_cast<char>(text.size());
  bytes += text;
  station.clear();
  // No pong can leave in the middle of a frame; the server is alive all the same.
  station.peer.answer_pings = false;
  for (char byte : bytes) {
    station.peer.send_raw(std::string(1, byte));
    station.run(kSecond);
  }
  ASSERT_EQ(station.dials.size(), 1U) << "whoever sends is alive";
  EXPECT_GE(station.peer.pings, 1);
  station.peer.answer_pings = true;
  station.peer.send_frame(10, "");
  ASSERT_FALSE(station.frames.empty());
  EXPECT_EQ(station.frames.back().payload["status"], "Accepted");
  station.completes_a_session();
}

TEST(BadCentralSystem, calls_without_waiting_for_answers) {
  Survivor station;
  station.boot();
  station.clear();
  for (int i = 0; i < 500; ++i)
    station.peer.send(
        Json({2, std::to_string(i), "GetConfiguration", {{"key", {"ResetRetries"}}}}).dump());
  station.run(kSecond);
  ASSERT_EQ(station.frames.size(), 500U);
  for (int i = 0; i < 500; ++i)
    EXPECT_EQ(station.frames[static_cast<std::size_t>(i)].id, std::to_string(i));
  station.completes_a_session();
}

}  // namespace
}  // namespace plugpoint::test
