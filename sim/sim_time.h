// Simulated time: the machine's monotonic clock, as it is or faster.
#pragma once

#include <chrono>
#include <cstdint>

namespace plugpoint::sim {

/// Milliseconds since the object was made, times `factor`.
class SimTime {
 public:
  explicit SimTime(int factor = 1) : factor_(factor), start_(std::chrono::steady_clock::now()) {}

  std::int64_t now_ms() const {
    using namespace std::chrono;
    const auto passed = duration_cast<microseconds>(steady_clock::now() - start_).count();
    return passed * factor_ / 1000;
  }
  /// How long the machine must wait for so many simulated milliseconds.
  std::chrono::microseconds real(std::int64_t simulated_ms) const {
    return std::chrono::microseconds((simulated_ms * 1000 + factor_ - 1) / factor_);
  }
  int factor() const { return factor_; }

 private:
  int factor_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace plugpoint::sim
