#include "plugpoint/c_api/observer_adapter.h"

#include "plugpoint/c_api/port_adapters.h"

namespace plugpoint::c_api {

using message::Action;
using message::Kind;
using message::Version;

Error ObserverAdapter::take(const plugpoint_message_observer_t& given) {
  if (!is_sized(given)) return {Status::bad_argument, "settings.observer has no struct_size"};
  port_ = completed(given, plugpoint_message_observer_t{});
  return {};
}

void ObserverAdapter::answered(Version version, const rpc::Answer& answer) {
  if (!port_.answered) return;
  char name[message::kMaxActionName];
  const PlugpointPayload payload{version, answer.action, Kind::response, answer.payload};
  plugpoint_answer_t out{};
  out.struct_size = sizeof out;
  out.outcome = static_cast<plugpoint_outcome_t>(answer.outcome);
  out.action = {name, message::copy_action_name(answer.action, name)};
  out.tag = answer.tag;
  out.payload = answer.outcome == rpc::Outcome::result && answer.payload ? &payload : nullptr;
  out.error_code = c_text(answer.error_code);
  out.error_description =
      answer.fault.absent() ? c_text(answer.error_description) : c_text(answer.fault);
  port_.answered(port_.context, static_cast<plugpoint_version_t>(version), &out);
}

void ObserverAdapter::called(Version version, Action action, const void* request,
                             const rpc::Reply& reply) {
  if (!port_.called) return;
  char name[message::kMaxActionName];
  const plugpoint_text_t action_name{name, message::copy_action_name(action, name)};
  const PlugpointPayload given{version, action, Kind::request, request};
  const PlugpointPayload answer{version, action, Kind::response, reply.payload};
  port_.called(port_.context, static_cast<plugpoint_version_t>(version), action_name,
               request ? &given : nullptr, reply.payload && !reply.failed ? &answer : nullptr);
}

}  // namespace plugpoint::c_api
