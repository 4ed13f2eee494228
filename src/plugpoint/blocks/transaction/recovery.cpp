#include "plugpoint/blocks/transaction/recovery.h"

namespace plugpoint {

namespace {

/// Walks the journal behind `from` for the next started transaction.
bool next_started(Station& station, std::uint32_t& offset, store::Record& stored) {
  while (station.journal.next(offset, stored)) {
    if (stored.type == static_cast<std::uint8_t>(RecordType::started)) return true;
  }
  return false;
}

bool carries_meter(std::uint8_t type) {
  return type == static_cast<std::uint8_t>(RecordType::started) ||
         type == static_cast<std::uint8_t>(RecordType::updated) ||
         type == static_cast<std::uint8_t>(RecordType::progress);
}

/// Collects the last known state of one transaction; false when it has ended, or nothing is known.
bool last_state(Station& station, std::uint32_t number, TransactionRecord& last) {
  std::uint32_t offset = 0;
  store::Record stored;
  bool known = false;
  while (station.journal.next(offset, stored)) {
    if (stored.type == store::Journal::kPopped || transaction_of(stored) != number) continue;
    if (stored.type == static_cast<std::uint8_t>(RecordType::ended)) return false;
    TransactionRecord record;
    if (!carries_meter(stored.type) || !parse_head(stored, record)) continue;
    if (known && record.sequence < last.sequence) record.sequence = last.sequence;
    // T10: a meter that could not be read tells less than before.
    if (known && record.meter_wh < last.meter_wh) record.meter_wh = last.meter_wh;
#if PLUGPOINT_SIGNED_METER_VALUES
    record.key_told = record.key_told || (known && last.key_told);
#endif
    last = record;
    known = true;
  }
  return known;
}

bool runs(const Station& station, std::uint32_t number) {
  for (EvseId evse = 1; evse <= station.evses(); ++evse) {
    const TransactionView& view = station.board(evse).transaction;
    if (view.active && view.number == number) return true;
  }
  return false;
}

std::uint16_t boot_of(const store::Record& stored) {
  if (stored.type == static_cast<std::uint8_t>(RecordType::clock))
    return store::RecordReader(stored.payload).u16();
  if (stored.type == store::Journal::kPopped ||
      stored.type == static_cast<std::uint8_t>(RecordType::id_assigned))
    return 0;
  TransactionRecord record;
  return parse_head(stored, record) ? record.stamp.boot : std::uint16_t{0};
}

Status close(Station& station, std::uint32_t number, const TransactionRecord& last) {
  TransactionRecord end;
  end.type = RecordType::ended;
  end.stop_data = true;  // There may be some: it is looked for when the end is sent.
  end.transaction = number;
  end.evse = last.evse;
  end.connector = last.connector;
  end.stamp = last.stamp;
  end.meter_wh = last.meter_wh;
  end.sequence = static_cast<std::uint16_t>(last.sequence + 1);
  end.reason = station.lost_reason;
  end.trigger = Trigger::AbnormalCondition;
  end.context = Context::transaction_end;
  end.offline = true;
#if PLUGPOINT_SIGNED_METER_VALUES
  end.key_told = last.key_told;
#endif
  return append(station, end);
}

}  // namespace

void number_this_boot(Station& station) {
  std::uint16_t highest = 0;
  std::uint32_t offset = 0;
  store::Record stored;
  while (station.journal.next(offset, stored)) {
    const std::uint16_t boot = boot_of(stored);
    if (boot > highest) highest = boot;
  }
  station.boot_number = static_cast<std::uint16_t>(highest + 1);
}

Status close_lost_transactions(Station& station, std::uint32_t& closed) {
  closed = 0;
  std::uint32_t done = 0;  // Numbers rise, and a rewritten journal moves its records.
  std::uint32_t offset = 0;
  store::Record stored;
  while (next_started(station, offset, stored)) {
    const std::uint32_t number = stored.sequence;
    TransactionRecord last;
    if (number <= done || runs(station, number) || !last_state(station, number, last)) continue;
    const Status status = close(station, number, last);
    if (status != Status::ok) return status;
    ++closed;
    done = number;
    offset = 0;
  }
  return Status::ok;
}

}  // namespace plugpoint
