// The two ends of a stream under test: an owner that notes what happens, and a server.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "posix/stream.h"

namespace plugpoint::posix {

/// Runs the loop until `done`, at most 10 s.
template <class Done>
bool run_until(EventLoop& loop, Done done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!done() && std::chrono::steady_clock::now() < deadline) {
    loop.context().restart();
    loop.context().run_one_for(std::chrono::milliseconds(50));
  }
  return done();
}

class NotingOwner : public StreamOwner {
 public:
  void stream_opened() override { ++opened; }
  std::size_t stream_input(Bytes bytes) override {
    const std::size_t count = std::min(bytes.size(), appetite);
    appetite -= count;
    received.append(reinterpret_cast<const char*>(bytes.data()), count);
    if (on_input) on_input();
    return count;
  }
  std::size_t stream_output(MutableBytes window) override {
    const std::size_t count = std::min(window.size(), to_send.size());
    to_send.copy(reinterpret_cast<char*>(window.data()), count);
    to_send.erase(0, count);
    appetite += appetite_after_output;
    return count;
  }
  void stream_closed(const std::string& why) override {
    ++closed;
    reason = why;
    if (on_closed) on_closed();
  }

  int opened = 0;
  int closed = 0;
  std::string reason;
  std::string received;
  std::string to_send;
  std::size_t appetite = SIZE_MAX;        ///< Bytes that are still taken.
  std::size_t appetite_after_output = 0;  ///< Added each time output is asked for.
  std::function<void()> on_input;
  std::function<void()> on_closed;
};

/// Listens on a free port of the loopback; serves one connection at a time in a thread.
class Server {
 public:
  /// `serve` gets each accepted socket, which is closed afterwards.
  explicit Server(std::function<void(int)> serve, const char* address = "127.0.0.1")
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in local{};
    local.sin_family = AF_INET;
    inet_pton(AF_INET, address, &local.sin_addr);
    socklen_t size = sizeof local;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&local), size), 0);
    EXPECT_EQ(::listen(listener_, 1000), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&local), &size);
    port = ntohs(local.sin_port);
    thread_ = std::thread([this, serve] {
      for (;;) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        serve(socket);
        ::close(socket);
      }
    });
  }
  ~Server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::uint16_t port = 0;

 private:
  int listener_;
  std::thread thread_;
};

/// Reads until the other side closes.
inline std::string read_all(int socket) {
  std::string all;
  char piece[4096];
  ssize_t count = 0;
  while ((count = ::recv(socket, piece, sizeof piece, 0)) > 0)
    all.append(piece, static_cast<std::size_t>(count));
  return all;
}

}  // namespace plugpoint::posix
