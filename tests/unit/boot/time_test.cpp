// Heartbeat, the clock and what hangs on it (behaviours B07 to B10).
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;
constexpr Millis kHour = 3600 * kSecond;

TEST(Heartbeat, B07_only_after_inactivity) {
  TestStation station;
  station.defaults = {{"ConnectionTimeOut", "86400"}};
  station.on["BootNotification"] = [&](const Json&) {
    return Json{{"status", "Accepted"}, {"currentTime", station.utc()}, {"interval", 100}};
  };
  station.boot();
  station.run(80 * kSecond);
  station.plug();  // Sends a status, which counts as a sign of life.
  station.run(90 * kSecond);
  EXPECT_TRUE(station.sent("Heartbeat").empty());
  station.run(20 * kSecond);
  EXPECT_EQ(station.sent("Heartbeat").size(), 1U);
  station.run(1000 * kSecond);
  EXPECT_EQ(station.sent("Heartbeat").size(), 11U);
}

TEST(Heartbeat, B07_a_changed_interval_applies_at_once) {
  TestStation station;
  station.boot();
  station.run(500 * kSecond);
  station.confirm("ChangeConfiguration", {{"key", "HeartbeatInterval"}, {"value", "50"}});
  station.clear();
  station.run(101 * kSecond);
  EXPECT_GE(station.sent("Heartbeat").size(), 2U);
  EXPECT_LE(station.sent("Heartbeat").size(), 3U);
}

TEST(Heartbeat, B07_zero_turns_it_off_but_for_one_a_day) {
  TestStation station;
  station.defaults = {{"WebSocketPingInterval", "0"}};
  station.boot();
  station.confirm("ChangeConfiguration", {{"key", "HeartbeatInterval"}, {"value", "0"}});
  station.run(23 * kHour);
  EXPECT_TRUE(station.sent("Heartbeat").empty());
  station.run(50 * kHour);
  EXPECT_EQ(station.sent("Heartbeat").size(), 3U);
  station.confirm("ChangeConfiguration", {{"key", "HeartbeatInterval"}, {"value", "1000000"}});
  station.clear();
  station.run(48 * kHour);
  EXPECT_EQ(station.sent("Heartbeat").size(), 2U) << "the clock wants one in 24 h";
}

TEST(Time, B08_reads_every_form_of_iso_8601) {
  struct Case {
    const char* text;
    std::int64_t ms;
  };
  for (const Case& each :
       {Case{"2024-02-29T12:00:00Z", 1709208000000},
        Case{"2024-02-29T14:00:00+02:00", 1709208000000},
        Case{"2024-02-29T14:00:00+0200", 1709208000000},
        Case{"2024-02-29T10:00:00-02", 1709208000000}, Case{"2024-02-29T12:00:00", 1709208000000},
        Case{"2024-02-29T12:00Z", 1709208000000}, Case{"2024-02-29T12:00:00.5Z", 1709208000500},
        Case{"2024-02-29T12:00:00.123456789Z", 1709208000123},
        Case{"2024-02-29T12:00:00.1234567890123+00:00", 1709208000123}}) {
    TestStation station;
    station.on["BootNotification"] = [&](const Json&) {
      return Json{{"status", "Accepted"}, {"currentTime", each.text}, {"interval", 300}};
    };
    station.start();
    station.run(0);
    EXPECT_EQ(station.station().utc().ms, each.ms) << each.text;
  }
}

TEST(Time, B08_what_is_no_time_is_never_1970) {
  for (const char* text :
       {"", "now", "2023-02-29T12:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:01Z",
        "2024-01-01T00:61:00Z", "2024-01-01", "12:00:00Z", "2024-01-01T00:00:00ZZ", "0"}) {
    TestStation station;
    station.boot();
    station.on["Heartbeat"] = [&](const Json&) { return Json{{"currentTime", text}}; };
    station.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}});
    EXPECT_NEAR(static_cast<double>(station.station().utc().ms), 1748779201000.0, 1000) << text;
    TestStation booting;
    booting.on["BootNotification"] = [&](const Json&) {
      return Json{{"status", "Accepted"}, {"currentTime", text}, {"interval", 300}};
    };
    booting.boot();
    EXPECT_FALSE(booting.station().utc().is_set()) << text;
  }
}

