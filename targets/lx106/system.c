// What picolibc asks of an operating system, answered by QEMU's simcall.
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "simcall.h"

extern char __heap_start[], __heap_end[];

int simcall_errno;

static long checked(long result) {
  if (result < 0) errno = simcall_errno;
  return result;
}

/// The flags of open() in the numbers of Linux, which the emulator passes on.
static int linux_flags(int flags) {
  int out = flags & O_ACCMODE;
  if (flags & O_CREAT) out |= 0x40;
  if (flags & O_EXCL) out |= 0x80;
  if (flags & O_TRUNC) out |= 0x200;
  if (flags & O_APPEND) out |= 0x400;
  return out;
}

int open(const char* path, int flags, ...) {
  return (int)checked(simcall(SIMCALL_OPEN, (long)path, linux_flags(flags), 0600));
}

int close(int file) {
  return (int)checked(simcall(SIMCALL_CLOSE, file, 0, 0));
}

ssize_t read(int file, void* into, size_t size) {
  return checked(simcall(SIMCALL_READ, file, (long)into, (long)size));
}

ssize_t write(int file, const void* from, size_t size) {
  return checked(simcall(SIMCALL_WRITE, file, (long)from, (long)size));
}

off_t lseek(int file, off_t offset, int whence) {
  return checked(simcall(SIMCALL_SEEK, file, (long)offset, whence));
}

void _exit(int status) {
  for (;;)
    simcall(SIMCALL_EXIT, status, 0, 0);
}

void abort(void) {
  static const char kText[] = "\ntarget: abort()\n";
  fflush(stdout);
  write(STDERR_FILENO, kText, sizeof kText - 1);
  _exit(134);
}

void* sbrk(ptrdiff_t size) {
  static char* end = __heap_start;
  char* const old = end;
  if (size > __heap_end - end || size < __heap_start - end) {
    errno = ENOMEM;
    return (void*)-1;
  }
  end += size;
  return old;
}

static char buffer[256];
static size_t used;

static int flush(FILE* file) {
  (void)file;
  for (size_t at = 0; at < used;) {
    const ssize_t count = write(STDOUT_FILENO, buffer + at, used - at);
    if (count <= 0) break;
    at += (size_t)count;
  }
  used = 0;
  return 0;
}

static int put(char c, FILE* file) {
  buffer[used++] = c;
  if (c == '\n' || used == sizeof buffer) flush(file);
  return (unsigned char)c;
}

static int get(FILE* file) {
  unsigned char c = 0;
  (void)file;
  return read(STDIN_FILENO, &c, 1) == 1 ? c : EOF;
}

static FILE console = FDEV_SETUP_STREAM(put, get, flush, _FDEV_SETUP_RW);
FILE* const stdin = &console;
FILE* const stdout = &console;
FILE* const stderr = &console;
