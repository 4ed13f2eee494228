// The station's WebSocket: when it dials, how it notices that the other side is gone.
#pragma once

#include "plugpoint/base/time.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/station/settings.h"
#include "plugpoint/websocket/client.h"

namespace plugpoint {

/// Wraps the WebSocket client with back-off (R15), ping supervision (R17) and a limit to the
/// handshake.
class Connection {
 public:
  /// `transmit`: memory of one frame. `path`: percent-encoded, with the station's id.
  Connection(Station& station, const Settings& settings, MutableBytes transmit, Text path);

  /// Whether a byte stream is wanted now.
  bool stream_wanted() const;
  void stream_opened();
  void stream_closed();

  /// Next event of the WebSocket. `failed` and `closed` have already made the stream unwanted.
  websocket::Event receive(const std::uint8_t*& at, const std::uint8_t* end);
  websocket::Client& client() { return client_; }
  const websocket::Client& client() const { return client_; }
  bool open() const { return client_.state() == websocket::Client::State::open; }
  /// Gives the stream up, for example to restart; `text` is for the log.
  void drop(FlashText why);
  /// Says good-bye and gives the stream up when that was sent.
  void close();
  FlashText last_error() const { return why_; }
  /// Where the stream goes to.
  const websocket::Handshake& handshake() const { return handshake_; }

  void step();
  Millis next_deadline() const;

 private:
  /// What comes next; only one at a time is waited for.
  enum class WaitsFor : std::uint8_t {
    dial,       ///< The next try to connect; while there is no stream.
    handshake,  ///< The server's answer to it, until `at_`.
    ping,       ///< The next ping of our own.
    pong,       ///< The answer to it, until `at_`.
  };
  static constexpr Millis kHandshake = 30 * kSecond;
  static constexpr Millis kPong = 10 * kSecond;
  Millis wait_before_dial();
  void wait(WaitsFor what, Millis until);
  void alive();

  websocket::Client client_;
  Millis at_ = 0;  ///< When what is waited for is due.
  Station& station_;
  websocket::Handshake handshake_;
  FlashText why_;
  WaitsFor waits_for_ = WaitsFor::dial;
  std::uint8_t failures_ = 0;  ///< In a row, to 255.
  bool stream_ = false;
  bool dropping_ = false;
};

}  // namespace plugpoint
