// The server's half of the opening handshake (RFC 6455 §4.2.2), read byte by byte.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/span.h"
#include "plugpoint/websocket/handshake.h"
#include "plugpoint/websocket/sha1.h"

namespace plugpoint::websocket {

/// Checks the HTTP response as it arrives; no line is ever kept. Of the values only the name of the
/// chosen subprotocol is copied.
class HandshakeResponse {
 public:
  enum class Result : std::uint8_t { want_more, accepted, failed };

  /// Longest response that is read, in bytes, with status line and all header fields.
  static constexpr std::uint16_t kMaxSize = 8192;

  /// Starts over. `offered` (comma-separated) must stay valid until the result is known; `key` is
  /// the nonce of the request (kKeySize bytes) and only read here.
  void start(Text offered, const std::uint8_t* key);

  /// Consumes input up to the end of the response. After `accepted` the rest belongs to frames.
  Result receive(const std::uint8_t*& at, const std::uint8_t* end);

  /// The status code; 0 before it arrived.
  std::uint16_t status() const { return status_; }
  /// The subprotocol that the server chose, in what was offered; empty when none was.
  Text subprotocol() const { return chosen_; }
  /// Why the result is `failed`; null before.
  FlashText error() const { return error_; }

 private:
  enum class At : std::uint8_t {
    version,     // In "HTTP/1.1 ".
    status,      // In the three digits.
    reason,      // In the rest of the status line.
    line_start,  // Before a header field or the empty line.
    name,        // In a field name.
    value,       // In a field value.
    line_feed,   // After the carriage return of a line.
    last_feed,   // After the carriage return of the empty line.
    end,
  };
  enum Field : std::uint8_t { upgrade, connection, accept, protocol, extensions, other };

  void take(char c);
  void take_version(char c);
  void take_status(char c);
  void take_line_start(char c);
  void take_name(char c);
  void take_value(char c);
  void end_line();
  void check_status();
  void begin_value();
  void value_char(char c);
  FlashText expected_element() const;
  void list_char(char c);
  void end_element();
  void end_value();
  void end_protocol();
  void end_headers();
  void fail(FlashText text);

  FlashText error_;
  Text offered_;
  std::uint8_t digest_[Sha1::kDigestSize] = {};  // What Sec-WebSocket-Accept must encode.
  char subprotocol_[kMaxSubprotocol] = {};       // As it comes.
  Text chosen_;
  std::uint16_t status_ = 0;
  std::uint16_t total_ = 0;     // Bytes so far.
  std::uint16_t position_ = 0;  // In the name or value at hand.
  At state_ = At::end;
  Field field_ = Field::other;
  std::uint8_t candidates_ = 0;  // Bit per Field whose name fits so far.
  bool mismatch_ = false;        // The value or list element at hand is not the expected one.
  bool space_ = false;           // White space stands before the next character.
  bool start_of_element_ = true;
  bool seen_upgrade_ = false;
  bool seen_connection_ = false;
  bool seen_accept_ = false;
  bool seen_protocol_ = false;
};

}  // namespace plugpoint::websocket
