// What the example uses of ESP-IDF's esp_system.h, from its documentation.
#pragma once

extern "C" void esp_restart(void) __attribute__((noreturn));
