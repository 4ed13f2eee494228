#include "posix/clock.h"

#include <ctime>

namespace plugpoint::posix {

std::uint32_t monotonic_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto seconds = static_cast<std::uint64_t>(now.tv_sec);
  return static_cast<std::uint32_t>(seconds * 1000U +
                                    static_cast<std::uint64_t>(now.tv_nsec) / 1000000U);
}

const Pace& Pace::machine() {
  static const Pace kMachine;
  return kMachine;
}

}  // namespace plugpoint::posix
