// The log of frames: what went over the WebSocket, one JSON line a message.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "plugpoint/base/span.h"

namespace plugpoint::sim {

/// Puts the text messages of one direction of a WebSocket connection together as its bytes pass,
/// without taking part in the protocol.
class FrameTap {
 public:
  explicit FrameTap(std::function<void(const std::string& text)> on_message)
      : on_message_(std::move(on_message)) {}

  /// A new connection: the HTTP handshake comes first.
  void reset();
  void pass(Bytes bytes);

 private:
  /// Longer messages are logged up to here.
  static constexpr std::size_t kMaxMessage = 4U << 20;
  static constexpr std::size_t kMaxHeader = 14;

  bool take_http(std::uint8_t byte);
  bool header_complete() const;
  void begin_payload();
  const std::uint8_t* take_payload(const std::uint8_t* at, const std::uint8_t* end);
  void end_frame();

  std::function<void(const std::string&)> on_message_;
  std::string message_;
  std::uint64_t remaining_ = 0;
  std::uint64_t position_ = 0;  // In the payload, for the mask.
  std::uint8_t header_[kMaxHeader] = {};
  std::uint8_t header_size_ = 0;
  std::uint8_t mask_[4] = {};
  std::uint8_t line_ends_ = 0;  // How much of CR LF CR LF was seen.
  std::uint8_t opcode_ = 0;
  bool http_ = true;
  bool in_payload_ = false;
  bool final_ = false;
  bool text_ = false;  // The message at hand is text.
};

/// The frame with the values of AuthorizationKey and BasicAuthPassword blotted out, and without
/// user and password in addresses; any other frame as it is.
std::string redacted(const std::string& frame);

/// Appends to a file that only its owner may read.
class FrameLog {
 public:
  /// Throws UsageError when the file cannot be opened.
  explicit FrameLog(const std::string& path);

  enum class Direction : std::uint8_t { out, in };
  void write(Direction direction, const std::string& frame);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

/// One line of the log, without its end. `utc_ms`: since 1970.
std::string log_line(std::int64_t utc_ms, FrameLog::Direction direction, const std::string& frame);

}  // namespace plugpoint::sim
