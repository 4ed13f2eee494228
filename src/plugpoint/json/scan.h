// Reading strings fast: what the tokenizer and the escaper share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace plugpoint::json {

/// Answers of the scanners that read one indivisible part of a string, beside its length in bytes.
constexpr int kCut = 0;   ///< Right so far, but the input ends within it.
constexpr int kBad = -1;  ///< Not well-formed.

/// Length in bytes (2 to 4) of the non-ASCII character at `at`, of which `available` (at least 1)
/// bytes can be read; kCut or kBad. Overlong forms, surrogates and what lies beyond U+10FFFF are
/// bad (RFC 3629 section 4).
int character_length(const char* at, std::size_t available);

/// Whether `c` needs attention within a string: quote, backslash, control character, non-ASCII.
constexpr bool is_special(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte >= 0x80 || c == '"' || c == '\\';
}

/// The bytes of `word` for which is_special() holds have their top bit set in the answer, and so
/// may bytes more significant than the first of them; 0 when there is none.
template <class Word>
constexpr Word special_bytes(Word word) {
  constexpr Word kOnes = static_cast<Word>(~Word{0}) / 0xFF;
  // The exclusive or keeps control characters below 0x20 and makes the quote 0x20.
  const Word control_or_quote = (word ^ (kOnes * 0x02)) - kOnes * 0x21;
  const Word backslash = (word ^ (kOnes * '\\')) - kOnes;
  // Non-ASCII bytes keep their top bit: 0xDC (backslash) only in the first, all others in the
  // second.
  return (control_or_quote | backslash) & (kOnes * 0x80);
}

/// The first special byte in [at, end), or `end`. For any processor; reads aligned words only,
/// since small cores trap on others or read them byte by byte.
const char* plain_run_aligned(const char* at, const char* end);

#if defined(__SIZEOF_POINTER__) && __SIZEOF_POINTER__ == 8 && defined(__BYTE_ORDER__) && \
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/// The first special byte in [at, end), or `end`.
inline const char* plain_run(const char* at, const char* end) {
  if (end - at >= 8) {
    const char* const last = end - 8;
    do {
      std::uint64_t word;
      std::memcpy(&word, at, sizeof word);
      const std::uint64_t special = special_bytes(word);
      if (special != 0) return at + static_cast<unsigned>(__builtin_ctzll(special)) / 8U;
      at += 8;
    } while (at <= last);
  }
  while (at != end && !is_special(*at))
    ++at;
  return at;
}

#else

inline const char* plain_run(const char* at, const char* end) {
  return plain_run_aligned(at, end);
}

#endif

}  // namespace plugpoint::json
