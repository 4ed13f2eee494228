// Random bytes from the chip's generator.
#pragma once

#include <esp_random.h>

#include "plugpoint/port.h"

namespace plugpoint::esp_idf {

/// True random numbers while Wi-Fi or Bluetooth is on; a charger with Ethernet alone calls
/// `bootloader_random_enable()` first (ESP-IDF, "Random Number Generation").
class ChipEntropy final : public Entropy {
 public:
  void fill(MutableBytes bytes) override { esp_fill_random(bytes.data(), bytes.size()); }
};

}  // namespace plugpoint::esp_idf
