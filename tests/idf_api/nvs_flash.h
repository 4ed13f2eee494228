// What the example uses of ESP-IDF's nvs_flash.h, from its documentation.
#pragma once

#include "esp_err.h"

extern "C" esp_err_t nvs_flash_init(void);
