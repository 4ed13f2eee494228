#include "plugpoint/json/escape.h"

#include <cstring>

#include "plugpoint/json/scan.h"

namespace plugpoint::json {

namespace {

char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return '\0';
  }
}

constexpr char hex_digit(unsigned value) {
  return static_cast<char>(value < 10 ? '0' + value : 'a' + (value - 10));
}

// Both write the escape for an ASCII character to `into` (kMaxEscape bytes) and return its length.
std::size_t escape_ascii(char c, char* into) {
  into[0] = '\\';
  into[1] = short_escape(c);
  if (into[1] != '\0') return 2;
  const unsigned byte = static_cast<unsigned char>(c);
  into[1] = 'u';
  into[2] = into[3] = '0';
  into[4] = hex_digit(byte >> 4);
  into[5] = hex_digit(byte & 0xF);
  return 6;
}

}  // namespace

Escaped escape(Text text, char* into, std::size_t room) {
  const char* at = text.begin();
  char* out = into;
  const char* const out_end = into + room;
  while (at != text.end()) {
    const std::size_t left = static_cast<std::size_t>(text.end() - at);
    const std::size_t free = static_cast<std::size_t>(out_end - out);
    const char* const run_end = plain_run(at, at + (left < free ? left : free));
    const std::size_t run = static_cast<std::size_t>(run_end - at);
    if (run != 0) {
      std::memcpy(out, at, run);
      at += run;
      out += run;
      continue;
    }
    char special[kMaxEscape];
    std::size_t consumed = 1;
    std::size_t length = 0;
    if (static_cast<unsigned char>(*at) < 0x80) {
      length = escape_ascii(*at, special);
    } else if (const int bytes = character_length(at, left); bytes > 0) {
      consumed = length = static_cast<std::size_t>(bytes);
      std::memcpy(special, at, length);
    } else {
      length = 3;
      // U+FFFD
      special[0] = '\xEF';
      special[1] = '\xBF';
      special[2] = '\xBD';
    }
    if (length > free) break;
    std::memcpy(out, special, length);
    at += consumed;
    out += length;
  }
  return {static_cast<std::size_t>(at - text.begin()), static_cast<std::size_t>(out - into)};
}

}  // namespace plugpoint::json
