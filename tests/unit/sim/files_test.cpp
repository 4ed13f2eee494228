// The station's own log, and addresses.
#include "sim/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/frame_log.h"
#include "sim/station_log.h"
#include "temporary_folder.h"

namespace plugpoint::sim {
namespace {

std::string content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(StationLog, KeepsLinesWithTheirTime) {
  const TemporaryFolder folder;
  const StationLog log(folder.file("log"));
  log.write(DateTime{0}, LogLevel::info, "first");
  log.write(DateTime{1000}, LogLevel::error, "two\nlines");
  EXPECT_EQ(content(folder.file("log")),
            "1970-01-01T00:00:00.000Z info first\n1970-01-01T00:00:01.000Z error two lines\n");
}

TEST(StationLog, GivesTheLinesOfATime) {
  const TemporaryFolder folder;
  const StationLog log(folder.file("log"));
  for (std::int64_t second = 0; second < 5; ++second)
    log.write(DateTime{second * 1000}, LogLevel::info, std::to_string(second));
  EXPECT_TRUE(log.copy(DateTime{1000}, DateTime{2000}, folder.file("copy")));
  EXPECT_EQ(content(folder.file("copy")),
            "1970-01-01T00:00:01.000Z info 1\n1970-01-01T00:00:02.000Z info 2\n");
  EXPECT_TRUE(log.has(DateTime{4000}, DateTime{}));
  EXPECT_FALSE(log.has(DateTime{4001}, DateTime{}));
  EXPECT_FALSE(log.has(DateTime{}, DateTime{-1}));
}

TEST(StationLog, StaysSmallAndKeepsTheNewest) {
  const TemporaryFolder folder;
  const StationLog log(folder.file("log"), 1000);
  for (int i = 0; i < 500; ++i)
    log.write(DateTime{i}, LogLevel::info, "line " + std::to_string(i));
  EXPECT_LE(std::filesystem::file_size(folder.file("log")), 1000U);
  EXPECT_LE(std::filesystem::file_size(folder.file("log.1")), 1000U);
  ASSERT_TRUE(log.copy(DateTime{}, DateTime{}, folder.file("copy")));
  const std::string copy = content(folder.file("copy"));
  EXPECT_NE(copy.find("line 499\n"), copy.npos);
  EXPECT_GT(std::count(copy.begin(), copy.end(), '\n'), 20);
}

TEST(StationLog, OnlyItsOwnerMayReadIt) {
  const TemporaryFolder folder;
  const StationLog log(folder.file("log"));
  log.write(DateTime{0}, LogLevel::info, "x");
  log.copy(DateTime{}, DateTime{}, folder.file("copy"));
  for (const char* name : {"log", "copy"}) {
    struct stat found {};
    ASSERT_EQ(::stat(folder.file(name).c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << name;
  }
}

TEST(Address, OfAFileInAFolder) {
  EXPECT_EQ(address_in("ftp://h/a", "f.log"), "ftp://h/a/f.log");
  EXPECT_EQ(address_in("ftp://h/a/", "f.log"), "ftp://h/a/f.log");
  EXPECT_EQ(address_in("http://h/a?key=1", "f.log"), "http://h/a?key=1");
}

TEST(Address, WithoutCredentials) {
  EXPECT_EQ(without_credentials("ftp://user:p@ss@h:21/a@b"), "ftp://h:21/a@b");
  EXPECT_EQ(without_credentials("ftp://h/a@b"), "ftp://h/a@b");
  EXPECT_EQ(without_credentials("http://me@h"), "http://h");
  EXPECT_EQ(without_credentials("no address"), "no address");
}

TEST(Redaction, AddressesLoseUserAndPassword) {
  EXPECT_EQ(redacted(R"([2,"1","UpdateFirmware",{"location":"ftp://me:top@h/f"}])"),
            R"([2,"1","UpdateFirmware",{"location":"ftp://h/f"}])");
  EXPECT_EQ(redacted(R"([2,"1","UpdateFirmware",{"location":"ftp:\/\/me:top@h\/f"}])"),
            R"([2,"1","UpdateFirmware",{"location":"ftp://h/f"}])");
  const std::string mail = R"([2,"1","DataTransfer",{"vendorId":"a@b"}])";
  EXPECT_EQ(redacted(mail), mail);
}

}  // namespace
}  // namespace plugpoint::sim
