// Integer arithmetic that the ESP8266 has in its mask ROM, and which Debian's libgcc for the LX106
// therefore lacks. Called by the compiler, under the names of libgcc.
#include <stdint.h>

typedef struct {
  uint32_t quotient, remainder;
} Division32;

typedef struct {
  uint64_t quotient, remainder;
} Division64;

static Division32 divide32(uint32_t number, uint32_t by) {
  Division32 out = {0, number};
  if (by == 0) __builtin_trap();
  if (number < by) return out;
  int shift = __builtin_clz(by) - __builtin_clz(number);
  for (by <<= shift; shift >= 0; --shift, by >>= 1) {
    out.quotient <<= 1;
    if (out.remainder < by) continue;
    out.remainder -= by;
    out.quotient |= 1;
  }
  return out;
}

static Division64 divide64(uint64_t number, uint64_t by) {
  Division64 out = {0, number};
  if (number >> 32 == 0 && by >> 32 == 0) {
    const Division32 small = divide32((uint32_t)number, (uint32_t)by);
    out.quotient = small.quotient;
    out.remainder = small.remainder;
    return out;
  }
  if (number < by) return out;
  int shift = __builtin_clzll(by) - __builtin_clzll(number);
  for (by <<= shift; shift >= 0; --shift, by >>= 1) {
    out.quotient <<= 1;
    if (out.remainder < by) continue;
    out.remainder -= by;
    out.quotient |= 1;
  }
  return out;
}

static uint32_t size32(int32_t number) {
  return number < 0 ? 0 - (uint32_t)number : (uint32_t)number;
}
static uint64_t size64(int64_t number) {
  return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

uint32_t __udivsi3(uint32_t number, uint32_t by) {
  return divide32(number, by).quotient;
}
uint32_t __umodsi3(uint32_t number, uint32_t by) {
  return divide32(number, by).remainder;
}

int32_t __divsi3(int32_t number, int32_t by) {
  const uint32_t quotient = divide32(size32(number), size32(by)).quotient;
  return (int32_t)((number ^ by) < 0 ? 0 - quotient : quotient);
}

uint64_t __udivdi3(uint64_t number, uint64_t by) {
  return divide64(number, by).quotient;
}
uint64_t __umoddi3(uint64_t number, uint64_t by) {
  return divide64(number, by).remainder;
}

int64_t __divdi3(int64_t number, int64_t by) {
  const uint64_t quotient = divide64(size64(number), size64(by)).quotient;
  return (int64_t)((number ^ by) < 0 ? 0 - quotient : quotient);
}

uint64_t __umulsidi3(uint32_t a, uint32_t b) {
  const uint32_t low_low = (a & 0xFFFF) * (b & 0xFFFF), low_high = (a & 0xFFFF) * (b >> 16);
  const uint32_t high_low = (a >> 16) * (b & 0xFFFF), high_high = (a >> 16) * (b >> 16);
  const uint32_t middle = (low_low >> 16) + (low_high & 0xFFFF) + (high_low & 0xFFFF);
  const uint32_t high = high_high + (low_high >> 16) + (high_low >> 16) + (middle >> 16);
  return (uint64_t)high << 32 | (middle << 16 | (low_low & 0xFFFF));
}

uint64_t __muldi3(uint64_t a, uint64_t b) {
  const uint32_t a_low = (uint32_t)a, b_low = (uint32_t)b;
  const uint64_t low = __umulsidi3(a_low, b_low);
  const uint32_t cross = a_low * (uint32_t)(b >> 32) + (uint32_t)(a >> 32) * b_low;
  return low + ((uint64_t)cross << 32);
}
