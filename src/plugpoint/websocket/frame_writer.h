// Frames to the server (RFC 6455 §5), each masked afresh (§5.3).
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/port.h"
#include "plugpoint/websocket/frame.h"

namespace plugpoint::websocket {

/// Applies a mask to payload that starts at the mask's first byte.
void apply_mask(MutableBytes payload, const std::uint8_t (&mask)[kMaskSize]);

/// One data frame in the owner's buffer and one control frame in its own, which goes first: a ping
/// is answered between the fragments of a long message.
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

  /// Builds the next control frame if there is room for it; empties `slot` when that is its answer.
  void stage(PingToAnswer& slot);
  /// Moves pending bytes to `into`; returns the count.
  std::size_t output(MutableBytes into, PingToAnswer& slot);
  bool has_output(const PingToAnswer& slot) const;

 private:
  std::size_t headroom() const;
  void build_control(Opcode opcode, Bytes payload);
  void build_close();
  std::size_t take_control(MutableBytes into);
  std::size_t take_data(MutableBytes into);
  bool data_pending() const { return data_at_ != data_end_; }
  bool control_pending() const { return control_at_ != control_end_; }

  MutableBytes transmit_;
  Entropy* entropy_;
  std::size_t data_at_ = 0;  // The pending data frame in `transmit_`.
  std::size_t data_end_ = 0;
  std::uint16_t close_code_ = CloseCode::none;
  std::uint8_t control_at_ = 0;  // The pending control frame in `control_`.
  std::uint8_t control_end_ = 0;
  bool in_message_ = false;  // The next fragment continues a message.
  bool data_begun_ = false;  // Part of the data frame has left: it must be finished first.
  bool wants_ping_ = false;
  bool closing_ = false;
  bool close_built_ = false;  // Nothing may follow.
  std::uint8_t control_[2 + kMaskSize + kMaxControl];
};

}  // namespace plugpoint::websocket
