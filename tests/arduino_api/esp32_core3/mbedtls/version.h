// Mbed TLS 3, as ESP32 core 3 has it (ESP-IDF 5).
#pragma once

#define MBEDTLS_VERSION_NUMBER 0x03040000
