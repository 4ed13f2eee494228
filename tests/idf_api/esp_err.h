// What the port uses of ESP-IDF's esp_err.h, from its documentation.
#pragma once

#include <cstdlib>

using esp_err_t = int;
constexpr esp_err_t ESP_OK = 0;
constexpr esp_err_t ESP_FAIL = -1;
constexpr esp_err_t ESP_ERR_INVALID_ARG = 0x102;
constexpr esp_err_t ESP_ERR_INVALID_SIZE = 0x104;

#define ESP_ERROR_CHECK(x)           \
  do {                               \
    if ((x) != ESP_OK) std::abort(); \
  } while (0)
