#include "plugpoint/message/rules.h"

#include <limits>

#include "plugpoint/json/scan.h"
#include "plugpoint/json/tokenizer.h"

namespace plugpoint::message {

namespace {

constexpr std::int64_t kFirstMs = -62167219200000;  // 0000-01-01T00:00:00.000Z
constexpr std::int64_t kLastMs = 253402300799999;   // 9999-12-31T23:59:59.999Z
constexpr std::size_t kMostDigits = 19;             // always fit unsigned 64 bits
constexpr std::uint64_t kMost64 = std::numeric_limits<std::int64_t>::max();

#if PLUGPOINT_REASONS
// In the order of Rule, from the first that is one.
PLUGPOINT_FLASH constexpr char kTexts[] =
    "the version has no such payload\0"
    "not JSON\0"
    "unknown member\0"
    "a member is there twice\0"
    "a required member is missing\0"
    "too few elements\0"
    "too many elements\0"
    "the wrong type\0"
    "not an integer\0"
    "not a date and time\0"
    "too long\0"
    "not one of the values\0"
    "below the minimum\0"
    "above the maximum\0"
    "the number is too large\0"
    "more than one decimal\0"
    "the date is outside the years 0 to 9999\0"
    "not UTF-8\0"
    "larger than the memory\0"
    "an element was refused\0";
#endif

bool fits_32_bits(std::int64_t value) {
  return value >= std::numeric_limits<std::int32_t>::min() &&
         value <= std::numeric_limits<std::int32_t>::max();
}

struct Range {
  std::int8_t minimum;
  std::int8_t maximum;
};

Range range_of(table::Field field, unsigned next) {
  const std::uint32_t word = flash_word(table::kRanges + field.range()) >> (16 * next);
  return {static_cast<std::int8_t>(word & 0xFFU), static_cast<std::int8_t>(word >> 8 & 0xFFU)};
}

/// -1, 0 or 1: how the value compares with a small integer.
int compare(Decimal value, std::int64_t integer) {
  const std::int64_t whole = value.to_integer();
  if (whole != integer) return whole < integer ? -1 : 1;
  if (value.has_at_most_decimals(0)) return 0;
  return value.mantissa < 0 ? -1 : 1;
}

/// Digits only, with an optional sign: most numbers are. False where it is otherwise or overflows.
bool read_plain(Text digits, std::int64_t& value) {
  const char* at = digits.begin();
  const char* const end = digits.end();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  if (at == end || static_cast<std::size_t>(end - at) > kMostDigits) return false;
  // 32-bit arithmetic while it suffices: small cores have no other.
  std::uint32_t low = 0;
  const char* const small_end = end - at > 9 ? at + 9 : end;
  for (; at != small_end; ++at) {
    const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit > 9) return false;
    low = low * 10 + digit;
  }
  std::uint64_t sum = low;
  for (; at != end; ++at) {
    const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit > 9) return false;
    sum = sum * 10 + digit;
  }
  if (sum > kMost64) return false;
  value = static_cast<std::int64_t>(sum);
  if (negative) value = -value;
  return true;
}

/// Digits with an optional sign and point: most numbers with a fraction are.
bool read_point(Text digits, Decimal& value) {
  const char* at = digits.begin();
  const char* const end = digits.end();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const char* point = end;
  std::int64_t sum = 0;
  for (; at != end; ++at) {
    const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit <= 9) {
      sum = sum * 10 + digit;
    } else {
      if (*at != '.') return false;
      point = at + 1;
    }
  }
  value.mantissa = negative ? -sum : sum;
  value.exponent = static_cast<std::int16_t>(point - end);
  return true;
}

}  // namespace

Violation Verdict::violation() const {
  if (rule == Rule::none) return Violation::none;
  if (rule <= Rule::unknown) return Violation::format;
  if (rule <= Rule::too_many) return Violation::occurrence;
  if (rule <= Rule::fraction) return Violation::type;
  if (rule <= Rule::not_utf8) return Violation::property;
  return rule == Rule::no_memory ? Violation::memory : Violation::refused;
}

