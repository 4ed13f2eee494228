// The least central system that a station is content with: it accepts everything.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include "support/json.h"

#include "plugpoint/base/base64.h"
#include "plugpoint/websocket/sha1.h"

namespace plugpoint::test {

/// One connection's server side, without sockets: takes what the station sent, gives the answers.
class AcceptingCentral {
 public:
  /// Calls received since the start, by action.
  std::map<std::string, int> calls;
  /// If set, is shown each call.
  std::function<void(const nlohmann::json& call)> observe;
  /// Messages are sent back as they are, as an echo server does.
  bool echo = false;

  /// A text message of the central system as the station gets it on the wire, in one frame of at
  /// most 65,535 bytes.
  static std::string frame(const std::string& text) {
    std::string out = "\x81";
    if (text.size() < 126) {
      out += static_cast<char>(text.size());
    } else {
      out += '\x7E';
      out += static_cast<char>(text.size() >> 8);
      out += static_cast<char>(text.size() & 0xFFU);
    }
    return out + text;
  }

  /// Takes bytes of the station; returns the bytes to send back.
  std::string receive(const std::string& bytes) {
    in_ += bytes;
    std::string out;
    if (!open_) out += answer_handshake();
    while (open_ && take_frame(out)) {
    }
    return out;
  }

 private:
  std::string answer_handshake() {
    const std::size_t end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return "";
    static const std::string kName = "Sec-WebSocket-Key: ";
    const std::size_t at = in_.find(kName) + kName.size();
    const std::string key = in_.substr(at, in_.find("\r\n", at) - at);
    in_.erase(0, end + 4);
    open_ = true;
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Protocol: ocpp1.6\r\nSec-WebSocket-Accept: " +
           accept(key) + "\r\n\r\n";
  }

  static std::string accept(const std::string& key) {
    using websocket::Sha1;
    Sha1 sha1;
    for (char c : key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
      sha1.add(static_cast<std::uint8_t>(c));
    std::uint8_t digest[Sha1::kDigestSize];
    sha1.finish(digest);
    const auto byte_at = [&](std::size_t i) { return digest[i]; };
    std::string text;
    for (std::size_t i = 0; i < base64_size(sizeof digest); ++i)
      text += base64_char(byte_at, sizeof digest, i);
    return text;
  }

  std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(in_[at]); }

  bool take_frame(std::string& out) {
    if (in_.size() < 2) return false;
    std::size_t size = byte(1) & 0x7FU;
    std::size_t at = 2;
    if (size == 126) {
      if (in_.size() < 4) return false;
      size = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
      at = 4;
    }
    if (in_.size() < at + 4 + size) return false;
    std::string payload = in_.substr(at + 4, size);
    for (std::size_t i = 0; i < size; ++i)
      payload[i] = static_cast<char>(static_cast<std::uint8_t>(payload[i]) ^ byte(at + i % 4));
    const bool final = (byte(0) & 0x80U) != 0;
    const bool control = (byte(0) & 0x08U) != 0;
    in_.erase(0, at + 4 + size);
    if (control) return true;
    message_ += payload;
    if (!final) return true;
    out += echo ? frame(message_) : answer(nlohmann::json::parse(message_));
    message_.clear();
    return true;
  }

  /// The frame that answers a message of the station; nothing for its answers to us.
  std::string answer(const nlohmann::json& call) {
    if (call.at(0) != 2) return "";
    const std::string action = call.at(2);
    ++calls[action];
    if (observe) observe(call);
    nlohmann::json payload = nlohmann::json::object();
    if (action == "BootNotification")
      payload = {{"status", "Accepted"}, {"currentTime", kNow}, {"interval", 86400}};
    if (action == "Heartbeat") payload = {{"currentTime", kNow}};
    if (action == "Authorize") payload = {{"idTagInfo", {{"status", "Accepted"}}}};
    if (action == "StartTransaction")
      payload = {{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", ++transactions_}};
    return frame(nlohmann::json::array({3, call.at(1), payload}).dump());
  }

  static constexpr const char* kNow = "2025-06-01T12:00:00.000Z";
  std::string in_;
  std::string message_;
  bool open_ = false;
  int transactions_ = 0;
};

}  // namespace plugpoint::test
