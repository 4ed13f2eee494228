// What the port uses of lwIP's ip_addr.h, from its documentation.
#pragma once

#include <cstdint>

struct ip_addr_t {
  std::uint32_t words[4];
  std::uint8_t type;
};

extern "C" char* ipaddr_ntoa_r(const ip_addr_t* addr, char* buf, int buflen);
