// A log of CRC-protected records in one storage area, safe against a power cut in any write.
#pragma once

#include <cstdint>

#include "plugpoint/base/decimal.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"
#include "plugpoint/store/area_storage.h"

namespace plugpoint::store {

/// A record as it is read: its payload lies in the caller's buffer.
struct Record {
  std::uint8_t type = 0;
  std::uint32_t sequence = 0;  ///< Rises by one with each record of the log.
  std::uint32_t offset = 0;    ///< Where the record starts in its area.
  Bytes payload;
};

/// Builds the payload of one record in memory that the owner provides. Numbers are little-endian.
/// Too much data is noted and refused when the record is appended.
class RecordBuilder {
 public:
  explicit RecordBuilder(MutableBytes memory) : memory_(memory) {}

  RecordBuilder& u8(std::uint8_t value) { return put(value, 1); }
  RecordBuilder& u16(std::uint16_t value) { return put(value, 2); }
  RecordBuilder& u32(std::uint32_t value) { return put(value, 4); }
  RecordBuilder& i64(std::int64_t value) { return put(static_cast<std::uint64_t>(value), 8); }
  RecordBuilder& decimal(Decimal value) {
    return i64(value.mantissa).u16(static_cast<std::uint16_t>(value.exponent));
  }
  /// At most 65,534 bytes; an absent text is kept apart from an empty one.
  RecordBuilder& text(Text value);

  bool overflowed() const { return overflowed_; }
  std::size_t size() const { return size_; }
  MutableBytes memory() const { return memory_; }

 private:
  friend class RecordLog;
  RecordBuilder& put(std::uint64_t value, std::size_t bytes);

  MutableBytes memory_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

/// Reads the payload of a record in the order in which it was built. Past the end it gives zeros
/// and absent texts, and `ok()` is false.
class RecordReader {
 public:
  explicit RecordReader(Bytes payload) : rest_(payload) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(take(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(take(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(take(4)); }
  std::int64_t i64() { return static_cast<std::int64_t>(take(8)); }
  Decimal decimal() {
    Decimal value;
    value.mantissa = i64();
    value.exponent = static_cast<std::int16_t>(u16());
    return value;
  }
  /// Points into the record's buffer.
  Text text();
  bool ok() const { return ok_; }

 private:
  std::uint64_t take(std::size_t bytes);
  Bytes rest_;
  bool ok_ = true;
};

/// What the logs of a station share. It outlives them.
struct LogRoom {
  AreaStorage storage;
  MutableBytes scratch;  ///< For one record: holds the largest and its overhead.
  /// Bytes that `RecordLog::open` of all logs found to belong to no whole record: what a power cut
  /// left of a write, or damage.
  std::uint32_t lost_bytes = 0;
};

/// Records in an area: `[magic][type][length 16][sequence 32][payload][crc 32]`. The first record
/// of an area is its header with format version and salt. A torn tail is not read, and is cut off
/// before the next record is written, so that what follows stays readable. Damage in the middle
/// (worn flash) costs the records that it touches and no others.
class RecordLog {
 public:
  static constexpr std::size_t kOverhead = 12;
  static constexpr std::uint8_t kHeaderType = 255;
  static constexpr std::uint8_t kFormatVersion = 1;

  /// `area` names a storage area; its spare one is used while the log is rewritten.
  RecordLog(LogRoom& room, FlashText area) : room_(room), area_(area) {}

  /// Checks the whole log; writes nothing. A log whose header alone is damaged is read all the
  /// same, with the salt of `set_salt`. Error: corrupt (not a log, or of an unknown format).
  Error open();

  /// Makes the log ready (repairs it, writes its header) and gives a builder over the scratch
  /// memory; `append` comes next, with no other call to a log that shares the memory in between.
  RecordBuilder build();
  /// Appends the built record; durable when it returns ok. Errors: too_long, no_space, io_error;
  /// after an error the log repairs itself before the next append.
  Status append(std::uint8_t type, const RecordBuilder& builder);

  /// Reads the record at `offset` (0: the first after the header) into the scratch memory and moves
  /// `offset` behind it. False at the end.
  bool next(std::uint32_t& offset, Record& record);

  /// Where the first record is, behind the header.
  std::uint32_t first() const { return first_; }
  /// Bytes in the area.
  std::uint32_t size() const { return end_; }
  /// Whether the next `build` rewrites the log without what is torn or damaged, and so may move
  /// records.
  bool torn() const { return torn_; }
  /// The sequence number that the next record gets.
  std::uint32_t next_sequence() const { return next_sequence_; }
  /// A random number that this log got when it was created.
  std::uint64_t salt() const { return salt_; }
  /// Sets what a log that is still to be created carries in its header: before `open`, or while it
  /// is empty.
  void set_salt(std::uint64_t salt) { salt_ = salt; }

  /// Removes every record; the next one starts a new log, with the same salt unless another is
  /// set. Numbers go on rising until the next start.
  Status clear();
  /// Rewrites the log with only those records for which `keep` says true. Atomic.
  Status compact(bool (*keep)(void* context, const Record& record), void* context);

 private:
  static constexpr std::size_t kHead = 8;
  static constexpr std::uint8_t kMagic = 0xA7;

  bool read_at(std::uint32_t offset, Record& record, std::uint32_t& after);
  Error read_header(std::uint32_t size);
  bool begins_with_magic();
  bool find_record(std::uint32_t offset, std::uint32_t end, Record& record, std::uint32_t& after);
  Status write(Area area, std::uint8_t type, std::uint32_t sequence, std::size_t length);
  Status write_header(Area area);
  Status copy_record(const Record& record);
  Status repair();
  Status make_ready();
  RecordBuilder payload_builder() {
    return RecordBuilder(room_.scratch.from(kHead).first(room_.scratch.size() - kOverhead));
  }

  std::uint64_t salt_ = 0;
  LogRoom& room_;
  FlashText area_;
  std::uint32_t first_ = 0;
  std::uint32_t end_ = 0;
  std::uint32_t next_sequence_ = 1;
  bool torn_ = false;
  bool ready_ = false;
};

}  // namespace plugpoint::store
