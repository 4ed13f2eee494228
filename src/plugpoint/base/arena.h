// A bounded bump allocator over memory that its owner provides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"

namespace plugpoint {

/// Hands out memory from the front and, for arrays that are still growing, from the back. Nothing
/// is freed singly; `reset()` or `rewind()` frees everything after a mark. Objects are never
/// destroyed: only trivially destructible types go in.
class Arena {
 public:
  constexpr Arena() = default;
  explicit Arena(MutableBytes memory) : memory_(memory), back_(memory.size()) {}

  /// `size` bytes aligned to `alignment` (a power of two), or null when they do not fit.
  void* allocate(std::size_t size, std::size_t alignment) {
    const auto base = reinterpret_cast<std::uintptr_t>(memory_.data());
    const std::uintptr_t aligned =
        (base + front_ + alignment - 1) & ~(std::uintptr_t{alignment} - 1);
    const std::size_t offset = static_cast<std::size_t>(aligned - base);
    if (offset > back_ || size > back_ - offset) return nullptr;
    front_ = offset + size;
    if (front_ + (memory_.size() - back_) > peak_) peak_ = front_ + (memory_.size() - back_);
    return memory_.data() + offset;
  }

  /// A value-initialised object, or null.
  template <class T>
  T* make() {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    void* at = allocate(sizeof(T), alignof(T));
    return at ? new (at) T() : nullptr;
  }

  /// `count` value-initialised objects; absent when they do not fit.
  template <class T>
  Span<T> make_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    void* at = allocate(sizeof(T) * count, alignof(T));
    if (!at) return {};
    T* first = static_cast<T*>(at);
    for (std::size_t i = 0; i < count; ++i)
      new (first + i) T();
    return {first, count};
  }

  /// A copy of `text` that lives in the arena; absent when it does not fit or was absent.
  Text copy(Text text) {
    if (text.absent()) return {};
    char* at = static_cast<char*>(allocate(text.size() == 0 ? 1 : text.size(), 1));
    if (!at) return {};
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  /// A constant text for as long as the arena: copied only where flash cannot be read like RAM.
  Text copy(FlashText text) {
#if PLUGPOINT_WORD_FLASH
    if (text.absent()) return {};
    const std::size_t size = text.size();
    char* at = static_cast<char*>(allocate(size == 0 ? 1 : size, 1));
    return at ? text.copy({at, size}) : Text{};
#else
    return text.view({});
#endif
  }

  /// Both ends, for `rewind`.
  struct Mark {
    std::size_t front;
    std::size_t back;
  };
  Mark mark() const {
    return {front_, back_};
  }
  void rewind(Mark mark) {
    front_ = mark.front;
    back_ = mark.back;
  }
  void reset() {
    front_ = 0;
    back_ = memory_.size();
  }

  /// Takes `size` bytes off the back, aligned; null when they do not fit. Free with `rewind`.
  void* push_back(std::size_t size, std::size_t alignment) {
    const auto base = reinterpret_cast<std::uintptr_t>(memory_.data());
    if (size > back_) return nullptr;
    const std::uintptr_t aligned = (base + back_ - size) & ~(std::uintptr_t{alignment} - 1);
    if (aligned < base + front_) return nullptr;
    back_ = static_cast<std::size_t>(aligned - base);
    if (front_ + (memory_.size() - back_) > peak_) peak_ = front_ + (memory_.size() - back_);
    return memory_.data() + back_;
  }

  /// Empties it; from now on it hands out other memory. The peak stays.
  void move_to(MutableBytes memory) {
    memory_ = memory;
    reset();
  }

  std::size_t capacity() const {
    return memory_.size();
  }
  std::size_t used() const {
    return front_ + (memory_.size() - back_);
  }
  /// The most that was ever in use, in bytes.
  std::size_t peak() const {
    return peak_;
  }

 private:
  MutableBytes memory_;
  std::size_t front_ = 0;
  std::size_t back_ = 0;
  std::size_t peak_ = 0;
};

}  // namespace plugpoint
