#include "plugpoint/port_arduino/entropy.h"

#if defined(ARDUINO)

#include <Arduino.h>
#if defined(ESP32)
#include <esp_random.h>
#endif

namespace plugpoint::arduino {

void HardwareEntropy::fill(MutableBytes bytes) {
#if defined(ESP8266)
  ESP.random(bytes.data(), bytes.size());
#else
  esp_fill_random(bytes.data(), bytes.size());
#endif
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO
