#include "plugpoint/blocks/journal_care.h"

namespace plugpoint {

namespace {

bool is(const store::Record& record, RecordType type) {
  return record.type == static_cast<std::uint8_t>(type);
}

bool tells_state(const store::Record& record) {
  return is(record, RecordType::started) || is(record, RecordType::updated) ||
         is(record, RecordType::progress);
}

/// How many bytes a rewriting would free.
std::uint32_t savings(Station& station, JournalNeeds& needs, bool thin) {
  std::uint32_t bytes = 0;
  std::uint32_t offset = 0;
  store::Record record;
  while (station.journal.next(offset, record)) {
    const bool waits =
        record.type < store::Journal::kNote && record.sequence > station.journal.popped();
    const bool stays = waits || needs.needed(record);
    if (!stays || (thin && needs.dispensable(record))) bytes += offset - record.offset;
  }
  return bytes;
}

bool keep_needed(void* context, const store::Record& record) {
  return static_cast<const JournalNeeds*>(context)->needed(record);
}

bool keep_indispensable(void* context, const store::Record& record) {
  return !static_cast<JournalNeeds*>(context)->dispensable(record);
}

bool keep_thinned(void* context, const store::Record& record) {
  return keep_needed(context, record) && keep_indispensable(context, record);
}

}  // namespace

JournalNeeds::JournalNeeds(Station& station) : popped_(station.journal.popped()) {
  std::uint32_t offset = 0;
  store::Record record;
  while (station.journal.next(offset, record))
    note(record);
  for (std::size_t i = 0; i < known_count_; ++i)
    count_ += known_[i].ended ? 0 : 1;
}

JournalNeeds::Transaction* JournalNeeds::find(std::uint32_t number) {
  for (std::size_t i = 0; i < known_count_; ++i) {
    if (known_[i].number == number) return &known_[i];
  }
  return nullptr;
}

void JournalNeeds::remove(std::uint32_t number) {
  if (Transaction* found = find(number)) *found = known_[--known_count_];
}

void JournalNeeds::note(const store::Record& record) {
  if (!tells_state(record) && !is(record, RecordType::ended)) return;
  const std::uint32_t number = transaction_of(record);
  if (is(record, RecordType::started)) {
    if (known_count_ < kMax) {
      known_[known_count_++] = {number, record.sequence, false};
    } else if (number < floor_) {
      floor_ = number;
    }
    return;
  }
  Transaction* transaction = find(number);
  if (!transaction) return;
  if (!is(record, RecordType::ended)) {
    transaction->newest = record.sequence;
  } else if (record.sequence <= popped_ || number > popped_) {
    // Delivered to the end; or not even its start is, and then its messages all wait.
    remove(number);
  } else {
    transaction->ended = true;
  }
}

bool JournalNeeds::needed(const store::Record& record) const {
  if (is(record, RecordType::clock)) return true;
  const std::uint32_t number = transaction_of(record);
  if (number == 0) return false;
  if (number >= floor_) return true;
  const Transaction* transaction = find(number);
  if (!transaction && number <= popped_) return false;
  const bool passing = is(record, RecordType::updated) || is(record, RecordType::progress);
  if (!passing) return true;
  // A power loss needs the newest state of what is open (T08).
  return transaction && !transaction->ended && record.sequence == transaction->newest;
}

bool JournalNeeds::dispensable(const store::Record& record) {
  if (!is(record, RecordType::updated) && !is(record, RecordType::meter_values) &&
      !is(record, RecordType::stop_data))
    return false;
  TransactionRecord head;
  if (!parse_head(record, head)) return false;
  const bool periodic =
      is(record, RecordType::stop_data)
          ? head.context == Context::sample_periodic || head.context == Context::sample_clock
          : head.trigger == Trigger::MeterValuePeriodic || head.trigger == Trigger::MeterValueClock;
  if (!periodic) return false;
  const Transaction* transaction = find(head.transaction);
  if (transaction && !transaction->ended && record.sequence == transaction->newest) return false;
  std::uint8_t& bits = second_[head.evse / 8];
  const auto bit = static_cast<std::uint8_t>(1U << (head.evse % 8));
  bits = static_cast<std::uint8_t>(bits ^ bit);
  return (bits & bit) != 0;
}

void JournalNeeds::count_anew() {
  for (std::uint8_t& bits : second_)
    bits = 0;
}

Status tidy_journal(Station& station) {
  if (!station.drained) return Status::refused;
  JournalNeeds needs(station);
  if (station.journal.empty() && !needs.any_open()) return station.journal.clear();
  return station.journal.compact(&keep_needed, &needs);
}

bool make_room(Station& station) {
  if (!station.drained) return false;
  const std::uint32_t worth = station.journal.limit() / 16;
  JournalNeeds needs(station);
  if (savings(station, needs, false) >= worth)
    return station.journal.compact(&keep_needed, &needs) == Status::ok;
  if (savings(station, needs, true) < worth) return false;
  needs.count_anew();
  return station.journal.compact(&keep_thinned, &needs, &keep_indispensable) == Status::ok;
}

}  // namespace plugpoint
