// String as the Arduino reference and the cores of the ESP8266 and ESP32 declare it: what sketches
// use of it.
#pragma once

#include <cstddef>
#include <cstring>

class __FlashStringHelper;
#define FPSTR(pointer) (reinterpret_cast<const __FlashStringHelper*>(pointer))
#define F(literal) (FPSTR(PSTR(literal)))

class String {
 public:
  String() noexcept = default;
  String(const char* text);
  String(const String& other);
  String(String&& other) noexcept;
  String(const __FlashStringHelper* text);
  explicit String(char c);
  explicit String(unsigned char value, unsigned char base = 10);
  explicit String(int value, unsigned char base = 10);
  explicit String(unsigned int value, unsigned char base = 10);
  explicit String(long value, unsigned char base = 10);
  explicit String(unsigned long value, unsigned char base = 10);
  explicit String(float value, unsigned char decimals = 2);
  explicit String(double value, unsigned char decimals = 2);
  ~String();

  String& operator=(const String& other);
  String& operator=(String&& other) noexcept;
  String& operator=(const char* text);
  String& operator=(const __FlashStringHelper* text);

  bool reserve(unsigned int size);
  unsigned int length() const;
  bool isEmpty() const;
  const char* c_str() const;
  char charAt(unsigned int index) const;
  char operator[](unsigned int index) const;

  bool concat(const String& other);
  bool concat(const char* text);
  bool concat(char c);
  bool concat(int value);
  bool concat(unsigned int value);
  bool concat(long value);
  bool concat(unsigned long value);
  bool concat(float value);
  bool concat(double value);
  bool concat(const __FlashStringHelper* text);
  template <class T>
  String& operator+=(const T& value) {
    concat(value);
    return *this;
  }

  bool equals(const String& other) const;
  bool equals(const char* text) const;
  bool equalsIgnoreCase(const String& other) const;
  bool operator==(const String& other) const { return equals(other); }
  bool operator==(const char* text) const { return equals(text); }
  bool operator!=(const String& other) const { return !equals(other); }
  bool operator!=(const char* text) const { return !equals(text); }
  bool startsWith(const String& prefix) const;
  bool endsWith(const String& suffix) const;
  int indexOf(char c, unsigned int from = 0) const;
  int indexOf(const String& text, unsigned int from = 0) const;
  String substring(unsigned int from) const;
  String substring(unsigned int from, unsigned int to) const;
  void trim();
  void toUpperCase();
  void toLowerCase();
  long toInt() const;
  float toFloat() const;

 private:
  void assign(const char* text, std::size_t size);
  void append(const char* text, std::size_t size);
  char* text_ = nullptr;
  std::size_t size_ = 0;
};

template <class T>
String operator+(const String& left, const T& right) {
  String sum(left);
  sum += right;
  return sum;
}
inline String operator+(const char* left, const String& right) {
  String sum(left);
  sum += right;
  return sum;
}
