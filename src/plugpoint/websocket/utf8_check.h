// Validity of UTF-8 (RFC 3629) over pieces that may end inside a character.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"

namespace plugpoint::websocket {

/// Refuses overlong forms, surrogates and values above U+10FFFF at the first byte that shows them.
class Utf8Check {
 public:
  void reset() { *this = Utf8Check(); }
  /// Checks the next piece. False when it cannot continue valid UTF-8; then only `reset` helps.
  bool add(Bytes bytes);
  /// Whether the text may end here: no character is cut.
  bool complete() const { return missing_ == 0; }

 private:
  bool lead(std::uint8_t byte);

  std::uint8_t missing_ = 0;    // Bytes that the present character still needs.
  std::uint8_t lowest_ = 0x80;  // Bounds of the next continuation byte.
  std::uint8_t highest_ = 0xBF;
};

}  // namespace plugpoint::websocket
