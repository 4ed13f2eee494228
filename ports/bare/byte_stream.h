// The byte stream to the central system, as a bare-metal program sees it.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"

namespace plugpoint::bare {

/// At most one stream at a time. Nothing blocks but `wait`.
class ByteStream {
 public:
  /// Opens a stream. False when there is none to be had now.
  virtual bool open() = 0;
  virtual void close() = 0;
  /// False: it was never opened, was closed, or the other side closed it.
  virtual bool is_open() const = 0;
  /// Takes what has arrived; 0 when nothing has.
  virtual std::size_t read(MutableBytes into) = 0;
  /// Gives bytes away; returns how many were taken.
  virtual std::size_t write(Bytes bytes) = 0;
  /// Returns when bytes have arrived, or after `ms`.
  virtual void wait(std::uint32_t ms) = 0;

 protected:
  ~ByteStream() = default;
};

}  // namespace plugpoint::bare
