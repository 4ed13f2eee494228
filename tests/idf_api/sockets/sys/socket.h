// What the port uses of POSIX's sys/socket.h as lwIP gives it, for compilers without sockets.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

using socklen_t = std::uint32_t;
struct sockaddr;

#define SOCK_STREAM 1
#define SOL_SOCKET 0xfff
#define SO_ERROR 0x1007

extern "C" {
int socket(int domain, int type, int protocol);
int connect(int s, const struct sockaddr* name, socklen_t namelen);
int getsockopt(int s, int level, int optname, void* optval, socklen_t* optlen);
ssize_t recv(int s, void* mem, std::size_t len, int flags);
ssize_t send(int s, const void* data, std::size_t size, int flags);
}
