// Runs the tokenizer over a text that is cut into pieces, and writes down what it says.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "plugpoint/json/tokenizer.h"

namespace plugpoint::json {

/// What the tokenizer made of a text.
struct Reading {
  bool accepted = false;
  /// One mark a token: { } [ ] t f 0, and k, s or n with the length and the text of a key, string
  /// or number. A string appears once its last piece is there.
  std::string tokens;
  std::string error;
  /// Broken promises about pieces and positions; empty when all were kept.
  std::string broken;
};

class TokenStream {
 public:
  explicit TokenStream(std::uint8_t max_depth = Tokenizer::kMaxDepth) {
    tokenizer_.reset(max_depth);
  }

  /// Gives the tokenizer a copy of `part` in memory of exactly its size, gone afterwards.
  void feed(const std::string& part) {
    std::vector<char> copy(part.begin(), part.end());
    const char* at = copy.data();
    const char* const end = at + copy.size();
    while (!failed_) {
      const Token token = tokenizer_.next(at, end);
      if (token == Token::none) {
        if (at != end) reading_.broken += "input left over; ";
        return;
      }
      if (at > end) reading_.broken += "read past the end; ";
      note(token);
    }
  }

  /// Starts another text with the same tokenizer.
  void restart() {
    tokenizer_.reset();
    reading_ = Reading();
    text_.clear();
    failed_ = false;
  }

  Reading finish() {
    Token token = failed_ ? Token::error : tokenizer_.finish();
    if (token == Token::number) {
      note(token);
      token = tokenizer_.finish();
    }
    reading_.accepted = token == Token::none;
    if (reading_.accepted != tokenizer_.complete()) reading_.broken += "complete() disagrees; ";
    if (reading_.accepted && tokenizer_.depth() != 0) reading_.broken += "depth is not 0; ";
    char room[96];
    const Text why = tokenizer_.error().view(room);
    if (!reading_.accepted) reading_.error.assign(why.data(), why.size());
    if (reading_.accepted != reading_.error.empty()) reading_.broken += "error without text; ";
    return reading_;
  }

 private:
  void note(Token token) {
    const bool text = token == Token::key || token == Token::string || token == Token::number;
    if (text) {
      note_text(token);
    } else if (token == Token::error) {
      failed_ = true;
    } else {
      reading_.tokens += " {}[]   tf0"[static_cast<std::size_t>(token)];
    }
  }

  void note_text(Token token) {
    const Text chunk = tokenizer_.chunk();
    if (chunk.absent()) reading_.broken += "absent piece; ";
    if (token != Token::number) {
      if (!tokenizer_.last() && chunk.empty()) reading_.broken += "empty piece; ";
      if (!chunk.empty() && (static_cast<unsigned char>(chunk[0]) & 0xC0U) == 0x80U)
        reading_.broken += "a piece cuts a character; ";
    }
    text_.append(chunk.data(), chunk.size());
    if (token != Token::number && !tokenizer_.last()) return;
    reading_.tokens += token == Token::key ? 'k' : token == Token::string ? 's' : 'n';
    reading_.tokens += std::to_string(text_.size()) + ":" + text_;
    text_.clear();
  }

  Tokenizer tokenizer_;
  Reading reading_;
  std::string text_;
  bool failed_ = false;
};

/// Reads `text` in parts of `size` bytes.
inline Reading read_in_parts(const std::string& text, std::size_t size) {
  TokenStream stream;
  for (std::size_t at = 0; at < text.size(); at += size)
    stream.feed(text.substr(at, size));
  return stream.finish();
}

inline Reading read_whole(const std::string& text) {
  return read_in_parts(text, text.size() + 1);
}

/// Reads `text` in parts of 0 to 2 * `mean` bytes, drawn from `seed`.
inline Reading read_in_random_parts(const std::string& text, std::uint32_t seed, std::size_t mean) {
  TokenStream stream;
  std::uint32_t state = seed * 2654435761U + 1U;
  for (std::size_t at = 0; at < text.size();) {
    state = state * 1664525U + 1013904223U;
    const std::size_t size = (state >> 8) % (2 * mean + 1);
    stream.feed(text.substr(at, size));
    at += size;
  }
  return stream.finish();
}

/// Why two readings of one text differ, or nothing.
inline std::string difference(const Reading& a, const Reading& b) {
  if (!a.broken.empty()) return a.broken;
  if (!b.broken.empty()) return b.broken;
  if (a.accepted != b.accepted) return "verdict: " + a.error + " | " + b.error;
  if (a.tokens != b.tokens) return "tokens: " + a.tokens + " | " + b.tokens;
  if (a.error != b.error) return "error: " + a.error + " | " + b.error;
  return "";
}

}  // namespace plugpoint::json
