// A file of the emulator's host as a device that keeps its bytes.
#pragma once

#include "bare/byte_memory.h"

namespace plugpoint::bare {

/// The file is created when it is missing, and readable by its owner alone.
class HostFile final : public ByteMemory {
 public:
  /// `size`: up to where the file may grow.
  HostFile(const char* path, std::uint32_t size);
  ~HostFile();
  HostFile(const HostFile&) = delete;
  HostFile& operator=(const HostFile&) = delete;

  bool is_open() const { return file_ >= 0; }
  std::uint32_t size() const override { return size_; }
  bool read(std::uint32_t offset, MutableBytes into) override;
  bool write(std::uint32_t offset, Bytes bytes) override;

 private:
  int file_;
  std::uint32_t size_;
};

}  // namespace plugpoint::bare
