// RFC 6455 client without sockets: bytes in, bytes out; fragments stream through.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"
#include "plugpoint/port.h"

namespace plugpoint::websocket {

/// The opening handshake. The texts must stay valid until Event::opened or Event::failed.
struct Handshake {
  Text host;
  std::uint16_t port = 80;
  bool secure = false;     ///< Only decides whether `port` is the default one and is left out of Host.
  Text path;               ///< Starts with '/'; the caller has percent-encoded it.
  Text subprotocols;       ///< Comma-separated, in order of preference: "ocpp2.0.1,ocpp1.6".
  Text user;               ///< Basic authentication; absent: none.
  Text password;           ///< Bytes; sent only if `user` is present.
};

enum class Event : std::uint8_t {
  none,    ///< All input is used up.
  opened,  ///< The handshake succeeded; `subprotocol()` tells which one the server chose.
  text,    ///< A piece of a text message: `payload()`, `message_end()`.
  pong,    ///< An answer to our ping (or an unsolicited pong).
  closed,  ///< The closing handshake is complete, or the server's Close was answered: close the stream
           ///< after the remaining output was written.
  failed,  ///< The server broke the protocol or refused the handshake: `error()`. Close the stream.
};

class Client {
 public:
  enum class State : std::uint8_t { idle, connecting, open, closing, closed };

  /// `transmit`: at least 128 bytes; its size is the largest frame sent, so longer messages leave in
  /// fragments. `max_message`: an incoming message longer than this (bytes) fails with close code
  /// 1009; 0 = no limit, since payload streams through.
  Client(MutableBytes transmit, Entropy& entropy, std::uint32_t max_message = 0);

  /// Starts the handshake; the request becomes output.
  void open(const Handshake& handshake);

  /// Consumes input from `at` (which moves forward) up to the next event.
  Event receive(const std::uint8_t*& at, const std::uint8_t* end);
  /// The piece of text that came with Event::text; points into the caller's input. Valid UTF-8 is
  /// checked over the pieces of the whole message.
  Text payload() const;
  /// Whether the message ends with this piece.
  bool message_end() const;

  /// Room for the payload of the outgoing message. Empty while earlier output is not drained.
  MutableBytes window();
  /// Sends the first `size` bytes of `window()` as the next fragment; `last` ends the message.
  void send(std::size_t size, bool last);
  /// Whether `window()` would give room now.
  bool writable() const;

  void ping();
  /// Starts the closing handshake (code: RFC 6455 §7.4). Nothing can be sent afterwards.
  void close(std::uint16_t code);

  /// Moves pending bytes to `into`; returns the count. 0: nothing to send.
  std::size_t output(MutableBytes into);
  bool has_output() const;

  State state() const;
  Text subprotocol() const;     ///< Valid from `opened` on, until the next `open`.
  std::uint16_t http_status() const;  ///< Of the last handshake answer; 0 before.
  std::uint16_t close_code() const;   ///< The server's code; 1005 if none, 1006 if none was received.
  const char* error() const;
};

}  // namespace plugpoint::websocket
