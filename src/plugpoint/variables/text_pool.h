// Texts of changing length in one fixed piece of memory, addressed by a number.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"

namespace plugpoint {

/// Keeps only what was set; entries are compacted at each change, so there is no fragmentation.
class TextPool {
 public:
  TextPool() = default;
  explicit TextPool(MutableBytes memory) : memory_(memory) {}

  /// The text under `number`; absent when none was set. Valid until the next `set`.
  Text get(std::uint16_t number) const;
  /// Replaces the text. False (and nothing changed) when it does not fit. `text` may point into the
  /// pool's own memory only if it is the present text of `number`.
  bool set(std::uint16_t number, Text text);
  void remove(std::uint16_t number);
  std::size_t used() const { return used_; }
  std::size_t capacity() const { return memory_.size(); }

 private:
  static constexpr std::size_t kHead = 4;
  bool find(std::uint16_t number, std::size_t& at, std::size_t& length) const;

  MutableBytes memory_;
  std::size_t used_ = 0;
};

}  // namespace plugpoint
