// Reads one byte of a table in flash, as a real ESP8266 cannot: shows that a run finds it.
#include "plugpoint/base/flash.h"

namespace {

PLUGPOINT_FLASH const std::uint32_t kTable[] = {0x04030201};

}  // namespace

int main(int argc, char**) {
  const volatile std::uint8_t* const bytes = reinterpret_cast<const std::uint8_t*>(kTable);
  return bytes[argc] == 2 ? 0 : 1;
}
