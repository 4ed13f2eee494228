// Log lines to esp_log, under the tag "plugpoint".
#pragma once

#include "plugpoint/port.h"

namespace plugpoint::esp_idf {

class EspLog final : public Log {
 public:
  void line(LogLevel level, Text text) override;
};

}  // namespace plugpoint::esp_idf
