// Push tokenizer for JSON (RFC 8259): bytes in, tokens out, resumable at every byte.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"

namespace plugpoint::json {

enum class Token : std::uint8_t {
  none,  ///< All input is used up and no token is complete: feed more.
  begin_object,
  end_object,
  begin_array,
  end_array,
  key,     ///< A piece of a member's name: see `chunk()` and `last()`.
  string,  ///< A piece of a string value, unescaped: see `chunk()` and `last()`.
  number,  ///< A whole number; `chunk()` is its text.
  true_value,
  false_value,
  null_value,
  error,  ///< The text is not JSON: see `error()`. Stays so until `reset()`.
};

/// Splits one JSON text into tokens. Holds no text but the number, escape or character that an
/// input boundary cut in two. Strings arrive in pieces that point into the caller's input or into
/// the tokenizer; a piece is valid until the next call. The validity of UTF-8 and of surrogate
/// pairs is checked, and no piece cuts a character: each is valid UTF-8 by itself.
///
/// The tokens do not depend on how the input was cut; only the number of pieces of a string does.
///
/// Refused, each with its text in `error()`: everything that RFC 8259 does not allow, a byte order
/// mark (section 8.1), lone surrogates (they have no UTF-8 form), nesting beyond the limit, and
/// numbers of more than kMaxNumber characters (section 9 allows both limits). Duplicate names are
/// not noticed here: that is for whoever knows the names.
class Tokenizer {
 public:
  static constexpr std::uint8_t kMaxDepth = 32;
  /// Characters of the longest number.
  static constexpr std::uint8_t kMaxNumber = 96;

  /// Starts a new text. Nesting deeper than `max_depth` (1 to kMaxDepth) is an error.
  void reset(std::uint8_t max_depth = kMaxDepth);

  /// Takes input from `at` (which moves forward) and returns the next token. Call until it returns
  /// none or error; the input must stay in place until then. After an error `at` is where it was
  /// noticed.
  Token next(const char*& at, const char* end);

  /// The piece of text that came with key, string or number; meaningless after other tokens.
  Text chunk() const { return chunk_; }
  /// For key and string: whether this piece is the last one (a string always has a last piece,
  /// which may be empty; other pieces are not).
  bool last() const { return last_; }

  /// Tells that no more input follows. Returns number (once) when that completes a number at the
  /// top level, none when the text is complete, error when it is not. Calling again is harmless.
  Token finish();
  /// Whether the one top-level value is complete (only white space may follow).
  bool complete() const { return state_ == State::done; }
  /// Open arrays and objects.
  std::uint8_t depth() const { return depth_; }
  /// What is wrong, after Token::error.
  FlashText error() const { return error_; }

 private:
  enum class State : std::uint8_t {
    // Between tokens, named by what may come.
    value,
    first_element,  // or the end of the array
    first_key,      // or the end of the object
    key,
    colon,
    after_member,
    after_element,
    done,
    // Within a token.
    in_key,
    in_string,
    in_literal,
    in_number,
    failed,
  };

  Token within_token(const char*& at, const char* end);
  Token begin_value(const char*& at, const char* end);
  Token begin_literal(const char*& at, const char* end);
  Token open(const char*& at);
  Token wrong_separator(const char*& at);
  Token close(const char*& at);
  Token begin_string(const char*& at, const char* end);
  Token string_piece(const char*& at, const char* scanned, const char* end);
  Token string_end();
  Token indivisible_piece(const char*& at, const char* end);
  Token literal(const char*& at, const char* end);
  Token begin_number(const char*& at, const char* end);
  Token resume_number(const char*& at, const char* end);
  Token held_number();
  Token fail(FlashText text);
  Token string_token() const { return state_ == State::in_key ? Token::key : Token::string; }
  void value_done() {
    state_ = depth_ == 0            ? State::done
             : (objects_ & 1U) != 0 ? State::after_member
                                    : State::after_element;
  }

  Text chunk_;
  FlashText error_;
  FlashText literal_;          // What remains of true, false or null.
  std::uint32_t objects_ = 0;  // A bit per open level, the innermost lowest: 1 is an object.
  State state_ = State::value;
  Token literal_token_ = Token::none;
  std::uint8_t depth_ = 0;
  std::uint8_t max_depth_ = kMaxDepth;
  std::uint8_t held_size_ = 0;  // What of held_ an input boundary cut off; 0 otherwise.
  bool last_ = false;
  char held_[kMaxNumber];
};

}  // namespace plugpoint::json
