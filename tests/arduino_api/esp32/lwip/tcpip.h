// lwIP 2: work for its task.
#pragma once

#include "lwip/err.h"

extern "C" {
typedef void (*tcpip_callback_fn)(void* context);
err_t tcpip_callback(tcpip_callback_fn function, void* context);
}
