#include "plugpoint/websocket/sha1.h"

namespace plugpoint::websocket {

namespace {

constexpr std::uint32_t rotate(std::uint32_t value, unsigned count) {
  return value << count | value >> (32 - count);
}

/// Function and constant of the round, FIPS 180-4 §4.1.1 and §4.2.1.
std::uint32_t mix(unsigned round, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5A827999U;
  if (round < 40) return (b ^ c ^ d) + 0x6ED9EBA1U;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDCU;
  return (b ^ c ^ d) + 0xCA62C1D6U;
}

}  // namespace

void Sha1::add(std::uint8_t byte) {
  const std::uint32_t at = length_ % 64;
  std::uint32_t& word = block_[at / 4];
  word = word << 8 | byte;
  ++length_;
  if (at == 63) compress();
}

void Sha1::finish(std::uint8_t (&digest)[kDigestSize]) {
  const std::uint32_t bits = length_ * 8;
  add(0x80);
  while (length_ % 64 != 56)
    add(0);
  for (int i = 0; i < 4; ++i)
    add(0);  // The upper half of the 64-bit length.
  for (int shift = 24; shift >= 0; shift -= 8)
    add(static_cast<std::uint8_t>(bits >> shift));
  for (std::size_t i = 0; i < kDigestSize; ++i) {
    digest[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
  }
}

void Sha1::compress() {
  std::uint32_t a = state_[0];
  std::uint32_t b = state_[1];
  std::uint32_t c = state_[2];
  std::uint32_t d = state_[3];
  std::uint32_t e = state_[4];
  for (unsigned round = 0; round < 80; ++round) {
    std::uint32_t& word = block_[round % 16];
    if (round >= 16) {
      word = rotate(
          word ^ block_[(round + 2) % 16] ^ block_[(round + 8) % 16] ^ block_[(round + 13) % 16],
          1);
    }
    const std::uint32_t sum = rotate(a, 5) + mix(round, b, c, d) + e + word;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = sum;
  }
  state_[0] += a;
  state_[1] += b;
  state_[2] += c;
  state_[3] += d;
  state_[4] += e;
}

}  // namespace plugpoint::websocket
