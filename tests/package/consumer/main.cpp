// The smallest program that stands on the installed package.
#include <cstdio>

#include "plugpoint/base/crc.h"

int main() {
  const std::uint8_t check[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  const bool right = plugpoint::crc32({check, sizeof check}) == 0xCBF43926U;
  std::puts(right ? "installed" : "wrong");
  return right ? 0 : 1;
}
