// The client's half of the opening handshake (RFC 6455 §4.1), written piece by piece.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/span.h"
#include "plugpoint/websocket/handshake.h"

namespace plugpoint::websocket {

/// Writes the request into windows of any size; nothing is composed beforehand.
class HandshakeRequest {
 public:
  /// Absent when the texts can be sent as they are, else what is wrong with them. Control
  /// characters and spaces in a text would let it forge header lines.
  static FlashText check(const Handshake& handshake);

  /// Starts over. `handshake` and `key` (kKeySize bytes) must stay valid until the request is sent.
  void start(const Handshake& handshake, const std::uint8_t* key);
  /// Moves the next bytes to `into`; returns the count.
  std::size_t output(MutableBytes into);
  bool sent() const { return part_ == kEnd; }

 private:
  static constexpr std::uint8_t kEnd = 0xFF;

  bool part_ended() const;
  char part_char(std::size_t index) const;
  std::size_t credentials_size() const;
  char credentials_char(std::size_t index) const;
  void skip_empty_parts();
  bool bracket_host() const;

  const Handshake* handshake_ = nullptr;
  const std::uint8_t* key_ = nullptr;
  std::size_t at_ = 0;  // In the present part.
  char port_[6] = {};   // With its colon.
  std::uint8_t port_size_ = 0;
  std::uint8_t part_ = kEnd;
};

}  // namespace plugpoint::websocket
