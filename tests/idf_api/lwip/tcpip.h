// What the port uses of lwIP's tcpip.h, from its documentation.
#pragma once

#include "lwip/err.h"

extern "C" {
typedef void (*tcpip_callback_fn)(void* ctx);
err_t tcpip_try_callback(tcpip_callback_fn function, void* ctx);
}
