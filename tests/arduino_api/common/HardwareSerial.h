#pragma once

#include "Print.h"

class HardwareSerial : public Stream {
 public:
  void begin(unsigned long baud);
  void end();
  int available() override;
  int read() override;
  int peek() override;
  size_t write(uint8_t byte) override;
  using Print::write;
  operator bool() const;
};
extern HardwareSerial Serial;
