#include "support/test_station.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plugpoint/base/base64.h"
#include "plugpoint/websocket/sha1.h"

namespace plugpoint::test {

namespace {

std::string accept_key(const std::string& key) {
  websocket::Sha1 sha1;
  const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  for (char c : text)
    sha1.add(static_cast<std::uint8_t>(c));
  std::uint8_t digest[20];
  sha1.finish(digest);
  std::string out;
  const auto byte_at = [&](std::size_t i) { return digest[i]; };
  for (std::size_t i = 0; i < base64_size(20); ++i)
    out += base64_char(byte_at, 20, i);
  return out;
}

std::string header(const std::string& request, const std::string& name) {
  const std::size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 4;
  return request.substr(from, request.find("\r\n", from) - from);
}

}  // namespace

void WebSocketPeer::receive(const std::string& bytes) {
  input_ += bytes;
  if (!upgraded) {
    const std::size_t end = input_.find("\r\n\r\n");
    if (end == std::string::npos || !answer_handshake) return;
    request = input_.substr(0, end + 2);
    input_.erase(0, end + 4);
    if (!handshake_response.empty()) {
      output += handshake_response;
      return;
    }
    upgraded = true;
    output +=
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept_key(header(request, "Sec-WebSocket-Key")) +
        "\r\nSec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n";
  }
  while (take_frame()) {
  }
}

bool WebSocketPeer::take_frame() {
  if (input_.size() < 6) return false;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(input_[i]); };
  std::size_t length = byte(1) & 0x7FU;
  std::size_t head = 2;
  if (length == 126) {
    length = std::size_t{byte(2)} << 8 | byte(3);
    head = 4;
  }
  EXPECT_TRUE((byte(1) & 0x80U) != 0) << "a client masks";
  if (input_.size() < head + 4 + length) return false;
  std::string payload = input_.substr(head + 4, length);
  for (std::size_t i = 0; i < length; ++i)
    payload[i] = static_cast<char>(payload[i] ^ input_[head + i % 4]);
  const int opcode = byte(0) & 0x0F;
  const bool final = (byte(0) & 0x80U) != 0;
  input_.erase(0, head + 4 + length);
  if (opcode == 8) {
    closed = true;
  } else if (opcode == 9) {
    ++pings;
    if (answer_pings) send_frame(10, payload);
  } else if (opcode == 10) {
    pongs.push_back(payload);
  } else if (opcode < 8) {
    message_ += payload;
    if (final) messages.push_back(std::exchange(message_, {}));
  }
  return true;
}

void WebSocketPeer::send_frame(int opcode, const std::string& payload, bool final) {
  output += static_cast<char>((final ? 0x80 : 0) | opcode);
  if (payload.size() < 126) {
    output += static_cast<char>(payload.size());
  } else if (payload.size() < 65536) {
    output += static_cast<char>(126);
    output += static_cast<char>(payload.size() >> 8);
    output += static_cast<char>(payload.size() & 0xFF);
  } else {
    output += static_cast<char>(127);
    for (int shift = 56; shift >= 0; shift -= 8)
      output += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> shift & 0xFF);
  }
  output += payload;
}

void WebSocketPeer::send(const std::string& text, std::size_t fragment) {
  std::size_t at = 0;
  do {
    const std::string piece = text.substr(at, fragment);
    send_frame(at == 0 ? 1 : 0, piece, at + piece.size() == text.size());
    at += piece.size();
  } while (at < text.size());
}

TestStation::TestStation() {
  settings.id = "CP1";
  settings.identity.vendor = "Plugpoint";
  settings.identity.model = "Test";
  for (std::uint8_t evse = 0; evse < 10; ++evse)
    hardware.set_register(evse, 0);
}

void TestStation::start() {
  settings.defaults = {defaults.data(), defaults.size()};
  const std::size_t size = ChargePoint::block_size(settings);
  block_ = make_block(size);
  Error error;
  station_ = ChargePoint::create({reinterpret_cast<std::uint8_t*>(block_.get()), size}, settings,
                                 {&entropy, &storage, &hardware, &log}, counter(), error);
  ASSERT_NE(station_, nullptr) << error.text;
  stream_ = false;
}

