// Declarations of the ESP8266 core 3.x and the ESP32 core 2.x and 3.x, from their documentation and
// the Arduino reference: what the port, the façade and the examples use, and nothing else.
// tests/arduino_shim implements them on Linux.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "Esp.h"  // The chip's own
#include "HardwareSerial.h"
#include "Print.h"
#include "WString.h"
#include "pgmspace.h"

typedef bool boolean;
typedef uint8_t byte;

#define HIGH 0x1
#define LOW 0x0
#define INPUT 0x00
#define OUTPUT 0x01
#define INPUT_PULLUP 0x02
#define LED_BUILTIN 2
#define A0 17

// The pins of NodeMCU and D1 boards.
static const uint8_t D0 = 16, D1 = 5, D2 = 4, D3 = 0, D4 = 2, D5 = 14, D6 = 12, D7 = 13, D8 = 15;

extern "C" {
void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t value);
int digitalRead(uint8_t pin);
int analogRead(uint8_t pin);
void analogWrite(uint8_t pin, int value);
void analogWriteFreq(uint32_t frequency);
void analogWriteRange(uint32_t range);
unsigned long millis(void);
unsigned long micros(void);
void delay(unsigned long milliseconds);
void yield(void);
}

/// Starts NTP; time() is right some seconds later.
void configTime(int timezone_s, int daylight_offset_s, const char* server1,
                const char* server2 = nullptr, const char* server3 = nullptr);

void setup();
void loop();
