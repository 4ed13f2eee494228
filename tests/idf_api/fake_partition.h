// A flash partition in RAM behind esp_partition: bits only clear, 4 KB are erased at once, and
// power goes at any write or erase.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "esp_partition.h"

namespace plugpoint::test {

class FakePartition {
 public:
  explicit FakePartition(std::uint32_t sectors, bool encrypted = false);
  ~FakePartition();
  FakePartition(const FakePartition&) = delete;
  FakePartition& operator=(const FakePartition&) = delete;

  const esp_partition_t* get() const { return &partition_; }

  static constexpr std::uint64_t kNever = UINT64_MAX;
  std::vector<std::uint8_t> flash;
  std::uint64_t operations = 0;       ///< Writes and erases so far.
  std::uint64_t cut_at = kNever;      ///< The operation in which power goes.
  std::uint64_t fails_at = kNever;    ///< The operation that reports an error, once.
  int done_percent = 0;               ///< How much of such an operation still happens.
  std::vector<std::string> misuse;    ///< Rules of the flash that were broken.
  std::vector<std::uint32_t> erases;  ///< By sector.

  bool is_off() const { return off_; }
  void power_on() {
    off_ = false;
    cut_at = kNever;
  }

  esp_err_t read(std::size_t offset, void* into, std::size_t size, bool raw) const;
  esp_err_t write(std::size_t offset, const void* from, std::size_t size);
  esp_err_t erase(std::size_t offset, std::size_t size);

 private:
  /// How many of `size` bytes this operation changes; `fails`: it reports an error.
  std::size_t allowed(std::size_t size, bool& fails);
  std::uint8_t key(std::size_t offset) const;

  esp_partition_t partition_{};
  std::set<std::size_t> written_;  ///< Blocks of 16 bytes written since they were erased.
  bool off_ = false;
};

}  // namespace plugpoint::test
