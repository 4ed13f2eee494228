// What the port uses of lwIP's dns.h, from its documentation.
#pragma once

#include <cstdint>

#include "lwip/err.h"
#include "lwip/ip_addr.h"

#define LWIP_DNS_ADDRTYPE_DEFAULT 2

extern "C" {
typedef void (*dns_found_callback)(const char* name, const ip_addr_t* ipaddr, void* callback_arg);
err_t dns_gethostbyname_addrtype(const char* hostname, ip_addr_t* addr, dns_found_callback found,
                                 void* callback_arg, std::uint8_t dns_addrtype);
}
