// What the port uses of ESP-IDF's esp_crt_bundle.h, from its documentation.
#pragma once

#include "esp_err.h"

extern "C" esp_err_t esp_crt_bundle_attach(void* conf);
