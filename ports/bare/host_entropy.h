// Random bytes from the emulator's host.
#pragma once

#include "plugpoint/port.h"

namespace plugpoint::bare {

/// Reads /dev/urandom of the host. Firmware of a real charger uses the chip's random number
/// generator in its place (on the ESP8266 the register at 0x3FF20E44 while the radio is on).
class HostEntropy final : public Entropy {
 public:
  HostEntropy();
  ~HostEntropy();
  HostEntropy(const HostEntropy&) = delete;
  HostEntropy& operator=(const HostEntropy&) = delete;

  /// Ends the program when the host gives none: nothing that it sends could be trusted.
  void fill(MutableBytes bytes) override;

 private:
  int file_;
};

}  // namespace plugpoint::bare
