#include "plugpoint/port_arduino/log.h"

#if defined(ARDUINO)

#include <Arduino.h>

namespace plugpoint::arduino {

void PrintLog::line(LogLevel level, Text text) {
  if (!out_ || level < least_) return;
  out_->print(F("[OCPP] "));
  if (level >= LogLevel::error) out_->print(F("error: "));
  out_->write(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  out_->println();
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO
