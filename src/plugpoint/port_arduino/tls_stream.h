// The TLS stream of the chip that is compiled for.
#pragma once

#if defined(ESP8266)
#include "plugpoint/port_arduino/tls_stream_esp8266.h"
#elif defined(ESP32)
#include "plugpoint/port_arduino/tls_stream_esp32.h"
#endif
