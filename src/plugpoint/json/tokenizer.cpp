#include "plugpoint/json/tokenizer.h"

#include <cstring>

#include "plugpoint/json/scan.h"

namespace plugpoint::json {

namespace {

constexpr bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_number_character(char c) {
  if (c == ',' || (c | 0x20) == '}') return false;  // Nearly always; ']' | 0x20 is '}'.
  return is_digit(c) || c == '-' || c == '+' || c == '.' || (c | 0x20) == 'e';
}

const char* skip_space(const char* at, const char* end) {
  while (at != end && is_space(*at))
    ++at;
  return at;
}

const char* skip_digits(const char* at, const char* end) {
  while (at != end && is_digit(*at))
    ++at;
  return at;
}

// The end of the number at `at`, or null when the grammar (RFC 8259 section 6) is broken or `end`
// comes too early.
const char* number_end(const char* at, const char* end) {
  if (at != end && *at == '-') ++at;
  const char* digits = at;
  at = skip_digits(at, end);
  if (at == digits || (*digits == '0' && at - digits > 1)) return nullptr;
  if (at != end && *at == '.') {
    digits = ++at;
    at = skip_digits(at, end);
    if (at == digits) return nullptr;
  }
  if (at != end && (*at | 0x20) == 'e') {
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    digits = at;
    at = skip_digits(at, end);
    if (at == digits) return nullptr;
  }
  return at;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const int letter = (c | 0x20) - 'a';
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

// Reads \u and four hexadecimal digits. Returns its length, kCut or kBad.
int read_unicode_escape(const char* at, std::size_t available, std::uint32_t& unit) {
  unit = 0;
  for (int i = 0; i < 6; ++i) {
    if (static_cast<std::size_t>(i) == available) return kCut;
    if (i < 2) {
      if (at[i] != (i == 0 ? '\\' : 'u')) return kBad;
      continue;
    }
    const int digit = hex_value(at[i]);
    if (digit < 0) return kBad;
    unit = unit << 4 | static_cast<std::uint32_t>(digit);
  }
  return 6;
}

constexpr bool is_high_surrogate(std::uint32_t unit) {
  return (unit & 0xFC00U) == 0xD800U;
}
constexpr bool is_low_surrogate(std::uint32_t unit) {
  return (unit & 0xFC00U) == 0xDC00U;
}

// Reads one such escape, or the two that make a surrogate pair. Returns the length, kCut or kBad.
int read_long_escape(const char* at, std::size_t available, std::uint32_t& code_point) {
  const int length = read_unicode_escape(at, available, code_point);
  if (length <= 0) return length;
  if (is_low_surrogate(code_point)) return kBad;
  if (!is_high_surrogate(code_point)) return length;
  std::uint32_t low = 0;
  const int second = read_unicode_escape(at + 6, available - 6, low);
  if (second <= 0) return second;
  if (!is_low_surrogate(low)) return kBad;
  code_point = 0x10000U + ((code_point & 0x3FFU) << 10) + (low & 0x3FFU);
  return 12;
}

// The character that a two-character escape stands for, or 0.
std::uint32_t short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return static_cast<std::uint32_t>(c);
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Reads any escape. Returns its length, kCut or kBad.
int read_escape(const char* at, std::size_t available, std::uint32_t& code_point) {
  if (available < 2) return kCut;
  if (at[1] == 'u') return read_long_escape(at, available, code_point);
  code_point = short_escape(at[1]);
  return code_point != 0 ? 2 : kBad;
}

std::size_t write_utf8(std::uint32_t code_point, char* into) {
  if (code_point < 0x80) {
    into[0] = static_cast<char>(code_point);
    return 1;
  }
  const std::size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  for (std::size_t i = length - 1; i > 0; --i) {
    into[i] = static_cast<char>(0x80U | (code_point & 0x3FU));
    code_point >>= 6;
  }
  into[0] = static_cast<char>((0xF00U >> length & 0xF0U) | code_point);
  return length;
}

}  // namespace

void Tokenizer::reset(std::uint8_t max_depth) {
  chunk_ = Text();
  error_ = {};
  objects_ = 0;
  state_ = State::value;
  depth_ = 0;
  max_depth_ = max_depth < kMaxDepth ? max_depth : kMaxDepth;
  held_size_ = 0;
  last_ = false;
}

Token Tokenizer::next(const char*& at, const char* end) {
  if (state_ >= State::in_key) return within_token(at, end);
  const char* p = skip_space(at, end);  // A local pointer can stay in a register.
  at = p;
  if (p == end) return Token::none;
  switch (state_) {
    case State::after_member:
      if (*p != ',') return close(at);
      state_ = State::key;
      at = p = skip_space(p + 1, end);
      if (p == end) return Token::none;
      break;
    case State::first_key:
      if (*p == '}') return close(at);
      break;
    case State::key:
      break;
    case State::colon:
    case State::after_element:
      if (*p != (state_ == State::colon ? ':' : ',')) return wrong_separator(at);
      state_ = State::value;
      at = p = skip_space(p + 1, end);
      if (p == end) return Token::none;
      return begin_value(at, end);
    case State::first_element:
      if (*p == ']') return close(at);
      return begin_value(at, end);
    case State::value:
      return begin_value(at, end);
    default:
      return fail(PLUGPOINT_REASON("more text follows the value"));
  }
  if (*p != '"') return fail(PLUGPOINT_REASON("a member's name in quotes expected"));
  state_ = State::in_key;
  return begin_string(at, end);
}

Token Tokenizer::finish() {
  if (state_ == State::done) return Token::none;
  if (state_ == State::failed) return Token::error;
  if (state_ == State::in_number && depth_ == 0) return held_number();
  return fail(PLUGPOINT_REASON("the text ends too early"));
}

Token Tokenizer::within_token(const char*& at, const char* end) {
  switch (state_) {
    case State::in_key:
    case State::in_string:
      return held_size_ != 0 ? indivisible_piece(at, end) : string_piece(at, at, end);
    case State::in_literal:
      return literal(at, end);
    case State::in_number:
      return resume_number(at, end);
    default:
      return Token::error;
  }
}

inline Token Tokenizer::begin_value(const char*& at, const char* end) {
  if (*at == '"') {
    state_ = State::in_string;
    return begin_string(at, end);
  }
  if (*at == '-' || is_digit(*at)) return begin_number(at, end);
  if ((*at | 0x20) == '{') return open(at);
  return begin_literal(at, end);
}

Token Tokenizer::begin_literal(const char*& at, const char* end) {
  switch (*at) {
    case 't':
      literal_ = PLUGPOINT_TEXT("true");
      literal_token_ = Token::true_value;
      break;
    case 'f':
      literal_ = PLUGPOINT_TEXT("false");
      literal_token_ = Token::false_value;
      break;
    case 'n':
      literal_ = PLUGPOINT_TEXT("null");
      literal_token_ = Token::null_value;
      break;
    default: {
      const bool ascii = static_cast<unsigned char>(*at) < 0x80;
      return fail(
          ascii ? PLUGPOINT_REASON("a value expected")
                : PLUGPOINT_REASON("a value expected, not a byte order mark or other non-ASCII"));
    }
  }
  state_ = State::in_literal;
  return literal(at, end);
}

Token Tokenizer::open(const char*& at) {
  if (depth_ >= max_depth_)
    return fail(PLUGPOINT_REASON("arrays and objects are nested too deeply"));
  const bool object = *at == '{';
  ++at;
  ++depth_;
  objects_ = objects_ << 1 | (object ? 1U : 0U);
  state_ = object ? State::first_key : State::first_element;
  return object ? Token::begin_object : Token::begin_array;
}

Token Tokenizer::wrong_separator(const char*& at) {
  return state_ == State::colon ? fail(PLUGPOINT_REASON("':' expected after a member's name"))
                                : close(at);
}

Token Tokenizer::close(const char*& at) {
  const bool object = (objects_ & 1U) != 0;
  if (*at != (object ? '}' : ']')) {
    return fail(object ? PLUGPOINT_REASON("',' or '}' expected")
                       : PLUGPOINT_REASON("',' or ']' expected"));
  }
  ++at;
  objects_ >>= 1;
  --depth_;
  value_done();
  return object ? Token::end_object : Token::end_array;
}

// Most strings are plain and lie in the input as a whole.
inline Token Tokenizer::begin_string(const char*& at, const char* end) {
  const char* const start = at + 1;
  const char* const stop = plain_run(start, end);
  if (stop == end || *stop != '"') {
    at = start;
    return string_piece(at, stop, end);
  }
  chunk_ = Text(start, static_cast<std::size_t>(stop - start));
  at = stop + 1;
  return string_end();
}

// Returns what lies in the input up to the next escape, the end of the string or of the input. Up
// to `scanned` the text is known to be plain.
Token Tokenizer::string_piece(const char*& at, const char* scanned, const char* end) {
  const char* const start = at;
  for (;;) {
    at = plain_run(scanned, end);
    if (at == end || *at == '\\' || *at == '"') break;
    const int length = character_length(at, static_cast<std::size_t>(end - at));
    if (length == kCut) break;
    if (length == kBad) {
      const bool control = static_cast<unsigned char>(*at) < 0x20;
      return fail(control ? PLUGPOINT_REASON("a control character in a string")
                          : PLUGPOINT_REASON("a string is not UTF-8"));
    }
    scanned = at + length;
  }
  chunk_ = Text(start, static_cast<std::size_t>(at - start));
  if (at != end && *at == '"') {
    ++at;
    return string_end();
  }
  if (at == start) return indivisible_piece(at, end);
  last_ = false;
  return string_token();
}

inline Token Tokenizer::string_end() {
  last_ = true;
  if (state_ == State::in_key) {
    state_ = State::colon;
    return Token::key;
  }
  value_done();
  return Token::string;
}

// Reads an escape or a character of several bytes. Takes it from held_ once it was cut in two,
// where it grows byte by byte.
Token Tokenizer::indivisible_piece(const char*& at, const char* end) {
  while (at != end) {
    const bool held = held_size_ != 0;
    if (held) held_[held_size_++] = *at;
    const char* const from = held ? held_ : at;
    const std::size_t available = held ? held_size_ : static_cast<std::size_t>(end - at);
    std::uint32_t code_point = 0;
    const bool escape = *from == '\\';
    const int length =
        escape ? read_escape(from, available, code_point) : character_length(from, available);
    if (length == kBad) {
      return fail(escape ? PLUGPOINT_REASON("an invalid escape or a lone surrogate")
                         : PLUGPOINT_REASON("a string is not UTF-8"));
    }
    if (length == kCut) {
      if (!held) {
        std::memcpy(held_, at, available);
        held_size_ = static_cast<std::uint8_t>(available);
        at = end;
        break;
      }
      ++at;
      continue;
    }
    at += held ? 1 : length;
    held_size_ = 0;
    chunk_ = Text(held_, escape ? write_utf8(code_point, held_) : static_cast<std::size_t>(length));
    last_ = false;
    return string_token();
  }
  return Token::none;
}

Token Tokenizer::literal(const char*& at, const char* end) {
  for (; !literal_.empty(); literal_ = literal_.from(1), ++at) {
    if (at == end) return Token::none;
    if (*at != literal_[0]) return fail(PLUGPOINT_REASON("true, false or null expected"));
  }
  value_done();
  return literal_token_;
}

Token Tokenizer::begin_number(const char*& at, const char* end) {
  const char* const start = at;
  const char* const stop = number_end(start, end);
  if (stop != nullptr && stop != end && !is_number_character(*stop) && stop - start <= kMaxNumber) {
    chunk_ = Text(start, static_cast<std::size_t>(stop - start));
    at = stop;
    value_done();
    return Token::number;
  }
  // Cut by the end of the input, or wrong: the slow way finds out.
  state_ = State::in_number;
  return resume_number(at, end);
}

Token Tokenizer::resume_number(const char*& at, const char* end) {
  for (; at != end; ++at) {
    if (!is_number_character(*at)) return held_number();
    if (held_size_ == kMaxNumber) return fail(PLUGPOINT_REASON("a number is too long"));
    held_[held_size_++] = *at;
  }
  return Token::none;
}

Token Tokenizer::held_number() {
  const char* const end = held_ + held_size_;
  if (number_end(held_, end) != end) return fail(PLUGPOINT_REASON("a malformed number"));
  chunk_ = Text(held_, held_size_);
  held_size_ = 0;
  value_done();
  return Token::number;
}

Token Tokenizer::fail(FlashText text) {
  error_ = text;
  state_ = State::failed;
  return Token::error;
}

}  // namespace plugpoint::json
