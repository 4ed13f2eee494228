// What the port uses of ESP-IDF's esp_timer.h, from its documentation.
#pragma once

#include <cstdint>

extern "C" std::int64_t esp_timer_get_time(void);
