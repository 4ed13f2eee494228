#pragma once

#include <cstdint>

typedef int8_t err_t;
enum { ERR_OK = 0, ERR_MEM = -1, ERR_INPROGRESS = -5, ERR_VAL = -6, ERR_ARG = -16 };
