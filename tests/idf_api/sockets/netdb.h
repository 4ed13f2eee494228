// What the port uses of POSIX's netdb.h as lwIP gives it, for compilers without sockets.
#pragma once

#include "sys/socket.h"

struct addrinfo {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  socklen_t ai_addrlen;
  struct sockaddr* ai_addr;
  char* ai_canonname;
  struct addrinfo* ai_next;
};

#define AI_NUMERICHOST 4

extern "C" {
int getaddrinfo(const char* nodename, const char* servname, const struct addrinfo* hints,
                struct addrinfo** res);
void freeaddrinfo(struct addrinfo* ai);
}
