#include "plugpoint/base/flash_text.h"

namespace plugpoint {

std::size_t FlashText::size() const {
  std::size_t count = 0;
  while (at_ && (*this)[count] != '\0')
    ++count;
  return count;
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
  std::size_t count = 0;
  while (at_ && count < into.size() && (*this)[count] != '\0') {
    into[count] = (*this)[count];
    ++count;
  }
  return {into.data(), count};
}

bool FlashText::is(Text text) const {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = at_ ? (*this)[i] : '\0';
    if (c == '\0' || c != text[i]) return false;
  }
  return !at_ || (*this)[text.size()] == '\0';
}

bool FlashText::is_ignoring_case(Text text) const {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = at_ ? (*this)[i] : '\0';
    if (c == '\0' || !equal_ignoring_case({&c, 1}, text.from(i).first(1))) return false;
  }
  return !at_ || (*this)[text.size()] == '\0';
}

}  // namespace plugpoint
