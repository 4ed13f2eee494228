#include "plugpoint/blocks/smart_charging/profile_store.h"

namespace plugpoint {

namespace {

enum : std::uint8_t { kId = 1, kEvse = 2, kPurpose = 4, kLevel = 8 };

void build_filter(store::RecordBuilder& builder, const ProfileFilter& filter) {
  builder.u8(static_cast<std::uint8_t>((filter.id ? kId : 0) | (filter.evse ? kEvse : 0) |
                                       (filter.purpose ? kPurpose : 0) |
                                       (filter.stack_level ? kLevel : 0)));
  builder.u32(static_cast<std::uint32_t>(filter.id.value));
  builder.u32(static_cast<std::uint32_t>(filter.evse.value));
  builder.u8(static_cast<std::uint8_t>(filter.purpose.value));
  builder.u32(static_cast<std::uint32_t>(filter.stack_level.value));
}

ProfileFilter parse_filter(store::RecordReader& reader) {
  const std::uint8_t given = reader.u8();
  ProfileFilter filter;
  filter.id = static_cast<std::int32_t>(reader.u32());
  filter.evse = static_cast<std::int32_t>(reader.u32());
  filter.purpose = static_cast<ProfilePurpose>(reader.u8());
  filter.stack_level = static_cast<std::int32_t>(reader.u32());
  filter.id.is_set = (given & kId) != 0;
  filter.evse.is_set = (given & kEvse) != 0;
  filter.purpose.is_set = (given & kPurpose) != 0;
  filter.stack_level.is_set = (given & kLevel) != 0;
  return filter;
}

}  // namespace

ProfileStore::ProfileStore(store::LogRoom& logs, Span<ProfileHead> index)
    : log_(logs, PLUGPOINT_TEXT("profiles")), index_(index) {}

bool ProfileStore::matches(const ProfileFilter& filter, const ProfileHead& head) {
  if (filter.id) return *filter.id == head.id;
  return (!filter.evse || *filter.evse == head.evse) &&
         (!filter.purpose || *filter.purpose == head.purpose) &&
         (!filter.stack_level || *filter.stack_level == head.stack_level);
}

bool ProfileStore::replaces(const ProfileHead& fresh, const ProfileHead& old) {
  return fresh.id == old.id || (fresh.purpose == old.purpose && fresh.evse == old.evse &&
                                fresh.stack_level == old.stack_level);
}

bool ProfileStore::before(const ProfileHead& a, const ProfileHead& b) {
  if (a.stack_level != b.stack_level) return a.stack_level > b.stack_level;
  return a.evse > b.evse;
}

Error ProfileStore::open() {
  if (Error error = log_.open()) return error;
  replay();
  return {};
}

void ProfileStore::replay() {
  count_ = 0;
  dead_ = 0;
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record))
    replay(record);
}

void ProfileStore::replay(const store::Record& record) {
  store::RecordReader reader(record.payload);
  ProfileHead head;
  switch (static_cast<Type>(record.type)) {
    case Type::installed:
      if (parse_head(record, head)) insert(head);
      break;
    case Type::cleared:
      dead_ += 1 + drop(parse_filter(reader));
      break;
    case Type::adopted: {
      const EvseId evse = reader.u8();
      set_transaction(evse, reader.u32());
      break;
    }
  }
}

bool ProfileStore::has_room(const ProfileHead& head, std::size_t most) const {
  std::size_t left = count_;
  for (std::size_t i = 0; i < count_; ++i) {
    if (replaces(head, index_[i])) --left;
  }
  return left < most && left < capacity();
}

bool ProfileStore::insert(const ProfileHead& head) {
  if (!has_room(head, capacity())) return false;
  for (std::size_t i = count_; i > 0; --i) {
    if (!replaces(head, index_[i - 1])) continue;
    drop_at(i - 1);
    ++dead_;
  }
  std::size_t at = count_++;
  for (; at > 0 && before(head, index_[at - 1]); --at)
    index_[at] = index_[at - 1];
  index_[at] = head;
  return true;
}

void ProfileStore::drop_at(std::size_t position) {
  --count_;
  for (std::size_t i = position; i < count_; ++i)
    index_[i] = index_[i + 1];
}

std::size_t ProfileStore::drop(const ProfileFilter& filter) {
  std::size_t dropped = 0;
  for (std::size_t i = count_; i > 0; --i) {
    if (!matches(filter, index_[i - 1])) continue;
    drop_at(i - 1);
    ++dropped;
  }
  return dropped;
}

