#include "posix/file_storage.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace plugpoint::posix {
namespace {

Bytes bytes(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class FileStorageTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/plugpoint-test-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    root_ = name;
    directory_ = root_ + "/state/CP1";
    reopen();
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void reopen() {
    storage_.reset();
    storage_ = FileStorage::open(directory_, error_);
    ASSERT_NE(storage_, nullptr) << error_;
  }
  std::string content(const char* area, std::uint32_t offset = 0, std::size_t most = 1000) {
    std::string text(most, '\0');
    text.resize(storage_->read(
        area, offset, MutableBytes(reinterpret_cast<std::uint8_t*>(text.data()), text.size())));
    return text;
  }
  unsigned mode(const std::string& path) const {
    struct stat facts {};
    EXPECT_EQ(stat(path.c_str(), &facts), 0) << path;
    return facts.st_mode & 0777U;
  }

  std::string root_;
  std::string directory_;
  std::string error_;
  std::unique_ptr<FileStorage> storage_;
};

TEST_F(FileStorageTest, appends_and_reads_back) {
  EXPECT_EQ(storage_->append("journal", bytes("one ")), Status::ok);
  EXPECT_EQ(storage_->append("journal", bytes("two")), Status::ok);
  EXPECT_EQ(storage_->size("journal"), 7U);
  EXPECT_EQ(content("journal"), "one two");
  EXPECT_EQ(content("journal", 4), "two");
  EXPECT_EQ(content("journal", 2, 3), "e t");
  EXPECT_EQ(content("journal", 7), "");
  EXPECT_EQ(content("journal", 1000), "");
}

TEST_F(FileStorageTest, an_area_that_is_not_there_is_empty) {
  EXPECT_EQ(storage_->size("journal"), 0U);
  EXPECT_EQ(content("journal"), "");
  EXPECT_EQ(storage_->remove("journal"), Status::ok);
  EXPECT_EQ(storage_->replace("a", "journal"), Status::not_found);
}

TEST_F(FileStorageTest, keeps_everything_over_a_restart) {
  ASSERT_EQ(storage_->append("journal", bytes(std::string("\0\xFF\n", 3))), Status::ok);
  reopen();
  EXPECT_EQ(content("journal"), std::string("\0\xFF\n", 3));
}

TEST_F(FileStorageTest, replace_puts_one_area_in_the_place_of_another) {
  ASSERT_EQ(storage_->append("config", bytes("old")), Status::ok);
  ASSERT_EQ(storage_->append("config-new", bytes("new text")), Status::ok);
  EXPECT_EQ(storage_->replace("config", "config-new"), Status::ok);
  EXPECT_EQ(content("config"), "new text");
  EXPECT_EQ(storage_->size("config-new"), 0U);
  reopen();
  EXPECT_EQ(content("config"), "new text");
}

TEST_F(FileStorageTest, remove) {
  ASSERT_EQ(storage_->append("a", bytes("x")), Status::ok);
  EXPECT_EQ(storage_->remove("a"), Status::ok);
  EXPECT_EQ(storage_->size("a"), 0U);
  EXPECT_EQ(storage_->append("a", bytes("y")), Status::ok);
  EXPECT_EQ(content("a"), "y");
}

TEST_F(FileStorageTest, only_the_owner_can_read_it) {
  umask(0);
  ASSERT_EQ(storage_->append("secret", bytes("x")), Status::ok);
  umask(022);
  EXPECT_EQ(mode(directory_ + "/secret"), 0600U);
  EXPECT_EQ(mode(directory_), 0700U);
}

TEST_F(FileStorageTest, a_directory_that_was_open_to_all_is_closed) {
  storage_.reset();
  ASSERT_EQ(chmod(directory_.c_str(), 0755), 0);
  reopen();
  EXPECT_EQ(mode(directory_), 0700U);
}

TEST_F(FileStorageTest, names_that_are_no_areas_are_refused) {
  for (const char* name : {"", ".", "..", "../x", "a/b", "A", "a.b", "a-name-too-long1"}) {
    EXPECT_EQ(storage_->append(name, bytes("x")), Status::bad_argument) << name;
    EXPECT_EQ(storage_->remove(name), Status::bad_argument) << name;
    EXPECT_EQ(storage_->replace("a", name), Status::bad_argument) << name;
    EXPECT_EQ(storage_->replace(name, "a"), Status::bad_argument) << name;
    EXPECT_EQ(storage_->size(name), 0U) << name;
    EXPECT_EQ(content(name), "") << name;
  }
  EXPECT_EQ(storage_->append("fifteen-letters", bytes("x")), Status::ok);
}

TEST_F(FileStorageTest, a_link_is_never_followed) {
  ASSERT_EQ(symlink("/etc/hostname", (directory_ + "/link").c_str()), 0);
  EXPECT_EQ(storage_->append("link", bytes("x")), Status::io_error);
  EXPECT_EQ(content("link"), "");
}

TEST_F(FileStorageTest, no_second_program_writes_to_the_same_state) {
  std::string error;
  EXPECT_EQ(FileStorage::open(directory_, error), nullptr);
  EXPECT_EQ(error, "another program uses the directory " + directory_);
  storage_.reset();
  EXPECT_NE(FileStorage::open(directory_, error), nullptr);
}

TEST_F(FileStorageTest, a_place_that_cannot_be_used_is_named) {
  std::string error;
  EXPECT_EQ(FileStorage::open("/proc/nowhere", error), nullptr);
  EXPECT_EQ(error.rfind("cannot create the directory /proc/nowhere: ", 0), 0U) << error;
  ASSERT_EQ(storage_->append("file", bytes("x")), Status::ok);
  EXPECT_EQ(FileStorage::open(directory_ + "/file", error), nullptr);
  EXPECT_EQ(FileStorage::open("", error), nullptr);
}

// A limit on the size of files stands in for a full disk: both cut a write short.
TEST_F(FileStorageTest, a_full_disk_is_reported_and_leaves_a_prefix) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 100;
  setrlimit(RLIMIT_FSIZE, &small);
  const Status fits = storage_->append("journal", bytes(std::string(60, 'a')));
  const Status full = storage_->append("journal", bytes(std::string(60, 'b')));
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(fits, Status::ok);
  EXPECT_EQ(full, Status::no_space);
  EXPECT_EQ(content("journal"), std::string(60, 'a') + std::string(40, 'b'));
}

TEST_F(FileStorageTest, a_directory_that_vanished_is_an_error) {
  std::filesystem::remove_all(directory_);
  EXPECT_EQ(storage_->append("journal", bytes("x")), Status::io_error);
}

TEST_F(FileStorageTest, without_flushing_the_same_is_read_back) {
  FileStorage::Options options;
  options.survives_power_cut = false;
  storage_.reset();
  storage_ = FileStorage::open(directory_, options, error_);
  ASSERT_NE(storage_, nullptr) << error_;
  ASSERT_EQ(storage_->append("a", bytes("x")), Status::ok);
  ASSERT_EQ(storage_->replace("b", "a"), Status::ok);
  reopen();
  EXPECT_EQ(content("b"), "x");
}

}  // namespace
}  // namespace plugpoint::posix
