// The monotonic clock that a ChargePoint is told.
#pragma once

#include <chrono>
#include <cstdint>

namespace plugpoint::posix {

/// Milliseconds of CLOCK_MONOTONIC; wraps after 49.7 days, as ChargePoint expects.
std::uint32_t monotonic_ms();

/// How a station's time runs: as the machine's, unless somebody simulates another.
class Pace {
 public:
  virtual ~Pace() = default;
  /// The station's counter, which wraps.
  virtual std::uint32_t now_ms() const { return monotonic_ms(); }
  /// How long the machine waits for so many ms of the station.
  virtual std::chrono::microseconds real(std::uint32_t station_ms) const {
    return std::chrono::milliseconds(station_ms);
  }
  /// The machine's own time.
  static const Pace& machine();
};

}  // namespace plugpoint::posix
