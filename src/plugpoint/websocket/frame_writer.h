// Frames to the server (RFC 6455 §5), each masked afresh (§5.3).
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/port.h"
#include "plugpoint/websocket/frame.h"

namespace plugpoint::websocket {

/// Applies a mask to payload that starts at the mask's first byte.
void apply_mask(MutableBytes payload, const std::uint8_t (&mask)[kMaskSize]);

/// One data frame in the owner's buffer and one control frame in a room of its own, which goes
/// first: a ping is answered between the fragments of a long message.
class FrameWriter {
 public:
  FrameWriter(MutableBytes transmit, Entropy& entropy);

  /// Starts over on a new connection; nothing is left to send.
  void reset();

  /// Room for the payload of the next frame; empty while one is pending and after `close`.
  MutableBytes window();
  bool writable() const;
  /// Sends the first `size` bytes of the window as next fragment of a text message.
  void send(std::size_t size, bool last);

  /// An empty ping; while one waits to leave, another adds nothing.
  void ping() { wants_ping_ = true; }
  /// Starts the closing handshake behind what is pending. CloseCode::none: without a code.
  void close(std::uint16_t code);
  bool closing() const { return closing_; }
  Entropy& entropy() const { return *entropy_; }

  /// Moves pending bytes to `into`; returns the count. A ping in `room` is answered there.
  std::size_t output(MutableBytes into, ControlRoom& room);
  bool has_output(const ControlRoom& room) const;

 private:
  std::size_t headroom() const;
  /// Builds the next control frame if there is room for it.
  void stage(ControlRoom& room);
  void build(ControlRoom& room, Opcode opcode);
  void build_close(ControlRoom& room);
  std::size_t take_data(MutableBytes into);
  bool data_pending() const { return data_at_ != data_end_; }

  MutableBytes transmit_;
  Entropy* entropy_;
  std::size_t data_at_ = 0;  // The pending data frame in `transmit_`.
  std::size_t data_end_ = 0;
  std::uint16_t close_code_ = CloseCode::none;
  bool in_message_ = false;  // The next fragment continues a message.
  bool data_begun_ = false;  // Part of the data frame has left: it must be finished first.
  bool wants_ping_ = false;
  bool closing_ = false;
  bool close_built_ = false;  // Nothing may follow.
};

}  // namespace plugpoint::websocket
