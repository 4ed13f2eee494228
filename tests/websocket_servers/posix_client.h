// The library's client over a real TCP stream.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "plugpoint/websocket/client.h"
#include "posix/entropy.h"
#include "posix/stream.h"

namespace plugpoint {

class PosixClient : private posix::StreamOwner {
 public:
  /// `transmit`: bytes of the buffer for frames.
  explicit PosixClient(std::size_t transmit = 512, std::uint32_t max_message = 0)
      : memory_(transmit),
        client(MutableBytes(memory_.data(), memory_.size()), entropy_, max_message),
        stream_(loop_, *this) {}

  void open(std::uint16_t port, Text path, Text user = {}, Text password = {}) {
    handshake_.host = "127.0.0.1";
    handshake_.port = port;
    handshake_.path = path;
    handshake_.subprotocols = "ocpp2.0.1,ocpp1.6";
    handshake_.user = user;
    handshake_.password = password;
    stream_.open("127.0.0.1", port, nullptr);
  }

  /// Queues a text; it leaves in fragments as the client has room. With `ping_between` each is
  /// followed by a ping.
  void send(const std::string& text, bool ping_between = false) {
    text_ = text;
    sending_ = true;
    ping_between_ = ping_between;
    stream_.flush();
  }
  void ping() {
    client.ping();
    stream_.flush();
  }
  void close(std::uint16_t code) {
    client.close(code);
    stream_.flush();
  }

  /// Runs until `done`, at most 20 s.
  template <class Done>
  bool run_until(Done done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      loop_.context().restart();
      loop_.context().run_one_for(std::chrono::milliseconds(50));
    }
    return done();
  }
  bool run_until_ended() {
    return run_until([&] { return lost; });
  }

  bool opened = false;
  bool closed = false;
  bool failed = false;
  bool lost = false;  ///< The stream is gone.
  int pongs = 0;
  int fragments_sent = 0;
  std::size_t pieces = 0;  ///< Pieces of text that arrived.
  std::vector<std::string> messages;
  std::string partial;

 private:
  void stream_opened() override { client.open(handshake_); }
  void stream_closed(const std::string&) override { lost = true; }

  std::size_t stream_input(Bytes bytes) override {
    const std::uint8_t* at = bytes.begin();
    for (;;) {
      switch (client.receive(at, bytes.end())) {
        case websocket::Event::none:
          return bytes.size();
        case websocket::Event::opened:
          opened = true;
          break;
        case websocket::Event::pong:
          ++pongs;
          break;
        case websocket::Event::closed:
          closed = true;
          break;
        case websocket::Event::failed:
          failed = true;
          break;
        case websocket::Event::text:
          ++pieces;
          partial.append(client.payload().data(), client.payload().size());
          if (client.message_end()) {
            messages.push_back(partial);
            partial.clear();
          }
          break;
      }
    }
  }

  std::size_t stream_output(MutableBytes window) override {
    std::size_t total = 0;
    for (;;) {
      fill();
      const std::size_t count = client.output(window.from(total));
      if (count == 0) return total;
      total += count;
    }
  }

  void fill() {
    const MutableBytes room = client.window();
    if (!sending_ || room.empty()) return;
    const std::size_t count = std::min(room.size(), text_.size());
    text_.copy(reinterpret_cast<char*>(room.data()), count);
    text_.erase(0, count);
    sending_ = !text_.empty();
    client.send(count, !sending_);
    ++fragments_sent;
    if (ping_between_ && sending_) client.ping();
  }

  std::vector<std::uint8_t> memory_;
  posix::EventLoop loop_;
  posix::KernelEntropy entropy_;
  websocket::Handshake handshake_;
  std::string text_;
  bool sending_ = false;
  bool ping_between_ = false;

 public:
  websocket::Client client;

 private:
  posix::Stream stream_;
};

}  // namespace plugpoint
