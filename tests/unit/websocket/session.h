// A client under test, with the server's side of the wire in the hands of the test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "plugpoint/websocket/client.h"

namespace plugpoint::websocket {

/// First the nonce of RFC 6455's example, then bytes that differ from call to call.
class ScriptedEntropy : public Entropy {
 public:
  void fill(MutableBytes bytes) override {
    static const char kNonce[] = "the sample nonce";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(calls == 0 ? kNonce[i % 16] : next_ += 37);
    }
    ++calls;
  }
  int calls = 0;

 private:
  unsigned next_ = 11;
};

/// A frame as the server sees it, unmasked.
struct Frame {
  bool final = false;
  int reserved = 0;
  int opcode = 0;
  bool masked = false;
  std::string mask;
  std::string payload;
  std::size_t header = 0;  ///< Length of the header with the mask, in bytes.
};

inline std::vector<Frame> parse_frames(const std::string& wire) {
  std::vector<Frame> frames;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(wire.at(i)); };
  std::size_t at = 0;
  while (at < wire.size()) {
    const std::size_t start = at;
    Frame frame;
    frame.final = (byte(at) & 0x80) != 0;
    frame.reserved = byte(at) >> 4 & 7;
    frame.opcode = byte(at++) & 15;
    frame.masked = (byte(at) & 0x80) != 0;
    std::uint64_t size = byte(at++) & 127;
    const int extended = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (extended != 0) size = 0;
    for (int i = 0; i < extended; ++i)
      size = size << 8 | byte(at++);
    if (frame.masked) frame.mask = wire.substr(at, 4), at += 4;
    frame.header = at - start;
    if (at + size > wire.size()) {
      ADD_FAILURE() << "The client's output ends inside a frame";
      break;
    }
    for (std::uint64_t i = 0; i < size; ++i, ++at) {
      frame.payload += static_cast<char>(wire[at] ^ (frame.masked ? frame.mask[i % 4] : 0));
    }
    frames.push_back(frame);
  }
  return frames;
}

/// A frame from the server. `form`: bytes of extended length (0, 2, 8); -1 chooses the shortest.
inline std::string frame(int first_byte, const std::string& payload, int form = -1) {
  std::string out(1, static_cast<char>(first_byte));
  if (form < 0) form = payload.size() < 126 ? 0 : payload.size() < 65536 ? 2 : 8;
  out += static_cast<char>(form == 0 ? payload.size() : form == 2 ? 126 : 127);
  for (int i = form - 1; i >= 0; --i) {
    out += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> (8 * i) & 0xFF);
  }
  return out + payload;
}
inline std::string text_frame(const std::string& payload) {
  return frame(0x81, payload);
}
inline std::string close_frame(int code, const std::string& reason = "") {
  return frame(0x88, std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + reason);
}

inline const char* const kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The answer of a good server; `protocol` empty leaves the field out.
inline std::string response(const std::string& protocol = "ocpp1.6") {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: " +
         std::string(kAccept) + "\r\n" +
         (protocol.empty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n";
}

inline Handshake handshake() {
  Handshake request;
  request.host = "csms.example";
  request.path = "/ocpp/CP1";
  request.subprotocols = "ocpp2.0.1,ocpp1.6";
  return request;
}

class Session {
 public:
  /// `step`: size of the pieces in which input arrives and output leaves; 0: all at once.
  explicit Session(std::size_t step = 0, std::size_t transmit_size = 256,
                   std::uint32_t max_message = 0)
      : step_(step),
        memory_(transmit_size),
        client(MutableBytes(memory_.data(), memory_.size()), entropy, max_message) {}

  /// Feeds input until it is used up or the connection ended.
  void feed(const std::string& bytes) {
    const std::size_t step = step_ == 0 ? std::max<std::size_t>(bytes.size(), 1) : step_;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      // A copy of its own, so that reading past a piece is seen by the sanitizer.
      const std::string copy = bytes.substr(i, step);
      const std::vector<std::uint8_t> piece(copy.begin(), copy.end());
      const std::uint8_t* at = piece.data();
      take_events(at, piece.data() + piece.size());
      EXPECT_EQ(at, piece.data() + piece.size());
    }
  }

  /// All pending output.
  std::string drain() {
    std::string out;
    std::vector<std::uint8_t> window(step_ == 0 ? 4096 : step_);
    while (const std::size_t count = client.output(MutableBytes(window.data(), window.size()))) {
      EXPECT_TRUE(count == window.size() || !client.has_output());
      out.append(reinterpret_cast<const char*>(window.data()), count);
    }
    EXPECT_FALSE(client.has_output());
    return out;
  }
  std::vector<Frame> drain_frames() { return parse_frames(drain()); }

  std::string open(const Handshake& request = handshake(), const std::string& answer = response()) {
    client.open(request);
    const std::string sent = drain();
    feed(answer);
    return sent;
  }

  /// Sends a text in as many fragments as the window asks for; what leaves in between is returned.
  std::string send(const std::string& text) {
    std::string out;
    std::size_t at = 0;
    do {
      const MutableBytes window = client.window();
      EXPECT_FALSE(window.empty());
      if (window.empty()) break;
      const std::size_t count = std::min(window.size(), text.size() - at);
      std::memcpy(window.data(), text.data() + at, count);
      at += count;
      client.send(count, at == text.size());
      out += drain();
    } while (at < text.size());
    return out;
  }

  std::vector<std::string> messages;  ///< Complete ones.
  std::string partial;
  int opened = 0;
  int pongs = 0;
  int closed = 0;
  int failed = 0;
  std::string error;

 private:
  void take_events(const std::uint8_t*& at, const std::uint8_t* end) {
    for (;;) {
      switch (client.receive(at, end)) {
        case Event::none:
          return;
        case Event::opened:
          ++opened;
          break;
        case Event::pong:
          ++pongs;
          break;
        case Event::closed:
          ++closed;
          break;
        case Event::failed: {
          ++failed;
          char room[96];
          const Text why = client.error().view(room);
          error.assign(why.data(), why.size());
          break;
        }
        case Event::text:
          partial.append(client.payload().data(), client.payload().size());
          if (client.message_end()) messages.push_back(partial), partial.clear();
          break;
      }
    }
  }

  std::size_t step_;
  std::vector<std::uint8_t> memory_;

 public:
  ScriptedEntropy entropy;
  Client client;
};

/// Runs a test with everything at once, byte by byte, and in pieces of 7.
class Pieces : public testing::TestWithParam<std::size_t> {};

}  // namespace plugpoint::websocket
