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

/// Collects the last known state of one transaction; false when it has already ended.
bool last_state(Station& station, Arena& arena, std::uint32_t number, TransactionRecord& last) {
  std::uint32_t offset = 0;
  store::Record stored;
  while (station.journal.next(offset, stored)) {
    if (stored.type == store::Journal::kPopped || transaction_of(stored) != number) continue;
    if (stored.type == static_cast<std::uint8_t>(RecordType::ended)) return false;
    if (!carries_meter(stored.type)) continue;
    const Arena::Mark mark = arena.mark();
    TransactionRecord record;
    if (parse(stored, arena, record)) {
      const std::uint16_t sequence = last.sequence;
      last = record;
      if (stored.type == static_cast<std::uint8_t>(RecordType::progress) && record.sequence < sequence)
        last.sequence = sequence;
    }
    arena.rewind(mark);
  }
  return true;
}

void find_boot_number(Station& station, Arena& arena) {
  std::uint16_t highest = 0;
  std::uint32_t offset = 0;
  store::Record stored;
  while (station.journal.next(offset, stored)) {
    std::uint16_t boot = 0;
    if (stored.type == static_cast<std::uint8_t>(RecordType::clock)) {
      boot = store::RecordReader(stored.payload).u16();
    } else if (stored.type != store::Journal::kPopped &&
               stored.type != static_cast<std::uint8_t>(RecordType::id_assigned)) {
      const Arena::Mark mark = arena.mark();
      TransactionRecord record;
      if (parse(stored, arena, record)) boot = record.stamp.boot;
      arena.rewind(mark);
    }
    if (boot > highest) highest = boot;
  }
  station.boot_number = static_cast<std::uint16_t>(highest + 1);
}

}  // namespace

std::uint32_t recover_transactions(Station& station, Arena& arena) {
  find_boot_number(station, arena);
  std::uint32_t closed = 0;
  std::uint32_t offset = 0;
  store::Record stored;
  while (next_started(station, offset, stored)) {
    const std::uint32_t number = stored.sequence;
    TransactionRecord last;
    if (!last_state(station, arena, number, last)) continue;
    TransactionRecord end;
    end.type = RecordType::ended;
    end.transaction = number;
    end.evse = last.evse;
    end.connector = last.connector;
    end.stamp = last.stamp;
    end.meter_wh = last.meter_wh;
    end.sequence = static_cast<std::uint16_t>(last.sequence + 1);
    end.reason = StopReason::power_loss;
    end.trigger = Trigger::AbnormalCondition;
    end.context = Context::transaction_end;
    end.offline = true;
    if (append(station, end) == Status::ok) {
      ++closed;
    } else {
      station.raise(Signal::storage_failed);
    }
  }
  return closed;
}

}  // namespace plugpoint
