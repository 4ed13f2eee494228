// Whatever the order of appends, pops, compactions, failing writes and restarts: a message that was
// accepted leaves the journal once, in order. And whatever a device holds, opening it is safe.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>

#include "plugpoint/store/journal.h"
#include "support/fake_entropy.h"
#include "support/memory_storage.h"

namespace {

using plugpoint::Status;
using plugpoint::store::Journal;
using plugpoint::store::LogRoom;
using plugpoint::store::Record;
using plugpoint::store::RecordBuilder;
using plugpoint::store::RecordReader;

constexpr std::uint32_t kLimit = 2000;

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// A journal on a device, beside the list of what it must hold.
class Subject {
 public:
  Subject() { restart(); }

  void restart() {
    storage_.mend();
    // A message whose mark could not be written comes back.
    while (!unmarked_.empty()) {
      expected_.push_front(unmarked_.back());
      unmarked_.pop_back();
    }
    journal_.reset(new Journal(logs_, entropy_, kLimit));
    require(!journal_->open(), "a journal of our own does not open");
    check();
  }

  void append(std::uint8_t type, std::uint8_t size) {
    RecordBuilder builder = journal_->build();
    builder.u32(++counter_);
    for (std::uint8_t i = 0; i < size; ++i)
      builder.u8(i);
    const Status status = journal_->append(type, builder, Journal::Weight::ordinary);
    if (status == Status::ok && type < Journal::kNote) expected_.push_back(counter_);
  }

  void pop() {
    const Status status = journal_->pop();
    require((status == Status::not_found) == expected_.empty(), "pop disagrees about emptiness");
    if (status == Status::not_found) return;
    if (status == Status::ok) {
      unmarked_.clear();
    } else {
      unmarked_.push_back(expected_.front());
    }
    expected_.pop_front();
  }

  void compact() {
    if (journal_->compact([](void*, const Record&) { return false; }, nullptr) == Status::ok)
      unmarked_.clear();
  }

  void fail_after(std::uint8_t bytes) { storage_.fail_after(bytes); }

  void check() {
    require(journal_->pending() == expected_.size(), "the count of waiting messages is wrong");
    Record record;
    require(journal_->front(record) == !expected_.empty(), "the front is missing");
    if (expected_.empty()) return;
    require(RecordReader(record.payload).u32() == expected_.front(), "another message is in front");
  }

  void drain() {
    restart();
    while (!expected_.empty()) {
      pop();
      check();
    }
  }

 private:
  plugpoint::test::MemoryStorage storage_;
  plugpoint::test::FakeEntropy entropy_;
  std::uint8_t scratch_[300];
  LogRoom logs_{storage_, {scratch_, sizeof scratch_}};
  std::unique_ptr<Journal> journal_;
  std::deque<std::uint32_t> expected_;
  std::deque<std::uint32_t> unmarked_;
  std::uint32_t counter_ = 0;
};

void run_operations(const std::uint8_t* data, std::size_t size) {
  Subject subject;
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    const std::uint8_t argument = data[i + 1];
    switch (data[i] % 6) {
      case 0:
        subject.append(1, argument % 200);
        break;
      case 1:
        subject.append(Journal::kNote + 1, argument % 200);
        break;
      case 2:
        subject.pop();
        break;
      case 3:
        subject.compact();
        break;
      case 4:
        subject.fail_after(argument);
        break;
      default:
        subject.restart();
        break;
    }
    subject.check();
  }
  subject.drain();
}

void open_garbage(const std::uint8_t* data, std::size_t size) {
  plugpoint::test::MemoryStorage storage;
  plugpoint::test::FakeEntropy entropy;
  const std::size_t middle = size / 2;
  storage.areas["transactions"].assign(data, data + middle);
  storage.areas["transactions-n"].assign(data + middle, data + size);
  std::uint8_t scratch[300];
  LogRoom logs{storage, {scratch, sizeof scratch}};
  Journal journal(logs, entropy, kLimit);
  if (journal.open()) return;
  for (int i = 0; i < 10 && journal.pop() == Status::ok; ++i) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  if (data[0] % 8 == 7) {
    open_garbage(data + 1, size - 1);
  } else {
    run_operations(data + 1, size - 1);
  }
  return 0;
}
