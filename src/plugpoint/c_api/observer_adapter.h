// An observer of messages on top of functions that C gives.
#pragma once

#include "plugpoint/c_api/messages.h"
#include "plugpoint/station/message_observer.h"

/// A typed payload and what is needed to write it.
struct PlugpointPayload {
  plugpoint::message::Version version;
  plugpoint::message::Action action;
  plugpoint::message::Kind kind;
  const void* payload;
};

namespace plugpoint::c_api {

class ObserverAdapter final : public MessageObserver {
 public:
  Error take(const plugpoint_message_observer_t& given);
  void answered(message::Version version, const rpc::Answer& answer) override;
  void called(message::Version version, message::Action action, const void* request,
              const rpc::Reply& reply) override;

 private:
  plugpoint_message_observer_t port_{};
};

}  // namespace plugpoint::c_api
