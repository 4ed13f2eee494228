// How much storage a station takes at most, area by area.
#pragma once

#include <cstddef>
#include <cstdint>

#include "plugpoint/station/settings.h"

namespace plugpoint {

struct StorageArea {
  const char* name = nullptr;  ///< As the storage port knows it.
  /// The most bytes that it ever holds, as long as the storage takes every write. Areas whose name
  /// ends with `-n` or `-new` exist only while another is rewritten.
  std::uint32_t bound = 0;
};

/// The areas of a station, numbered from 0; false past the last one. `variables` tell how long
/// lists may be.
bool storage_area(const Settings& settings, const Variables& variables, std::size_t number,
                  StorageArea& area);

}  // namespace plugpoint
