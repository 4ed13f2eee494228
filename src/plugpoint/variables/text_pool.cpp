#include "plugpoint/variables/text_pool.h"

#include <cstring>

namespace plugpoint {

bool TextPool::find(std::uint16_t number, std::size_t& at, std::size_t& length) const {
  for (at = 0; at < used_; at += kHead + length) {
    const std::uint8_t* entry = memory_.data() + at;
    length = static_cast<std::size_t>(entry[2]) | static_cast<std::size_t>(entry[3]) << 8;
    if ((entry[0] | entry[1] << 8) == number) return true;
  }
  return false;
}

Text TextPool::get(std::uint16_t number) const {
  std::size_t at = 0;
  std::size_t length = 0;
  if (!find(number, at, length)) return {};
  return {reinterpret_cast<const char*>(memory_.data() + at + kHead), length};
}

void TextPool::remove(std::uint16_t number) {
  std::size_t at = 0;
  std::size_t length = 0;
  if (!find(number, at, length)) return;
  const std::size_t behind = at + kHead + length;
  std::memmove(memory_.data() + at, memory_.data() + behind, used_ - behind);
  used_ -= kHead + length;
}

bool TextPool::set(std::uint16_t number, Text text) {
  const Text present = get(number);
  if (!present.absent() && present == text) return true;
  const std::size_t freed = present.absent() ? 0 : kHead + present.size();
  if (text.size() > 0xFFFF || used_ - freed + kHead + text.size() > memory_.size()) return false;
  remove(number);
  std::uint8_t* entry = memory_.data() + used_;
  entry[0] = static_cast<std::uint8_t>(number);
  entry[1] = static_cast<std::uint8_t>(number >> 8);
  entry[2] = static_cast<std::uint8_t>(text.size());
  entry[3] = static_cast<std::uint8_t>(text.size() >> 8);
  if (!text.empty()) std::memcpy(entry + kHead, text.data(), text.size());
  used_ += kHead + text.size();
  return true;
}

}  // namespace plugpoint
