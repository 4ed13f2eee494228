// What the example uses of ESP-IDF's esp_netif.h, from its documentation.
#pragma once

#include "esp_err.h"

extern "C" {
typedef struct esp_netif_obj esp_netif_t;
esp_err_t esp_netif_init(void);
}
