// Random bytes from the kernel.
#pragma once

#include "plugpoint/port.h"

namespace plugpoint::posix {

/// getrandom(2): fit for masks, nonces and keys. One object may serve any number of stations.
class KernelEntropy final : public Entropy {
 public:
  /// Ends the program when the kernel has no entropy source at all: nothing that it sends could
  /// be trusted.
  void fill(MutableBytes bytes) override;
};

}  // namespace plugpoint::posix
