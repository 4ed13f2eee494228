// The ESP object of the ESP32 core 2.x and 3.x.
#pragma once

#include <cstdint>

class EspClass {
 public:
  void restart();
  uint32_t getFreeHeap();
};
extern EspClass ESP;
