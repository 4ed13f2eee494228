// The ESP object of the ESP8266 core 3.x.
#pragma once

#include <cstddef>
#include <cstdint>

#include "WString.h"

class EspClass {
 public:
  void wdtFeed();
  void restart();
  uint32_t getChipId();
  uint32_t getFreeHeap();
  String getResetReason();
  uint8_t* random(uint8_t* resultArray, const size_t outputSizeBytes) const;
  uint32_t random() const;
};
extern EspClass ESP;
