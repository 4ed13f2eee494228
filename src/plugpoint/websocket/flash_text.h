// Constant ASCII text that lives in flash and is read one character at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "plugpoint/base/flash.h"

namespace plugpoint::websocket {

/// Packed characters; place it with PLUGPOINT_FLASH. `N` counts the terminator of the literal.
template <std::size_t N>
struct FlashWords {
  std::uint32_t words[(N + 3) / 4] = {};
};

/// Packs a string literal, for a constant that is placed with PLUGPOINT_FLASH.
template <std::size_t N>
constexpr FlashWords<N> pack(const char (&literal)[N]) {
  FlashWords<N> packed;
  for (std::size_t i = 0; i + 1 < N; ++i) {
    packed.words[i / 4] |= static_cast<std::uint32_t>(static_cast<unsigned char>(literal[i]))
                           << (8 * (i % 4));
  }
  return packed;
}

/// A view of packed characters.
class FlashText {
 public:
  constexpr FlashText() = default;
  template <std::size_t N>
  constexpr FlashText(const FlashWords<N>& packed) : words_(packed.words), size_(N - 1) {}

  constexpr std::size_t size() const { return size_; }
  char operator[](std::size_t index) const {
    return static_cast<char>(flash_word(words_ + index / 4) >> (8 * (index % 4)));
  }

 private:
  static constexpr std::uint32_t kNothing = 0;

  const std::uint32_t* words_ = &kNothing;
  std::size_t size_ = 0;
};

}  // namespace plugpoint::websocket
