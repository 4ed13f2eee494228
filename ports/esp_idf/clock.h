// The monotonic clock that a ChargePoint is told.
#pragma once

#include <esp_timer.h>

#include <cstdint>

namespace plugpoint::esp_idf {

/// Milliseconds since the start of the chip; wraps after 49.7 days.
inline std::uint32_t monotonic_ms() {
  return static_cast<std::uint32_t>(esp_timer_get_time() / 1000);
}

}  // namespace plugpoint::esp_idf
