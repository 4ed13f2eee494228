// Plugpoint's own interface for Arduino sketches: the charge point, and the port for the ESP8266
// and ESP32. See examples/ModernApi.
#pragma once

#include "Plugpoint.h"

#if __cplusplus >= 201703L
#include "plugpoint/port_arduino/clock.h"
#include "plugpoint/port_arduino/connection.h"
#include "plugpoint/port_arduino/entropy.h"
#include "plugpoint/port_arduino/log.h"
#include "plugpoint/port_arduino/storage.h"
#include "plugpoint/port_arduino/tcp_stream.h"
#include "plugpoint/port_arduino/tls_stream.h"
#endif
