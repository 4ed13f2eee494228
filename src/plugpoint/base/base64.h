// Base64 (RFC 4648 §4), one character at a time, so that no buffer holds the result.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plugpoint {

/// Characters that `size` bytes encode to, with padding.
constexpr std::size_t base64_size(std::size_t size) {
  return (size + 2) / 3 * 4;
}

/// The character for a 6-bit value.
constexpr char base64_digit(std::uint32_t value) {
  if (value < 26) return static_cast<char>('A' + value);
  if (value < 52) return static_cast<char>('a' + (value - 26));
  if (value < 62) return static_cast<char>('0' + (value - 52));
  return value == 62 ? '+' : '/';
}

/// The character at `index` (below `base64_size(size)`) of the encoding of the `size` bytes that
/// `byte_at(i)` yields.
template <class ByteAt>
char base64_char(ByteAt byte_at, std::size_t size, std::size_t index) {
  const std::size_t first = index / 4 * 3;
  const std::size_t place = index % 4;
  if (first + place > size) return '=';
  std::uint32_t group = 0;
  for (std::size_t i = first; i < first + 3; ++i) {
    group = group << 8 | (i < size ? static_cast<std::uint8_t>(byte_at(i)) : 0U);
  }
  return base64_digit(group >> (18 - 6 * place) & 0x3FU);
}

}  // namespace plugpoint
