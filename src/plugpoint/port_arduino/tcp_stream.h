// The TCP stream of the chip that is compiled for.
#pragma once

#if defined(ESP8266)
#include "plugpoint/port_arduino/tcp_stream_esp8266.h"
#elif defined(ESP32)
#include "plugpoint/port_arduino/tcp_stream_esp32.h"
#else
#error \
    "Plugpoint's Arduino port is for the ESP8266 and the ESP32; for another chip, see docs/porting.md"
#endif
