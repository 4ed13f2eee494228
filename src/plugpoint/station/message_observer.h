// What an owner may see and answer of the messages themselves, beside the station's own work.
#pragma once

#include "plugpoint/base/time.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint {

/// Sees typed messages as they pass, for firmware that acts on more than events: a display, a log,
/// a maker's own rules. Payloads are structs of `plugpoint/message/`, valid during the call only.
/// Called from inside `input` and `step`: it must not call the ChargePoint back.
class MessageObserver {
 public:
  /// A request of the station has ended. `tag` of a transaction message is the number of its
  /// transaction (`TransactionView::number`), of Authorize the EVSE.
  virtual void answered(message::Version version, const rpc::Answer& answer) = 0;
  /// A call of the central system was answered. `reply.payload` is null when the answer is an error
  /// or comes later; what is streamed (SendLocalList, GetConfiguration) is not in the payloads.
  virtual void called(message::Version version, message::Action action, const void* request,
                      const rpc::Reply& reply) = 0;

 protected:
  ~MessageObserver() = default;
};

/// Answers the station's own requests where a server sends them back: see Loopback.
class EchoResponder {
 public:
  /// `call` came back with the id of the request that waits for its answer. False: it is answered
  /// NotSupported.
  virtual bool respond(message::Action action, Call& call, Millis now) = 0;

 protected:
  ~EchoResponder() = default;
};

}  // namespace plugpoint
