// A value that may be absent, for types that have no absent value of their own.
#pragma once

namespace plugpoint {

/// An optional integer or boolean member of a message. Text, Span, DateTime, Decimal, enums and
/// pointers mark absence themselves.
template <class T>
struct Optional {
  T value{};
  bool is_set = false;

  constexpr Optional() = default;
  constexpr Optional(T present) : value(present), is_set(true) {}
  constexpr explicit operator bool() const { return is_set; }
  constexpr T operator*() const { return value; }
  constexpr T value_or(T fallback) const { return is_set ? value : fallback; }
};

template <class T>
constexpr bool operator==(const Optional<T>& a, const Optional<T>& b) {
  return a.is_set == b.is_set && (!a.is_set || a.value == b.value);
}

}  // namespace plugpoint
