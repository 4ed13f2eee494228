#include "plugpoint/base/crc.h"

#include "plugpoint/base/flash.h"

namespace plugpoint {

#if defined(__XTENSA__) && !defined(ESP32)

namespace {
// A nibble at a time: on the ESP8266 64 bytes of table weigh more than speed.
PLUGPOINT_FLASH const std::uint32_t kTable[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
}  // namespace

std::uint32_t crc32(Bytes bytes, std::uint32_t crc) {
  crc = ~crc;
  for (std::uint8_t byte : bytes) {
    crc ^= byte;
    crc = (crc >> 4) ^ flash_word(&kTable[crc & 15U]);
    crc = (crc >> 4) ^ flash_word(&kTable[crc & 15U]);
  }
  return ~crc;
}

#else

namespace {

/// The remainder of each byte, calculated by the compiler.
struct Table {
  std::uint32_t of[256] = {};
  constexpr Table() {
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      std::uint32_t remainder = byte;
      for (int bit = 0; bit < 8; ++bit)
        remainder = (remainder >> 1) ^ ((remainder & 1U) != 0 ? 0xedb88320U : 0U);
      of[byte] = remainder;
    }
  }
};
constexpr Table kTable;

}  // namespace

std::uint32_t crc32(Bytes bytes, std::uint32_t crc) {
  crc = ~crc;
  for (std::uint8_t byte : bytes)
    crc = (crc >> 8) ^ kTable.of[(crc ^ byte) & 0xFFU];
  return ~crc;
}

#endif

}  // namespace plugpoint
