// What the compiler and the headers of libstdc++ expect of a C++ runtime, without exceptions. The
// library needs none of it but the pure virtual call; programs may.
#include <cstdlib>

namespace std {

[[noreturn]] void __throw_bad_alloc() {
  abort();
}
[[noreturn]] void __throw_bad_array_new_length() {
  abort();
}
[[noreturn]] void __throw_bad_cast() {
  abort();
}
[[noreturn]] void __throw_bad_function_call() {
  abort();
}
[[noreturn]] void __throw_invalid_argument(const char*) {
  abort();
}
[[noreturn]] void __throw_length_error(const char*) {
  abort();
}
[[noreturn]] void __throw_logic_error(const char*) {
  abort();
}
[[noreturn]] void __throw_out_of_range(const char*) {
  abort();
}
[[noreturn]] void __throw_out_of_range_fmt(const char*, ...) {
  abort();
}
[[noreturn]] void __throw_runtime_error(const char*) {
  abort();
}

}  // namespace std

extern "C" {
[[noreturn]] void __cxa_pure_virtual() {
  std::abort();
}
[[noreturn]] void __cxa_deleted_virtual() {
  std::abort();
}
/// Some targets' start-up files have one.
__attribute__((weak)) void* __dso_handle = nullptr;
}
