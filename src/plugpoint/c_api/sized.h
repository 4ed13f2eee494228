// Structs of the C API that may be shorter or longer than this library knows them.
#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>

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
/// Its bytes are looked at, since C++ must not even read a value that the enumeration lacks.
template <class To, class From>
To named(const From& value, unsigned count, To otherwise) {
  std::underlying_type_t<From> raw;
  std::memcpy(&raw, &value, sizeof raw);
  const auto number = static_cast<unsigned>(raw);
  return number < count ? static_cast<To>(number) : otherwise;
}

}  // namespace plugpoint::c_api
