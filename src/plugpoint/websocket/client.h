// RFC 6455 client without sockets: bytes in, bytes out; fragments stream through.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"
#include "plugpoint/port.h"
#include "plugpoint/websocket/frame_reader.h"
#include "plugpoint/websocket/frame_writer.h"
#include "plugpoint/websocket/handshake.h"
#include "plugpoint/websocket/handshake_request.h"
#include "plugpoint/websocket/handshake_response.h"

namespace plugpoint::websocket {

enum class Event : std::uint8_t {
  none,    ///< All input is used up; or what is left waits until `output` was taken, since it is a
           ///< ping while a control frame leaves.
  opened,  ///< The handshake succeeded; `subprotocol()` tells which one the server chose.
  text,    ///< A piece of a text message: `payload()`, `message_end()`.
  pong,    ///< An answer to our ping (or an unsolicited pong).
  closed,  ///< The closing handshake is complete, or the server's Close was answered: close the
           ///< stream after the remaining output was written.
  failed,  ///< The server broke the protocol or refused the handshake: `error()`. The output ends
           ///< with a Close that fits, if one is allowed; write it and close the stream.
};

/// One connection after the other to a WebSocket server. Takes what arrives and gives what is to be
/// sent; knows neither sockets nor time. Incoming text passes through without being kept.
class Client {
 public:
  enum class State : std::uint8_t {
    idle,
    connecting,  ///< From `open` on.
    open,        ///< From Event::opened on.
    closing,     ///< `close` was called; text still arrives until the server answers.
    closed,      ///< After Event::closed or Event::failed; further input is ignored.
  };

  /// `transmit`: at least 128 bytes; its size is the largest frame sent (at most 65,543 are used),
  /// so longer messages leave in fragments. It must outlive the client. `max_message`: an incoming
  /// message longer than this (bytes) fails with close code 1009; 0 = no limit, since payload
  /// streams through.
  Client(MutableBytes transmit, Entropy& entropy, std::uint32_t max_message = 0);

  /// Starts the handshake on a new stream; the request becomes output. What remained of an earlier
  /// connection is dropped. Texts that cannot be sent make the next `receive` fail. `handshake`
  /// and its texts must stay valid until the connection is open, `subprotocols` until the next
  /// `open`.
  void open(const Handshake& handshake);
  void open(const Handshake&& passing) = delete;
  /// The stream is gone: back to idle, nothing left to send.
  void reset();

  /// Consumes input from `at` (which moves forward) up to the next event. Call until it returns
  /// Event::none. What it left then is offered again after output.
  Event receive(const std::uint8_t*& at, const std::uint8_t* end);
  /// The piece of text that came with Event::text; points into the caller's input. The pieces of a
  /// message together are valid UTF-8: the first byte that is not fails the connection (1007).
  Text payload() const { return reader_.payload(); }
  /// Whether the message ends with this piece.
  bool message_end() const { return reader_.message_end(); }

  /// Room for the payload of the outgoing message. Empty while earlier output is not drained, and
  /// in every state but open.
  MutableBytes window();
  /// Sends the first `size` bytes of `window()` as the next fragment; `last` ends the message.
  /// Nothing happens where there is no window, or with nothing to send in the middle of a message.
  void send(std::size_t size, bool last);
  /// Whether `window()` would give room now.
  bool writable() const;

  /// Asks the server for a pong. Nothing happens in every state but open.
  void ping();
  /// Starts the closing handshake (code: RFC 6455 §7.4; one that may not be sent becomes 1000).
  /// Nothing can be sent afterwards; what was given to `send` still leaves. Before the connection
  /// is open there is nobody to say it to: the client is closed at once.
  void close(std::uint16_t code);

  /// Moves pending bytes to `into`; returns the count. 0: nothing to send.
  std::size_t output(MutableBytes into);
  bool has_output() const;

  State state() const { return state_; }
  /// The subprotocol that the server chose; valid from `opened` on, until the next `open`.
  Text subprotocol() const { return subprotocol_; }
  /// Status of the last handshake answer; 0 before.
  std::uint16_t http_status() const { return http_status_; }
  /// The server's code; 1005 if it gave none, 1006 if no Close was received.
  std::uint16_t close_code() const { return close_code_; }
  /// Why the connection failed; empty when it did not.
  FlashText error() const { return error_; }

 private:
  /// What only the handshake needs.
  struct Opening {
    HandshakeRequest request;
    HandshakeResponse response;
    std::uint8_t key[kKeySize];
    bool refused = false;  ///< `open` got texts that cannot be sent.
  };

  void leave_handshake(State state);
  Event receive_handshake(const std::uint8_t*& at, const std::uint8_t* end);
  Event receive_frames(const std::uint8_t*& at, const std::uint8_t* end);
  Event end_by_server();
  Event fail(FlashText text);

  FrameReader reader_;
  FrameWriter writer_;
  FlashText error_;
  Text subprotocol_;
  std::uint16_t http_status_ = 0;
  std::uint16_t close_code_ = CloseCode::abnormal;
  State state_ = State::idle;
  union {
    Opening opening_;      ///< In State::connecting.
    ControlRoom control_;  ///< In every other state.
  };
};

}  // namespace plugpoint::websocket
