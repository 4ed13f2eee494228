#include "bare/host_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

namespace plugpoint::bare {

HostFile::HostFile(const char* path, std::uint32_t size)
    : file_(::open(path, O_RDWR | O_CREAT, 0600)), size_(size) {}

HostFile::~HostFile() {
  if (is_open()) ::close(file_);
}

bool HostFile::read(std::uint32_t offset, MutableBytes into) {
  if (::lseek(file_, static_cast<off_t>(offset), SEEK_SET) < 0) return false;
  while (!into.empty()) {
    const auto count = ::read(file_, into.data(), into.size());
    if (count < 0) return false;
    if (count == 0) break;
    into = into.from(static_cast<std::size_t>(count));
  }
  // Past the end of the file nothing was written yet.
  if (!into.empty()) std::memset(into.data(), 0, into.size());
  return true;
}

bool HostFile::write(std::uint32_t offset, Bytes bytes) {
  if (::lseek(file_, static_cast<off_t>(offset), SEEK_SET) < 0) return false;
  while (!bytes.empty()) {
    const auto count = ::write(file_, bytes.data(), bytes.size());
    if (count <= 0) return false;
    bytes = bytes.from(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace plugpoint::bare
