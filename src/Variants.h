// Sketches for ESP8266-OCPP include this. There is nothing to choose here: samplers and settings
// are given at run time, see ESP8266-OCPP.h.
#pragma once

#include <Arduino.h>
