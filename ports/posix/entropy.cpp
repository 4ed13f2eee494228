#include "posix/entropy.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace plugpoint::posix {

void KernelEntropy::fill(MutableBytes bytes) {
  while (!bytes.empty()) {
    const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
    if (count > 0) {
      bytes = bytes.from(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      std::perror("plugpoint: getrandom");
      std::abort();
    }
  }
}

}  // namespace plugpoint::posix
