#include "fake_partition.h"

#include <algorithm>

namespace plugpoint::test {

namespace {
constexpr std::size_t kSector = 4096;
constexpr std::size_t kBlock = 16;
FakePartition* the_partition = nullptr;
}  // namespace

FakePartition::FakePartition(std::uint32_t sectors, bool encrypted)
    : flash(sectors * kSector, 0xFF), erases(sectors) {
  partition_.size = static_cast<std::uint32_t>(sectors * kSector);
  partition_.erase_size = kSector;
  partition_.encrypted = encrypted;
  the_partition = this;
}

FakePartition::~FakePartition() {
  the_partition = nullptr;
}

/// Stands for flash encryption: what is written reads back, and erased flash reads as noise.
std::uint8_t FakePartition::key(std::size_t offset) const {
  return partition_.encrypted ? static_cast<std::uint8_t>(0x5A ^ (offset * 37)) : std::uint8_t{0};
}

std::size_t FakePartition::allowed(std::size_t size, bool& fails) {
  ++operations;
  const bool cut = operations == cut_at;
  fails = off_ || cut || operations == fails_at;
  if (off_) return 0;
  off_ = cut;
  return fails ? size * static_cast<std::size_t>(done_percent) / 100 : size;
}

esp_err_t FakePartition::read(std::size_t offset, void* into, std::size_t size, bool raw) const {
  if (off_) return ESP_FAIL;
  if (offset + size > flash.size()) return ESP_ERR_INVALID_SIZE;
  auto* bytes = static_cast<std::uint8_t*>(into);
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<std::uint8_t>(flash[offset + i] ^ (raw ? 0 : key(offset + i)));
  return ESP_OK;
}

esp_err_t FakePartition::write(std::size_t offset, const void* from, std::size_t size) {
  if (offset + size > flash.size()) return ESP_ERR_INVALID_SIZE;
  if (offset % kBlock != 0 || size % kBlock != 0) misuse.emplace_back("not in blocks of 16 bytes");
  bool fails = false;
  const std::size_t count = allowed(size, fails);
  const auto* bytes = static_cast<const std::uint8_t*>(from);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = offset + i;
    if (at % kBlock == 0 && !written_.insert(at / kBlock).second)
      misuse.emplace_back("a block is written twice");
    flash[at] = static_cast<std::uint8_t>(flash[at] & (bytes[i] ^ key(at)));
  }
  return fails ? ESP_FAIL : ESP_OK;
}

esp_err_t FakePartition::erase(std::size_t offset, std::size_t size) {
  if (offset + size > flash.size()) return ESP_ERR_INVALID_SIZE;
  if (offset % kSector != 0 || size % kSector != 0) return ESP_ERR_INVALID_ARG;
  bool fails = false;
  const std::size_t count = allowed(size, fails);
  std::fill_n(flash.begin() + static_cast<std::ptrdiff_t>(offset), count, std::uint8_t{0xFF});
  for (std::size_t at = offset; at < offset + count; at += kBlock)
    written_.erase(at / kBlock);
  if (count != 0) ++erases[offset / kSector];
  return fails ? ESP_FAIL : ESP_OK;
}

}  // namespace plugpoint::test

using plugpoint::test::the_partition;

esp_err_t esp_partition_read(const esp_partition_t*, std::size_t src_offset, void* dst,
                             std::size_t size) {
  return the_partition->read(src_offset, dst, size, false);
}
esp_err_t esp_partition_read_raw(const esp_partition_t*, std::size_t src_offset, void* dst,
                                 std::size_t size) {
  return the_partition->read(src_offset, dst, size, true);
}
esp_err_t esp_partition_write(const esp_partition_t*, std::size_t dst_offset, const void* src,
                              std::size_t size) {
  return the_partition->write(dst_offset, src, size);
}
esp_err_t esp_partition_erase_range(const esp_partition_t*, std::size_t offset, std::size_t size) {
  return the_partition->erase(offset, size);
}
