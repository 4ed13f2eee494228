// A view of UTF-8 text that somebody else owns; not terminated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "plugpoint/config.h"

namespace plugpoint {

/// Pointer and length in bytes. A default Text is *absent* (`data() == nullptr`): optional members
/// of messages use this; `Text("")` is present and empty.
class Text {
 public:
  constexpr Text() = default;
  constexpr Text(const char* data, std::size_t size) : data_(data), size_(size) {}
  /// From a terminated string; null gives an absent Text.
  constexpr Text(const char* terminated)
      : data_(terminated), size_(terminated ? length_of(terminated) : 0) {}

  constexpr const char* data() const { return data_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool absent() const { return data_ == nullptr; }
  constexpr char operator[](std::size_t index) const { return data_[index]; }
  constexpr const char* begin() const { return data_; }
  constexpr const char* end() const { return data_ + size_; }

  constexpr Text first(std::size_t count) const { return {data_, count < size_ ? count : size_}; }
  constexpr Text from(std::size_t count) const {
    return count < size_ ? Text{data_ + count, size_ - count} : Text{data_ + size_, 0};
  }

  friend bool operator==(Text a, Text b) {
    return a.size_ == b.size_ && (a.size_ == 0 || std::memcmp(a.data_, b.data_, a.size_) == 0);
  }
  friend bool operator!=(Text a, Text b) { return !(a == b); }

 private:
  static constexpr std::size_t length_of(const char* text) {
    std::size_t n = 0;
    while (text[n] != '\0')
      ++n;
    return n;
  }
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

/// The small letter for a capital one of ASCII, else the character itself.
constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// Equality of CiString and identifierString values: ASCII letters match in either case
/// (1.6 errata 3.58, 2.x part 2 `identifierString`); other characters compare as bytes.
bool equal_ignoring_case(Text a, Text b);

/// Length in characters (Unicode code points), not bytes, of valid UTF-8.
std::size_t characters(Text utf8);

/// The longest prefix with at most `limit` characters, never cutting inside a character.
Text first_characters(Text utf8, std::size_t limit);

/// Leading and trailing spaces removed.
Text trimmed(Text text);

/// Parses an optionally signed decimal integer that fills the whole text. False when it does not,
/// or when it does not fit 32 bits.
bool parse_integer(Text text, std::int32_t& value);

/// Writes `value` in decimal to `into` (at least 20 characters). Returns the count written.
std::size_t format_integer(std::int64_t value, char* into);

/// Writes the eight lower-case hexadecimal digits of `value`.
void format_hex(std::uint32_t value, char* into);

/// Splits comma-separated text: takes the next item off the front of `rest`, trimmed.
/// False when `rest` is used up.
bool next_item(Text& rest, Text& item);

}  // namespace plugpoint
