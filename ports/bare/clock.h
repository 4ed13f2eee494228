// The monotonic clock that a ChargePoint is told.
#pragma once

#include <cstdint>

namespace plugpoint::bare {

/// Milliseconds since the first call, from the machine's own counter; wraps after 49.7 days. To be
/// called at least once a minute, since the counter of some machines wraps.
std::uint32_t monotonic_ms();

}  // namespace plugpoint::bare
