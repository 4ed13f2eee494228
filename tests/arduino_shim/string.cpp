#include <strings.h>

#include <algorithm>
#include <cctype>
#include <cstdarg>
#include <cstdio>
#include <string>

#include "Arduino.h"

namespace {
std::string in_base(unsigned long value, unsigned base) {
  std::string text;
  do {
    text.insert(text.begin(), "0123456789abcdef"[value % base]);
    value /= base;
  } while (value > 0);
  return text;
}
std::string in_base(long value, unsigned base) {
  if (value >= 0 || base != 10) return in_base(static_cast<unsigned long>(value), base);
  return "-" + in_base(-static_cast<unsigned long>(value), base);
}
std::string with_decimals(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}
}  // namespace

void String::assign(const char* text, std::size_t size) {
  char* const copy = static_cast<char*>(std::malloc(size + 1));
  if (size > 0) std::memcpy(copy, text, size);
  copy[size] = '\0';
  std::free(text_);
  text_ = copy;
  size_ = size;
}
void String::append(const char* text, std::size_t size) {
  const std::string sum = std::string(c_str(), size_) + std::string(text, size);
  assign(sum.data(), sum.size());
}
String::String(const char* text) {
  if (text) assign(text, std::strlen(text));
}
String::String(const String& other) {
  assign(other.c_str(), other.size_);
}
String::String(String&& other) noexcept : text_(other.text_), size_(other.size_) {
  other.text_ = nullptr;
  other.size_ = 0;
}
String::String(const __FlashStringHelper* text) : String(reinterpret_cast<const char*>(text)) {}
String::String(char c) {
  assign(&c, 1);
}
String::String(unsigned char value, unsigned char base)
    : String(static_cast<unsigned long>(value), base) {}
String::String(int value, unsigned char base) : String(static_cast<long>(value), base) {}
String::String(unsigned int value, unsigned char base)
    : String(static_cast<unsigned long>(value), base) {}
String::String(long value, unsigned char base) : String(in_base(value, base).c_str()) {}
String::String(unsigned long value, unsigned char base) : String(in_base(value, base).c_str()) {}
String::String(float value, unsigned char decimals)
    : String(static_cast<double>(value), decimals) {}
String::String(double value, unsigned char decimals)
    : String(with_decimals(value, decimals).c_str()) {}
String::~String() {
  std::free(text_);
}
String& String::operator=(const String& other) {
  if (this != &other) assign(other.c_str(), other.size_);
  return *this;
}
String& String::operator=(String&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(size_, other.size_);
  return *this;
}
String& String::operator=(const char* text) {
  return *this = String(text);
}
String& String::operator=(const __FlashStringHelper* text) {
  return *this = String(text);
}
bool String::reserve(unsigned int) {
  return true;
}
unsigned int String::length() const {
  return static_cast<unsigned int>(size_);
}
bool String::isEmpty() const {
  return size_ == 0;
}
const char* String::c_str() const {
  return text_ ? text_ : "";
}
char String::charAt(unsigned int index) const {
  return index < size_ ? text_[index] : '\0';
}
char String::operator[](unsigned int index) const {
  return charAt(index);
}
bool String::concat(const String& other) {
  append(other.c_str(), other.size_);
  return true;
}
bool String::concat(const char* text) {
  append(text, std::strlen(text));
  return true;
}
bool String::concat(char c) {
  append(&c, 1);
  return true;
}
bool String::concat(int value) {
  return concat(String(value));
}
bool String::concat(unsigned int value) {
  return concat(String(value));
}
bool String::concat(long value) {
  return concat(String(value));
}
bool String::concat(unsigned long value) {
  return concat(String(value));
}
bool String::concat(float value) {
  return concat(String(value));
}
bool String::concat(double value) {
  return concat(String(value));
}
bool String::concat(const __FlashStringHelper* text) {
  return concat(String(text));
}
bool String::equals(const String& other) const {
  return equals(other.c_str());
}
bool String::equals(const char* text) const {
  return std::strcmp(c_str(), text ? text : "") == 0;
}
bool String::equalsIgnoreCase(const String& other) const {
  return strcasecmp(c_str(), other.c_str()) == 0;
}
bool String::startsWith(const String& prefix) const {
  return std::strncmp(c_str(), prefix.c_str(), prefix.size_) == 0;
}
bool String::endsWith(const String& suffix) const {
  return size_ >= suffix.size_ && std::strcmp(c_str() + size_ - suffix.size_, suffix.c_str()) == 0;
}
int String::indexOf(char c, unsigned int from) const {
  const std::size_t at = std::string(c_str()).find(c, from);
  return at == std::string::npos ? -1 : static_cast<int>(at);
}
int String::indexOf(const String& text, unsigned int from) const {
  const std::size_t at = std::string(c_str()).find(text.c_str(), from);
  return at == std::string::npos ? -1 : static_cast<int>(at);
}
String String::substring(unsigned int from) const {
  return substring(from, length());
}
String String::substring(unsigned int from, unsigned int to) const {
  String part;
  if (from < to && from < size_)
    part.assign(c_str() + from, std::min<std::size_t>(to, size_) - from);
  return part;
}
void String::trim() {
  std::size_t from = 0, to = size_;
  while (from < to && std::isspace(static_cast<unsigned char>(text_[from])))
    ++from;
  while (to > from && std::isspace(static_cast<unsigned char>(text_[to - 1])))
    --to;
  const std::string kept(c_str() + from, to - from);
  assign(kept.data(), kept.size());
}
void String::toUpperCase() {
  for (std::size_t i = 0; i < size_; ++i)
    text_[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(text_[i])));
}
void String::toLowerCase() {
  for (std::size_t i = 0; i < size_; ++i)
    text_[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(text_[i])));
}
long String::toInt() const {
  return std::strtol(c_str(), nullptr, 10);
}
float String::toFloat() const {
  return std::strtof(c_str(), nullptr);
}

// Print
// ---------------------------------------------------------------------------------------------

size_t Print::write(const uint8_t* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i)
    write(bytes[i]);
  return size;
}
size_t Print::print(const __FlashStringHelper* text) {
  return print(String(text));
}
size_t Print::print(const String& text) {
  return write(text.c_str());
}
size_t Print::print(const char* text) {
  return write(text);
}
size_t Print::print(char c) {
  return write(static_cast<uint8_t>(c));
}
size_t Print::print(unsigned char value, int base) {
  return print(static_cast<unsigned long>(value), base);
}
size_t Print::print(int value, int base) {
  return print(static_cast<long>(value), base);
}
size_t Print::print(unsigned int value, int base) {
  return print(static_cast<unsigned long>(value), base);
}
size_t Print::print(long value, int base) {
  return print(String(value, static_cast<unsigned char>(base)));
}
size_t Print::print(unsigned long value, int base) {
  return print(String(value, static_cast<unsigned char>(base)));
}
size_t Print::print(double value, int decimals) {
  return print(String(value, static_cast<unsigned char>(decimals)));
}
size_t Print::println() {
  return write("\r\n");
}
size_t Print::printf(const char* format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return write(text);
}

void Stream::setTimeout(unsigned long) {}
String Stream::readStringUntil(char terminator) {
  String text;
  for (int c = read(); c >= 0 && c != terminator; c = read())
    text += static_cast<char>(c);
  return text;
}
