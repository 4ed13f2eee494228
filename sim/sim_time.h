// Simulated time: the machine's monotonic clock, as it is or faster.
#pragma once

#include <chrono>
#include <cstdint>

#include "posix/clock.h"

namespace plugpoint::sim {

/// Milliseconds since the object was made, times `factor`. A copy goes on with the same time.
class SimTime final : public posix::Pace {
 public:
  explicit SimTime(int factor = 1) : factor_(factor), start_(std::chrono::steady_clock::now()) {}

  std::int64_t now() const {
    using namespace std::chrono;
    const auto passed = duration_cast<microseconds>(steady_clock::now() - start_).count();
    return passed * factor_ / 1000;
  }
  std::uint32_t now_ms() const override { return static_cast<std::uint32_t>(now()); }
  std::chrono::microseconds real(std::uint32_t station_ms) const override {
    return std::chrono::microseconds((std::int64_t{station_ms} * 1000 + factor_ - 1) / factor_);
  }

 private:
  std::int64_t factor_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace plugpoint::sim
