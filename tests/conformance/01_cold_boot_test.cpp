// Section 01 of the official test cases: Cold Boot.
#include "conformance.h"

namespace plugpoint::test {
namespace {

constexpr int kInterval = 30;  // <Configured Heartbeat interval>, in s
constexpr Millis kSecond = 1000;

Json registration(const Conformance16& tool, const std::string& status) {
  return {{"status", status}, {"currentTime", tool.station.utc()}, {"interval", kInterval}};
}

void expect_interval(Millis passed) {
  EXPECT_GE(passed, kInterval * kSecond);
  EXPECT_LE(passed, (kInterval + 1) * kSecond);
}

/// Heartbeats come every interval, and nothing else.
void expect_heartbeats(Conformance16& tool) {
  Millis last = 0;
  for (int i = 0; i < 4; ++i) {
    Frame beat = tool.next((kInterval + 1) * 1000);
    EXPECT_EQ(beat.action, "Heartbeat");
    EXPECT_EQ(beat.payload, Json::object());
    if (i > 0) expect_interval(beat.at - last);
    last = beat.at;
  }
}

TEST_F(Conformance16, TC_001_CS) {
  answer("BootNotification", registration(*this, "Rejected"));
  station.start();
  const Frame first = next();
  EXPECT_EQ(first.action, "BootNotification");
  answer("BootNotification", registration(*this, "Accepted"));
  const Frame second = next((kInterval + 1) * 1000);
  EXPECT_EQ(second.action, "BootNotification");
  expect_interval(second.at - first.at);
  next_statuses({"Available", "Available", "Available"});
  expect_heartbeats(*this);
}

TEST_F(Conformance16, TC_002_CS) {
  answer("BootNotification", registration(*this, "Pending"));
  station.start();
  const Frame first = next();
  EXPECT_EQ(first.action, "BootNotification");
  Json all = request("GetConfiguration", Json::object());
  EXPECT_GT(all["configurationKey"].size(), 20U);
  EXPECT_EQ(
      request_status("ChangeConfiguration", {{"key", "MeterValueSampleInterval"}, {"value", "20"}}),
      "Accepted");
  answer("BootNotification", registration(*this, "Accepted"));
  const Frame second = next((kInterval + 1) * 1000);
  EXPECT_EQ(second.action, "BootNotification");
  expect_interval(second.at - first.at);
  next_statuses({"Available", "Available", "Available"});
  expect_heartbeats(*this);
}

}  // namespace
}  // namespace plugpoint::test
