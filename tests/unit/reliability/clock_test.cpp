// What the clock may do to a station: not be known, jump, wrap. Intervals count on another clock.
#include <gtest/gtest.h>

#include "unit/reliability/ledger.h"

namespace plugpoint::test {
namespace {

constexpr Millis kDay = 24 * kHour;

std::int64_t utc_ms(const std::string& text) {
  DateTime value;
  EXPECT_TRUE(parse_date_time({text.data(), text.size()}, value)) << text;
  return value.ms;
}

/// Charging on connector 1, with a meter value each minute and a heartbeat every ten.
class Ticking : public ::testing::Test {
 protected:
  Ticking() {
    s.defaults = {{"AllowOfflineTxForUnknownId", "true"}, {"MeterValueSampleInterval", "60"}};
    s.on["BootNotification"] = [this](const Json&) {
      return Json{{"status", "Accepted"}, {"currentTime", told()}, {"interval", 600}};
    };
    s.on["Heartbeat"] = [this](const Json&) { return Json{{"currentTime", told()}}; };
  }

  /// The central system's time, `shift` off.
  std::string told() const {
    char text[kDateTimeTextSize];
    format_date_time(DateTime{utc_ms(s.utc()) + shift}, text);
    return {text, sizeof text};
  }
  void charge() {
    s.plug();
    s.tap("TAG");
  }
  /// An hour in which each interval comes as often as it must.
  void expect_a_steady_hour(const char* when) {
    s.clear();
    s.run(kHour);
    EXPECT_NEAR(static_cast<double>(s.sent("MeterValues").size()), 60, 1) << when;
    Millis last = 0;
    for (const Frame& frame : s.frames) {
      if (frame.action != "MeterValues") continue;
      EXPECT_TRUE(last == 0 || frame.at - last == kMinute) << when;
      last = frame.at;
    }
  }
  void heartbeat() {
    s.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}});
    s.run(kSecond);
  }

  TestStation s;
  Millis shift = 0;
};

TEST_F(Ticking, B10_jumps_of_the_central_system_s_clock_move_no_interval) {
  s.boot();
  charge();
  for (const Millis jump : {kHour, -kHour, 3650 * kDay, -3650 * kDay, -3650 * kDay, 3650 * kDay}) {
    shift += jump;
    heartbeat();
    const std::string when = "after a jump of " + std::to_string(jump) + " ms";
    expect_a_steady_hour(when.c_str());
    const std::string stamp = s.sent("MeterValues").back()["meterValue"][0]["timestamp"];
    EXPECT_NEAR(static_cast<double>(utc_ms(stamp)), static_cast<double>(utc_ms(told())), 6.1e4);
  }
  s.unplug();
  s.run(kMinute);
  EXPECT_EQ(s.sent("StopTransaction").size(), 1U);
}

TEST_F(Ticking, B10_the_counter_wraps_in_the_middle_of_a_session) {
  s.set_clock_counter(UINT32_MAX - static_cast<std::uint32_t>(30 * kMinute));
  s.boot();
  charge();
  expect_a_steady_hour("while the counter wraps");
  s.unplug();
  s.run(kMinute);
  ASSERT_EQ(s.sent("StopTransaction").size(), 1U);
  const std::string stamp = s.sent("StopTransaction")[0]["timestamp"];
  EXPECT_NEAR(static_cast<double>(utc_ms(stamp)), static_cast<double>(utc_ms(s.utc())), 6.1e4);
}

TEST_F(Ticking, B10_idle_heartbeats_are_steady_over_a_wrap) {
  s.set_clock_counter(UINT32_MAX - static_cast<std::uint32_t>(5 * kHour));
  s.boot();
  s.clear();
  s.run(10 * kHour);
  EXPECT_EQ(s.sent("Heartbeat").size(), 60U);
}

TEST_F(Ticking, B09_three_days_without_a_clock_are_told_in_true_time) {
  s.network = false;
  s.start();
  s.run(kHour);
  std::vector<Millis> began;
  for (int day = 0; day < 3; ++day) {
    charge();
    began.push_back(s.now());
    s.run(10 * kMinute);
    s.unplug();
    s.run(kDay);
  }
  s.network = true;
  s.run(kHour);
  const std::vector<Json> starts = s.sent("StartTransaction");
  ASSERT_EQ(starts.size(), 3U);
  ASSERT_EQ(s.sent("StopTransaction").size(), 3U);
  const std::int64_t origin = utc_ms(s.utc_text);
  for (std::size_t i = 0; i < starts.size(); ++i)
    EXPECT_NEAR(static_cast<double>(utc_ms(starts[i]["timestamp"]) - origin),
                static_cast<double>(began[i]), 1000);
  EXPECT_EQ(s.station().queue_length(), 0U);
}

TEST_F(Ticking, B09_unknown_over_restarts_keeps_the_order_and_never_tells_1970) {
  s.network = false;
  for (int boot = 0; boot < 3; ++boot) {
    s.start();
    s.run(kMinute);
    charge();
    s.run(kDay);
    s.unplug();
    s.run(kMinute);
    s.power_cut();
  }
  s.network = true;
  s.start();
  s.run(kHour);
  std::int64_t last = utc_ms(s.utc_text) - kDay;
  std::size_t told = 0;
  for (const Frame& frame : s.frames) {
    const bool of_transaction =
        frame.action == "StartTransaction" || frame.action == "StopTransaction";
    if (!of_transaction) continue;
    const std::int64_t at = utc_ms(frame.payload["timestamp"]);
    EXPECT_GE(at, last);
    EXPECT_LE(at, utc_ms(s.utc()));
    last = at;
    ++told;
  }
  EXPECT_EQ(told, 6U);
}

}  // namespace
}  // namespace plugpoint::test
