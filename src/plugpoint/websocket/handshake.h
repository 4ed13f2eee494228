// What an opening handshake is made of.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"

namespace plugpoint::websocket {

/// The opening handshake. It and its texts must stay valid until Event::opened or Event::failed.
struct Handshake {
  Text host;  ///< Name or address; an IPv6 address with or without brackets.
  std::uint16_t port = 80;
  bool secure = false;  ///< Only decides whether `port` is the default one, which Host leaves out.
  Text path;            ///< Starts with '/'; the caller has percent-encoded it.
  Text subprotocols;    ///< Comma-separated, in order of preference: "ocpp2.0.1,ocpp1.6".
  Text user;            ///< Basic authentication; absent: none. Must not contain ':'.
  Text password;        ///< Bytes; sent only if `user` is present.
};

/// Longest name of a subprotocol that can be offered, in characters.
constexpr std::size_t kMaxSubprotocol = 24;

/// Random bytes behind Sec-WebSocket-Key (RFC 6455 §4.1).
constexpr std::size_t kKeySize = 16;

}  // namespace plugpoint::websocket
