// SHA-1 (FIPS 180-4), only for Sec-WebSocket-Accept, which is a checksum and no secret.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"

namespace plugpoint::websocket {

/// A digest in progress: 92 bytes of state.
class Sha1 {
 public:
  static constexpr std::size_t kDigestSize = 20;

  void add(std::uint8_t byte);
  /// Ends the message and writes the digest. The object must not be used afterwards.
  void finish(std::uint8_t (&digest)[kDigestSize]);

 private:
  void compress();

  std::uint32_t state_[5] = {0x67452301U, 0xEFCDAB89U, 0x98BADCFEU, 0x10325476U, 0xC3D2E1F0U};
  std::uint32_t block_[16] = {};
  std::uint32_t length_ = 0;  // In bytes; the messages here are short.
};

}  // namespace plugpoint::websocket
