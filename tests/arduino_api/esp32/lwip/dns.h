#pragma once

#include "lwip/err.h"
#include "lwip/ip_addr.h"

extern "C" {
typedef void (*dns_found_callback)(const char* name, const ip_addr_t* address, void* argument);
err_t dns_gethostbyname(const char* hostname, ip_addr_t* address, dns_found_callback found,
                        void* argument);
}
