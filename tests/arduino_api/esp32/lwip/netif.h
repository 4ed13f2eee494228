#pragma once

#include "lwip_netif.h"
