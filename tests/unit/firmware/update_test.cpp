// UpdateFirmware and FirmwareStatusNotification: P09.
#include <gtest/gtest.h>

#include "firmware_station.h"

namespace plugpoint::test {
namespace {

TEST(Firmware, P09_an_update_goes_from_Downloading_to_Installed) {
  FirmwareStation station;
  station.boot();
  const Json answer = station.update();
  EXPECT_EQ(answer[0], 3);
  EXPECT_EQ(answer[2], Json::object());
  station.run(5000);
  EXPECT_EQ(station.told(), kWhole);
  EXPECT_EQ(station.files().downloads, Strings{"http://example.org/fw.bin"});
  EXPECT_EQ(station.files().installs, 1);
}

TEST(Firmware, P09_the_answer_leaves_before_the_first_status) {
  FirmwareStation station;
  station.files().download = {State::running};
  station.boot();
  station.clear();
  station.update();
  ASSERT_GE(station.frames.size(), 2U);
  EXPECT_EQ(station.frames[0].type, 3);
  EXPECT_EQ(station.frames[1].action, "FirmwareStatusNotification");
}

TEST(Firmware, P09_nothing_begins_before_the_retrieveDate) {
  FirmwareStation station;
  station.boot();
  station.update({{"retrieveDate", "2025-06-01T13:00:00Z"}});
  station.run(3590 * kSecond);
  EXPECT_TRUE(station.told().empty());
  EXPECT_TRUE(station.files().downloads.empty());
  station.run(10 * kSecond);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(Firmware, P09_a_date_that_waits_survives_a_power_cut) {
  FirmwareStation station;
  station.boot();
  station.update({{"retrieveDate", "2025-06-01T13:00:00Z"}});
  station.power_cut();
  station.boot();
  station.run(3000 * kSecond);
  EXPECT_TRUE(station.told().empty());
  station.run(600 * kSecond);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(Firmware, P09_without_a_clock_a_date_cannot_be_judged) {
  FirmwareStation station;
  station.boot();
  station.update({{"retrieveDate", "2025-06-01T12:30:00Z"}});
  station.power_cut();
  station.network = false;
  station.boot();
  station.run(2 * 3600 * kSecond);
  EXPECT_TRUE(station.files().downloads.empty());
  station.network = true;
  station.run(120 * kSecond);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(Firmware, P09_retries_are_tries_after_the_first) {
  FirmwareStation station;
  station.files().download = {State::failed, "404"};
  station.boot();
  station.update({{"retries", 2}, {"retryInterval", 100}});
  station.run(150 * kSecond);
  EXPECT_EQ(station.files().downloads.size(), 2U);
  EXPECT_EQ(station.told(), Strings{"Downloading"}) << "between tries it goes on";
  station.run(100 * kSecond);
  EXPECT_EQ(station.files().downloads.size(), 3U);
  EXPECT_EQ(station.told(), (Strings{"Downloading", "DownloadFailed"}));
  station.run(1000 * kSecond);
  EXPECT_EQ(station.files().downloads.size(), 3U);
  EXPECT_EQ(station.files().cancelled_downloads, 1) << "what is left of the file goes";
  EXPECT_EQ(station.files().installs, 0);
}

TEST(Firmware, P09_without_retries_one_failure_is_enough) {
  FirmwareStation station;
  station.files().download_refused = {Status::no_space, "no space for the firmware"};
  station.boot();
  station.update({{"retries", 0}});
  station.run(5000);
  EXPECT_EQ(station.told(), (Strings{"Downloading", "DownloadFailed"}));
}

TEST(Firmware, P09_left_out_retries_are_the_stations_choice) {
  FirmwareStation station;
  station.files().download = {State::failed};
  station.boot();
  station.update();
  station.run(3600 * kSecond);
  EXPECT_EQ(station.files().downloads.size(), 4U);
  EXPECT_EQ(station.told().back(), "DownloadFailed");
}

TEST(Firmware, P09_a_retry_can_succeed) {
  FirmwareStation station;
  station.files().download = {State::failed};
  station.boot();
  station.update({{"retries", 1}, {"retryInterval", 10}});
  station.run(5000);
  station.files().download = {State::done};
  station.run(10000);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(Firmware, P09_a_running_download_is_waited_for) {
  FirmwareStation station;
  station.files().download = {State::running};
  station.boot();
  station.update();
  station.run(3600 * kSecond);
  EXPECT_EQ(station.told(), Strings{"Downloading"});
  station.files().download = {State::done};
  station.run(2000);
  EXPECT_EQ(station.told(), kWhole) << "looked at once a second";
}

TEST(Firmware, P09_an_unknown_protocol_is_a_failed_download) {
  FirmwareStation station;
  station.boot();
  for (const char* location :
       {"https://example.org/fw", "sftp://example.org/fw", "fw.bin", "", "http:", "://x"}) {
    station.clear();
    EXPECT_EQ(station.update({{"retrieveDate", "2025-07-01T00:00:00Z"}}, location)[0], 3);
    station.run(100);
    EXPECT_EQ(station.told(), Strings{"DownloadFailed"}) << location;
  }
  EXPECT_TRUE(station.files().downloads.empty());
  station.update({}, "FTP://example.org/fw");
  station.run(5000);
  EXPECT_EQ(station.told().back(), "Installed") << "the case of a scheme does not matter";
}

TEST(Firmware, P09_a_location_that_does_not_fit_is_refused) {
  FirmwareStation station;
  station.settings.receive_bytes = 4096;
  station.boot();
  const Json answer = station.update({}, "http://example.org/" + std::string(700, 'x'));
  EXPECT_EQ(answer[0], 4);
  EXPECT_EQ(answer[2], "PropertyConstraintViolation");
  station.run(5000);
  EXPECT_TRUE(station.told().empty());
}

TEST(Firmware, P09_what_cannot_be_stored_is_refused) {
  FirmwareStation station;
  station.boot();
  station.storage.fail_after(5);
  EXPECT_EQ(station.update()[2], "InternalError");
  station.storage.mend();
  station.run(5000);
  EXPECT_TRUE(station.told().empty());
  EXPECT_EQ(station.update()[0], 3);
  station.run(5000);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(Firmware, P09_a_new_request_replaces_one_that_downloads) {
  FirmwareStation station;
  station.files().download = {State::running};
  station.boot();
  station.update({}, "http://example.org/old");
  station.run(5000);
  station.update({}, "http://example.org/new");
  EXPECT_EQ(station.files().cancelled_downloads, 1);
  station.files().download = {State::done};
  station.run(5000);
  EXPECT_EQ(station.files().downloads,
            (Strings{"http://example.org/old", "http://example.org/new"}));
  EXPECT_EQ(station.told(),
            (Strings{"Downloading", "Downloading", "Downloaded", "Installing", "Installed"}));
  EXPECT_EQ(station.files().installs, 1);
}

TEST(Firmware, P09_a_new_request_replaces_one_that_waits_for_its_date) {
  FirmwareStation station;
  station.boot();
  station.update({{"retrieveDate", "2025-06-01T13:00:00Z"}}, "http://example.org/old");
  station.update({}, "http://example.org/new");
  station.run(7200 * kSecond);
  EXPECT_EQ(station.files().downloads, Strings{"http://example.org/new"});
  EXPECT_EQ(station.told(), kWhole);
}

TEST(Firmware, P09_a_request_during_an_installation_is_refused) {
  FirmwareStation station;
  station.files().install = {State::running};
  station.boot();
  station.update();
  station.run(5000);
  const Json answer = station.update({}, "http://example.org/new");
  EXPECT_EQ(answer[0], 4);
  EXPECT_EQ(answer[2], "GenericError");
  station.files().install = {State::done};
  station.run(5000);
  EXPECT_EQ(station.told(), kWhole);
  EXPECT_EQ(station.update({}, "http://example.org/new")[0], 3);
}

TEST(Firmware, P09_Idle_is_told_only_when_asked_for) {
  FirmwareStation station;
  station.boot();
  station.run(3600 * kSecond);
  EXPECT_TRUE(station.told().empty());
  EXPECT_EQ(station.trigger("FirmwareStatusNotification"), "Accepted");
  EXPECT_EQ(station.told(), Strings{"Idle"});
  station.update();
  station.run(5000);
  station.clear();
  EXPECT_EQ(station.trigger("FirmwareStatusNotification"), "Accepted");
  EXPECT_EQ(station.told(), Strings{"Idle"}) << "it is over";
}

TEST(Firmware, P09_a_trigger_tells_the_present_status) {
  FirmwareStation station;
  station.settings.evses = 2;
  station.boot();
  station.files().download = {State::running};
  station.update({{"retrieveDate", "2025-06-01T12:01:00Z"}});
  const auto asked = [&] {
    station.clear();
    station.trigger("FirmwareStatusNotification");
    return station.told();
  };
  EXPECT_EQ(asked(), Strings{"Idle"}) << "before its date nothing is going on";
  station.run(61 * kSecond);
  EXPECT_EQ(asked(), Strings{"Downloading"});
  station.plug();
  station.tap("TAG");
  station.files().download = {State::done};
  station.files().install = {State::running};
  station.run(2000);
  EXPECT_EQ(asked(), Strings{"Downloaded"});
  station.unplug();
  station.run(2000);
  EXPECT_EQ(asked(), Strings{"Installing"});
}

TEST(Firmware, P09_a_hardware_that_moves_no_files_says_so) {
  TestStation station;
  station.boot();
  const Json request = {{"location", "http://x/y"}, {"retrieveDate", "2025-06-01T12:00:00Z"}};
  EXPECT_EQ(station.call("UpdateFirmware", request)[2], "NotSupported");
  EXPECT_EQ(station.call("GetDiagnostics", {{"location", "http://x/y"}})[2], "NotSupported");
  for (const char* message : {"FirmwareStatusNotification", "DiagnosticsStatusNotification"})
    EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", message}})["status"],
              "NotImplemented");
  const Json answer =
      station.confirm("GetConfiguration",
                      {{"key", {"SupportedFeatureProfiles", "SupportedFileTransferProtocols"}}});
  const std::string profiles = answer["configurationKey"][0]["value"];
  EXPECT_EQ(profiles.find("FirmwareManagement"), std::string::npos);
  EXPECT_EQ(answer["unknownKey"], Json{"SupportedFileTransferProtocols"});
}

TEST(Firmware, P09_what_the_hardware_can_do_is_in_the_configuration) {
  FirmwareStation station;
  station.boot();
  const Json keys = station.confirm(
      "GetConfiguration",
      {{"key",
        {"SupportedFeatureProfiles", "SupportedFileTransferProtocols"}}})["configurationKey"];
  EXPECT_NE(keys[0]["value"].get<std::string>().find(",FirmwareManagement"), std::string::npos);
  EXPECT_EQ(keys[1]["value"], "FTP,HTTP");
  EXPECT_EQ(keys[1]["readonly"], true);
  EXPECT_EQ(station.confirm("ChangeConfiguration", {{"key", "SupportedFileTransferProtocols"},
                                                    {"value", "FTP"}})["status"],
            "Rejected");
}

}  // namespace
}  // namespace plugpoint::test
