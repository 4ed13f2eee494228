// Log lines for the serial monitor.
#pragma once

#include <Print.h>

#include "plugpoint/port.h"

namespace plugpoint::arduino {

/// The text of an Error, as print() and println() take it.
inline const __FlashStringHelper* printable(FlashText text) {
  return FPSTR(text.absent() ? "" : text.data());
}

class PrintLog final : public Log {
 public:
  /// Lines below `least` are dropped. `out` must outlive the log; null drops all.
  explicit PrintLog(Print* out, LogLevel least = LogLevel::info) : out_(out), least_(least) {}

  void set_output(Print* out) { out_ = out; }
  void line(LogLevel level, Text text) override;

 private:
  Print* out_;
  LogLevel least_;
};

}  // namespace plugpoint::arduino
