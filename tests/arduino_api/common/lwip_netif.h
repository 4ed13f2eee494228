// lwIP 2: interfaces; the same for both chips.
#pragma once

#include "lwip/ip_addr.h"

#define NETIF_FLAG_UP 0x01U

struct netif {
  ip_addr_t ip_addr;
  uint8_t flags;
};
extern "C" {
extern struct netif* netif_default;
}
#define netif_is_up(interface) (((interface)->flags & NETIF_FLAG_UP) ? 1U : 0U)
#define netif_ip4_addr(interface) ((const ip4_addr_t*)ip_2_ip4(&((interface)->ip_addr)))
