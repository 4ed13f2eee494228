// What comes before and after main() on the emulated LX106.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "simcall.h"

extern char __bss_start[], __bss_end[];
extern void (*__init_array_start[])(void);
extern void (*__init_array_end[])(void);
extern int main(int, char**);

/// The arguments given to QEMU; none when they do not fit.
static int arguments(char** argv, int most) {
  static char texts[1024];
  const long count = simcall(SIMCALL_ARGC, 0, 0, 0);
  if (count <= 0 || count >= most) return 0;
  if (simcall(SIMCALL_ARGV_SIZE, 0, 0, 0) >= (long)sizeof texts) return 0;
  simcall(SIMCALL_ARGV, (long)texts, 0, 0);
  memcpy(argv, texts, (size_t)count * sizeof *argv);
  return (int)count;
}

/// Called by start.S with a stack and nothing else. QEMU has loaded .data in place.
void target_start(void) {
  static char* argv[32];
  memset(__bss_start, 0, (size_t)(__bss_end - __bss_start));
  for (void (**constructor)(void) = __init_array_start; constructor < __init_array_end;
       ++constructor)
    (*constructor)();
  const int argc = arguments(argv, 31);
  exit(main(argc, argv));
}

/// Called by start.S on any exception: nothing here expects one.
void target_fault(uint32_t cause, uint32_t at, uint32_t address) {
  char text[112];
  const int size = snprintf(text, sizeof text, "\ntarget: exception %lu at %08lx, address %08lx\n",
                            (unsigned long)cause, (unsigned long)at, (unsigned long)address);
  fflush(stdout);
  write(STDERR_FILENO, text, (size_t)size);
  _exit(125);
}
