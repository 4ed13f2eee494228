#include "plugpoint/blocks/transaction/delivery.h"

#include "plugpoint/blocks/message_id.h"

namespace plugpoint {

bool Delivery::ready(std::uint32_t& sequence) const {
  if (station_.now() < retry_at_ || station_.journal.empty()) return false;
  sequence = station_.journal.front_sequence();
  return true;
}

bool Delivery::front(Arena& arena, TransactionRecord& record, std::uint32_t& sequence) {
  if (station_.now() < retry_at_) return false;
  store::Record stored;
  while (station_.journal.front(stored)) {
    sequence = stored.sequence;
    const Arena::Mark mark = arena.mark();
    if (parse(stored, arena, record)) {
      // B09: nothing goes out before its time can be told.
      return record.stamp.boot == 0 || station_.clock.utc_known();
    }
    arena.rewind(mark);
    station_.log(LogLevel::error,
                 PLUGPOINT_REASON("a stored transaction message cannot be read and is dropped"));
    done();
  }
  return false;
}

void Delivery::done() {
  attempts_ = 0;
  retry_at_ = 0;
  if (station_.journal.pop() != Status::ok) station_.raise(Signal::storage_failed);
}

bool Delivery::failed() {
  ++attempts_;
  if (attempts_ >= station_.variables.integer(Key::TransactionMessageAttempts)) {
    station_.log(
        LogLevel::error,
        PLUGPOINT_REASON("the central system refused a transaction message for the last time"));
    done();
    return true;
  }
  retry_at_ = station_.now() +
              attempts_ * station_.variables.seconds_in_ms(Key::TransactionMessageRetryInterval);
  return false;
}

Millis Delivery::next_deadline() const {
  if (!station_.online() || station_.journal.empty()) return kNever;
  return retry_at_;
}

Text Delivery::message_id(std::uint32_t sequence, char* into) const {
  return plugpoint::message_id(station_.journal.salt(), 't', sequence, into);
}

}  // namespace plugpoint
