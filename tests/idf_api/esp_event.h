// What the example uses of ESP-IDF's esp_event.h, from its documentation.
#pragma once

#include <cstdint>

#include "esp_err.h"

#define ESP_EVENT_ANY_ID (-1)

extern "C" {
typedef const char* esp_event_base_t;
typedef void (*esp_event_handler_t)(void* event_handler_arg, esp_event_base_t event_base,
                                    std::int32_t event_id, void* event_data);
esp_err_t esp_event_loop_create_default(void);
esp_err_t esp_event_handler_register(esp_event_base_t event_base, std::int32_t event_id,
                                     esp_event_handler_t event_handler, void* event_handler_arg);
}
