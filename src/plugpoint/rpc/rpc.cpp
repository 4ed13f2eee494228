#include "plugpoint/rpc/rpc.h"

#include "plugpoint/base/stack.h"

namespace plugpoint::rpc {

using message::Action;

Rpc::Rpc(const Setup& setup)
    : sink_for_(setup.sink_for),
      context_(setup.context),
      memory_(setup.memory),
      in_(setup.memory.first(setup.receive_room)),
      out_(setup.memory),
      reader_(*this, in_, turns_.reading),
      writer_(turns_.writing) {
  // R01: unique over all connections and restarts without anything to store: 64 random bits and a
  // counter.
  setup.entropy->fill({reinterpret_cast<std::uint8_t*>(salt_), sizeof salt_});
}

void Rpc::connect(message::Version version, bool tolerant) {
  version_ = version;
  tolerant_ = tolerant;
  connected_ = true;
  in_frame_ = false;
  writer_.abandon();
}

bool Rpc::disconnect() {
  connected_ = false;
  in_frame_ = false;
  deferred_action_ = Action::none;
  writer_.abandon();
  if (!in_flight_) return false;
  end_request(Outcome::connection);
  return true;
}

void Rpc::end_request(Outcome outcome) {
  in_flight_ = false;
  deadline_ = kNever;
  answer_ = Answer{};
  answer_.outcome = outcome;
  answer_.action = request_action_;
  answer_.tag = request_tag_;
}

PLUGPOINT_OWN_FRAME Event Rpc::feed(Text piece, bool end) {
  if (!writer_.idle()) return Event::none;
  if (!in_frame_) {
    reader_.begin(version_, tolerant_);
    in_frame_ = true;
  }
  reader_.feed(piece);
  if (!end) return Event::none;
  in_frame_ = false;
  reader_.finish();
  return finish_frame();
}

Event Rpc::finish_frame() {
  if (reader_.malformed()) {
    refuse_malformed();
    return Event::none;
  }
  switch (reader_.type()) {
    case FrameType::call:
      return finish_call();
    case FrameType::result:
    case FrameType::error:
      return finish_answer();
    case FrameType::result_error:  // The peer could not use our answer: nothing to do but to know.
    case FrameType::send:
    case FrameType::none:
      break;
  }
  return Event::none;
}

void Rpc::refuse_malformed() {
  ++malformed_;
  malformed_text_ = reader_.malformed_text();
  if (mute_) return;
  const bool ocpp16 = version_ == message::Version::ocpp16;
  if (reader_.unknown_type()) {
    // OCPP-J 1.6 §4.1.3: ignored. 2.x part 4 §4.1.3: answered, if there is an id to answer to.
    if (ocpp16 || !reader_.has_id()) return;
    writer_.error(version_, reader_.id(), ErrorCode::message_type_not_supported, malformed_text_,
                  {});
    return;
  }
  if (reader_.type() == FrameType::call && reader_.has_id()) {
    writer_.error(version_, reader_.id(),
                  ocpp16 ? ErrorCode::format_violation : ErrorCode::rpc_framework_error,
                  malformed_text_, {});
    return;
  }
  // R04: an answer is never answered. 2.x part 4 §4.2.3: without a readable id the id is "-1"
  // (V01).
  const bool answer = reader_.type() != FrameType::none && reader_.type() != FrameType::call;
  if (ocpp16 || answer) return;
  writer_.error(version_, "-1", ErrorCode::rpc_framework_error, malformed_text_, {});
}

Event Rpc::finish_call() {
  if (mute_) return Event::none;
  if (reader_.unknown_action()) {
    Reply refusal;
    refusal.error(ErrorCode::not_implemented, PLUGPOINT_REASON("this version has no such action"));
    reply(refusal);
    return Event::none;
  }
  const message::DecodeError& error = reader_.decode_error();
  if (error.violation != message::Violation::none) {
    writer_.error(version_, reader_.id(), code_of(error.violation), error.text, error.path);
    return Event::none;
  }
  return Event::call;
}

Event Rpc::finish_answer() {
  // R04, R18: an unknown id, and an answer that comes too late, change nothing.
  if (!in_flight_ || reader_.id() != request_id_.text()) return Event::none;
  const bool valid = reader_.type() == FrameType::result && reader_.payload() != nullptr;
  end_request(valid ? Outcome::result : Outcome::error);
  if (valid) {
    answer_.payload = reader_.payload();
  } else if (reader_.type() == FrameType::error) {
    answer_.error_code = reader_.error_code();
    answer_.error_description = reader_.error_description();
  } else {
    answer_.fault = reader_.decode_error().text;
  }
  return Event::answer;
}

Action Rpc::action_of_request(Text id) {
  return in_flight_ && id == request_id_.text() ? request_action_ : Action::none;
}

const message::ElementSink* Rpc::sink_for(Action action) {
  return sink_for_ ? sink_for_(context_, action) : nullptr;
}

void Rpc::new_id() {
  char id[kMaxOwnId];
  format_hex(salt_[0], id);
  format_hex(salt_[1], id + 8);
  id[16] = '-';
  format_hex(++counter_, id + 17);
  request_id_.add({id, sizeof id});
}

Status Rpc::request(const Request& request, Millis now, Millis timeout) {
  if (!may_request()) return Status::refused;
  if (writer_
          .check(version_, request.action, message::Kind::request, request.payload,
                 request.elements)
          .violation != message::Violation::none)
    return Status::bad_argument;
  request_id_.clear();
  if (request.id.absent()) {
    new_id();
  } else {
    request_id_.add(request.id);
  }
  request_action_ = request.action;
  request_tag_ = request.tag;
  in_flight_ = true;
  deadline_ = now + timeout;
  writer_.call(version_, request_id_.text(), request.action, request.payload, out_,
               request.elements);
  return Status::ok;
}

void Rpc::send_reply(Text id, Action action, const Reply& reply) {
  if (reply.failed) {
    writer_.error(version_, id, reply.code, reply.text, {});
    return;
  }
  const message::DecodeError& error =
      writer_.check(version_, action, message::Kind::response, reply.payload, reply.elements);
  if (error.violation != message::Violation::none) {
    writer_.error(version_, id, ErrorCode::internal_error, error.text, error.path);
    return;
  }
  writer_.result(version_, id, action, reply.payload, out_, reply.elements);
}

void Rpc::reply(const Reply& reply) {
  if (!connected_) return;
  if (reply.deferred) {
    deferred_id_.clear();
    deferred_id_.add(reader_.id());
    deferred_action_ = reader_.action();
    return;
  }
  send_reply(reader_.id(), reader_.action(), reply);
}

void Rpc::prepare_reply() {
  // What grows at the back of `in_` while a message is decoded is at the front by its end.
  out_.move_to(memory_.from(in_.used()));
}

void Rpc::prepare_message() {
  out_.move_to(memory_);
}

bool Rpc::reply_later(const Reply& reply) {
  if (!connected_ || !has_deferred() || !may_prepare()) return false;
  const Action action = deferred_action_;
  deferred_action_ = Action::none;
  send_reply(deferred_id_.text(), action, reply);
  return true;
}

bool Rpc::expire(Millis now) {
  if (!in_flight_ || now < deadline_) return false;
  end_request(Outcome::timeout);
  return true;
}

}  // namespace plugpoint::rpc
