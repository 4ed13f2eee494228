#include "plugpoint/store/record_log.h"

#include <cstring>

#include "plugpoint/base/crc.h"

namespace plugpoint::store {

namespace {
constexpr std::uint16_t kAbsentText = 0xFFFF;
constexpr std::uint32_t kHeaderSize = 13;  // Format version, salt, sequence.

std::uint32_t little_endian(const std::uint8_t* at, std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes; i > 0; --i)
    value = (value << 8) | at[i - 1];
  return value;
}

void put_little_endian(std::uint8_t* at, std::uint32_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) {
    at[i] = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}
}  // namespace

RecordBuilder& RecordBuilder::put(std::uint64_t value, std::size_t bytes) {
  if (overflowed_ || memory_.size() - size_ < bytes) {
    overflowed_ = true;
    return *this;
  }
  for (std::size_t i = 0; i < bytes; ++i) {
    memory_[size_++] = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
  return *this;
}

RecordBuilder& RecordBuilder::text(Text value) {
  if (value.absent()) return u16(kAbsentText);
  if (value.size() >= kAbsentText || memory_.size() - size_ < value.size() + 2) {
    overflowed_ = true;
    return *this;
  }
  u16(static_cast<std::uint16_t>(value.size()));
  if (!value.empty()) std::memcpy(memory_.data() + size_, value.data(), value.size());
  size_ += value.size();
  return *this;
}

std::uint64_t RecordReader::take(std::size_t bytes) {
  if (rest_.size() < bytes) {
    ok_ = false;
    rest_ = {};
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i > 0; --i)
    value = (value << 8) | rest_[i - 1];
  rest_ = rest_.from(bytes);
  return value;
}

Text RecordReader::text() {
  const std::uint16_t size = u16();
  if (!ok_ || size == kAbsentText) return {};
  if (rest_.size() < size) {
    ok_ = false;
    return {};
  }
  const Text value(reinterpret_cast<const char*>(rest_.data()), size);
  rest_ = rest_.from(size);
  return value;
}

Status RecordLog::write(Area area, std::uint8_t type, std::uint32_t sequence, std::size_t length) {
  std::uint8_t* head = room_.scratch.data();
  head[0] = kMagic;
  head[1] = type;
  put_little_endian(head + 2, static_cast<std::uint32_t>(length), 2);
  put_little_endian(head + 4, sequence, 4);
  const std::size_t guarded = kHead + length;
  put_little_endian(head + guarded, crc32({head, guarded}), 4);
  return room_.storage.append(area, {head, guarded + 4});
}

Status RecordLog::write_header(Area area) {
  RecordBuilder header = payload_builder();
  header.u8(kFormatVersion).i64(static_cast<std::int64_t>(salt_)).u32(next_sequence_);
  return write(area, kHeaderType, next_sequence_, header.size());
}

bool RecordLog::read_at(std::uint32_t offset, Record& record, std::uint32_t& after) {
  std::uint8_t* head = room_.scratch.data();
  if (room_.storage.read(area_, offset, {head, kHead}) != kHead || head[0] != kMagic) return false;
  const std::size_t length = little_endian(head + 2, 2);
  if (kHead + length + 4 > room_.scratch.size()) return false;
  if (room_.storage.read(area_, offset + kHead, {head + kHead, length + 4}) != length + 4)
    return false;
  const std::size_t guarded = kHead + length;
  if (crc32({head, guarded}) != little_endian(head + guarded, 4)) return false;
  record.type = head[1];
  record.sequence = little_endian(head + 4, 4);
  record.offset = offset;
  record.payload = {head + kHead, length};
  after = offset + static_cast<std::uint32_t>(guarded + 4);
  return true;
}

Error RecordLog::open() {
  first_ = 0;
  end_ = 0;
  next_sequence_ = 1;
  torn_ = false;
  const std::uint32_t size = room_.storage.size(area_);
  if (size == 0) return {};
  if (size < kOverhead + kHeaderSize) {
    // A power cut in the very first write leaves a piece of a header and nothing else.
    torn_ = true;
    room_.lost_bytes += size;
    return {};
  }
  if (Error error = read_header(size)) return error;
  end_ = first_;
  Record record;
  std::uint32_t after = 0;
  std::uint32_t last = 0;
  while (find_record(end_, size, record, after)) {
    // What lies in a damaged piece and only looks like a record ends the log.
    if (record.sequence <= last) break;
    if (record.offset != end_) torn_ = true;
    room_.lost_bytes += record.offset - end_;
    end_ = after;
    last = record.sequence;
    // A compaction that dropped the newest records keeps their numbers used, in the header.
    if (record.sequence >= next_sequence_) next_sequence_ = record.sequence + 1;
  }
  // A torn tail is cut off before the next record is written. Storage that is full or broken does
  // not keep a station from starting: what is stored can still be read and delivered.
  torn_ = torn_ || end_ != size;
  room_.lost_bytes += size - end_;
  return {};
}

bool RecordLog::begins_with_magic() {
  return room_.storage.read(area_, 0, {room_.scratch.data(), 1}) == 1 && room_.scratch[0] == kMagic;
}

Error RecordLog::read_header(std::uint32_t size) {
  Record record;
  if (read_at(0, record, first_)) {
    RecordReader header(record.payload);
    if (record.type != kHeaderType || header.u8() != kFormatVersion)
      return {
          Status::corrupt,
          PLUGPOINT_REASON("a stored log has an unknown format; use the program that wrote it")};
    salt_ = static_cast<std::uint64_t>(header.i64());
    next_sequence_ = header.u32();
    return {};
  }
  // Worn flash must not cost more than it touches: the magic of a record tells the format too.
  std::uint32_t after = 0;
  if (!find_record(1, size, record, after)) {
    if (size == kOverhead + kHeaderSize && begins_with_magic()) return {};
    return {Status::corrupt,
            PLUGPOINT_REASON("a stored log has no readable header; remove it to start anew")};
  }
  first_ = record.offset;
  room_.lost_bytes += first_;
  torn_ = true;
  return {};
}

bool RecordLog::find_record(std::uint32_t offset, std::uint32_t end, Record& record,
                            std::uint32_t& after) {
  for (; offset + kOverhead <= end; ++offset) {
    if (read_at(offset, record, after)) return true;
  }
  return false;
}

Status RecordLog::repair() {
  torn_ = true;
  const Status status = end_ == 0 ? clear() : compact(nullptr, nullptr);
  if (status == Status::ok) torn_ = false;
  return status;
}

RecordBuilder RecordLog::build() {
  // The scratch memory serves repair, header and payload one after the other, so the log is made
  // ready before the payload is built.
  ready_ = make_ready() == Status::ok;
  return payload_builder();
}

Status RecordLog::make_ready() {
  if (torn_) {
    const Status status = repair();
    if (status != Status::ok) return status;
  }
  if (end_ != 0) return Status::ok;
  const Status status = write_header(area_);
  end_ = status == Status::ok ? room_.storage.size(area_) : 0;
  first_ = end_;
  torn_ = status != Status::ok;
  return status;
}

Status RecordLog::append(std::uint8_t type, const RecordBuilder& builder) {
  if (builder.overflowed()) return Status::too_long;
  if (!ready_) return Status::io_error;
  const Status status = write(area_, type, next_sequence_, builder.size());
  if (status != Status::ok) {
    torn_ = true;
    ready_ = false;
    return status;
  }
  end_ += static_cast<std::uint32_t>(kOverhead + builder.size());
  ++next_sequence_;
  return Status::ok;
}

bool RecordLog::next(std::uint32_t& offset, Record& record) {
  if (offset == 0) offset = first_;
  std::uint32_t after = 0;
  if (!find_record(offset, end_, record, after)) return false;
  offset = after;
  return true;
}

Status RecordLog::clear() {
  const Status status = room_.storage.remove(area_);
  if (status != Status::ok) return status;
  end_ = 0;
  torn_ = false;
  return Status::ok;
}

Status RecordLog::copy_record(const Record& record) {
  // It lies in the scratch memory as it was read.
  return room_.storage.append_draft(Area::spare_of(area_),
                                    {room_.scratch.data(), kOverhead + record.payload.size()});
}

Status RecordLog::compact(bool (*keep)(void* context, const Record& record), void* context) {
  if (end_ == 0) return Status::ok;
  Status status = room_.storage.remove(Area::spare_of(area_));
  if (status != Status::ok) return status;
  status = write_header(Area::spare_of(area_));
  std::uint32_t offset = 0;
  Record record;
  while (status == Status::ok && next(offset, record)) {
    if (!keep || keep(context, record)) status = copy_record(record);
  }
  if (status != Status::ok) {
    // The old log stays as it was; the half-written copy only takes room.
    static_cast<void>(room_.storage.remove(Area::spare_of(area_)));
    return status;
  }
  status = room_.storage.replace(area_, Area::spare_of(area_));
  if (status == Status::ok) {
    first_ = kOverhead + kHeaderSize;
    end_ = room_.storage.size(area_);
    torn_ = false;
  }
  return status;
}

}  // namespace plugpoint::store
