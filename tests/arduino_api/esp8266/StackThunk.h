// BearSSL runs on a stack of its own: the reference count of that stack.
#pragma once

#include <cstdint>

extern "C" {
void stack_thunk_add_ref();
void stack_thunk_del_ref();
}