void TestStation::power_cut() {
  station_ = nullptr;
  block_.reset();
  stream_ = false;
  peer = WebSocketPeer{};
  faults = {};
  pending_input_.clear();
}

bool TestStation::power_lost() {
  if (station_ && power_fails_with_storage && storage.failed()) power_cut();
  return station_ == nullptr;
}

void TestStation::cut() {
  if (!stream_) return;
  stream_ = false;
  faults = {};
  WebSocketPeer next;
  next.subprotocol = peer.subprotocol;
  next.handshake_response = peer.handshake_response;
  peer = next;
  pending_input_.clear();
  station_->stream_closed(counter(), "the test cut the stream");
}

std::string TestStation::utc() const {
  DateTime start;
  parse_date_time({utc_text.data(), utc_text.size()}, start);
  char text[kDateTimeTextSize];
  format_date_time(DateTime{start.ms + now_}, text);
  return std::string(text, sizeof text);
}

/// What of these bytes gets through.
std::string TestStation::pass(std::string bytes, std::size_t& left) const {
  if (faults.half_open) return {};
  if (left == Faults::kNone) return bytes;
  bytes.resize(std::min(bytes.size(), left));
  left -= bytes.size();
  return bytes;
}

bool TestStation::exchange() {
  if (power_lost()) return false;
  bool moved = false;
  if (!network && stream_) {
    cut();
    return true;
  }
  if (network && !stream_ && station_->stream_wanted()) {
    stream_ = true;
    dials.push_back(now_);
    station_->stream_opened(counter());
    moved = true;
  }
  if (!stream_ || power_lost()) return moved;
  std::uint8_t window[97];
  while (const std::size_t count = station_->output(counter(), {window, sizeof window})) {
    peer.receive(
        pass(std::string(reinterpret_cast<const char*>(window), count), faults.output_left));
    moved = true;
  }
  for (const std::string& text : std::exchange(peer.messages, {}))
    answer(text);
  pending_input_ += pass(std::exchange(peer.output, {}), faults.input_left);
  if (!pending_input_.empty()) {
    const std::size_t taken = station_->input(
        counter(),
        {reinterpret_cast<const std::uint8_t*>(pending_input_.data()), pending_input_.size()});
    if (power_lost()) return false;
    pending_input_.erase(0, taken);
    moved = moved || taken > 0;
  }
  const bool broken = faults.output_left == 0 || (faults.input_left == 0 && pending_input_.empty());
  if (broken || !station_->stream_wanted()) {
    cut();
    moved = true;
  }
  return moved;
}

void TestStation::run(Millis ms) {
  const Millis until = now_ + ms;
  int idle_guard = 0;
  for (;;) {
    if (!station_) return;
    station_->step(counter());
    ++steps;
    bool moved = false;
    for (int i = 0; i < 10000 && exchange(); ++i)
      moved = true;
    if (power_lost()) return;
    if (moved) continue;
    const Millis wait = std::max<Millis>(0, station_->next_deadline() == kNever
                                                ? until - now_
                                                : station_->next_deadline() - station_->now());
    if (wait == 0 && ++idle_guard > 1000) {
      ADD_FAILURE() << "the station asks for a step again and again without getting on";
      return;
    }
    if (wait > 0) idle_guard = 0;
    if (now_ + wait > until || (wait == 0 && now_ == until)) {
      now_ = until;
      station_->step(counter());
      ++steps;
      for (int i = 0; i < 10000 && exchange(); ++i) {
      }
      return;
    }
    now_ += wait;
  }
}

