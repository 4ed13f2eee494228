// What goes over the stream: its life, frames that come in and go out.
#include "plugpoint/station/implementation.h"

#include "plugpoint/base/stack.h"

namespace plugpoint {

void ChargePoint::Implementation::stream_opened() {
  connection.stream_opened();
  changed = true;
  work();
}

void ChargePoint::Implementation::opened() {
  const Text subprotocol = connection.client().subprotocol();
  message::Version version = message::Version::ocpp16;
  dialect_ = nullptr;
#if PLUGPOINT_OCPP16
  if (PLUGPOINT_TEXT("ocpp1.6").is(subprotocol)) dialect_ = &dialect_v16();
#endif
#if PLUGPOINT_OCPP201
  if (PLUGPOINT_TEXT("ocpp2.0.1").is(subprotocol)) {
    dialect_ = &dialect_v2();
    version = message::Version::ocpp201;
  }
#endif
#if PLUGPOINT_OCPP21
  if (PLUGPOINT_TEXT("ocpp2.1").is(subprotocol)) {
    dialect_ = &dialect_v2();
    version = message::Version::ocpp21;
  }
#endif
  if (!dialect_)
    return connection.drop(
        PLUGPOINT_REASON("the server chose a subprotocol that is not compiled in"));
  station.speak(version == message::Version::ocpp16 ? Dialect::ocpp16 : Dialect::ocpp2x);
  station.connected = true;
  rpc.connect(version, tolerant);
  station.raise(Signal::connected);
}

void ChargePoint::Implementation::lost() {
  half_until_ = kNever;
  if (rpc.disconnect()) answered();
  if (!station.connected) return;
  station.connected = false;
  station.raise(Signal::disconnected);
}

void ChargePoint::Implementation::stream_closed(Text why) {
  if (!connection.last_error().empty())
    station.log(LogLevel::warning, connection.last_error());
  else if (!why.empty())
    station.log(LogLevel::warning, why);
  connection.stream_closed();
  lost();
  work();
}

std::size_t ChargePoint::Implementation::input(Bytes bytes) {
  // Work may make a frame, which a host that has read nothing does not expect.
  if (bytes.empty()) return 0;
  const std::uint8_t* at = bytes.begin();
  while (at != bytes.end()) {
    // The answer to a call needs the writer, so nothing is read while a frame is being written.
    move_frame();
    if (!rpc.writer_idle()) break;
    const websocket::Event event = connection.receive(at, bytes.end());
    if (event == websocket::Event::none) break;
    if (event == websocket::Event::text)
      received(connection.client().payload(), connection.client().message_end());
    if (event == websocket::Event::opened) opened();
    if (event == websocket::Event::failed || event == websocket::Event::closed) lost();
    deliver_signals();
  }
  work();
  return static_cast<std::size_t>(at - bytes.begin());
}

void ChargePoint::Implementation::received(Text piece, bool end) {
  if (!station.connected) return;
  // B03: a rejected station of 1.6 answers nobody until its time is over, not even nonsense.
  rpc.mute(dialect_->refuses_unregistered == 0 && blocks.boot.silent());
  half_until_ = end ? kNever : station.now() + variables.seconds_in_ms(Key::MessageTimeout);
  switch (rpc.feed(piece, end)) {
    case rpc::Event::call:
      return call();
    case rpc::Event::answer:
      return answered();
    case rpc::Event::none:
      return;
  }
}

PLUGPOINT_OWN_FRAME void ChargePoint::Implementation::call() {
  rpc.prepare_reply();
  rpc::Reply reply;
  const bool pending = station.registration == Registration::pending;
  if (dialect_->refuses_unregistered != 0 && !pending &&
      station.registration != Registration::accepted) {
    reply.error(rpc::ErrorCode::security_error, PLUGPOINT_REASON("the station is not registered"));
    return rpc.reply(reply);
  }
  Call incoming{rpc.call_payload(), rpc.out(), reply, !rpc.has_deferred()};
  if (loopback && rpc.call_is_echo()) {
    if (!loopback->respond(rpc.call_action(), incoming, station.now()))
      reply.error(rpc::ErrorCode::not_supported, PLUGPOINT_REASON("nothing answers this action"));
    return rpc.reply(reply);
  }
  for (const Operation& row : dialect_->operations) {
    const Operation operation = flash_load(&row);
    if (operation.action != rpc.call_action()) continue;
    operation.handle(blocks, incoming);
    if (observer) observer->called(rpc.version(), rpc.call_action(), rpc.call_payload(), reply);
    return rpc.reply(reply);
  }
  // R05: the version knows the action, this station does not.
  reply.error(rpc::ErrorCode::not_supported,
              PLUGPOINT_REASON("this station does not support the action"));
  rpc.reply(reply);
}

PLUGPOINT_OWN_FRAME void ChargePoint::Implementation::answer_late() {
  if (!rpc.has_deferred() || !rpc.may_prepare()) return;
  rpc.prepare_message();
  rpc::Reply reply;
  Call late{nullptr, rpc.out(), reply};
  if (dialect_->late_answer(blocks, late)) rpc.reply_later(reply);
}

void ChargePoint::Implementation::answered() {
  if (!dialect_) return;
  if (observer) observer->answered(rpc.version(), rpc.answer());
  source(source_in_flight_).answered(blocks, rpc.answer());
}

PLUGPOINT_OWN_FRAME bool ChargePoint::Implementation::request_next() {
  if (!station.connected || !rpc.may_request() || rpc.has_deferred()) return false;
  if (blocks.boot.silent()) return false;
  for (std::size_t i = 0; i < dialect_->sources.size(); ++i) {
    const Source asked = source(i);
    if (asked.least > station.registration) continue;
    rpc.prepare_message();
    rpc::Request request;
    Outgoing out{rpc.out(), request};
    if (!asked.next(blocks, out)) continue;
    source_in_flight_ = static_cast<std::uint8_t>(i);
    const Status status =
        rpc.request(request, station.now(), variables.seconds_in_ms(Key::MessageTimeout));
    if (status == Status::ok) {
      blocks.boot.note_activity();
      return false;
    }
    // A message that breaks its schema is never sent; its source goes on as if it was refused.
    station.log(LogLevel::error, rpc.check_error().path);
    station.log(LogLevel::error, rpc.check_error().text);
    rpc::Answer refused;
    refused.outcome = rpc::Outcome::error;
    refused.action = request.action;
    refused.tag = request.tag;
    asked.answered(blocks, refused);
    return true;
  }
  return false;
}

/// While half of a message is there nothing can be sent: a server that stops there is given up.
void ChargePoint::Implementation::drop_stalled() {
  if (station.now() < half_until_) return;
  half_until_ = kNever;
  connection.drop(PLUGPOINT_REASON("a message stopped halfway for longer than MessageTimeout"));
}

void ChargePoint::Implementation::move_frame() {
  websocket::Client& client = connection.client();
  while (!rpc.writer_idle() && client.writable()) {
    const MutableBytes window = client.window();
    if (window.size() < rpc::FrameWriter::kMinWindow) break;
    bool last = false;
    const std::size_t size = rpc.write(reinterpret_cast<char*>(window.data()), window.size(), last);
    if (rpc.writer_broken()) {
      // Half of the message has left: it can only end with the connection.
      connection.drop(
          PLUGPOINT_REASON("a message could not be finished, since an element breaks its schema"));
      break;
    }
    client.send(size, last);
  }
  station.drained = rpc.writer_idle() && !client.has_output();
}

std::size_t ChargePoint::Implementation::output(MutableBytes window) {
  const bool was_drained = station.drained;
  std::size_t total = 0;
  while (total < window.size()) {
    move_frame();
    const std::size_t size = connection.client().output(window.from(total));
    if (size == 0) break;
    total += size;
  }
  move_frame();
  if (total > 0 && station.drained && !was_drained) {
    // Reset waits for this, and a finished frame makes room for the next request.
    changed = true;
    deadline = station.now();
  }
  return total;
}

}  // namespace plugpoint
