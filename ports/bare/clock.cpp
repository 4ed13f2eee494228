#include "bare/clock.h"

namespace plugpoint::bare {

namespace {

#if defined(__XTENSA__)
/// CCOUNT, at the 40 MHz that QEMU gives the LX106. A real ESP8266 counts at 80 or 160 MHz.
constexpr std::uint32_t kTicksPerMs = 40000;
std::uint32_t ticks() {
  std::uint32_t count = 0;
  __asm__ volatile("rsr %0, ccount" : "=a"(count));
  return count;
}
#elif defined(__arm__)
/// The board's 100 Hz counter (mps2-an385, FPGAIO CLK100HZ).
constexpr std::uint32_t kTicksPerMs = 1;
std::uint32_t ticks() {
  return *reinterpret_cast<const volatile std::uint32_t*>(0x40028014) * 10;
}
#elif defined(__riscv)
/// The lower word of mtime, at 10 MHz (QEMU's virt machine).
constexpr std::uint32_t kTicksPerMs = 10000;
std::uint32_t ticks() {
  return *reinterpret_cast<const volatile std::uint32_t*>(0x0200BFF8);
}
#endif

}  // namespace

std::uint32_t monotonic_ms() {
  static std::uint32_t last = ticks();
  static std::uint32_t rest = 0;
  static std::uint32_t ms = 0;
  const std::uint32_t now = ticks();
  const std::uint32_t passed = now - last;
  last = now;
  ms += passed / kTicksPerMs;
  rest += passed % kTicksPerMs;
  if (rest >= kTicksPerMs) {
    rest -= kTicksPerMs;
    ++ms;
  }
  return ms;
}

}  // namespace plugpoint::bare