std::size_t ProfileStore::count_matches(const ProfileFilter& filter) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count_; ++i)
    found += matches(filter, index_[i]) ? 1 : 0;
  return found;
}

void ProfileStore::set_transaction(EvseId evse, std::uint32_t transaction) {
  for (std::size_t i = 0; i < count_; ++i) {
    ProfileHead& head = index_[i];
    if (waits(head) && head.evse == evse) head.transaction = transaction;
  }
}

Status ProfileStore::install(const ProfileHead& head, const ChargingProfile& profile,
                             DateTime installed) {
  if (!has_room(head, capacity())) return Status::no_memory;
  if (const Status status = make_ready(); status != Status::ok) return status;
  store::RecordBuilder builder = log_.build();
  build(builder, head, profile, installed);
  const std::uint32_t offset = log_.size();
  const Status status = log_.append(static_cast<std::uint8_t>(Type::installed), builder);
  if (status != Status::ok) return status;
  ProfileHead placed = head;
  placed.offset = offset;
  insert(placed);
  tidy();
  return Status::ok;
}

// The log repairs itself before the next record, and records may move then: the index must follow.
Status ProfileStore::make_ready() {
  return behind_ || log_.torn() ? rewrite() : Status::ok;
}

Status ProfileStore::append_cleared(const ProfileFilter& filter) {
  if (const Status status = make_ready(); status != Status::ok) return status;
  store::RecordBuilder builder = log_.build();
  build_filter(builder, filter);
  return log_.append(static_cast<std::uint8_t>(Type::cleared), builder);
}

Status ProfileStore::clear(const ProfileFilter& filter) {
  const std::size_t found = count_matches(filter);
  if (found == 0) return Status::not_found;
  const Status status = found == count_ ? log_.clear() : append_cleared(filter);
  if (status != Status::ok) return status;
  dead_ += 1 + drop(filter);
  if (count_ == 0) {
    dead_ = 0;
    behind_ = false;
  }
  tidy();
  return Status::ok;
}

void ProfileStore::forget(const ProfileFilter& filter) {
  const Status status = clear(filter);
  if (status == Status::ok || status == Status::not_found) return;
  drop(filter);
  behind_ = true;
}

bool ProfileStore::adopt(EvseId evse, std::uint32_t transaction) {
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    if (waits(index_[i]) && index_[i].evse == evse) ++waiting;
  }
  if (waiting == 0) return false;
  set_transaction(evse, transaction);
  // If the storage refuses, the profile still holds for this transaction, only not over a restart.
  if (make_ready() != Status::ok) return true;
  store::RecordBuilder builder = log_.build();
  builder.u8(evse).u32(transaction);
  static_cast<void>(log_.append(static_cast<std::uint8_t>(Type::adopted), builder));
  return true;
}

bool ProfileStore::read(const ProfileHead& head, store::Record& record) {
  std::uint32_t offset = head.offset;
  return log_.next(offset, record) && record.offset == head.offset;
}

bool ProfileStore::wanted(void* context, const store::Record& record) {
  const ProfileStore& self = *static_cast<const ProfileStore*>(context);
  if (record.type == static_cast<std::uint8_t>(Type::cleared)) return false;
  store::RecordReader reader(record.payload);
  const bool adopted = record.type == static_cast<std::uint8_t>(Type::adopted);
  const EvseId evse = adopted ? reader.u8() : EvseId{0};
  const std::uint32_t transaction = adopted ? reader.u32() : 0;
  for (std::size_t i = 0; i < self.count_; ++i) {
    const ProfileHead& head = self.index_[i];
    if (adopted ? head.evse == evse && head.transaction == transaction
                : head.offset == record.offset)
      return true;
  }
  return false;
}

Status ProfileStore::rewrite() {
  const Status status = log_.compact(&wanted, this);
  if (status != Status::ok) return status;
  behind_ = false;
  dead_ = 0;
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record))
    note_offset(record);
  return Status::ok;
}

void ProfileStore::note_offset(const store::Record& record) {
  ProfileHead moved;
  if (record.type != static_cast<std::uint8_t>(Type::installed) || !parse_head(record, moved))
    return;
  for (std::size_t i = 0; i < count_; ++i) {
    if (index_[i].id == moved.id) index_[i].offset = moved.offset;
  }
}

void ProfileStore::tidy() {
  if (dead_ >= kMaxDead) static_cast<void>(rewrite());
}

}  // namespace plugpoint
