// Whatever a server sends, however it is cut and whatever the client does meanwhile: the same input
// means the same, and what leaves the client is well-formed.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "plugpoint/websocket/client.h"

namespace {

using namespace plugpoint;
using websocket::Client;

class Nonce : public Entropy {
 public:
  void fill(MutableBytes bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<std::uint8_t>("the sample nonce"[i % 16]);
  }
};

const char* const kResponse =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n";

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// The end of what the client sent must be the end of a frame, and nothing may follow a Close.
void require_whole_frames(const std::string& wire) {
  std::size_t at = 0;
  bool closed = false;
  while (at < wire.size()) {
    require(!closed, "a frame follows a Close");
    require(at + 6 <= wire.size(), "output ends inside a header");
    closed = (wire[at] & 0x0F) == 8;
    require((wire[at + 1] & 0x80) != 0, "a frame is not masked");
    std::size_t size = wire[at + 1] & 0x7F;
    require(size != 127, "a frame has the 64-bit length");
    at += 6;
    if (size == 126) {
      size = static_cast<std::size_t>(static_cast<unsigned char>(wire[at - 4]) << 8 |
                                      static_cast<unsigned char>(wire[at - 3]));
      at += 2;
    }
    at += size;
  }
  require(at == wire.size(), "output ends inside a frame");
}

struct Run {
  std::uint8_t transmit[160];
  Nonce entropy;
  Client client;
  std::string heard;    ///< Complete messages and the other events.
  std::string partial;  ///< The beginning of a message.
  std::string sent;

  websocket::Handshake handshake;

  explicit Run(std::uint32_t max_message) : client(transmit, entropy, max_message) {
    handshake.host = "host";
    handshake.path = "/";
    handshake.subprotocols = "ocpp1.6,ocpp2.0.1";
    client.open(handshake);
    drain(50);
    sent.clear();
  }

  void drain(std::size_t window) {
    std::uint8_t bytes[64];
    while (const std::size_t count = client.output(MutableBytes(bytes, window)))
      sent.append(reinterpret_cast<char*>(bytes), count);
    require(!client.has_output(), "output that does not come");
  }

  /// One piece of input, in memory of its own so that reading past it is seen.
  void feed(const std::uint8_t* data, std::size_t size) {
    std::uint8_t* copy = new std::uint8_t[size];
    if (size != 0) std::memcpy(copy, data, size);
    const std::uint8_t* at = copy;
    for (std::size_t events = 0;; ++events) {
      require(events <= 2 * size + 2, "events without end");
      const websocket::Event event = client.receive(at, copy + size);
      if (event == websocket::Event::none) break;
      note(event, copy, size);
    }
    require(at == copy + size, "input is left over");
    delete[] copy;
  }

  void note(websocket::Event event, const std::uint8_t* piece, std::size_t size) {
    if (event != websocket::Event::text) {
      heard += "<" + std::to_string(static_cast<int>(event)) + ">" + client.error().c_str();
      return;
    }
    const Text text = client.payload();
    const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
    require(text.empty() || (begin >= piece && begin + text.size() <= piece + size),
            "text from elsewhere");
    partial.append(text.data(), text.size());
    if (!client.message_end()) return;
    heard += "\"" + partial + "\"";
    partial.clear();
  }

  std::string outcome() const {
    // How much of a text comes before a bad character depends on the pieces.
    const bool bad_text = std::strcmp(client.error(), "A text message is not UTF-8") == 0;
    return heard + "|" + (bad_text ? "" : partial) + "|" +
           std::to_string(static_cast<int>(client.state())) + "|" +
           std::to_string(client.close_code()) + "|" + std::to_string(client.http_status());
  }
};

std::string run(const std::uint8_t* data, std::size_t size, bool opened, std::size_t step,
                bool busy, std::uint32_t max_message) {
  Run session(max_message);
  if (opened)
    session.feed(reinterpret_cast<const std::uint8_t*>(kResponse), std::strlen(kResponse));
  for (std::size_t i = 0; i < size; i += step) {
    session.feed(data + i, size - i < step ? size - i : step);
    if (!busy) continue;
    const std::uint8_t choice = data[i];
    if (choice % 3 == 0) session.client.ping();
    if (choice % 61 == 0) session.client.close(static_cast<std::uint16_t>(choice * 40));
    session.client.send(choice, choice % 2 == 0);
    if (choice % 5 != 0) session.drain(1 + choice % 64);
  }
  session.drain(64);
  if (session.client.http_status() == 101) require_whole_frames(session.sent);
  return session.outcome();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const bool opened = data[0] % 4 != 0;
  const std::uint32_t max_message = data[0] >= 128 ? 0 : data[0];
  const std::size_t step = 1 + data[1] % 16;
  data += 2;
  size -= 2;
  const std::string whole = run(data, size, opened, size + 1, false, max_message);
  const std::string cut = run(data, size, opened, step, false, max_message);
  require(whole == cut, "pieces change the meaning");
  run(data, size, opened, step, true, max_message);
  return 0;
}
