/// Requests of a program to qemu-system-xtensa, its semihosting. Numbers and flags are QEMU's.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SIMCALL_EXIT = 1,
  SIMCALL_READ = 3,
  SIMCALL_WRITE = 4,
  SIMCALL_OPEN = 5,
  SIMCALL_CLOSE = 6,
  SIMCALL_SEEK = 19,
  SIMCALL_SELECT = 29,  ///< file, 1 = readable, struct { int32_t seconds, microseconds; }*
  SIMCALL_ARGC = 1000,
  SIMCALL_ARGV_SIZE = 1001,
  SIMCALL_ARGV = 1002,
};

/// Makes one request; the result is negative on failure, then `simcall_errno` is the host's errno.
long simcall(long number, long a, long b, long c);
extern int simcall_errno;

#ifdef __cplusplus
}
#endif
