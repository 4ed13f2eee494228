// Sections 19 and 20 of the official test cases: Firmware Management and Diagnostics.
#include <map>

#include "conformance.h"

namespace plugpoint::test {
namespace {

constexpr const char* kFirmware = "http://example.org/firmware.bin";
constexpr const char* kFirmwareStatus = "FirmwareStatusNotification";
constexpr const char* kLogStatus = "DiagnosticsStatusNotification";

void boot_with_files(Conformance16& tool) {
  tool.station.hardware.files.protocols = bit(FileProtocol::http) | bit(FileProtocol::ftp);
  tool.station.hardware.files.download = {ProgressState::running};
  tool.station.hardware.files.install = {ProgressState::running};
  tool.station.hardware.files.upload = {ProgressState::running};
  tool.booted();
}

void update(Conformance16& tool, const std::string& location,
            const Json& further = Json::object()) {
  Json request = {{"location", location}, {"retrieveDate", tool.station.utc()}};
  request.update(further);
  EXPECT_EQ(tool.request("UpdateFirmware", request), Json::object());
}

/// The statuses of connectors that were told among the messages of a case, by connector.
using Statuses = std::map<int, Strings>;

/// The next message is this one. The connectors may become Unavailable, and Available again, at
/// any time before; what is told of them goes to `statuses`.
void expect_told(Conformance16& tool, const char* action, const char* status,
                 Statuses* statuses = nullptr) {
  Frame frame = tool.next();
  for (; statuses && frame.action == "StatusNotification"; frame = tool.next())
    (*statuses)[frame.payload["connectorId"]].push_back(frame.payload["status"]);
  EXPECT_EQ(frame.action, action);
  EXPECT_EQ(frame.payload, Json({{"status", status}}));
}

/// Steps 1 to 8: downloaded, and being installed. No use begins any more (P09).
void download_and_install(Conformance16& tool) {
  boot_with_files(tool);
  update(tool, kFirmware);
  expect_told(tool, kFirmwareStatus, "Downloading");
  EXPECT_EQ(tool.station.hardware.files.downloads, Strings{kFirmware});
  tool.station.hardware.files.download = {ProgressState::done};
  Statuses statuses;
  expect_told(tool, kFirmwareStatus, "Downloaded", &statuses);
  expect_told(tool, kFirmwareStatus, "Installing", &statuses);
  EXPECT_EQ(statuses, (Statuses{{1, {"Unavailable"}}, {2, {"Unavailable"}}}));
  EXPECT_EQ(tool.station.hardware.files.installs, 1);
}

TEST_F(Conformance16, TC_044_1_CS) {
  download_and_install(*this);
  nothing_for(2000);
  station.hardware.files.install = {ProgressState::done};
  power_cycle();  // The new firmware starts.
  next_call("BootNotification");
  Statuses statuses;
  expect_told(*this, kFirmwareStatus, "Installed", &statuses);
  station.run(1000);
  for (std::size_t told = statuses.size(); told < 3; ++told) {
    Json status = next_call("StatusNotification");
    statuses[status["connectorId"]].push_back(status["status"]);
  }
  EXPECT_EQ(statuses, (Statuses{{0, {"Available"}}, {1, {"Available"}}, {2, {"Available"}}}));
}

TEST_F(Conformance16, TC_044_2_CS) {
  boot_with_files(*this);
  update(*this, "ftp://127.0.0.1:21/download_fail.fwi", {{"retries", 0}});
  expect_told(*this, kFirmwareStatus, "Downloading");
  station.hardware.files.download = {ProgressState::failed, "the server is not there"};
  expect_told(*this, kFirmwareStatus, "DownloadFailed");
  nothing_for(60000);
  EXPECT_EQ(station.hardware.files.downloads.size(), 1U);
}

TEST_F(Conformance16, TC_044_3_CS) {
  download_and_install(*this);
  station.hardware.files.install = {ProgressState::failed, "the file is no firmware"};
  Statuses statuses;
  expect_told(*this, kFirmwareStatus, "InstallationFailed", &statuses);
  for (std::size_t told = statuses.size(); told < 2; ++told) {
    Json status = next_call("StatusNotification");
    statuses[status["connectorId"]].push_back(status["status"]);
  }
  EXPECT_EQ(statuses, (Statuses{{1, {"Available"}}, {2, {"Available"}}}));
}

TEST_F(Conformance16, TC_045_1_CS) {
  boot_with_files(*this);
  const std::string location = "ftp://example.org/logs";
  Json answer = request("GetDiagnostics", {{"location", location}});
  EXPECT_EQ(answer, Json({{"fileName", station.hardware.files.log_name}}));
  expect_told(*this, kLogStatus, "Uploading");
  ASSERT_EQ(station.hardware.files.uploads.size(), 1U);
  EXPECT_EQ(station.hardware.files.uploads[0].url, location);
  station.hardware.files.upload = {ProgressState::done};
  expect_told(*this, kLogStatus, "Uploaded");
}

TEST_F(Conformance16, TC_045_2_CS) {
  boot_with_files(*this);
  Json answer = request("GetDiagnostics",
                        {{"location", "ftp://127.0.0.1:21/files/failedLocation"}, {"retries", 0}});
  EXPECT_EQ(answer, Json({{"fileName", station.hardware.files.log_name}}));
  expect_told(*this, kLogStatus, "Uploading");
  station.hardware.files.upload = {ProgressState::failed, "the folder is not there"};
  expect_told(*this, kLogStatus, "UploadFailed");
  nothing_for(60000);
  EXPECT_EQ(station.hardware.files.uploads.size(), 1U);
}

}  // namespace
}  // namespace plugpoint::test
