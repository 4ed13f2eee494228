#include "esp_idf/log.h"

#include <esp_log.h>

namespace plugpoint::esp_idf {

namespace {
const char* const kTag = "plugpoint";
}

void EspLog::line(LogLevel level, Text text) {
  const int size = static_cast<int>(text.size());
  switch (level) {
    case LogLevel::debug:
      ESP_LOGD(kTag, "%.*s", size, text.data());
      break;
    case LogLevel::info:
      ESP_LOGI(kTag, "%.*s", size, text.data());
      break;
    case LogLevel::warning:
      ESP_LOGW(kTag, "%.*s", size, text.data());
      break;
    case LogLevel::error:
      ESP_LOGE(kTag, "%.*s", size, text.data());
      break;
  }
}

}  // namespace plugpoint::esp_idf
