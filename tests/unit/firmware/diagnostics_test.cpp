// GetDiagnostics and DiagnosticsStatusNotification: P10.
#include <gtest/gtest.h>

#include "firmware_station.h"

namespace plugpoint::test {
namespace {

TEST(Diagnostics, P10_an_upload_is_named_and_goes_from_Uploading_to_Uploaded) {
  FirmwareStation station;
  station.boot();
  station.clear();
  const Json answer = station.diagnose();
  EXPECT_EQ(answer[2], (Json{{"fileName", "station.log"}}));
  station.run(3000);
  EXPECT_EQ(station.frames[0].type, 3) << "the answer comes first";
  EXPECT_EQ(station.uploads_told(), (Strings{"Uploading", "Uploaded"}));
  ASSERT_EQ(station.files().uploads.size(), 1U);
  EXPECT_EQ(station.files().uploads[0].url, "ftp://example.org/logs");
  EXPECT_FALSE(station.files().uploads[0].from.is_set());
  EXPECT_FALSE(station.files().uploads[0].to.is_set());
}

TEST(Diagnostics, P10_the_hardware_gets_the_time_that_is_asked_for) {
  FirmwareStation station;
  station.boot();
  station.diagnose({{"startTime", "2025-06-01T10:00:00Z"}, {"stopTime", "2025-06-01T11:00:00Z"}});
  station.run(3000);
  ASSERT_EQ(station.files().uploads.size(), 1U);
  EXPECT_EQ(station.files().uploads[0].from.ms, 1748772000000);
  EXPECT_EQ(station.files().uploads[0].to.ms, 1748775600000);
}

TEST(Diagnostics, P10_without_a_log_there_is_no_fileName_and_nothing_happens) {
  FirmwareStation station;
  station.files().log_name.clear();
  station.boot();
  EXPECT_EQ(station.diagnose()[2], Json::object());
  station.run(3600 * kSecond);
  EXPECT_TRUE(station.uploads_told().empty());
  EXPECT_TRUE(station.files().uploads.empty());
}

TEST(Diagnostics, P10_a_long_name_is_cut) {
  FirmwareStation station;
  station.files().log_name = std::string(300, 'n');
  station.boot();
  EXPECT_EQ(station.diagnose()[2]["fileName"], std::string(255, 'n'));
}

TEST(Diagnostics, P10_retries_and_failure) {
  FirmwareStation station;
  station.files().upload = {State::failed, "550"};
  station.boot();
  station.diagnose({{"retries", 1}, {"retryInterval", 30}});
  station.run(10 * kSecond);
  EXPECT_EQ(station.uploads_told(), Strings{"Uploading"});
  station.run(30 * kSecond);
  EXPECT_EQ(station.files().uploads.size(), 2U);
  EXPECT_EQ(station.uploads_told(), (Strings{"Uploading", "UploadFailed"}));
}

TEST(Diagnostics, P10_an_unknown_protocol_is_a_failed_upload) {
  FirmwareStation station;
  station.boot();
  EXPECT_EQ(station.diagnose({}, "sftp://example.org")[2]["fileName"], "station.log");
  station.run(2000);
  EXPECT_EQ(station.uploads_told(), Strings{"UploadFailed"});
  EXPECT_TRUE(station.files().uploads.empty());
}

TEST(Diagnostics, P10_a_second_request_replaces_the_first) {
  FirmwareStation station;
  station.files().upload = {State::running};
  station.boot();
  station.diagnose({}, "ftp://example.org/first");
  station.run(3000);
  station.diagnose({}, "ftp://example.org/second");
  EXPECT_EQ(station.files().cancelled_uploads, 1);
  station.files().upload = {State::done};
  station.run(3000);
  ASSERT_EQ(station.files().uploads.size(), 2U);
  EXPECT_EQ(station.files().uploads[1].url, "ftp://example.org/second");
  EXPECT_EQ(station.uploads_told(), (Strings{"Uploading", "Uploading", "Uploaded"}));
}

TEST(Diagnostics, P10_a_second_request_without_a_log_leaves_the_first_alone) {
  FirmwareStation station;
  station.files().upload = {State::running};
  station.boot();
  station.diagnose();
  station.run(3000);
  station.files().log_name.clear();
  EXPECT_EQ(station.diagnose()[2], Json::object());
  station.files().upload = {State::done};
  station.run(3000);
  EXPECT_EQ(station.files().cancelled_uploads, 0);
  EXPECT_EQ(station.uploads_told(), (Strings{"Uploading", "Uploaded"}));
}

TEST(Diagnostics, P10_a_trigger_tells_Idle_or_Uploading) {
  FirmwareStation station;
  station.files().upload = {State::running};
  station.boot();
  EXPECT_TRUE(station.uploads_told().empty());
  EXPECT_EQ(station.trigger("DiagnosticsStatusNotification"), "Accepted");
  EXPECT_EQ(station.uploads_told(), Strings{"Idle"});
  station.diagnose();
  station.run(1000);
  station.clear();
  EXPECT_EQ(station.trigger("DiagnosticsStatusNotification"), "Accepted");
  EXPECT_EQ(station.uploads_told(), Strings{"Uploading"});
  station.files().upload = {State::done};
  station.run(2000);
  station.clear();
  EXPECT_EQ(station.trigger("DiagnosticsStatusNotification"), "Accepted");
  EXPECT_EQ(station.uploads_told(), Strings{"Idle"});
}

TEST(Diagnostics, P10_a_pending_station_answers_a_trigger) {
  FirmwareStation station;
  station.on["BootNotification"] = [&](const Json&) -> Json {
    return {{"status", "Pending"}, {"currentTime", station.utc()}, {"interval", 300}};
  };
  station.boot();
  EXPECT_EQ(station.trigger("DiagnosticsStatusNotification"), "Accepted");
  EXPECT_EQ(station.uploads_told(), Strings{"Idle"});
}

TEST(Diagnostics, P10_charging_and_updating_go_on_beside_an_upload) {
  FirmwareStation station;
  station.files().upload = {State::running};
  station.boot();
  station.diagnose();
  station.plug();
  station.tap("TAG");
  EXPECT_TRUE(station.hardware.evse().permitted);
  station.update();
  station.unplug();
  station.run(3000);
  EXPECT_EQ(station.told().back(), "Installed");
  EXPECT_EQ(station.uploads_told(), Strings{"Uploading"});
}

}  // namespace
}  // namespace plugpoint::test
