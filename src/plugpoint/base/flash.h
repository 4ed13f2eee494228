// Constant tables live in flash and are read in aligned 32-bit words.
#pragma once

#include <cstdint>

/// 1 where flash answers aligned 32-bit reads only and constants otherwise occupy RAM: the ESP8266.
#if defined(__XTENSA__) && !defined(ESP32)
#define PLUGPOINT_WORD_FLASH 1
#else
#define PLUGPOINT_WORD_FLASH 0
#endif

/// Places a constant table in flash; where constants are in flash anyway, this does nothing.
#if PLUGPOINT_WORD_FLASH
#define PLUGPOINT_FLASH __attribute__((section(".irom.text.plugpoint"), aligned(4)))
#else
#define PLUGPOINT_FLASH
#endif

namespace plugpoint {

/// Reads one word of a table that was placed with PLUGPOINT_FLASH.
inline std::uint32_t flash_word(const std::uint32_t* at) {
#if PLUGPOINT_WORD_FLASH
  // What the empty instruction takes is a whole word: the compiler must not narrow the load to the
  // byte that is used. volatile would do the same, but waits for all stores before each load.
  using Word = std::uint32_t __attribute__((may_alias));
  std::uint32_t word = *static_cast<const Word*>(at);
  __asm__("" : "+r"(word));
  return word;
#else
  return *at;
#endif
}

/// Reads one byte, of flash or of RAM.
inline std::uint8_t flash_byte(const void* at) {
#if PLUGPOINT_WORD_FLASH
  const auto address = reinterpret_cast<std::uintptr_t>(at);
  const auto* word = reinterpret_cast<const std::uint32_t*>(address & ~std::uintptr_t{3});
  return static_cast<std::uint8_t>(flash_word(word) >> (8 * (address & 3)));
#else
  return *static_cast<const std::uint8_t*>(at);
#endif
}

/// Reads an object of a table that was placed with PLUGPOINT_FLASH.
template <class T>
T flash_load(const T* at) {
#if PLUGPOINT_WORD_FLASH
  T value{};
  auto* into = reinterpret_cast<unsigned char*>(&value);
  const auto* from = reinterpret_cast<const unsigned char*>(at);
  for (unsigned i = 0; i < sizeof(T); ++i)
    into[i] = flash_byte(from + i);
  return value;
#else
  return *at;
#endif
}

}  // namespace plugpoint
