#include "plugpoint/store/journal.h"

namespace plugpoint::store {

Journal::Journal(LogRoom& room, Entropy& entropy, std::uint32_t limit)
    : log_(room, PLUGPOINT_TEXT("transactions")), entropy_(entropy), limit_(limit) {}

void Journal::renew_salt() {
  std::uint8_t bytes[8];
  entropy_.fill({bytes, sizeof bytes});
  std::uint64_t salt = 0;
  for (std::uint8_t byte : bytes)
    salt = (salt << 8) | byte;
  log_.set_salt(salt);
}

Error Journal::open() {
  renew_salt();  // Should the header be damaged.
  if (Error error = log_.open()) return error;
  popped_ = 0;
  mark_ = 0;
  std::uint32_t offset = 0;
  Record record;
  while (log_.next(offset, record)) {
    if (record.type != kPopped) continue;
    RecordReader reader(record.payload);
    popped_ = reader.u32();
    mark_ = record.sequence;
  }
  count_pending();
  return {};
}

bool Journal::waits(const Record& record) const {
  return record.type < kNote && record.sequence > popped_;
}

void Journal::count_pending() {
  pending_ = 0;
  std::uint32_t offset = 0;
  Record record;
  while (log_.next(offset, record)) {
    if (waits(record) && pending_++ == 0) front_ = {record.offset, offset, record.sequence};
  }
}

bool Journal::find_front(std::uint32_t from, Record& record) {
  while (log_.next(from, record)) {
    if (!waits(record)) continue;
    front_ = {record.offset, from, record.sequence};
    return true;
  }
  pending_ = 0;  // Those that were counted are damaged.
  return false;
}

RecordBuilder Journal::build() {
  if (log_.size() == 0) renew_salt();
  const bool moves = log_.torn();
  RecordBuilder builder = log_.build();
  if (moves) count_pending();
  return builder;
}

Status Journal::append(std::uint8_t type, const RecordBuilder& builder, Weight weight,
                       std::uint32_t* sequence) {
  const std::uint32_t allowed = weight == Weight::closing ? limit_ + limit_ / 4 : limit_;
  if (log_.size() + builder.size() + RecordLog::kOverhead > allowed) return Status::no_space;
  const std::uint32_t number = log_.next_sequence();
  const std::uint32_t at = log_.size();
  const Status status = log_.append(type, builder);
  if (status != Status::ok) return status;
  if (sequence) *sequence = number;
  if (type < kNote && pending_++ == 0) front_ = {at, log_.size(), number};
  return Status::ok;
}

bool Journal::front(Record& record) {
  return pending_ > 0 && find_front(front_.offset, record);
}

Status Journal::pop() {
  if (pending_ == 0) return Status::not_found;
  RecordBuilder builder = build();
  builder.u32(front_.sequence);
  const std::uint32_t mark = log_.next_sequence();
  const Status status = log_.append(kPopped, builder);
  if (status == Status::ok) mark_ = mark;
  popped_ = front_.sequence;
  Record record;
  if (pending_ > 0 && --pending_ > 0) find_front(front_.after, record);
  return status;
}

struct Journal::Rewriting {
  Journal& journal;
  Choice wanted;
  Choice waiting;
  void* context;
  std::uint32_t size = 0;  ///< Of what is kept so far.
  std::uint32_t pending = 0;
  Front front{};

  bool keeps(const Record& record) const;
};

bool Journal::Rewriting::keeps(const Record& record) const {
  // The last mark must stay: it tells which of the kept messages are popped.
  if (record.type == kPopped) return record.sequence == journal.mark_;
  if (!journal.waits(record)) return wanted(context, record);
  return !waiting || pending == 0 || waiting(context, record);
}

bool Journal::keep_record(void* context, const Record& record) {
  Rewriting& self = *static_cast<Rewriting*>(context);
  if (!self.keeps(record)) return false;
  const std::uint32_t at = self.size;
  self.size += static_cast<std::uint32_t>(RecordLog::kOverhead + record.payload.size());
  if (self.journal.waits(record) && self.pending++ == 0)
    self.front = {at, self.size, record.sequence};
  return true;
}

Status Journal::compact(Choice keep, void* context, Choice keep_waiting) {
  Rewriting rewriting{*this, keep, keep_waiting, context};
  const Status status = log_.compact(&keep_record, &rewriting);
  if (status != Status::ok) return status;
  pending_ = rewriting.pending;
  front_ = rewriting.front;
  front_.offset += log_.first();
  front_.after += log_.first();
  return status;
}

Status Journal::clear() {
  const Status status = log_.clear();
  if (status != Status::ok) return status;
  popped_ = 0;
  pending_ = 0;
  mark_ = 0;
  return Status::ok;
}

}  // namespace plugpoint::store
