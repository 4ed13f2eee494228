#include "bare/host_entropy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

namespace plugpoint::bare {

HostEntropy::HostEntropy() : file_(::open("/dev/urandom", O_RDONLY)) {}

HostEntropy::~HostEntropy() {
  if (file_ >= 0) ::close(file_);
}

void HostEntropy::fill(MutableBytes bytes) {
  while (!bytes.empty()) {
    const auto count = ::read(file_, bytes.data(), bytes.size());
    if (count <= 0) std::abort();
    bytes = bytes.from(static_cast<std::size_t>(count));
  }
}

}  // namespace plugpoint::bare
