// The storage port, for names of areas that lie in flash.
#pragma once

#include "plugpoint/base/flash_text.h"
#include "plugpoint/port.h"

namespace plugpoint::store {

/// Gives each call on to the port, with the name where the port can read it. The port outlives it.
class AreaStorage {
 public:
  /// Longest name of an area, in bytes.
  static constexpr std::size_t kMaxName = 15;

  AreaStorage(Storage& port) : port_(port) {}

  Status append(FlashText area, Bytes bytes) const;
  Status append_draft(FlashText area, Bytes bytes) const;
  std::size_t read(FlashText area, std::uint32_t offset, MutableBytes into) const;
  std::uint32_t size(FlashText area) const;
  Status replace(FlashText target, FlashText source) const;
  Status remove(FlashText area) const;

 private:
  Storage& port_;
};

}  // namespace plugpoint::store
