#include "plugpoint/base/text.h"

#include <limits>

namespace plugpoint {

namespace {
constexpr bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
}  // namespace

bool equal_ignoring_case(Text a, Text b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower_case(a[i]) != lower_case(b[i])) return false;
  }
  return true;
}

std::size_t characters(Text utf8) {
  std::size_t count = 0;
  for (char c : utf8)
    count += continues_character(c) ? 0U : 1U;
  return count;
}

Text first_characters(Text utf8, std::size_t limit) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (continues_character(utf8[i])) continue;
    if (count++ == limit) return utf8.first(i);
  }
  return utf8;
}

Text trimmed(Text text) {
  while (!text.empty() && text[0] == ' ')
    text = text.from(1);
  while (!text.empty() && text[text.size() - 1] == ' ')
    text = text.first(text.size() - 1);
  return text;
}

bool parse_integer(Text text, std::int32_t& value) {
  const bool negative = !text.empty() && text[0] == '-';
  Text digits = negative ? text.from(1) : text;
  if (digits.empty() || digits.size() > 10) return false;
  std::int64_t sum = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return false;
    sum = sum * 10 + (c - '0');
  }
  if (negative) sum = -sum;
  if (sum < std::numeric_limits<std::int32_t>::min() ||
      sum > std::numeric_limits<std::int32_t>::max())
    return false;
  value = static_cast<std::int32_t>(sum);
  return true;
}

std::size_t format_integer(std::int64_t value, char* into) {
  std::size_t length = 0;
  std::uint64_t rest = static_cast<std::uint64_t>(value);
  if (value < 0) {
    into[length++] = '-';
    rest = 0 - rest;
  }
  char reversed[20];
  std::size_t count = 0;
  // 32-bit steps: a microcontroller has no 64-bit division.
  while (rest > 0xFFFFFFFFULL) {
    reversed[count++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  std::uint32_t small = static_cast<std::uint32_t>(rest);
  do {
    reversed[count++] = static_cast<char>('0' + small % 10);
    small /= 10;
  } while (small != 0);
  while (count > 0)
    into[length++] = reversed[--count];
  return length;
}

void format_hex(std::uint32_t value, char* into) {
  for (int i = 8; i > 0; --i, value >>= 4) {
    const unsigned digit = value & 15U;
    into[i - 1] = static_cast<char>(digit < 10 ? '0' + digit : 'a' + (digit - 10));
  }
}

bool next_item(Text& rest, Text& item) {
  if (rest.absent()) return false;
  std::size_t at = 0;
  while (at < rest.size() && rest[at] != ',')
    ++at;
  item = trimmed(rest.first(at));
  rest = at < rest.size() ? rest.from(at + 1) : Text{};
  return true;
}

}  // namespace plugpoint
