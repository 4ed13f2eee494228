// Constant texts in flash.
#pragma once

#include <cstddef>

#include "plugpoint/base/flash.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"
#include "plugpoint/config.h"

/// A string literal as a FlashText, inside a function that is not inline (whose section the
/// compiler would ignore): what the program itself compares or sends.
#if PLUGPOINT_WORD_FLASH
#define PLUGPOINT_TEXT(literal) PLUGPOINT_TEXT_IN(literal, __COUNTER__)
#define PLUGPOINT_TEXT_IN(literal, number) PLUGPOINT_TEXT_AT(literal, number)
// Each literal is a section of its own, of the kind whose equal strings the linker merges; `#`
// hides what the compiler would say of the section instead.
#define PLUGPOINT_TEXT_AT(literal, number)                                                   \
  (__extension__({                                                                           \
    static const char text_in_flash[]                                                        \
        __attribute__((section(".irom.text.plugpoint." #number ",\"aMS\",@progbits,1 #"))) = \
            literal;                                                                         \
    plugpoint::FlashText{text_in_flash};                                                     \
  }))
#else
#define PLUGPOINT_TEXT(literal) plugpoint::FlashText(literal)
#endif

/// The same for a text that only people read: why something failed. PLUGPOINT_REASONS 0 leaves
/// them out.
#if PLUGPOINT_REASONS
#define PLUGPOINT_REASON(literal) PLUGPOINT_TEXT(literal)
#else
#define PLUGPOINT_REASON(literal) plugpoint::FlashText("")
#endif

namespace plugpoint {

/// A constant, terminated text that may lie in flash. Where flash answers 32-bit reads only it is
/// read through the functions here; elsewhere it is as good as a `const char*` and turns into one.
class FlashText {
 public:
  constexpr FlashText() = default;
  /// A terminated text in flash or in RAM, which must outlive this; null is absent.
  constexpr FlashText(const char* terminated) : at_(terminated) {}

  /// Whether there is none; an empty one is there.
  constexpr bool absent() const { return !at_; }
  bool empty() const { return !at_ || flash_byte(at_) == 0; }
  /// The byte at `index`. A template, so that no index is rather one of the pointer this turns
  /// into.
  template <class Index>
  char operator[](Index index) const {
    return static_cast<char>(flash_byte(at_ + index));
  }
  /// What follows the first `count` bytes, of which there must be so many.
  constexpr FlashText from(std::size_t count) const { return at_ + count; }
  /// Of a list of texts, each with its terminator, the one at `index`, of which there must be so
  /// many.
  FlashText entry(std::size_t index) const;
  /// The place of `text` among the `count` texts of a list; `count` when it is none of them.
  std::size_t find(Text text, std::size_t count) const;
  /// Length in bytes.
  std::size_t size() const;
  /// Copies what fits, without a terminator; a view of the copy.
  Text copy(Span<char> into) const;
  /// The text itself where flash can be read like RAM, else a copy in `room`.
  Text view(Span<char> room) const {
#if PLUGPOINT_WORD_FLASH
    return copy(room);
#else
    static_cast<void>(room);
    return {at_};
#endif
  }
  /// Whether it has the same bytes.
  bool is(Text text) const;
  bool is_ignoring_case(Text text) const;

  /// Where it lies; null when absent. `flash_byte` reads it.
  constexpr const char* data() const {
    return at_;
  }
#if !PLUGPOINT_WORD_FLASH
  constexpr const char* c_str() const {
    return at_ ? at_ : "";
  }
  constexpr operator const char*() const {
    return c_str();
  }
#endif

 private:
  const char* at_ = nullptr;
};

}  // namespace plugpoint
