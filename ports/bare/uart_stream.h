// A byte stream over a serial line, as to a modem that holds the connection.
#pragma once

#include "bare/byte_stream.h"

namespace plugpoint::bare {

/// The first UART of the machine, polled: the CMSDK UART of mps2-an385, or a 16550 on QEMU's virt.
/// A line cannot be closed: the other side finds out by the WebSocket's end.
class UartStream final : public ByteStream {
 public:
  bool open() override;
  void close() override { open_ = false; }
  bool is_open() const override { return open_; }
  std::size_t read(MutableBytes into) override;
  std::size_t write(Bytes bytes) override;
  void wait(std::uint32_t ms) override;

 private:
  bool open_ = false;
};

}  // namespace plugpoint::bare
