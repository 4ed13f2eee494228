// What the port uses of lwIP's err.h, from its documentation.
#pragma once

#include <cstdint>

using err_t = std::int8_t;
constexpr err_t ERR_OK = 0;
constexpr err_t ERR_MEM = -1;
constexpr err_t ERR_INPROGRESS = -5;
constexpr err_t ERR_VAL = -6;
