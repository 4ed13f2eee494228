// Push tokenizer for JSON (RFC 8259): bytes in, tokens out, resumable at every byte.
#pragma once

#include <cstdint>

#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"

namespace plugpoint::json {

enum class Token : std::uint8_t {
  none,          ///< All input is used up and no token is complete: feed more.
  begin_object,
  end_object,
  begin_array,
  end_array,
  key,           ///< A piece of a member's name: see `chunk()` and `last()`.
  string,        ///< A piece of a string value, unescaped: see `chunk()` and `last()`.
  number,        ///< A whole number; `chunk()` is its text.
  true_value,
  false_value,
  null_value,
  error,         ///< The text is not JSON: see `error()`. Stays so until `reset()`.
};

/// Splits one JSON text into tokens. Holds no text but the number or escape that an input boundary
/// cut in two. Strings arrive in pieces that point into the caller's input or into the tokenizer;
/// a piece is valid until the next call. The validity of UTF-8 and of surrogate pairs is checked.
class Tokenizer {
 public:
  static constexpr std::uint8_t kMaxDepth = 32;

  /// Starts a new text. Nesting deeper than `max_depth` (1 to kMaxDepth) is an error.
  void reset(std::uint8_t max_depth = kMaxDepth);

  /// Takes input from `at` (which moves forward) and returns the next token.
  Token next(const char*& at, const char* end);

  /// The piece of text that came with key, string or number.
  Text chunk() const { return chunk_; }
  /// For key and string: whether this piece is the last one (a string always has a last piece,
  /// which may be empty).
  bool last() const { return last_; }

  /// Tells that no more input follows. Completes a number at the top level: `next` with empty input
  /// may return it afterwards.
  Token finish();
  /// Whether the one top-level value is complete (only white space may follow).
  bool complete() const;
  /// Open arrays and objects.
  std::uint8_t depth() const { return depth_; }
  /// What is wrong, after Token::error.
  const char* error() const { return error_; }

 private:
  // (implementation state)
  Text chunk_;
  const char* error_ = "";
  std::uint8_t depth_ = 0;
  bool last_ = false;
};

}  // namespace plugpoint::json
