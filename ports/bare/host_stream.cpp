#include "bare/host_stream.h"

#include <unistd.h>

#include "simcall.h"

namespace plugpoint::bare {

bool HostStream::readable(int file, std::uint32_t ms) {
  std::int32_t time[2] = {static_cast<std::int32_t>(ms / 1000),
                          static_cast<std::int32_t>(ms % 1000 * 1000)};
  return simcall(SIMCALL_SELECT, file, 1, reinterpret_cast<long>(time)) > 0;
}

bool HostStream::open() {
  if (next_ > last_) return false;
  file_ = next_++;
  return true;
}

void HostStream::close() {
  if (is_open()) ::close(file_);
  file_ = -1;
}

std::size_t HostStream::read(MutableBytes into) {
  if (!is_open() || !readable(file_, 0)) return 0;
  const auto count = ::read(file_, into.data(), into.size());
  if (count > 0) return static_cast<std::size_t>(count);
  close();
  return 0;
}

std::size_t HostStream::write(Bytes bytes) {
  if (!is_open()) return 0;
  const auto count = ::write(file_, bytes.data(), bytes.size());
  if (count > 0) return static_cast<std::size_t>(count);
  close();
  return 0;
}

void HostStream::wait(std::uint32_t ms) {
  // Without a stream the next one serves: nothing arrives on it before it is used.
  readable(is_open() ? file_ : next_, ms);
}

}  // namespace plugpoint::bare