Json TestStation::default_answer(const std::string& action, const Json& payload) {
  if (action == "BootNotification")
    return {{"status", "Accepted"}, {"currentTime", utc()}, {"interval", 3600}};
  if (action == "Heartbeat") return {{"currentTime", utc()}};
  if (action == "Authorize") {
    if (payload.contains("idToken")) return {{"idTokenInfo", {{"status", "Accepted"}}}};
    return {{"idTagInfo", {{"status", "Accepted"}}}};
  }
  if (action == "StartTransaction")
    return {{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", next_transaction_++}};
  if (action == "DataTransfer") return {{"status", "Accepted"}};
  return Json::object();
}

void TestStation::send(const std::string& text) {
  if (observe) observe(false, text);
  peer.send(text);
}

void TestStation::answer(const std::string& text) {
  if (observe) observe(true, text);
  const Json frame = Json::parse(text, nullptr, false);
  ASSERT_TRUE(frame.is_array()) << text;
  if (echo) peer.send(text);
  Frame seen;
  seen.type = frame[0];
  seen.id = frame[1];
  seen.at = now_;
  if (seen.type != 2) {
    seen.payload = seen.type == 3 ? frame[2] : frame;
    frames.push_back(seen);
    answers_.push_back(frame);
    return;
  }
  seen.action = frame[2];
  seen.payload = frame[3];
  frames.push_back(seen);
  if (echo) return;
  const auto found = on.find(seen.action);
  const Json reply =
      found == on.end() ? default_answer(seen.action, seen.payload) : found->second(seen.payload);
  if (reply.is_null()) return;
  if (reply.is_array()) {
    send(Json({4, seen.id, reply[0], reply[1], Json::object()}).dump());
  } else {
    send(Json({3, seen.id, reply}).dump());
  }
}

Json TestStation::call(const std::string& action, const Json& payload) {
  const std::string id = "csms-" + std::to_string(next_id_++);
  answers_.clear();
  send(Json({2, id, action, payload}).dump());
  run(50);
  for (const Json& answer : answers_) {
    if (answer[1] == id) return answer;
  }
  return nullptr;
}

Json TestStation::raw(const std::string& text, Millis wait) {
  answers_.clear();
  send(text);
  run(wait);
  return answers_.empty() ? Json() : answers_.front();
}

Json TestStation::confirm(const std::string& action, const Json& payload) {
  const Json answer = call(action, payload);
  if (!answer.is_array() || answer[0] != 3) {
    ADD_FAILURE() << action << " was answered with " << answer.dump();
    return nullptr;
  }
  return answer[2];
}

void TestStation::plug(std::uint8_t evse, bool ev_ready) {
  hardware.evse(evse).facts.plugged = true;
  hardware.evse(evse).facts.ev_ready = ev_ready;
  run(100);
}

void TestStation::unplug(std::uint8_t evse) {
  hardware.evse(evse).facts.plugged = false;
  hardware.evse(evse).facts.ev_ready = false;
  run(100);
}

Error TestStation::swipe(const std::string& token, std::uint8_t evse) {
  const Error error = station_->present_token(evse, {token.data(), token.size()});
  run(100);
  return error;
}

void TestStation::tap(const std::string& token, std::uint8_t evse) {
  const Error error = swipe(token, evse);
  EXPECT_FALSE(error) << error.text;
}

std::vector<Json> TestStation::sent(const std::string& action) const {
  std::vector<Json> found;
  for (const Frame& frame : frames) {
    if (frame.type == 2 && frame.action == action) found.push_back(frame.payload);
  }
  return found;
}

std::vector<std::string> TestStation::actions() const {
  std::vector<std::string> found;
  for (const Frame& frame : frames) {
    if (frame.type == 2) found.push_back(frame.action);
  }
  return found;
}

std::vector<std::string> TestStation::statuses(int connector) const {
  std::vector<std::string> found;
  for (const Json& payload : sent("StatusNotification")) {
    if (payload["connectorId"] == connector) found.push_back(payload["status"]);
  }
  return found;
}

std::vector<Event> TestStation::events() {
  std::vector<Event> found;
  Event event;
  while (station_->next_event(event))
    found.push_back(event);
  return found;
}

}  // namespace plugpoint::test
