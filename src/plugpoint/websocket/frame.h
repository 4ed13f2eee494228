// What frames are made of (RFC 6455 §5.2) and why a connection closes (§7.4).
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"

namespace plugpoint::websocket {

enum class Opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

constexpr std::uint8_t kFinalBit = 0x80;
constexpr std::uint8_t kReservedBits = 0x70;
constexpr std::uint8_t kOpcodeBits = 0x0F;
constexpr std::uint8_t kControlBit = 0x08;
constexpr std::uint8_t kMaskBit = 0x80;
constexpr std::uint8_t kLength16 = 126;
constexpr std::uint8_t kLength64 = 127;
constexpr std::size_t kMaskSize = 4;

/// Longest payload of a control frame (RFC 6455 §5.5).
constexpr std::size_t kMaxControl = 125;

/// Close codes that the library itself uses or reports.
struct CloseCode {
  static constexpr std::uint16_t normal = 1000;
  static constexpr std::uint16_t protocol_error = 1002;
  static constexpr std::uint16_t unsupported_data = 1003;
  static constexpr std::uint16_t none = 1005;      ///< Never sent: a Close without a code.
  static constexpr std::uint16_t abnormal = 1006;  ///< Never sent: no Close was received.
  static constexpr std::uint16_t invalid_text = 1007;
  static constexpr std::uint16_t too_big = 1009;
};

/// Whether a Close frame may carry this code: those of RFC 6455 §7.4.1, 1012 to 1014 registered
/// since, and the ranges for libraries and private use.
constexpr bool may_be_sent(std::uint16_t code) {
  if (code >= 3000) return code < 5000;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

/// Room for the one control frame that is on its way: a ping of the server's until its answer has
/// left, or a frame of our own.
struct ControlRoom {
  enum class Use : std::uint8_t {
    free,
    arriving,  ///< The payload of a ping is being read. Only a Close of our own may take the room.
    waiting,   ///< A ping waits for its answer. A newer one takes its place, since only the latest
               ///< has to be answered (RFC 6455 §5.5.3).
    leaving,   ///< The frame is being written, from `at` on. No ping is read until it has left.
  };
  static constexpr std::size_t kHeader = 2 + kMaskSize;

  std::uint8_t bytes[kHeader + kMaxControl];  ///< Header, mask and payload.
  std::uint8_t size = 0;                      ///< Of the payload.
  std::uint8_t at = 0;
  Use use = Use::free;

  std::uint8_t* payload() { return bytes + kHeader; }
};

}  // namespace plugpoint::websocket
