#include "plugpoint/base/decimal.h"

#include <limits>

namespace plugpoint {

namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr int kDigits = 18;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes the exponent part `e±nnn` off `text`, which starts at the `e`.
bool parse_exponent(Text text, std::int32_t& exponent) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return false;
  text = text.from(1);
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text = text.from(1);
  }
  if (text.empty()) return false;
  std::int32_t sum = 0;
  for (char c : text) {
    if (!is_digit(c)) return false;
    if (sum < 100000) sum = sum * 10 + (c - '0');
  }
  exponent = negative ? -sum : sum;
  return true;
}

/// The digits of a number, gathered one by one; those beyond kDigits only count.
struct Digits {
  std::int64_t mantissa = 0;
  std::int32_t exponent = 0;
  int significant = 0;
  bool fraction = false;  ///< The decimal point was passed.

  void take(int digit) {
    if (significant < kDigits) {
      mantissa = mantissa * 10 + digit;
      if (mantissa != 0) ++significant;
      if (fraction) --exponent;
    } else if (!fraction) {
      ++exponent;
    }
  }
};

/// Takes digits with at most one point among them off the front of `text`.
bool take_digits(Text& text, Digits& digits) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '.') {
      if (digits.fraction || at + 1 == text.size() || !is_digit(text[at + 1])) return false;
      digits.fraction = true;
    } else if (is_digit(text[at])) {
      digits.take(text[at] - '0');
    } else {
      break;
    }
  }
  text = text.from(at);
  return true;
}

}  // namespace

std::int64_t Decimal::scaled(int digits) const {
  int shift = exponent + digits;
  std::int64_t value = mantissa;
  while (shift > 0 && value != 0) {
    if (value > kMax / 10) return kMax;
    if (value < -(kMax / 10)) return -kMax;
    value *= 10;
    --shift;
  }
  while (shift < 0 && value != 0) {
    value /= 10;
    ++shift;
  }
  return value;
}

Decimal Decimal::normalized() const {
  Decimal result = *this;
  if (result.mantissa == 0) return {0, 0};
  while (result.mantissa % 10 == 0) {
    result.mantissa /= 10;
    ++result.exponent;
  }
  return result;
}

bool Decimal::has_at_most_decimals(int digits) const {
  return normalized().exponent >= -digits;
}

bool operator==(Decimal a, Decimal b) {
  const Decimal x = a.normalized();
  const Decimal y = b.normalized();
  return x.mantissa == y.mantissa && x.exponent == y.exponent;
}

std::size_t format_decimal(Decimal value, char* into) {
  char text[20];
  std::size_t count = format_integer(value.mantissa, text);
  const char* digits = text;
  std::size_t length = 0;
  if (value.mantissa < 0) {
    into[length++] = '-';
    ++digits;
    --count;
  }
  const int exponent = value.exponent;
  const int point = static_cast<int>(count) + exponent;  // digits before the decimal point
  if (exponent == 0 || value.mantissa == 0) {
    for (std::size_t i = 0; i < count; ++i)
      into[length++] = digits[i];
    return length;
  }
  if (exponent > 3 || point < -5) {
    for (std::size_t i = 0; i < count; ++i)
      into[length++] = digits[i];
    into[length++] = 'e';
    return length + format_integer(exponent, into + length);
  }
  if (point <= 0) {
    into[length++] = '0';
    into[length++] = '.';
    for (int i = point; i < 0; ++i)
      into[length++] = '0';
  }
  for (int i = 0; i < static_cast<int>(count); ++i) {
    if (i == point && i > 0) into[length++] = '.';
    into[length++] = digits[i];
  }
  for (int i = 0; i < exponent; ++i)
    into[length++] = '0';
  return length;
}

bool parse_decimal(Text text, Decimal& value) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text = text.from(1);
  if (text.empty() || !is_digit(text[0])) return false;
  if (text[0] == '0' && text.size() > 1 && is_digit(text[1])) return false;

  Digits digits;
  if (!take_digits(text, digits)) return false;
  std::int32_t exponent = digits.exponent;
  if (!text.empty()) {
    std::int32_t stated = 0;
    if (!parse_exponent(text, stated)) return false;
    exponent += stated;
  }
  if (digits.mantissa == 0) exponent = 0;
  if (exponent < -32000 || exponent > 32000) return false;
  value = {negative ? -digits.mantissa : digits.mantissa, static_cast<std::int16_t>(exponent)};
  return true;
}

}  // namespace plugpoint
