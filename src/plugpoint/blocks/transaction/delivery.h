// Delivers the journal's messages one after the other, with the retries of 1.6 §3.7.1 and 2.x E13.
#pragma once

#include "plugpoint/blocks/message_id.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

class Delivery {
 public:
  explicit Delivery(Station& station) : station_(station) {}

  /// The oldest message, if it may be sent now: parsed into `arena`. Damaged records are dropped.
  bool front(Arena& arena, TransactionRecord& record, std::uint32_t& sequence);
  /// Whether a message waits and may be sent now; `sequence` is its place in the journal.
  bool ready(std::uint32_t& sequence) const;
  /// The front was accepted, or needs no sending.
  void done();
  /// The central system failed to process the front. After TransactionMessageAttempts it is dropped
  /// (T06); true then.
  bool failed();
  Millis next_deadline() const;

  /// A connection was opened: every message that waits has seen an offline period (2.x E11.FR.07).
  void note_connection() { offline_before_ = station_.journal.next_sequence(); }
  /// Whether the message with this place in the journal has.
  bool was_offline(std::uint32_t sequence) const { return sequence < offline_before_; }

  /// The message id of a record: the same each time it is sent, also after a restart, so that the
  /// central system can tell a repetition. `into` holds at least kIdSize characters.
  static constexpr std::size_t kIdSize = kMessageIdSize;
  Text message_id(std::uint32_t sequence, char* into) const;

 private:
  Station& station_;
  Millis retry_at_ = 0;
  std::uint32_t offline_before_ = 0;
  std::int32_t attempts_ = 0;
};

}  // namespace plugpoint
