// The smallest program that stands on the installed package.
#include <cstddef>
#include <cstdio>

#include "plugpoint/base/crc.h"

extern "C" std::size_t c_face();

int main() {
  const std::uint8_t check[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  const bool right = plugpoint::crc32({check, sizeof check}) == 0xCBF43926U && c_face() > 0;
  std::puts(right ? "installed" : "wrong");
  return right ? 0 : 1;
}
