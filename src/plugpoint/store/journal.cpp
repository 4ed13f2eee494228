#include "plugpoint/store/journal.h"

namespace plugpoint::store {

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
  std::uint32_t offset = 0;
  Record record;
  while (log_.next(offset, record)) {
    if (record.type != kPopped) continue;
    RecordReader reader(record.payload);
    popped_ = reader.u32();
  }
  count_pending();
  find_front(0);
  return {};
}

void Journal::count_pending() {
  pending_ = 0;
  std::uint32_t offset = 0;
  Record record;
  while (log_.next(offset, record)) {
    if (record.type < kNote && record.sequence > popped_) ++pending_;
  }
}

void Journal::find_front(std::uint32_t from) {
  Record record;
  std::uint32_t offset = from;
  while (log_.next(offset, record)) {
    if (record.type < kNote && record.sequence > popped_) {
      front_offset_ = record.offset;
      return;
    }
  }
  front_offset_ = offset;
}

RecordBuilder Journal::build() {
  if (log_.size() == 0) renew_salt();
  const bool moves = log_.torn();
  RecordBuilder builder = log_.build();
  if (moves) find_front(0);
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
  if (type < kNote && pending_++ == 0) front_offset_ = at;
  return Status::ok;
}

bool Journal::front(Record& record) {
  if (pending_ == 0) return false;
  std::uint32_t offset = front_offset_;
  return log_.next(offset, record);
}

Status Journal::pop() {
  Record record;
  if (!front(record)) return Status::not_found;
  const std::uint32_t sequence = record.sequence;
  RecordBuilder builder = build();
  const std::uint32_t behind = front_offset_;
  builder.u32(sequence);
  const Status status = log_.append(kPopped, builder);
  popped_ = sequence;
  --pending_;
  if (pending_ > 0) find_front(behind);
  return status;
}

namespace {
struct Keep {
  Journal::Choice wanted;
  Journal::Choice waiting;
  void* context;
  std::uint32_t popped;
  std::uint32_t last_pop;
  std::uint32_t front;
};
}  // namespace

bool Journal::keep_record(void* context, const Record& record) {
  const Keep& keep = *static_cast<const Keep*>(context);
  // The last mark must stay: it tells which of the kept messages are popped.
  if (record.type == kPopped) return record.sequence == keep.last_pop;
  if (record.type < kNote && record.sequence > keep.popped)
    return !keep.waiting || record.sequence == keep.front || keep.waiting(keep.context, record);
  return keep.wanted(keep.context, record);
}

Status Journal::compact(Choice keep, void* context, Choice keep_waiting) {
  Record record;
  Keep with{keep, keep_waiting, context, popped_, 0, front(record) ? record.sequence : 0};
  std::uint32_t offset = 0;
  while (log_.next(offset, record)) {
    if (record.type == kPopped) with.last_pop = record.sequence;
  }
  const Status status = log_.compact(&keep_record, &with);
  if (status != Status::ok) return status;
  if (keep_waiting) count_pending();
  find_front(0);
  return status;
}

Status Journal::clear() {
  const Status status = log_.clear();
  if (status != Status::ok) return status;
  popped_ = 0;
  pending_ = 0;
  front_offset_ = 0;
  return Status::ok;
}

}  // namespace plugpoint::store
