// lwIP 2, IPv4 only.
#pragma once

#include <stdint.h>

typedef struct ip4_addr {
  uint32_t addr;
} ip4_addr_t;
typedef ip4_addr_t ip_addr_t;
#define ip_2_ip4(address) (address)
