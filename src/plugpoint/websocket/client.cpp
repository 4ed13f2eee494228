#include "plugpoint/websocket/client.h"

#include <new>

namespace plugpoint::websocket {

Client::Client(MutableBytes transmit, Entropy& entropy, std::uint32_t max_message)
    : reader_(max_message), writer_(transmit, entropy), control_() {}

void Client::reset() {
  reader_.reset();
  writer_.reset();
  leave_handshake(State::idle);
}

void Client::leave_handshake(State state) {
  state_ = state;
  new (&control_) ControlRoom;
}

void Client::open(const Handshake& handshake) {
  reset();
  error_ = {};
  close_code_ = CloseCode::abnormal;
  subprotocol_ = {};
  http_status_ = 0;
  new (&opening_) Opening;
  writer_.entropy().fill(opening_.key);
  opening_.response.start(handshake.subprotocols, opening_.key);
  state_ = State::connecting;
  error_ = HandshakeRequest::check(handshake);
  opening_.refused = !error_.absent();
  if (!opening_.refused) opening_.request.start(handshake, opening_.key);
}

Event Client::receive(const std::uint8_t*& at, const std::uint8_t* end) {
  switch (state_) {
    case State::connecting:
      return receive_handshake(at, end);
    case State::open:
    case State::closing:
      return receive_frames(at, end);
    case State::idle:
    case State::closed:
      break;
  }
  at = end;
  return Event::none;
}

Event Client::receive_handshake(const std::uint8_t*& at, const std::uint8_t* end) {
  if (opening_.refused) return fail(error_);
  const HandshakeResponse::Result result = opening_.response.receive(at, end);
  if (result == HandshakeResponse::Result::want_more) return Event::none;
  http_status_ = opening_.response.status();
  if (result == HandshakeResponse::Result::failed) return fail(opening_.response.error());
  if (!opening_.request.sent())
    return fail(PLUGPOINT_REASON("The server answered before the request was sent"));
  subprotocol_ = opening_.response.subprotocol();
  leave_handshake(State::open);
  return Event::opened;
}

Event Client::receive_frames(const std::uint8_t*& at, const std::uint8_t* end) {
  switch (reader_.receive(at, end, control_)) {
    case FrameReader::Result::want_more:
      return Event::none;
    case FrameReader::Result::text:
      return Event::text;
    case FrameReader::Result::pong:
      return Event::pong;
    case FrameReader::Result::close:
      return end_by_server();
    case FrameReader::Result::failed:
      writer_.close(reader_.close_code());
      return fail(reader_.error());
  }
  return Event::none;
}

Event Client::end_by_server() {
  close_code_ = reader_.close_code();
  // RFC 6455 §5.5.1: the answer usually repeats the code.
  writer_.close(close_code_);
  state_ = State::closed;
  return Event::closed;
}

Event Client::fail(FlashText text) {
  if (state_ == State::connecting) leave_handshake(State::closed);
  error_ = text;
  state_ = State::closed;
  return Event::failed;
}

MutableBytes Client::window() {
  return state_ == State::open ? writer_.window() : MutableBytes();
}

bool Client::writable() const {
  return state_ == State::open && writer_.writable();
}

void Client::send(std::size_t size, bool last) {
  if (state_ == State::open) writer_.send(size, last);
}

void Client::ping() {
  if (state_ == State::open) writer_.ping();
}

void Client::close(std::uint16_t code) {
  if (state_ == State::open) {
    writer_.close(may_be_sent(code) ? code : CloseCode::normal);
    state_ = State::closing;
  } else if (state_ == State::idle || state_ == State::connecting) {
    leave_handshake(State::closed);
  }
}

std::size_t Client::output(MutableBytes into) {
  if (state_ == State::connecting) return opening_.request.output(into);
  return writer_.output(into, control_);
}

bool Client::has_output() const {
  if (state_ == State::connecting) return !opening_.request.sent();
  return writer_.has_output(control_);
}

}  // namespace plugpoint::websocket
