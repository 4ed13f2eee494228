// Frames from the server (RFC 6455 §5), read without keeping any of their data.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"
#include "plugpoint/websocket/frame.h"
#include "plugpoint/websocket/utf8_check.h"

namespace plugpoint::websocket {

/// Cuts input into pieces of text and control frames, and refuses what the protocol forbids.
class FrameReader {
 public:
  enum class Result : std::uint8_t {
    want_more,  ///< All input is used up, or a ping comes while the room is not free for it.
    text,       ///< `payload()`, `message_end()`.
    pong,
    close,   ///< `close_code()`.
    failed,  ///< `close_code()` to answer with, `error()`.
  };

  /// `max_message`: longest message in bytes, 0 for no limit.
  explicit FrameReader(std::uint32_t max_message) : max_message_(max_message) {}

  /// Starts over on a new connection.
  void reset();
  /// Consumes input up to the next result. A ping goes to `room`, to be answered from there.
  Result receive(const std::uint8_t*& at, const std::uint8_t* end, ControlRoom& room);

  /// Points into the input of the last `receive`.
  Text payload() const { return payload_; }
  bool message_end() const { return message_end_; }
  /// The server's code (CloseCode::none when it gave none), or the one that fits the failure.
  std::uint16_t close_code() const { return close_code_; }
  FlashText error() const { return error_; }

 private:
  enum class At : std::uint8_t { first, second, length, payload };

  Result take_header(std::uint8_t byte, ControlRoom& room);
  Result take_first(std::uint8_t byte);
  Result check_opcode();
  Result take_second(std::uint8_t byte, ControlRoom& room);
  Result take_length(std::uint8_t byte, ControlRoom& room);
  Result begin_payload(ControlRoom& room);
  Result take_payload(const std::uint8_t*& at, const std::uint8_t* end, ControlRoom& room);
  Result take_text(Bytes piece);
  Result end_control(ControlRoom& room);
  void take_close(Bytes piece);
  Result end_close();
  Result fail(std::uint16_t code, FlashText text);
  bool is_control() const { return (opcode_ & kControlBit) != 0; }
  bool is(Opcode opcode) const { return static_cast<Opcode>(opcode_) == opcode; }

  std::uint64_t remaining_ = 0;  // Of the payload at hand; the length while that is read.
  FlashText error_;
  Text payload_;
  std::uint32_t max_message_;
  std::uint32_t message_size_ = 0;  // Counted only where there is a limit.
  Utf8Check utf8_;
  std::uint16_t close_code_ = CloseCode::none;
  At state_ = At::first;
  std::uint8_t opcode_ = 0;
  std::uint8_t length_bytes_ = 0;  // Still missing of the extended length.
  bool long_length_ = false;       // The 64-bit form.
  bool final_ = false;
  bool in_message_ = false;
  bool message_end_ = false;
  std::uint8_t close_bytes_ = 0;  // Of the payload of a Close.
  bool close_utf8_ = true;        // Its reason is UTF-8 so far.
};

}  // namespace plugpoint::websocket
