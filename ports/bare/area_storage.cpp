#include "bare/area_storage.h"

#include <algorithm>
#include <cstring>

#include "plugpoint/base/crc.h"

namespace plugpoint::bare {

namespace {

template <class T>
MutableBytes bytes_of(T& object) {
  return {reinterpret_cast<std::uint8_t*>(&object), sizeof object};
}

bool valid_name(const char* area, std::size_t room) {
  return area && *area != '\0' && std::strlen(area) < room;
}

}  // namespace

AreaStorage::AreaStorage(ByteMemory& device) : device_(device) {
  Directory other;
  const bool first = load(0, directory_);
  const bool second = load(1, other);
  if (second && (!first || static_cast<std::int32_t>(other.number - directory_.number) > 0)) {
    directory_ = other;
  } else if (!first) {
    directory_ = Directory{};
  }
}

bool AreaStorage::load(std::uint32_t copy, Directory& into) {
  if (!device_.read(copy * kCopy, bytes_of(into))) return false;
  // All zeros, as an untouched device may read, has a CRC that differs from zero.
  return into.crc == crc32(bytes_of(into).first(sizeof into - sizeof into.crc));
}

Status AreaStorage::commit() {
  ++directory_.number;
  directory_.crc = crc32(bytes_of(directory_).first(sizeof directory_ - sizeof directory_.crc));
  const bool written = device_.write(directory_.number % 2 * kCopy, bytes_of(directory_));
  return written ? Status::ok : Status::io_error;
}

AreaStorage::Entry* AreaStorage::find(const char* area) {
  if (!valid_name(area, sizeof Entry::name)) return nullptr;
  for (Entry& entry : directory_.entries) {
    if (std::strcmp(entry.name, area) == 0) return &entry;
  }
  return nullptr;
}

AreaStorage::Entry* AreaStorage::find_or_create(const char* area) {
  if (Entry* const found = find(area)) return found;
  for (Entry& entry : directory_.entries) {
    if (entry.name[0] != '\0') continue;
    std::strncpy(entry.name, area, sizeof entry.name - 1);
    entry.size = 0;
    return &entry;
  }
  return nullptr;
}

std::uint32_t AreaStorage::piece_size() const {
  return (device_.size() - kPieces) / kAreas;
}

std::uint32_t AreaStorage::piece_of(const Entry& entry) const {
  return kPieces + static_cast<std::uint32_t>(&entry - directory_.entries) * piece_size();
}

Status AreaStorage::append(const char* area, Bytes bytes) {
  if (!valid_name(area, sizeof Entry::name)) return Status::bad_argument;
  Entry* const entry = find_or_create(area);
  if (!entry || bytes.size() > piece_size() - entry->size) return Status::no_space;
  if (!device_.write(piece_of(*entry) + entry->size, bytes)) return Status::io_error;
  entry->size += static_cast<std::uint32_t>(bytes.size());
  return commit();
}

std::size_t AreaStorage::read(const char* area, std::uint32_t offset, MutableBytes into) {
  const Entry* const entry = find(area);
  if (!entry || offset >= entry->size) return 0;
  const MutableBytes wanted = into.first(entry->size - offset);
  return device_.read(piece_of(*entry) + offset, wanted) ? wanted.size() : 0;
}

std::uint32_t AreaStorage::size(const char* area) {
  const Entry* const entry = find(area);
  return entry ? entry->size : 0;
}

Status AreaStorage::replace(const char* target, const char* source) {
  Entry* const from = find(source);
  if (!from) return Status::not_found;
  if (!valid_name(target, sizeof Entry::name)) return Status::bad_argument;
  if (Entry* const old = find(target); old && old != from) *old = Entry{};
  std::memset(from->name, 0, sizeof from->name);
  std::strncpy(from->name, target, sizeof from->name - 1);
  return commit();
}

Status AreaStorage::remove(const char* area) {
  Entry* const entry = find(area);
  if (!entry) return Status::ok;
  *entry = Entry{};
  return commit();
}

}  // namespace plugpoint::bare
