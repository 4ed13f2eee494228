// lwIP 2 with IPv4 and IPv6.
#pragma once

#include <cstdint>

typedef struct ip4_addr {
  uint32_t addr;
} ip4_addr_t;
typedef struct ip6_addr {
  uint32_t addr[4];
  uint8_t zone;
} ip6_addr_t;
typedef struct ip_addr {
  union {
    ip6_addr_t ip6;
    ip4_addr_t ip4;
  } u_addr;
  uint8_t type;
} ip_addr_t;
#define IPADDR_TYPE_V4 0U
#define IP_IS_V4(address) ((address)->type == IPADDR_TYPE_V4)
#define ip_2_ip4(address) (&((address)->u_addr.ip4))
