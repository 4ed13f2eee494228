// The chip's millisecond counter.
#pragma once

#include <Arduino.h>

#include <cstdint>

namespace plugpoint::arduino {

/// Wraps after 49.7 days.
inline std::uint32_t now_ms() {
  return static_cast<std::uint32_t>(millis());
}

}  // namespace plugpoint::arduino
