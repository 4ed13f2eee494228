// The storage port on memory that keeps single bytes.
#pragma once

#include "bare/byte_memory.h"
#include "plugpoint/port.h"

namespace plugpoint::bare {

/// The device holds two copies of a directory and, behind them, one equal piece for each area that
/// can be. Every call first writes its data, then the directory in place of the older copy; the one
/// with a right CRC and the higher number is in force. So a power cut anywhere leaves the old
/// directory or the new. Not for raw NOR flash: the directory is written at each call.
class AreaStorage final : public Storage {
 public:
  static constexpr std::size_t kAreas = 24;

  /// Reads the directory of `device`, which must outlive the storage; a device without one is
  /// empty.
  explicit AreaStorage(ByteMemory& device);

  Status append(const char* area, Bytes bytes) override;
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override;
  std::uint32_t size(const char* area) override;
  Status replace(const char* target, const char* source) override;
  Status remove(const char* area) override;

 private:
  struct Entry {
    char name[16];  ///< Empty: the piece is free.
    std::uint32_t size;
  };
  /// As it lies in the device, in the byte order of the machine.
  struct Directory {
    std::uint32_t number;
    Entry entries[kAreas];
    std::uint32_t crc;  ///< Of everything before it.
  };
  static constexpr std::uint32_t kCopy = 512;
  static constexpr std::uint32_t kPieces = 2 * kCopy;
  static_assert(sizeof(Directory) <= kCopy);

  bool load(std::uint32_t copy, Directory& into);
  Status commit();
  Entry* find(const char* area);
  Entry* find_or_create(const char* area);
  std::uint32_t piece_size() const;
  std::uint32_t piece_of(const Entry& entry) const;

  ByteMemory& device_;
  Directory directory_{};
};

}  // namespace plugpoint::bare
