// Records on storage: what a power cut, a full device or a foreign file does to them.
#include "plugpoint/store/record_log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/memory_storage.h"

namespace plugpoint::test {
namespace {

/// Whether a text, which a target may keep in flash, has this in it.
bool mentions(FlashText text, const char* part) {
  char room[128];
  const Text copy = text.view(room);
  return std::string(copy.data(), copy.size()).find(part) != std::string::npos;
}

using store::Record;
using store::RecordBuilder;
using store::RecordLog;
using store::RecordReader;

constexpr const char* kArea = "log";
constexpr std::uint32_t kHeader = RecordLog::kOverhead + 13;

/// A log over a device that the test owns; a new object is a restart.
struct Log {
  explicit Log(MemoryStorage& storage)
      : room{storage, {scratch, sizeof scratch}}, log(room, kArea) {}

  Status add(std::uint32_t value) {
    RecordBuilder builder = log.build();
    builder.u32(value);
    return log.append(1, builder);
  }
  std::vector<std::uint32_t> values() {
    std::vector<std::uint32_t> found;
    std::uint32_t offset = 0;
    Record record;
    while (log.next(offset, record))
      found.push_back(RecordReader(record.payload).u32());
    return found;
  }

  std::uint8_t scratch[64];
  store::LogRoom room;
  RecordLog log;
};

using Values = std::vector<std::uint32_t>;

TEST(RecordLog, keeps_records_over_a_restart) {
  MemoryStorage storage;
  {
    Log first(storage);
    first.log.set_salt(0x1234567890ABCDEFU);
    ASSERT_FALSE(first.log.open());
    for (std::uint32_t value : {7U, 8U, 9U})
      ASSERT_EQ(first.add(value), Status::ok);
  }
  Log again(storage);
  ASSERT_FALSE(again.log.open());
  EXPECT_EQ(again.values(), (Values{7, 8, 9}));
  EXPECT_EQ(again.log.salt(), 0x1234567890ABCDEFU);
  EXPECT_EQ(again.log.next_sequence(), 4U);
}

TEST(RecordLog, T17_a_tail_torn_at_any_byte_is_cut_off) {
  MemoryStorage whole;
  Log writer(whole);
  ASSERT_FALSE(writer.log.open());
  for (std::uint32_t value : {1U, 2U})
    ASSERT_EQ(writer.add(value), Status::ok);
  const std::uint32_t before_last = writer.log.size();
  ASSERT_EQ(writer.add(3), Status::ok);
  for (std::uint32_t end = before_last; end < whole.size(kArea); ++end) {
    MemoryStorage storage = whole;
    storage.areas[kArea].resize(end);
    Log log(storage);
    ASSERT_FALSE(log.log.open()) << end;
    EXPECT_EQ(log.values(), (Values{1, 2})) << end;
    ASSERT_EQ(log.add(4), Status::ok) << end;
    Log again(storage);
    ASSERT_FALSE(again.log.open()) << end;
    EXPECT_EQ(again.values(), (Values{1, 2, 4})) << end;
  }
}

TEST(RecordLog, T17_any_changed_byte_of_the_last_record_makes_it_unread) {
  MemoryStorage whole;
  Log writer(whole);
  ASSERT_FALSE(writer.log.open());
  ASSERT_EQ(writer.add(1), Status::ok);
  const std::uint32_t before_last = writer.log.size();
  ASSERT_EQ(writer.add(2), Status::ok);
  for (std::uint32_t at = before_last; at < whole.size(kArea); ++at) {
    MemoryStorage storage = whole;
    storage.areas[kArea][at] ^= 0x10U;
    Log log(storage);
    ASSERT_FALSE(log.log.open());
    EXPECT_EQ(log.values(), Values{1}) << at;
  }
}

TEST(RecordLog, T17_damage_in_the_middle_costs_one_record) {
  MemoryStorage whole;
  Log writer(whole);
  ASSERT_FALSE(writer.log.open());
  ASSERT_EQ(writer.add(1), Status::ok);
  const std::uint32_t from = writer.log.size();
  ASSERT_EQ(writer.add(2), Status::ok);
  const std::uint32_t to = writer.log.size();
  for (std::uint32_t value : {3U, 4U})
    ASSERT_EQ(writer.add(value), Status::ok);
  for (std::uint32_t at = from; at < to; ++at) {
    MemoryStorage storage = whole;
    storage.areas[kArea][at] ^= 0xFFU;
    Log log(storage);
    ASSERT_FALSE(log.log.open());
    EXPECT_EQ(log.values(), (Values{1, 3, 4})) << at;
    ASSERT_EQ(log.add(5), Status::ok);
    Log again(storage);
    ASSERT_FALSE(again.log.open());
    EXPECT_EQ(again.values(), (Values{1, 3, 4, 5})) << at;
  }
}

TEST(RecordLog, a_power_cut_in_the_first_write_leaves_an_empty_log) {
  for (std::uint32_t bytes = 0; bytes < kHeader; ++bytes) {
    MemoryStorage storage;
    storage.fail_after(bytes);
    {
      Log log(storage);
      ASSERT_FALSE(log.log.open());
      ASSERT_NE(log.add(1), Status::ok);
    }
    storage.mend();
    Log log(storage);
    ASSERT_FALSE(log.log.open()) << bytes;
    EXPECT_TRUE(log.values().empty());
    EXPECT_EQ(log.add(2), Status::ok);
    EXPECT_EQ(log.values(), Values{2}) << bytes;
  }
}

TEST(RecordLog, T17_a_damaged_header_costs_no_record) {
  MemoryStorage whole;
  Log writer(whole);
  ASSERT_FALSE(writer.log.open());
  for (std::uint32_t value : {1U, 2U})
    ASSERT_EQ(writer.add(value), Status::ok);
  for (std::uint32_t at = 0; at < kHeader; ++at) {
    MemoryStorage storage = whole;
    storage.areas[kArea][at] ^= 0x01U;
    Log log(storage);
    log.log.set_salt(77);
    ASSERT_FALSE(log.log.open()) << at;
    EXPECT_EQ(log.room.lost_bytes, kHeader) << at;
    EXPECT_EQ(log.log.salt(), 77U);
    EXPECT_EQ(log.values(), (Values{1, 2})) << at;
    EXPECT_EQ(log.add(3), Status::ok);
    Log again(storage);
    ASSERT_FALSE(again.log.open());
    EXPECT_EQ(again.log.salt(), 77U);
    EXPECT_EQ(again.room.lost_bytes, 0U);
    EXPECT_EQ(again.values(), (Values{1, 2, 3})) << at;
  }
}

TEST(RecordLog, refuses_what_holds_no_record_and_changes_nothing) {
  MemoryStorage storage;
  storage.areas[kArea].assign(300, 0x5A);
  const std::vector<std::uint8_t> before = storage.areas[kArea];
  Log log(storage);
  const Error error = log.log.open();
  EXPECT_EQ(error.status, Status::corrupt);
  EXPECT_TRUE(mentions(error.text, "header"));
  EXPECT_EQ(storage.areas[kArea], before);
}

TEST(RecordLog, a_damaged_header_that_nothing_follows_costs_nothing) {
  MemoryStorage whole;
  Log writer(whole);
  ASSERT_FALSE(writer.log.open());
  ASSERT_EQ(writer.add(1), Status::ok);
  whole.areas[kArea].resize(kHeader);
  for (std::uint32_t at = 1; at < kHeader; ++at) {
    MemoryStorage storage = whole;
    storage.areas[kArea][at] ^= 0x10;
    Log log(storage);
    ASSERT_FALSE(log.log.open()) << at;
    EXPECT_EQ(log.room.lost_bytes, kHeader);
    EXPECT_EQ(log.values(), Values{});
    EXPECT_EQ(log.add(7), Status::ok);
    Log again(storage);
    ASSERT_FALSE(again.log.open());
    EXPECT_EQ(again.values(), Values{7}) << at;
  }
  // The magic tells that it is a log of ours: another format is not ours to drop.
  whole.areas[kArea][0] ^= 0x10;
  Log foreign(whole);
  EXPECT_EQ(foreign.log.open().status, Status::corrupt);
}

/// A header record as the log would write it, with another format version.
std::vector<std::uint8_t> header_of_format(std::uint8_t version) {
  MemoryStorage storage;
  Log maker(storage);
  EXPECT_FALSE(maker.log.open());
  // A record of the header's type, written by the log itself, carries a right CRC.
  RecordBuilder builder = maker.log.build();
  builder.u8(version).i64(5).u32(1);
  EXPECT_EQ(maker.log.append(RecordLog::kHeaderType, builder), Status::ok);
  std::vector<std::uint8_t> bytes = storage.areas[kArea];
  bytes.erase(bytes.begin(), bytes.begin() + kHeader);
  return bytes;
}

TEST(RecordLog, refuses_an_unknown_format_with_a_clear_error) {
  MemoryStorage storage;
  storage.areas[kArea] = header_of_format(RecordLog::kFormatVersion + 1);
  const std::vector<std::uint8_t> before = storage.areas[kArea];
  Log log(storage);
  const Error error = log.log.open();
  EXPECT_EQ(error.status, Status::corrupt);
  EXPECT_TRUE(mentions(error.text, "unknown format"));
  EXPECT_EQ(storage.areas[kArea], before);
  storage.areas[kArea] = header_of_format(RecordLog::kFormatVersion);
  Log known(storage);
  EXPECT_FALSE(known.log.open());
}

bool is_even(void*, const Record& record) {
  return RecordReader(record.payload).u32() % 2 == 0;
}

TEST(RecordLog, a_compaction_cut_at_any_byte_leaves_the_old_or_the_new_log) {
  MemoryStorage whole;
  Log writer(whole);
  ASSERT_FALSE(writer.log.open());
  for (std::uint32_t value : {1U, 2U, 3U, 4U})
    ASSERT_EQ(writer.add(value), Status::ok);
  bool done = false;
  for (std::uint64_t bytes = 0; !done; ++bytes) {
    ASSERT_LT(bytes, 1000U);
    MemoryStorage storage = whole;
    storage.fail_after(bytes);
    {
      Log log(storage);
      ASSERT_FALSE(log.log.open());
      done = log.log.compact(&is_even, nullptr) == Status::ok;
    }
    storage.mend();
    Log log(storage);
    ASSERT_FALSE(log.log.open()) << bytes;
    EXPECT_EQ(log.values(), done ? (Values{2, 4}) : (Values{1, 2, 3, 4})) << bytes;
    EXPECT_EQ(log.add(6), Status::ok) << bytes;
    EXPECT_EQ(log.values().back(), 6U);
  }
}

TEST(RecordLog, numbers_of_dropped_records_are_not_used_again) {
  MemoryStorage storage;
  Log log(storage);
  ASSERT_FALSE(log.log.open());
  for (std::uint32_t value : {2U, 3U, 5U, 7U})
    ASSERT_EQ(log.add(value), Status::ok);
  ASSERT_EQ(log.log.compact(&is_even, nullptr), Status::ok);
  Log again(storage);
  ASSERT_FALSE(again.log.open());
  EXPECT_EQ(again.log.next_sequence(), 5U);
}

TEST(RecordLog, T17_a_torn_log_on_a_full_device_is_still_read) {
  MemoryStorage storage;
  Log writer(storage);
  ASSERT_FALSE(writer.log.open());
  ASSERT_EQ(writer.add(1), Status::ok);
  storage.fail_after(5, Status::no_space);
  EXPECT_EQ(writer.add(2), Status::no_space);
  Log log(storage);
  ASSERT_FALSE(log.log.open());
  EXPECT_EQ(log.values(), Values{1});
  EXPECT_NE(log.add(3), Status::ok);
  storage.mend();
  EXPECT_EQ(log.add(4), Status::ok);
  EXPECT_EQ(log.values(), (Values{1, 4}));
}

TEST(RecordLog, refuses_a_record_that_does_not_fit) {
  MemoryStorage storage;
  Log log(storage);
  ASSERT_FALSE(log.log.open());
  const std::string text(60, 'x');
  RecordBuilder builder = log.log.build();
  builder.text({text.data(), text.size()});
  EXPECT_EQ(log.log.append(1, builder), Status::too_long);
  EXPECT_EQ(log.add(1), Status::ok);
  EXPECT_EQ(log.values(), Values{1});
}

TEST(RecordReader, past_the_end_gives_nothing_and_says_so) {
  const std::uint8_t bytes[] = {1, 0, 5, 0, 'a'};
  RecordReader reader({bytes, sizeof bytes});
  EXPECT_EQ(reader.u16(), 1U);
  EXPECT_TRUE(reader.text().absent());
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.i64(), 0);
}

TEST(RecordBuilder, keeps_an_absent_text_apart_from_an_empty_one) {
  std::uint8_t memory[32];
  RecordBuilder builder({memory, sizeof memory});
  builder.text(Text()).text("").text("ab");
  RecordReader reader({memory, builder.size()});
  EXPECT_TRUE(reader.text().absent());
  const Text empty = reader.text();
  EXPECT_TRUE(empty.empty() && !empty.absent());
  EXPECT_EQ(reader.text(), Text("ab"));
  EXPECT_TRUE(reader.ok());
}

}  // namespace
}  // namespace plugpoint::test
