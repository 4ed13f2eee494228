#include "plugpoint/blocks/authorization/authorization_v2.h"

#include "plugpoint/blocks/id_token_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

bool next_authorize(Authorization& authorization, Outgoing& out) {
  const EvseId evse = authorization.next();
  if (evse == 0) return false;
  auto* request = out.make<AuthorizeRequest>(message::Action::Authorize);
  if (!request || !write_token(authorization.token(evse), out.arena, request->idToken))
    return false;
  out.request.tag = evse;
  return true;
}

void authorize_answered(Authorization& authorization, const rpc::Answer& answer) {
  const auto evse = static_cast<EvseId>(answer.tag);
  if (answer.outcome != rpc::Outcome::result) return authorization.unanswered(evse);
  const IdTokenInfoType& info = static_cast<const AuthorizeResponse*>(answer.payload)->idTokenInfo;
  authorization.answered(evse, allows(info, evse), group_of(info));
}

}  // namespace plugpoint::v2