FlashText Verdict::text() const {
#if PLUGPOINT_REASONS
  if (rule != Rule::none) return FlashText(kTexts).entry(static_cast<unsigned>(rule) - 1U);
#endif
  return {};
}

bool is_json(Text text) {
  json::Tokenizer tokenizer;
  tokenizer.reset();
  const char* at = text.begin();
  json::Token token;
  do {
    token = tokenizer.next(at, text.end());
  } while (token != json::Token::none && token != json::Token::error);
  return token == json::Token::none && tokenizer.finish() != json::Token::error;
}

bool valid_utf8(Text text) {
  const char* at = text.begin();
  while ((at = json::plain_run(at, text.end())) != text.end()) {
    int length = 1;
    if (static_cast<unsigned char>(*at) >= 0x80)
      length = json::character_length(at, static_cast<std::size_t>(text.end() - at));
    if (length <= 0) return false;
    at += length;
  }
  return true;
}

Verdict check_integer(std::int64_t value, table::Field field, unsigned next) {
  if (field.type() == table::Type::integer && !fits_32_bits(value)) return kOverflow;
  if (field.range() == 0) return {};
  const Range range = range_of(field, next);
  if (range.minimum != table::kNoBound && value < range.minimum) return kBelow;
  if (range.maximum != table::kNoBound && value > range.maximum) return kAbove;
  return {};
}

Verdict check_number(Decimal value, table::Field field, unsigned next) {
  if (field.type() == table::Type::tenth && value.exponent < -1 && !value.has_at_most_decimals(1))
    return kDecimals;  // 1.6 §7.14
  if (field.is(table::Type::whole_number) && next == 0) {
    if (value.exponent < 0 && !value.has_at_most_decimals(0)) return kFraction;
    if (!fits_32_bits(value.to_integer())) return kOverflow;
  }
  if (field.range() == 0) return {};
  const Range range = range_of(field, next);
  if (range.minimum != table::kNoBound && compare(value, range.minimum) < 0) return kBelow;
  if (range.maximum != table::kNoBound && compare(value, range.maximum) > 0) return kAbove;
  return {};
}

Verdict check_date(DateTime value) {
  if (value.ms >= kFirstMs && value.ms <= kLastMs) return {};
  return kFarDate;
}

Verdict read_integer(Text digits, std::int64_t& value) {
  if (read_plain(digits, value)) return {};
  Decimal number;
  if (!parse_decimal(digits, number)) return kOverflow;
  if (!number.has_at_most_decimals(0)) return kFraction;
  // A Decimal has 18 digits: beyond that the last would be lost.
  constexpr std::int64_t kExact = 1000000000000000000;
  value = number.to_integer();
  return value >= kExact || value <= -kExact ? kOverflow : Verdict{};
}

Verdict read_number(Text digits, Decimal& value) {
  if (digits.size() < kMostDigits && read_point(digits, value)) return {};
  return parse_decimal(digits, value) ? Verdict{} : kOverflow;
}

void PathWriter::put(Text text) {
  const std::size_t room = sizeof(PathRoom) - 1 - size_;
  std::size_t length = text.size() < room ? text.size() : room;
  // Never cut inside a character.
  while (length > 0 && length < text.size() &&
         (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
    --length;
  if (length > 0) std::memcpy(path_ + size_, text.data(), length);
  size_ += length;
  path_[size_] = '\0';
}

void PathWriter::put(char c) {
  put({&c, 1});
}

void PathWriter::member(Text name) {
  if (size_ > 0) put('.');
  put(name);
}

void PathWriter::member(FlashText name) {
  char room[table::kNameRoom];
  member(name.view(room));
}

void PathWriter::member(std::uint32_t name) {
  char text[table::kNameRoom];
  const std::size_t length = table::copy_name(name, text);
  member(Text{text, length});
}

void PathWriter::element(std::uint32_t index) {
  char digits[20];
  const std::size_t length = format_integer(index, digits);
  put('[');
  put({digits, length});
  put(']');
}

}  // namespace plugpoint::message
