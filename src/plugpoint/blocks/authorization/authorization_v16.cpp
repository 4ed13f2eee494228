#include "plugpoint/blocks/authorization/authorization_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

bool next_authorize(Authorization& authorization, Outgoing& out) {
  const EvseId evse = authorization.next();
  if (evse == 0) return false;
  auto* request = out.make<AuthorizeReq>(message::Action::Authorize);
  if (!request) return false;
  request->idTag = authorization.token(evse).text();
  out.request.tag = evse;
  return true;
}

void clear_cache(Call& call) {
  call.confirm_status<ClearCacheConf>(ClearCacheStatus::Rejected);
}

void authorize_answered(Authorization& authorization, const rpc::Answer& answer) {
  const auto evse = static_cast<EvseId>(answer.tag);
  if (answer.outcome != rpc::Outcome::result) return authorization.unanswered(evse);
  const IdTagInfo& info = static_cast<const AuthorizeConf*>(answer.payload)->idTagInfo;
  authorization.answered(evse, info.status == AuthorizationStatus::Accepted, info.parentIdTag);
}

}  // namespace plugpoint::v16
