// Memory that keeps what is written to it byte by byte, as FRAM, EEPROM and battery-backed RAM do.
#pragma once

#include <cstdint>
#include <cstring>

#include "plugpoint/base/span.h"

namespace plugpoint::bare {

/// A device of `size()` bytes. Each call is durable when it returns true; a power cut inside
/// `write` may leave any prefix of the new bytes.
class ByteMemory {
 public:
  virtual std::uint32_t size() const = 0;
  /// Fills `into` from `offset` on. False when the device fails; what was never written reads as
  /// anything.
  virtual bool read(std::uint32_t offset, MutableBytes into) = 0;
  virtual bool write(std::uint32_t offset, Bytes bytes) = 0;

 protected:
  ~ByteMemory() = default;
};

/// Plain RAM: keeps nothing over a restart.
class RamMemory final : public ByteMemory {
 public:
  explicit RamMemory(MutableBytes bytes) : bytes_(bytes) {}
  std::uint32_t size() const override { return static_cast<std::uint32_t>(bytes_.size()); }
  bool read(std::uint32_t offset, MutableBytes into) override {
    std::memcpy(into.data(), bytes_.data() + offset, into.size());
    return true;
  }
  bool write(std::uint32_t offset, Bytes bytes) override {
    std::memcpy(bytes_.data() + offset, bytes.data(), bytes.size());
    return true;
  }

 private:
  MutableBytes bytes_;
};

}  // namespace plugpoint::bare
