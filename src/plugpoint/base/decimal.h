// Exact decimal numbers: what JSON numbers and meter readings are, without floating point.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"

namespace plugpoint {

/// `mantissa * 10^exponent`. Exact for up to 18 significant digits, so that `limit` with one
/// decimal can be checked (1.6 §7.14, `multipleOf 0.1`), which binary floats cannot do.
struct Decimal {
  std::int64_t mantissa = 0;
  std::int16_t exponent = 0;

  /// The exponent of a Decimal that holds no value: an absent member of a message.
  static constexpr std::int16_t kUnset = INT16_MIN;

  static constexpr Decimal unset() { return {0, kUnset}; }
  constexpr bool is_set() const { return exponent != kUnset; }
  static constexpr Decimal of(std::int64_t integer) { return {integer, 0}; }
  static constexpr Decimal milli(std::int64_t thousandths) { return {thousandths, -3}; }

  /// The value in thousandths, rounded towards zero and clamped to 64 bits.
  std::int64_t to_milli() const { return scaled(3); }
  /// The integer part, rounded towards zero and clamped to 64 bits.
  std::int64_t to_integer() const { return scaled(0); }
  /// The value times `10^digits`, rounded towards zero and clamped to 64 bits.
  std::int64_t scaled(int digits) const;
  /// The same value with no trailing zeros in the mantissa.
  Decimal normalized() const;
  /// Whether the value is an integral multiple of `10^-digits`.
  bool has_at_most_decimals(int digits) const;
};

bool operator==(Decimal a, Decimal b);
inline bool operator!=(Decimal a, Decimal b) {
  return !(a == b);
}

/// The room that `format_decimal` may need, in characters.
constexpr std::size_t kDecimalTextSize = 40;

/// Writes the shortest plain or exponent form that is a valid JSON number. Returns the count.
std::size_t format_decimal(Decimal value, char* into);

/// Parses a whole JSON number (RFC 8259 §6). More than 18 significant digits are rounded towards
/// zero. False when the text is no number or its exponent leaves ±32000.
bool parse_decimal(Text text, Decimal& value);

}  // namespace plugpoint
