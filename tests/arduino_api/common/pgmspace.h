// Constants in flash.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__XTENSA__)
#define PROGMEM __attribute__((section(".irom.text")))
#define ICACHE_RODATA_ATTR PROGMEM
#else
#define PROGMEM
#endif
#define PSTR(literal) (literal)
typedef const char* PGM_P;
