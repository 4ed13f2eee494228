// A view of a contiguous run of elements that somebody else owns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace plugpoint {

/// Pointer and count. A default Span is *absent* (`data() == nullptr`), which differs from an
/// empty one that points somewhere: optional arrays of messages use this distinction.
template <class T>
class Span {
 public:
  constexpr Span() = default;
  constexpr Span(T* data, std::size_t size) : data_(data), size_(size) {}
  template <std::size_t N>
  constexpr Span(T (&array)[N]) : data_(array), size_(N) {}
  template <class U, class = std::enable_if_t<std::is_same_v<const U, T>>>
  constexpr Span(Span<U> other) : data_(other.data()), size_(other.size()) {}

  constexpr T* data() const { return data_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool absent() const { return data_ == nullptr; }
  constexpr T& operator[](std::size_t index) const { return data_[index]; }
  constexpr T* begin() const { return data_; }
  constexpr T* end() const { return data_ + size_; }

  /// The first `count` elements, or all when there are fewer.
  constexpr Span first(std::size_t count) const { return {data_, count < size_ ? count : size_}; }
  /// What follows the first `count` elements; empty when there are no more.
  constexpr Span from(std::size_t count) const {
    return count < size_ ? Span{data_ + count, size_ - count} : Span{data_ + size_, 0};
  }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

using Bytes = Span<const std::uint8_t>;
using MutableBytes = Span<std::uint8_t>;

}  // namespace plugpoint
