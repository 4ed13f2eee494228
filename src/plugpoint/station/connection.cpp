#include "plugpoint/station/connection.h"

#include "plugpoint/base/stack.h"

namespace plugpoint {

Connection::Connection(Station& station, const Settings& settings, MutableBytes transmit, Text path)
    : client_(transmit, *station.ports.entropy), station_(station) {
  handshake_.host = settings.host;
  handshake_.port = settings.port;
  handshake_.secure = settings.secure;
  handshake_.path = path;
  handshake_.subprotocols = settings.subprotocols;
  if (!settings.password.absent()) {
    handshake_.user = settings.id;
    handshake_.password = settings.password;
  }
}

bool Connection::stream_wanted() const {
  if (!stream_) return station_.now() >= at_;
  if (dropping_) return false;
  // After a closing handshake the stream stays until the last bytes have left.
  return client_.state() != websocket::Client::State::closed || client_.has_output();
}

Millis Connection::wait_before_dial() {
  // R15: doubled with each failure, with a random part so that a fleet does not come back at once.
  const std::int32_t most = station_.variables.integer(Key::RetryBackOffRepeatTimes);
  const std::int32_t doublings = failures_ < most ? failures_ : most;
  const Millis wait = station_.variables.seconds_in_ms(Key::RetryBackOffWaitMinimum) << doublings;
  std::uint8_t bytes[4];
  station_.ports.entropy->fill({bytes, sizeof bytes});
  const std::uint32_t random =
      static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
      static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
  const auto range =
      static_cast<std::uint32_t>(station_.variables.seconds_in_ms(Key::RetryBackOffRandomRange));
  return wait + static_cast<Millis>(random % (range + 1));
}

void Connection::stream_opened() {
  stream_ = true;
  dropping_ = false;
  why_ = {};
  wait(WaitsFor::handshake, station_.now() + kHandshake);
  client_.open(handshake_);
}

void Connection::stream_closed() {
  stream_ = false;
  dropping_ = false;
  client_.reset();
  wait(WaitsFor::dial, station_.now() + wait_before_dial());
  if (failures_ < UINT8_MAX) ++failures_;
}

void Connection::drop(FlashText why) {
  if (!stream_ || dropping_) return;
  dropping_ = true;
  why_ = why;
}

void Connection::close() {
  if (open()) client_.close(1000);
}

void Connection::wait(WaitsFor what, Millis until) {
  waits_for_ = what;
  at_ = until;
}

void Connection::alive() {
  const Millis interval = station_.variables.seconds_in_ms(Key::WebSocketPingInterval);
  wait(WaitsFor::ping, interval > 0 ? station_.now() + interval : kNever);
}

PLUGPOINT_OWN_FRAME websocket::Event Connection::receive(const std::uint8_t*& at,
                                                         const std::uint8_t* end) {
  // Whoever sends is alive: behind a long message its pong may be a while.
  if (at != end && waits_for_ == WaitsFor::pong) at_ = station_.now() + kPong;
  const websocket::Event event = client_.receive(at, end);
  switch (event) {
    case websocket::Event::opened:
      failures_ = 0;
      alive();
      break;
    case websocket::Event::pong:
      alive();
      break;
    case websocket::Event::failed:
      why_ = client_.error();
      // What tells the server why may still leave; without anything to send the stream ends now.
      if (!client_.has_output()) drop(client_.error());
      break;
    case websocket::Event::closed:
      why_ = PLUGPOINT_REASON("the central system closed the connection");
      break;
    case websocket::Event::text:
    case websocket::Event::none:
      break;
  }
  return event;
}

void Connection::step() {
  const Millis now = station_.now();
  if (waits_for_ == WaitsFor::handshake && now >= at_)
    drop(PLUGPOINT_REASON("the server did not answer the WebSocket handshake"));
  if (waits_for_ == WaitsFor::pong && now >= at_)
    drop(PLUGPOINT_REASON("the server did not answer a ping"));
  if (!open()) return;
  const Millis interval = station_.variables.seconds_in_ms(Key::WebSocketPingInterval);
  // R17: the interval takes effect at once, 0 ends the supervision.
  if (interval == 0) {
    wait(WaitsFor::ping, kNever);
  } else if (waits_for_ == WaitsFor::ping && at_ > now + interval) {
    at_ = now + interval;
  }
  if (waits_for_ != WaitsFor::ping || now < at_) return;
  client_.ping();
  wait(WaitsFor::pong, now + kPong);
}

Millis Connection::next_deadline() const {
  if (!stream_) return at_ > station_.now() ? at_ : kNever;
  // Once the closing handshake has begun, no more pings are sent.
  if (dropping_ || (waits_for_ == WaitsFor::ping && !open())) return kNever;
  return at_;
}

}  // namespace plugpoint
