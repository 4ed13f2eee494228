// Structs of the C API that may be shorter or longer than this library knows them.
#pragma once

#include <cstddef>
#include <cstring>

namespace plugpoint::c_api {

/// Whether the caller has set the struct's size.
template <class T>
bool is_sized(const T& given) {
  return given.struct_size >= sizeof given.struct_size;
}

/// The members that the caller knows, and `defaults` for the others.
template <class T>
T completed(const T& given, T defaults) {
  const std::size_t size = given.struct_size < sizeof(T) ? given.struct_size : sizeof(T);
  std::memcpy(&defaults, &given, size);
  defaults.struct_size = sizeof(T);
  return defaults;
}

/// Hands out the members that the caller has room for.
template <class T>
void give(T* into, T value) {
  if (!into || !is_sized(*into)) return;
  value.struct_size = into->struct_size;
  std::memcpy(into, &value, into->struct_size < sizeof(T) ? into->struct_size : sizeof(T));
}

/// A value that the caller gave for an enumeration with `count` names; `otherwise` when it is none.
template <class To, class From>
To named(From value, unsigned count, To otherwise) {
  const auto number = static_cast<unsigned>(value);
  return number < count ? static_cast<To>(number) : otherwise;
}

}  // namespace plugpoint::c_api
