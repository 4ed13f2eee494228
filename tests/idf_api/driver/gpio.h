// What the example uses of ESP-IDF's driver/gpio.h, from its documentation.
#pragma once

#include <cstdint>

#include "esp_err.h"

enum gpio_num_t { GPIO_NUM_25 = 25, GPIO_NUM_32 = 32, GPIO_NUM_33 = 33 };
enum gpio_mode_t { GPIO_MODE_INPUT = 1, GPIO_MODE_OUTPUT = 2 };

extern "C" {
esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode);
int gpio_get_level(gpio_num_t gpio_num);
esp_err_t gpio_set_level(gpio_num_t gpio_num, std::uint32_t level);
}
