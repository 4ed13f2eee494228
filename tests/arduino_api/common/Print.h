// Print and Stream as the cores declare them.
#pragma once

#include <cstdint>

#include "WString.h"

#define DEC 10
#define HEX 16

class Print {
 public:
  virtual ~Print() = default;
  virtual size_t write(uint8_t byte) = 0;
  virtual size_t write(const uint8_t* bytes, size_t size);
  size_t write(const char* text) {
    return write(reinterpret_cast<const uint8_t*>(text), strlen(text));
  }
  virtual void flush() {}

  size_t print(const __FlashStringHelper* text);
  size_t print(const String& text);
  size_t print(const char* text);
  size_t print(char c);
  size_t print(unsigned char value, int base = DEC);
  size_t print(int value, int base = DEC);
  size_t print(unsigned int value, int base = DEC);
  size_t print(long value, int base = DEC);
  size_t print(unsigned long value, int base = DEC);
  size_t print(double value, int decimals = 2);
  size_t println();
  template <class T>
  size_t println(const T& value) {
    const size_t count = print(value);
    return count + println();
  }
  template <class T>
  size_t println(const T& value, int format) {
    const size_t count = print(value, format);
    return count + println();
  }
  size_t printf(const char* format, ...) __attribute__((format(printf, 2, 3)));
};

class Stream : public Print {
 public:
  virtual int available() = 0;
  virtual int read() = 0;
  virtual int peek() = 0;
  void setTimeout(unsigned long milliseconds);
  String readStringUntil(char terminator);
};
