#pragma once

#include <cstdint>

extern "C" {
typedef int32_t psa_status_t;
psa_status_t psa_crypto_init(void);
}
#define PSA_SUCCESS ((psa_status_t)0)
