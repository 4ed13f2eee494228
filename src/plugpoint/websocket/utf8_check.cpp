#include "plugpoint/websocket/utf8_check.h"

#include <cstring>

namespace plugpoint::websocket {

namespace {

/// Skips whole words of ASCII: most of what a central system sends.
const std::uint8_t* skip_ascii(const std::uint8_t* at, const std::uint8_t* end) {
  constexpr std::size_t kWord = sizeof(std::uintptr_t);
  constexpr std::uintptr_t kHighBits = ~std::uintptr_t{0} / 0xFF * 0x80;
  if (reinterpret_cast<std::uintptr_t>(at) % kWord != 0) return at;
  while (static_cast<std::size_t>(end - at) >= kWord) {
    std::uintptr_t word;
    std::memcpy(&word, __builtin_assume_aligned(at, kWord), kWord);
    if ((word & kHighBits) != 0) break;
    at += kWord;
  }
  return at;
}

}  // namespace

bool Utf8Check::lead(std::uint8_t byte) {
  lowest_ = 0x80;
  highest_ = 0xBF;
  if (byte < 0xC2 || byte > 0xF4) return false;
  if (byte < 0xE0) {
    missing_ = 1;
    return true;
  }
  if (byte < 0xF0) {
    missing_ = 2;
    if (byte == 0xE0) lowest_ = 0xA0;
    if (byte == 0xED) highest_ = 0x9F;
    return true;
  }
  missing_ = 3;
  if (byte == 0xF0) lowest_ = 0x90;
  if (byte == 0xF4) highest_ = 0x8F;
  return true;
}

bool Utf8Check::add(Bytes bytes) {
  const std::uint8_t* at = bytes.begin();
  const std::uint8_t* const end = bytes.end();
  while (at != end) {
    if (missing_ == 0) {
      at = skip_ascii(at, end);
      if (at == end) break;
      const std::uint8_t byte = *at++;
      if (byte >= 0x80 && !lead(byte)) return false;
      continue;
    }
    const std::uint8_t byte = *at++;
    if (byte < lowest_ || byte > highest_) return false;
    lowest_ = 0x80;
    highest_ = 0xBF;
    --missing_;
  }
  return true;
}

}  // namespace plugpoint::websocket
