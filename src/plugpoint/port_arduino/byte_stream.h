// A byte stream to a server that never makes its caller wait.
#pragma once

#include <cstddef>
#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"

namespace plugpoint::arduino {

/// Opening, moving bytes and closing only begin or continue work; `poll` tells how far it is.
class ByteStream {
 public:
  enum class State : std::uint8_t {
    closed,  ///< `why` says what ended it; empty after `close`.
    opening,
    open,
  };

  virtual ~ByteStream() = default;
  /// Begins to connect. The stream must be closed. `host` is copied.
  virtual void open(Text host, std::uint16_t port) = 0;
  /// Goes on with what is under way; to be called often.
  virtual State poll() = 0;
  /// Received bytes that wait, as far as they lie in one piece; valid until the next call.
  virtual Bytes received() = 0;
  /// The first `count` of them are done with.
  virtual void consume(std::size_t count) = 0;
  /// How many bytes `write` takes now.
  virtual std::size_t room() = 0;
  /// Sends at most `room()` bytes; they are copied.
  virtual void write(Bytes bytes) = 0;
  /// Ends the stream; what was written still leaves if the network lets it.
  virtual void close() = 0;
  /// Why the stream is closed; static text.
  virtual FlashText why() const = 0;
};

}  // namespace plugpoint::arduino
