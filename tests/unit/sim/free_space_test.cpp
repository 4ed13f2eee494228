// What a download does to a small disk (behaviour P09): it fails in time, and leaves nothing
// behind.
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "file_server.h"
#include "station_host_fixture.h"

namespace plugpoint::sim {
namespace {

constexpr std::uint64_t kMegabyte = 1 << 20;
const std::string kImage(8 * kMegabyte, 'x');

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t sum = 0;
  for (const auto& each : std::filesystem::directory_iterator(folder))
    sum += each.file_size();
  return sum;
}

/// A station whose state lies on a disk of a few megabytes, and which is told to fetch 8 of them.
class FreeSpace : public StationHostTest {
 protected:
  void fetch(std::uint64_t disk_bytes) {
    StationOptions given = options("CP1");
    state_folder = given.state;
    given.free_bytes = [this, disk_bytes] {
      const std::uint64_t used = bytes_in(state_folder);
      most_used = std::max(most_used, used);
      return disk_bytes - std::min(used, disk_bytes);
    };
    start(given);
    central.request("UpdateFirmware",
                    {{"location", server.url("box-2.0.bin")},
                     {"retrieveDate", "2020-01-01T00:00:00Z"},
                     {"retries", 0}},
                    [](const Json&) {});
    ASSERT_TRUE(until([&] { return seen("FirmwareStatusNotification") >= 2; }));
  }
  std::vector<std::string> statuses() const {
    std::vector<std::string> found;
    for (const Request& request : requests)
      if (request.action == "FirmwareStatusNotification")
        found.push_back(request.payload["status"]);
    return found;
  }
  bool left_behind() const {
    for (const char* name : {"firmware.bin", "firmware.bin.part", "firmware.bin.origin"})
      if (std::filesystem::exists(state_folder + "/" + name)) return true;
    return false;
  }

  bool logged(const std::string& text) const {
    std::ifstream in(state_folder + "/station.log");
    const std::string all((std::istreambuf_iterator<char>(in)), {});
    return all.find(text) != all.npos;
  }

  FileServer server{loop.context(), kImage};
  std::string state_folder;
  std::uint64_t most_used = 0;
};

using Strings = std::vector<std::string>;

TEST_F(FreeSpace, P09_a_file_larger_than_the_free_space_is_refused_before_it_is_written) {
  fetch(11 * kMegabyte);  // 4 MB are to spare.
  EXPECT_EQ(statuses(), (Strings{"Downloading", "DownloadFailed"}));
  EXPECT_EQ(server.requests, 1);
  EXPECT_LT(most_used, kMegabyte);
  EXPECT_FALSE(left_behind());
  EXPECT_TRUE(logged("the file does not fit the free disk space"));
}

TEST_F(FreeSpace, P09_a_file_of_unknown_length_stops_before_the_disk_is_full) {
  server.tells_length = false;
  fetch(11 * kMegabyte);
  EXPECT_EQ(statuses(), (Strings{"Downloading", "DownloadFailed"}));
  EXPECT_GT(most_used, 6 * kMegabyte);
  EXPECT_LE(most_used, 7 * kMegabyte);
  EXPECT_FALSE(left_behind());
  EXPECT_TRUE(logged("the file does not fit the free disk space"));
}

TEST_F(FreeSpace, P09_a_file_that_fits_is_fetched) {
  fetch(13 * kMegabyte);
  ASSERT_TRUE(until([&] { return seen("FirmwareStatusNotification") >= 4; }));
  EXPECT_EQ(statuses(), (Strings{"Downloading", "Downloaded", "Installing", "Installed"}));
}

TEST_F(FreeSpace, P09_a_file_that_fits_is_fetched_also_when_its_length_is_unknown) {
  server.tells_length = false;
  fetch(13 * kMegabyte);
  ASSERT_TRUE(until([&] { return seen("FirmwareStatusNotification") >= 4; }));
  EXPECT_EQ(statuses(), (Strings{"Downloading", "Downloaded", "Installing", "Installed"}));
}

class Transfer : public ::testing::Test {
 protected:
  void run() {
    bool ended = false;
    transfer.on_end = [&] { ended = true; };
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!ended && std::chrono::steady_clock::now() < end)
      loop.context().run_for(std::chrono::milliseconds(5));
    ASSERT_TRUE(ended);
  }

  TemporaryFolder folder;
  posix::EventLoop loop;
  FileTransfer transfer{loop, TransferOptions{}};
};

// The disk itself refuses: no file of this process may have more than 1000 bytes.
TEST_F(Transfer, P09_a_file_whose_last_bytes_cannot_be_written_is_none) {
  FileServer server(loop.context(), std::string(1500, 'x'));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{1000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const bool began = transfer.download(server.url("a"), folder.file("a"));
  if (began) run();
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_TRUE(began);
  EXPECT_EQ(transfer.progress().state, ProgressState::failed);
  EXPECT_STREQ(transfer.progress().text, "the file cannot be written");
  EXPECT_EQ(bytes_in(folder.file(".")), 0U);
}

TEST_F(Transfer, P10_what_a_server_answers_to_an_upload_is_not_printed) {
  FileServer server(loop.context(), "thanks");
  std::ofstream(folder.file("log")) << "a line\n";
  ::testing::internal::CaptureStdout();
  const bool began = transfer.upload(folder.file("log"), server.url("log"));
  if (began) run();
  const std::string printed = ::testing::internal::GetCapturedStdout();
  ASSERT_TRUE(began);
  EXPECT_EQ(transfer.progress().state, ProgressState::done);
  EXPECT_EQ(printed, "");
}

}  // namespace
}  // namespace plugpoint::sim
