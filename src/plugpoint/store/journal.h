// The queue of transaction messages on storage: first in, first out, and nothing is lost.
#pragma once

#include <cstdint>

#include "plugpoint/store/record_log.h"

namespace plugpoint::store {

/// A first-in-first-out queue of messages and, between them, notes that are never sent. A message
/// leaves the queue only when `pop` has been written; until then it is the front again after each
/// restart. Types below kNote are messages.
class Journal {
 public:
  static constexpr std::uint8_t kNote = 64;
  static constexpr std::uint8_t kPopped = 254;

  /// `limit`: the largest size in bytes that ordinary messages may fill; closing messages (see
  /// `append`) may exceed it by a quarter.
  Journal(LogRoom& room, Entropy& entropy, std::uint32_t limit);

  /// The most bytes that a journal with this limit ever takes: the marks of messages that were
  /// dealt with come on top of the limit and its reserve.
  static constexpr std::uint32_t bound(std::uint32_t limit) { return limit + limit / 4 * 3; }

  /// Reads the journal back and finds the oldest message that was not popped.
  Error open();

  RecordBuilder build();
  enum class Weight : std::uint8_t { ordinary, closing };
  /// Appends; durable when it returns ok. `closing` messages (the end of a transaction) may use the
  /// reserve that ordinary ones may not. `sequence` receives the record's number.
  Status append(std::uint8_t type, const RecordBuilder& builder, Weight weight,
                std::uint32_t* sequence = nullptr);

  bool empty() const { return pending_ == 0; }
  /// Messages that wait.
  std::uint32_t pending() const { return pending_; }
  std::uint32_t size() const { return log_.size(); }
  std::uint32_t limit() const { return limit_; }
  /// The oldest message, read from the storage. False when there is none.
  bool front(Record& record);
  /// Its place in the journal, as it is known without reading; only sensible while not empty.
  std::uint32_t front_sequence() const { return front_.sequence; }
  /// Marks the front as dealt with; durable when it returns ok. When the mark cannot be written the
  /// message leaves the queue all the same, since a second delivery would not help: it comes back
  /// only if the station restarts before a later mark was written. Errors: not_found, no_space,
  /// io_error.
  Status pop();

  /// Walks all records, popped ones and notes too; start with offset 0.
  bool next(std::uint32_t& offset, Record& record) { return log_.next(offset, record); }
  /// Sequence of the last popped message: a message up to it is not in the queue any more.
  std::uint32_t popped() const { return popped_; }
  std::uint32_t next_sequence() const { return log_.next_sequence(); }
  std::uint64_t salt() const { return log_.salt(); }

  using Choice = bool (*)(void* context, const Record& record);
  /// Rewrites the journal without what is popped, except for what `keep` wants kept.
  /// `keep_waiting`, if it is given, decides about the messages that wait, except for the front,
  /// which may be on its way. Each record is asked about once, in order; neither function may use
  /// the journal.
  Status compact(Choice keep, void* context, Choice keep_waiting = nullptr);
  /// Removes everything; only sensible when nothing is pending or needed.
  Status clear();

 private:
  /// The oldest message that waits, remembered so that it is read only to be sent.
  struct Front {
    std::uint32_t offset;
    std::uint32_t after;  ///< Where the next record is.
    std::uint32_t sequence;
  };
  struct Rewriting;

  void renew_salt();
  static bool keep_record(void* context, const Record& record);
  bool waits(const Record& record) const;
  /// Counts the messages that wait, and notes the first.
  void count_pending();
  bool find_front(std::uint32_t from, Record& record);

  RecordLog log_;
  Entropy& entropy_;
  std::uint32_t limit_;
  Front front_{};
  std::uint32_t popped_ = 0;
  std::uint32_t mark_ = 0;  ///< Sequence of the newest mark of a popped message.
  std::uint32_t pending_ = 0;
};

}  // namespace plugpoint::store
