// Constant tables live in flash and are read in aligned 32-bit words.
#pragma once

#include <cstdint>

/// Places a constant table in flash. On the ESP8266 constants otherwise occupy RAM, and flash there
/// answers aligned 32-bit reads only; elsewhere this does nothing.
#if defined(__XTENSA__) && !defined(ESP32)
#define PLUGPOINT_FLASH __attribute__((section(".irom.text.plugpoint"), aligned(4)))
#else
#define PLUGPOINT_FLASH alignas(4)
#endif

namespace plugpoint {

/// Reads one word of a table that was placed with PLUGPOINT_FLASH.
inline std::uint32_t flash_word(const std::uint32_t* at) {
#if defined(__XTENSA__) && !defined(ESP32)
  // volatile: the compiler must not narrow the load to the byte that is used.
  return *static_cast<const volatile std::uint32_t*>(at);
#else
  return *at;
#endif
}

}  // namespace plugpoint
