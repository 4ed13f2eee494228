// What the tests ask of a server, whichever it is.
#pragma once

#include <cstdint>
#include <memory>

namespace plugpoint {

/// Listens on the loopback. The path chooses what a connection does: echo, fragments, large, ping,
/// close, binary, terminate, last-close, auth, no-protocol; all others are refused with 404.
class WebSocketServer {
 public:
  virtual ~WebSocketServer() = default;
  virtual std::uint16_t port() const = 0;
};

/// Boost.Beast, one connection at a time in a thread of its own.
std::unique_ptr<WebSocketServer> start_beast_server();

/// The npm package `ws`, in a child process. Null when it cannot be started.
std::unique_ptr<WebSocketServer> start_ws_server();

}  // namespace plugpoint
