// The queue of messages: first in, first out, once each, whatever the storage does.
#include "plugpoint/store/journal.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "support/fake_entropy.h"
#include "support/memory_storage.h"

namespace plugpoint::test {
namespace {

using store::Journal;
using store::Record;
using store::RecordBuilder;
using store::RecordReader;

constexpr std::uint8_t kMessage = 1;
constexpr std::uint8_t kNote = Journal::kNote + 1;
using Values = std::vector<std::uint32_t>;

/// A journal over a device that the test owns; a new object is a restart.
struct Queue {
  explicit Queue(MemoryStorage& storage, FakeEntropy& entropy, std::uint32_t limit = 4000)
      : room{storage, {scratch, sizeof scratch}}, journal(room, entropy, limit) {
    EXPECT_FALSE(journal.open());
  }
  Status add(std::uint32_t value, std::uint8_t type = kMessage,
             Journal::Weight weight = Journal::Weight::ordinary) {
    RecordBuilder builder = journal.build();
    builder.u32(value);
    return journal.append(type, builder, weight);
  }
  /// What waits, without taking it.
  Values waiting() {
    Values found;
    std::uint32_t offset = 0;
    Record record;
    while (journal.next(offset, record)) {
      if (record.type < Journal::kNote && record.sequence > journal.popped())
        found.push_back(RecordReader(record.payload).u32());
    }
    EXPECT_EQ(found.size(), journal.pending());
    Record front;
    EXPECT_EQ(journal.front(front), !found.empty());
    if (!found.empty()) {
      EXPECT_EQ(RecordReader(front.payload).u32(), found.front());
    }
    return found;
  }
  std::uint8_t scratch[80];
  store::LogRoom room;
  Journal journal;
};

TEST(Journal, gives_messages_in_order_and_no_notes) {
  MemoryStorage storage;
  FakeEntropy entropy;
  Queue queue(storage, entropy);
  EXPECT_TRUE(queue.journal.empty());
  EXPECT_EQ(queue.journal.pop(), Status::not_found);
  ASSERT_EQ(queue.add(1), Status::ok);
  ASSERT_EQ(queue.add(100, kNote), Status::ok);
  ASSERT_EQ(queue.add(2), Status::ok);
  EXPECT_EQ(queue.waiting(), (Values{1, 2}));
  EXPECT_EQ(queue.journal.pop(), Status::ok);
  EXPECT_EQ(queue.waiting(), Values{2});
  Queue again(storage, entropy);
  EXPECT_EQ(again.waiting(), Values{2});
  EXPECT_EQ(again.journal.pop(), Status::ok);
  EXPECT_TRUE(Queue(storage, entropy).journal.empty());
}

TEST(Journal, T16_closing_messages_have_a_reserve) {
  MemoryStorage storage;
  FakeEntropy entropy;
  Queue queue(storage, entropy, 400);
  Status status = Status::ok;
  std::uint32_t added = 0;
  while ((status = queue.add(added)) == Status::ok)
    ++added;
  EXPECT_EQ(status, Status::no_space);
  EXPECT_EQ(queue.add(999, kMessage, Journal::Weight::closing), Status::ok);
  EXPECT_EQ(queue.waiting().back(), 999U);
  EXPECT_EQ(queue.waiting().size(), added + 1);
}

/// Does something to a journal with three messages, the first popped, cutting power after each
/// number of bytes; `before` and `after` are the only queues that may be found at the restart.
void cut_everywhere(const std::function<Status(Queue&)>& act, const Values& before,
                    const Values& after) {
  MemoryStorage whole;
  FakeEntropy entropy;
  {
    Queue queue(whole, entropy);
    for (std::uint32_t value : {1U, 2U, 3U})
      ASSERT_EQ(queue.add(value), Status::ok);
    ASSERT_EQ(queue.add(50, kNote), Status::ok);
    ASSERT_EQ(queue.journal.pop(), Status::ok);
  }
  bool done = false;
  for (std::uint64_t bytes = 0; !done; ++bytes) {
    ASSERT_LT(bytes, 2000U);
    MemoryStorage storage = whole;
    storage.fail_after(bytes);
    {
      Queue queue(storage, entropy);
      done = act(queue) == Status::ok;
    }
    storage.mend();
    Queue queue(storage, entropy);
    EXPECT_EQ(queue.waiting(), done ? after : before) << bytes;
    EXPECT_EQ(queue.add(9), Status::ok) << bytes;
    EXPECT_EQ(queue.waiting().back(), 9U) << bytes;
  }
}

TEST(Journal, T05_an_append_cut_at_any_byte_is_there_or_not) {
  cut_everywhere([](Queue& queue) { return queue.add(4); }, {2, 3}, {2, 3, 4});
}

TEST(Journal, T05_a_pop_cut_at_any_byte_leaves_the_message_or_takes_it) {
  cut_everywhere([](Queue& queue) { return queue.journal.pop(); }, {2, 3}, {3});
}

TEST(Journal, T05_a_compaction_cut_at_any_byte_loses_nothing) {
  const auto nothing = [](void*, const Record&) { return false; };
  cut_everywhere([&](Queue& queue) { return queue.journal.compact(nothing, nullptr); }, {2, 3},
                 {2, 3});
}

TEST(Journal, compaction_keeps_what_is_wanted_and_what_waits) {
  MemoryStorage storage;
  FakeEntropy entropy;
  Queue queue(storage, entropy);
  for (std::uint32_t value : {1U, 2U})
    ASSERT_EQ(queue.add(value), Status::ok);
  ASSERT_EQ(queue.add(50, kNote), Status::ok);
  ASSERT_EQ(queue.journal.pop(), Status::ok);
  const std::uint32_t next = queue.journal.next_sequence();
  const std::uint64_t salt = queue.journal.salt();
  const auto notes = [](void*, const Record& record) { return record.type == kNote; };
  ASSERT_EQ(queue.journal.compact(notes, nullptr), Status::ok);
  Queue again(storage, entropy);
  EXPECT_EQ(again.waiting(), Values{2});
  // R01: message ids come from salt and number, so neither may come twice.
  EXPECT_EQ(again.journal.next_sequence(), next);
  EXPECT_EQ(again.journal.salt(), salt);
  std::uint32_t offset = 0;
  Record record;
  int found = 0;
  while (again.journal.next(offset, record))
    found += record.type == kNote;
  EXPECT_EQ(found, 1);
}

TEST(Journal, R01_a_cleared_journal_has_another_salt_and_its_numbers_go_on) {
  MemoryStorage storage;
  FakeEntropy entropy;
  Queue queue(storage, entropy);
  ASSERT_EQ(queue.add(1), Status::ok);
  ASSERT_EQ(queue.journal.pop(), Status::ok);
  const std::uint64_t salt = queue.journal.salt();
  const std::uint32_t next = queue.journal.next_sequence();
  ASSERT_EQ(queue.journal.clear(), Status::ok);
  EXPECT_TRUE(queue.journal.empty());
  ASSERT_EQ(queue.add(2), Status::ok);
  EXPECT_NE(queue.journal.salt(), salt);
  EXPECT_EQ(queue.journal.front_sequence(), next);
  EXPECT_EQ(queue.waiting(), Values{2});
  Queue again(storage, entropy);
  EXPECT_EQ(again.journal.front_sequence(), next);
  EXPECT_EQ(again.waiting(), Values{2});
}

TEST(Journal, T17_a_message_whose_mark_fails_is_not_given_twice_while_the_station_runs) {
  MemoryStorage storage;
  FakeEntropy entropy;
  Queue queue(storage, entropy);
  for (std::uint32_t value : {1U, 2U, 3U})
    ASSERT_EQ(queue.add(value), Status::ok);
  storage.fail_after(3, Status::no_space);
  EXPECT_EQ(queue.journal.pop(), Status::no_space);
  EXPECT_EQ(queue.waiting(), (Values{2, 3}));
  storage.mend();
  EXPECT_EQ(queue.journal.pop(), Status::ok);
  // The later mark covers the earlier message.
  Queue again(storage, entropy);
  EXPECT_EQ(again.waiting(), Values{3});
}

TEST(Journal, T17_messages_that_are_damaged_while_they_wait_are_passed_over) {
  constexpr std::uint32_t kRecord = store::RecordLog::kOverhead + 4;
  constexpr std::uint32_t kHeader = store::RecordLog::kOverhead + 13;
  MemoryStorage storage;
  FakeEntropy entropy;
  Queue queue(storage, entropy);
  for (std::uint32_t value = 0; value < 4; ++value)
    ASSERT_EQ(queue.add(value), Status::ok);
  for (const std::uint32_t damaged : {0U, 3U})
    storage.areas["transactions"][kHeader + damaged * kRecord + 9] ^= 4U;
  Record front;
  for (const std::uint32_t left : {1U, 2U}) {
    ASSERT_TRUE(queue.journal.front(front));
    EXPECT_EQ(RecordReader(front.payload).u32(), left);
    EXPECT_EQ(queue.journal.pop(), Status::ok);
  }
  EXPECT_FALSE(queue.journal.front(front));
  EXPECT_TRUE(queue.journal.empty());
}

TEST(Journal, T17_damage_in_the_middle_costs_one_message_and_no_order) {
  constexpr std::uint32_t kRecord = store::RecordLog::kOverhead + 4;
  constexpr std::uint32_t kHeader = store::RecordLog::kOverhead + 13;
  for (std::uint32_t damaged = 0; damaged < 5; ++damaged) {
    MemoryStorage storage;
    FakeEntropy entropy;
    Values expected;
    {
      Queue queue(storage, entropy);
      for (std::uint32_t value = 0; value < 5; ++value) {
        ASSERT_EQ(queue.add(value), Status::ok);
        if (value != damaged) expected.push_back(value);
      }
    }
    storage.areas["transactions"][kHeader + damaged * kRecord + 9] ^= 4U;
    Queue queue(storage, entropy);
    EXPECT_EQ(queue.waiting(), expected);
    // The first mark rewrites the journal, and what lies behind the damage moves.
    while (!expected.empty()) {
      ASSERT_EQ(queue.journal.pop(), Status::ok);
      expected.erase(expected.begin());
      EXPECT_EQ(queue.waiting(), expected) << "damaged: " << damaged;
    }
  }
}

}  // namespace
}  // namespace plugpoint::test
