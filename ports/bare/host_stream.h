// A byte stream over file descriptors of the host that QEMU inherited.
#pragma once

#include "bare/byte_stream.h"

namespace plugpoint::bare {

/// The one who starts QEMU leaves it a row of connected sockets, `first` to `last`; each `open`
/// uses the next of them up. LX106 only: other machines cannot ask whether a descriptor is
/// readable.
class HostStream final : public ByteStream {
 public:
  HostStream(int first, int last) : next_(first), last_(last) {}
  bool open() override;
  void close() override;
  bool is_open() const override { return file_ >= 0; }
  std::size_t read(MutableBytes into) override;
  std::size_t write(Bytes bytes) override;
  void wait(std::uint32_t ms) override;

  /// Whether a descriptor of the host can be read without waiting, within `ms`.
  static bool readable(int file, std::uint32_t ms);

 private:
  int next_;
  int last_;
  int file_ = -1;
};

}  // namespace plugpoint::bare
