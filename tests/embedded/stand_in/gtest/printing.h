// How the stand-in for GoogleTest prints a value: streamed, by PrintTo, by its elements, or its
// size.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "plugpoint/base/flash_text.h"

#if PLUGPOINT_WORD_FLASH
namespace plugpoint {

/// Elsewhere such a text is a `const char*` to whoever prints it.
inline std::ostream& operator<<(std::ostream& out, FlashText text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    out << text[i];
  return out;
}

}  // namespace plugpoint
#endif

namespace testing {

namespace internal {

/// Text that grows.
class Text final : public std::ostream {
 public:
  std::ostream& write(const char* text, std::streamsize size) override {
    text_.append(text, static_cast<std::size_t>(size));
    return *this;
  }
  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

template <class T, class = void>
struct IsStreamable : std::false_type {};
template <class T>
struct IsStreamable<
    T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

template <class T, class = void>
struct HasPrintTo : std::false_type {};
template <class T>
struct HasPrintTo<
    T, std::void_t<decltype(PrintTo(std::declval<const T&>(), std::declval<std::ostream*>()))>>
    : std::true_type {};

template <class T, class = void>
struct IsContainer : std::false_type {};
template <class T>
struct IsContainer<T, std::void_t<decltype(std::declval<const T&>().begin()),
                                  decltype(std::declval<const T&>().end())>> : std::true_type {};

template <class T, class = void>
struct HasDump : std::false_type {};
template <class T>
struct HasDump<T, std::void_t<decltype(std::declval<const T&>().dump())>> : std::true_type {};

template <class T>
void print(std::ostream& out, const T& value);

template <class First, class Second>
void print_pair(std::ostream& out, const std::pair<First, Second>& pair) {
  out << '(';
  print(out, pair.first);
  out << ", ";
  print(out, pair.second);
  out << ')';
}

template <class T>
struct IsPair : std::false_type {};
template <class First, class Second>
struct IsPair<std::pair<First, Second>> : std::true_type {};

template <class T>
void print_elements(std::ostream& out, const T& values) {
  const char* separator = "{ ";
  for (const auto& value : values) {
    out << separator;
    print(out, value);
    separator = ", ";
  }
  out << (separator[0] == '{' ? "{}" : " }");
}

/// As GoogleTest shows a value in a failure.
template <class T>
void print(std::ostream& out, const T& value) {
  if constexpr (HasPrintTo<T>::value) {
    PrintTo(value, &out);
  } else if constexpr (HasDump<T>::value) {
    out << value.dump();
  } else if constexpr (std::is_same_v<T, bool>) {
    out << (value ? "true" : "false");
  } else if constexpr (std::is_same_v<T, char> || std::is_same_v<T, signed char> ||
                       std::is_same_v<T, unsigned char>) {
    out << static_cast<int>(value);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view> &&
                       !std::is_same_v<T, std::nullptr_t>) {
    out << '"' << std::string_view(value) << '"';
  } else if constexpr (std::is_enum_v<T>) {
    out << static_cast<long long>(value);
  } else if constexpr (IsPair<T>::value) {
    print_pair(out, value);
  } else if constexpr (IsStreamable<T>::value) {
    out << value;
  } else if constexpr (IsContainer<T>::value) {
    print_elements(out, value);
  } else {
    out << sizeof(T) << "-byte object";
  }
}

}  // namespace internal

template <class T>
std::string PrintToString(const T& value) {
  internal::Text text;
  internal::print(text, value);
  return text.str();
}

}  // namespace testing
