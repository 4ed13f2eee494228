// Counts what a station does to its storage.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "plugpoint/port.h"

namespace plugpoint::sim {

/// Hands everything on to another storage.
class MeteredStorage final : public Storage {
 public:
  explicit MeteredStorage(Storage& storage) : storage_(storage) {}

  /// The bytes that an area holds.
  std::uint32_t used(const std::string& area) const;
  /// The most bytes that an area held since the program started.
  std::uint32_t peak(const std::string& area) const;
  /// The most bytes that all areas held together.
  std::uint64_t total_peak() const { return total_peak_; }
  std::uint64_t total() const { return total_; }
  std::uint64_t written() const { return written_; }  ///< Bytes.
  std::uint64_t erased() const { return erased_; }    ///< Areas replaced or removed.

  Status append(const char* area, Bytes bytes) override;
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override;
  std::uint32_t size(const char* area) override;
  Status replace(const char* target, const char* source) override;
  Status remove(const char* area) override;

 private:
  /// Brings what is known of an area up to date.
  void look(const char* area);

  struct Area {
    std::uint32_t size = 0;
    std::uint32_t peak = 0;
  };
  Storage& storage_;
  std::map<std::string, Area> areas_;
  std::uint64_t total_ = 0;
  std::uint64_t total_peak_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t erased_ = 0;
};

}  // namespace plugpoint::sim
