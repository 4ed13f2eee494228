// The storage port, for names of areas that lie in flash.
#pragma once

#include "plugpoint/base/flash_text.h"
#include "plugpoint/port.h"

namespace plugpoint::store {

/// A name that lies in flash. A spare area, which has the name with `-n` behind it, holds what will
/// take the place of the area.
struct Area {
  Area(FlashText of) : name(of) {}
  static Area spare_of(FlashText name) {
    Area area(name);
    area.spare = true;
    return area;
  }

  FlashText name;
  bool spare = false;
};

/// Gives each call on to the port, with the name where the port can read it. The port outlives it.
class AreaStorage {
 public:
  /// Longest name of an area, in bytes, without what makes it a spare one.
  static constexpr std::size_t kMaxName = 13;

  AreaStorage(Storage& port) : port_(port) {}

  Status append(Area area, Bytes bytes) const;
  Status append_draft(Area area, Bytes bytes) const;
  std::size_t read(FlashText area, std::uint32_t offset, MutableBytes into) const;
  std::uint32_t size(FlashText area) const;
  Status replace(Area target, Area source) const;
  Status remove(Area area) const;

 private:
  Storage& port_;
};

}  // namespace plugpoint::store
