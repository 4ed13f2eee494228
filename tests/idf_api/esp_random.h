// What the port uses of ESP-IDF's esp_random.h, from its documentation.
#pragma once

#include <cstddef>

extern "C" void esp_fill_random(void* buf, std::size_t len);
