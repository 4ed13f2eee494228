// Many connectors, many stations, and nothing to do.
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

TEST(Many, twenty_connectors_charge_at_the_same_time) {
  TestStation station;
  station.settings.evses = 20;
  station.defaults = {{"MeterValueSampleInterval", "60"}};
  for (std::uint8_t evse = 1; evse <= 20; ++evse)
    station.hardware.set_register(evse, 100 * evse);
  station.boot();
  EXPECT_EQ(station.sent("StatusNotification").size(), 21U);
  for (std::uint8_t evse = 1; evse <= 20; ++evse) {
    station.hardware.evse(evse).facts.plugged = true;  // All at the same instant.
    station.hardware.evse(evse).facts.ev_ready = true;
  }
  station.run(1000);
  for (std::uint8_t evse = 1; evse <= 20; ++evse) {
    EXPECT_EQ(station.statuses(evse).back(), "Preparing");
    station.tap("TAG" + std::to_string(evse), evse);
  }
  station.run(1000);
  ASSERT_EQ(station.sent("StartTransaction").size(), 20U);
  station.clear();
  station.run(61 * kSecond);
  EXPECT_EQ(station.sent("MeterValues").size(), 20U);
  station.clear();
  for (std::uint8_t evse = 1; evse <= 20; ++evse)
    station.hardware.evse(evse).facts = Facts{};
  station.run(2000);
  std::vector<bool> stopped(21, false);
  for (const Json& stop : station.sent("StopTransaction")) {
    EXPECT_EQ(stop["reason"], "EVDisconnected");
    stopped[stop["meterStop"].get<std::size_t>() / 100] = true;
  }
  EXPECT_EQ(station.sent("StopTransaction").size(), 20U);
  for (std::uint8_t evse = 1; evse <= 20; ++evse) {
    EXPECT_TRUE(stopped[evse]) << int{evse};
    EXPECT_EQ(station.statuses(evse).back(), "Available");
  }
  EXPECT_EQ(station.station().queue_length(), 0U);
}

TEST(Many, a_reset_ends_all_transactions_of_twenty_connectors) {
  TestStation station;
  station.settings.evses = 20;
  station.boot();
  for (std::uint8_t evse = 1; evse <= 20; ++evse) {
    station.plug(evse);
    station.tap("TAG", evse);
  }
  station.confirm("Reset", {{"type", "Hard"}});
  station.run(5 * kSecond);
  EXPECT_EQ(station.sent("StopTransaction").size(), 20U);
  EXPECT_EQ(station.hardware.commands_of(Command::Kind::reset, 0).size(), 1U);
}

TEST(Many, stations_in_one_process_share_nothing) {
  TestStation first;
  TestStation second;
  TestStation third;
  TestStation* all[] = {&first, &second, &third};
  const char* ids[] = {"A", "B", "C"};
  for (int i = 0; i < 3; ++i) {
    all[i]->settings.id = ids[i];
    all[i]->entropy = FakeEntropy(static_cast<std::uint64_t>(i) + 50);
    all[i]->hardware.set_register(1, 1000 * (i + 1));
    all[i]->on["StartTransaction"] = [i](const Json&) {
      return Json{{"transactionId", 100 + i}, {"idTagInfo", {{"status", "Accepted"}}}};
    };
    all[i]->start();
  }
  const auto interleave = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      for (TestStation* each : all)
        each->run(7);
    }
  };
  interleave(200);
  first.confirm("ChangeConfiguration", {{"key", "MeterValueSampleInterval"}, {"value", "10"}});
  second.hardware.evse(1).facts.faulted = true;
  for (TestStation* each : all) {
    each->hardware.evse(1).facts.plugged = true;
    each->hardware.evse(1).facts.ev_ready = true;
  }
  interleave(20);
  for (TestStation* each : {&first, &third})
    EXPECT_FALSE(each->station().present_token(1, "TAG1"));
  interleave(2000);
  EXPECT_EQ(first.sent("MeterValues").size(), 1U);
  EXPECT_TRUE(third.sent("MeterValues").empty());
  EXPECT_TRUE(second.sent("StartTransaction").empty());
  EXPECT_EQ(second.statuses(1).back(), "Faulted");
  first.network = false;
  interleave(10);
  EXPECT_EQ(third.confirm("RemoteStopTransaction", {{"transactionId", 102}})["status"], "Accepted");
  interleave(100);
  EXPECT_EQ(third.sent("StopTransaction").at(0)["meterStop"], 3000);
  EXPECT_TRUE(first.sent("StopTransaction").empty());
  EXPECT_TRUE(first.station().board(1).transaction.active);
  EXPECT_NE(first.frames.at(0).id, third.frames.at(0).id);
}

TEST(Idle, a_day_without_events_takes_few_steps_and_no_write) {
  TestStation station;
  station.settings.evses = 2;
  station.defaults = {{"WebSocketPingInterval", "0"}};
  station.boot();
  station.confirm("ChangeConfiguration", {{"key", "HeartbeatInterval"}, {"value", "21600"}});
  const std::uint32_t writes = station.storage.writes();
  const std::size_t commands = station.hardware.commands.size();
  station.clear();
  station.steps = 0;
  station.run(86400 * kSecond);
  EXPECT_EQ(station.actions(), (Strings{"Heartbeat", "Heartbeat", "Heartbeat", "Heartbeat"}));
  EXPECT_LE(station.steps, 20) << "a few for each heartbeat";
  EXPECT_EQ(station.storage.writes(), writes);
  EXPECT_EQ(station.hardware.commands.size(), commands);
}

TEST(Idle, a_step_before_the_deadline_changes_nothing) {
  TestStation station;
  station.boot();
  station.run(10 * kSecond);
  station.clear();
  const std::uint32_t writes = station.storage.writes();
  const std::uint32_t reads = station.storage.reads;
  const Millis deadline = station.station().next_deadline();
  ASSERT_GT(deadline, station.station().now() + 1000);
  for (int i = 0; i < 1000; ++i) {
    station.station().step(static_cast<std::uint32_t>(station.now()));
    EXPECT_EQ(station.station().next_deadline(), deadline);
  }
  std::uint8_t window[64];
  EXPECT_EQ(
      station.station().output(static_cast<std::uint32_t>(station.now()), {window, sizeof window}),
      0U);
  EXPECT_TRUE(station.events().size() < 16U);
  EXPECT_EQ(station.storage.writes(), writes);
  EXPECT_EQ(station.storage.reads, reads);
  EXPECT_TRUE(station.frames.empty());
}

TEST(Idle, an_offline_station_wakes_only_to_dial) {
  TestStation station;
  station.boot();
  station.network = false;
  station.run(1000);
  station.steps = 0;
  const std::uint32_t writes = station.storage.writes();
  station.run(3600 * kSecond);
  EXPECT_LE(station.steps, 50);
  EXPECT_EQ(station.storage.writes(), writes);
}

}  // namespace
}  // namespace plugpoint::test
