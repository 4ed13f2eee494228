// Log lines on standard error.
#pragma once

#include <string>

#include "plugpoint/port.h"

namespace plugpoint::posix {

/// Writes each line at or above a level in one piece, so that lines of several stations never mix:
/// "warning CP1: text".
class StderrLog final : public Log {
 public:
  /// `name` of the station goes before each text; empty for none.
  explicit StderrLog(std::string name = "", LogLevel lowest = LogLevel::info)
      : name_(std::move(name)), lowest_(lowest) {}

  void line(LogLevel level, Text text) override;

 private:
  std::string name_;
  LogLevel lowest_;
};

}  // namespace plugpoint::posix
