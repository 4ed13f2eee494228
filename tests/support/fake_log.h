// Keeps what a station logs.
#pragma once

#include <string>
#include <vector>

#include "plugpoint/port.h"

namespace plugpoint::test {

class FakeLog final : public Log {
 public:
  std::vector<std::string> infos;  ///< Lines of level info, in order.
  std::vector<std::string> warnings;
  std::vector<std::string> errors;  ///< Of level error.

  void line(LogLevel level, Text text) override {
    if (level == LogLevel::info) infos.emplace_back(text.data(), text.size());
    if (level == LogLevel::warning) warnings.emplace_back(text.data(), text.size());
    if (level == LogLevel::error) errors.emplace_back(text.data(), text.size());
  }
};

}  // namespace plugpoint::test
