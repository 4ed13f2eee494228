// The chip's random number generator.
#pragma once

#include "plugpoint/port.h"

namespace plugpoint::arduino {

/// On the ESP32 it is truly random while Wi-Fi or Bluetooth is on; a station needs Wi-Fi anyway.
class HardwareEntropy final : public Entropy {
 public:
  void fill(MutableBytes bytes) override;
};

}  // namespace plugpoint::arduino