TEST(Time, B08_an_invalid_time_in_a_call_is_refused) {
  TestStation station;
  station.boot();
  const Json answer =
      station.call("SetChargingProfile",
                   {{"connectorId", 1},
                    {"csChargingProfiles",
                     {{"chargingProfileId", 1},
                      {"stackLevel", 0},
                      {"chargingProfilePurpose", "TxDefaultProfile"},
                      {"chargingProfileKind", "Relative"},
                      {"validFrom", "soon"},
                      {"chargingSchedule",
                       {{"chargingRateUnit", "A"},
                        {"chargingSchedulePeriod", {{{"startPeriod", 0}, {"limit", 6}}}}}}}}});
  EXPECT_EQ(answer[0], 4);
}

TEST(Time, B08_times_leave_in_utc_with_z) {
  TestStation station;
  station.boot();
  for (const Json& status : station.sent("StatusNotification")) {
    const std::string time = status["timestamp"];
    EXPECT_EQ(time.substr(0, 17), "2025-06-01T12:00:");
    EXPECT_EQ(time.back(), 'Z');
  }
}

TEST(Time, B09_what_happened_before_the_clock_is_known_is_stamped_afterwards) {
  TestStation station;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.network = false;
  station.start();
  station.run(600 * kSecond);
  station.plug();
  station.tap("TAG1");
  station.run(600 * kSecond);
  station.tap("TAG1");
  station.hardware.evse(1).facts.fault = Fault::weak_signal;
  station.run(600 * kSecond);
  station.network = true;
  station.run(200 * kSecond);
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  const std::string start = station.sent("StartTransaction")[0]["timestamp"];
  const std::string stop = station.sent("StopTransaction")[0]["timestamp"];
  EXPECT_EQ(start.substr(0, 16), "2025-06-01T12:10");
  EXPECT_EQ(stop.substr(0, 16), "2025-06-01T12:20");
  for (const Json& values : station.sent("MeterValues"))
    EXPECT_EQ(values["meterValue"][0]["timestamp"].get<std::string>().substr(0, 14),
              "2025-06-01T12:");
  for (const Json& status : station.sent("StatusNotification"))
    EXPECT_EQ(status["timestamp"].get<std::string>().substr(0, 11), "2025-06-01T");
}

TEST(Time, B10_clock_jumps_move_no_interval) {
  for (const Millis jump : {86400 * kSecond, -86400 * kSecond, 500 * 86400 * kSecond}) {
    TestStation station;
    station.defaults = {{"MeterValueSampleInterval", "60"}};
    station.boot();
    station.plug();
    station.tap("TAG1");
    station.run(600 * kSecond);
    station.clear();
    station.on["Heartbeat"] = [&](const Json&) {
      DateTime now{station.station().utc().ms + jump};
      char text[kDateTimeTextSize];
      format_date_time(now, text);
      return Json{{"currentTime", std::string(text, sizeof text)}};
    };
    station.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}});
    station.on.clear();
    station.run(600 * kSecond);
    EXPECT_NEAR(static_cast<double>(station.sent("MeterValues").size()), 10, 1) << jump;
    EXPECT_LE(station.sent("Heartbeat").size(), 1U);
  }
}

TEST(Time, B10_timers_survive_the_wrap_of_the_counter) {
  TestStation station;
  station.set_clock_counter(0xFFFFFFFFU - 300000U);
  station.on["BootNotification"] = [&](const Json&) {
    return Json{{"status", "Accepted"}, {"currentTime", station.utc()}, {"interval", 10000}};
  };
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(600 * kSecond);
  EXPECT_NEAR(static_cast<double>(station.sent("MeterValues").size()), 10, 1);
  EXPECT_EQ(station.dials.size(), 1U);
  station.tap("TAG1");
  EXPECT_EQ(station.sent("StopTransaction").at(0)["timestamp"].get<std::string>().substr(0, 16),
            "2025-06-01T12:10");
  station.clear();
  station.run(Millis{100} * 24 * kHour);
  EXPECT_NEAR(static_cast<double>(station.sent("Heartbeat").size()), 100 * 8.64, 2)
      << "two wraps more";
}

}  // namespace
}  // namespace plugpoint::test
