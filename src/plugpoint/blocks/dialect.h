// How a block's translators meet the wire: calls to answer, requests to send.
//
// A translator is a free function in `<block>_v16.cpp` or `<block>_v2.cpp`:
//   void handle(Block& block, Call& call);               one per incoming action
//   bool next(Block& block, Outgoing& outgoing);          fills a request if one is due
//   void answered(Block& block, const rpc::Answer& answer);  how that request ended
// The tables in station/ name them; that is all there is to registering an operation.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/rpc/rpc.h"

namespace plugpoint {

/// An incoming call and the answer to it.
struct Call {
  const void* payload;  ///< Lives, with all it points to, until the answer is written.
  Arena& arena;         ///< For the answer; lives as long.
  rpc::Reply& reply;
  /// No other call waits for its answer. A central system that has one unanswered sends no second
  /// (OCPP-J §4.1.1), but if it does, only one answer can come later.
  bool may_defer = true;

  template <class Request>
  const Request& as() const {
    return *static_cast<const Request*>(payload);
  }
  /// Makes the answer of this type; null (and an error answer) when the arena is full.
  template <class Response>
  Response* confirm() {
    Response* response = arena.make<Response>();
    answer_with(response);
    return response;
  }
  /// Takes the answer, null when there was no memory for it.
  void answer_with(const void* response);
  /// Answers with nothing but a status.
  template <class Response, class Status>
  void confirm_status(Status status) {
    if (Response* response = confirm<Response>()) response->status = status;
  }
};

/// A request to fill.
struct Outgoing {
  Arena& arena;  ///< Lives until the request is written.
  rpc::Request& request;

  /// Makes the payload; null when the arena is full.
  template <class Payload>
  Payload* make(message::Action action) {
    Payload* payload = arena.make<Payload>();
    request.action = action;
    request.payload = payload;
    return payload;
  }
};

}  // namespace plugpoint
