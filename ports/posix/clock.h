// The monotonic clock that a ChargePoint is told.
#pragma once

#include <cstdint>

namespace plugpoint::posix {

/// Milliseconds of CLOCK_MONOTONIC; wraps after 49.7 days, as ChargePoint expects.
std::uint32_t monotonic_ms();

}  // namespace plugpoint::posix
