#include "plugpoint/base/flash_text.h"

namespace plugpoint {

namespace {

/// Reads a text byte by byte, but flash word by word.
class Reader {
 public:
  explicit Reader(const char* at) : at_(at) {
#if PLUGPOINT_WORD_FLASH
    const auto address = reinterpret_cast<std::uintptr_t>(at);
    const unsigned skipped = address & 3;
    if (skipped != 0)
      word_ = flash_word(reinterpret_cast<const std::uint32_t*>(address - skipped)) >> 8 * skipped;
#endif
  }
  /// The next byte; 0 at the end, which is not passed.
  [[gnu::always_inline]] char next() {
    if (!at_) return '\0';
#if PLUGPOINT_WORD_FLASH
    // A word is read where it begins, and shifted down to the byte that is next.
    const auto address = reinterpret_cast<std::uintptr_t>(at_);
    if ((address & 3) == 0) word_ = flash_word(reinterpret_cast<const std::uint32_t*>(at_));
    const auto byte = static_cast<char>(word_);
    word_ >>= 8;
#else
    const auto byte = static_cast<char>(flash_byte(at_));
#endif
    if (byte != '\0') ++at_;
    return byte;
  }
  const char* at() const {
    return at_;
  }

 private:
  const char* at_;
#if PLUGPOINT_WORD_FLASH
  std::uint32_t word_ = 0;
#endif
};

}  // namespace

std::size_t FlashText::size() const {
  Reader reader(at_);
  while (reader.next() != '\0') {
  }
  return static_cast<std::size_t>(reader.at() - at_);
}

FlashText FlashText::entry(std::size_t index) const {
  FlashText at = *this;
  for (; index > 0; --index)
    at = at.from(at.size() + 1);
  return at;
}

std::size_t FlashText::find(Text text, std::size_t count) const {
  FlashText at = *this;
  for (std::size_t i = 0; i < count; ++i, at = at.from(at.size() + 1)) {
    if (at.is(text)) return i;
  }
  return count;
}

Text FlashText::copy(Span<char> into) const {
  Reader reader(at_);
  std::size_t count = 0;
  while (count < into.size()) {
    const char c = reader.next();
    if (c == '\0') break;
    into[count++] = c;
  }
  return {into.data(), count};
}

bool FlashText::is(Text text) const {
  Reader reader(at_);
  for (const char c : text) {
    const char own = reader.next();
    if (own == '\0' || own != c) return false;
  }
  return reader.next() == '\0';
}

bool FlashText::is_ignoring_case(Text text) const {
  Reader reader(at_);
  for (const char c : text) {
    const char own = reader.next();
    if (own == '\0' || lower_case(own) != lower_case(c)) return false;
  }
  return reader.next() == '\0';
}

}  // namespace plugpoint
