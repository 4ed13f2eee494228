#include "plugpoint/blocks/authorization/authorization_v16.h"

namespace plugpoint::v16 {

using namespace message::v16;
using message::Action;

bool next_authorize(Authorization& authorization, Outgoing& out) {
  const EvseId evse = authorization.next();
  if (evse == 0) return false;
  auto* request = out.make<AuthorizeReq>(message::Action::Authorize);
  if (!request) return false;
  request->idTag = authorization.token(evse).text();
  out.request.tag = evse;
  return true;
}

void clear_cache(Authorization& authorization, Call& call) {
  const bool cleared = authorization.clear_cache();
  call.confirm_status<ClearCacheConf>(cleared ? ClearCacheStatus::Accepted
                                              : ClearCacheStatus::Rejected);
}

void authorize_answered(Authorization& authorization, const rpc::Answer& answer) {
  const auto evse = static_cast<EvseId>(answer.tag);
  if (answer.outcome != rpc::Outcome::result) return authorization.unanswered(evse);
  const IdTagInfo& info = static_cast<const AuthorizeConf*>(answer.payload)->idTagInfo;
  authorization.answered(evse, info.status == AuthorizationStatus::Accepted, info.parentIdTag);
}

bool read_entry(Text id_tag, const IdTagInfo* info, TokenEntry& entry) {
  entry = TokenEntry();
  if (id_tag.empty() || id_tag.size() > IdToken::kMax) return false;
  entry.token = IdToken(id_tag, TokenType::Central);
  if (!info) return true;
  if (info->parentIdTag.size() > IdToken::kMax) return false;
  if (!info->parentIdTag.empty()) entry.group = IdToken(info->parentIdTag, TokenType::Central);
  entry.expiry = info->expiryDate;
  entry.status = static_cast<TokenStatus>(info->status);  // In the same order.
  return true;
}

void note_id_tag(Authorization& authorization, const rpc::Request& request) {
  Text id_tag;
  if (request.action == Action::Authorize)
    id_tag = static_cast<const AuthorizeReq*>(request.payload)->idTag;
  if (request.action == Action::StartTransaction)
    id_tag = static_cast<const StartTransactionReq*>(request.payload)->idTag;
  if (request.action == Action::StopTransaction)
    id_tag = static_cast<const StopTransactionReq*>(request.payload)->idTag;
  authorization.asked_about(IdToken(id_tag, TokenType::Central));
}

void learn_id_tag_info(Authorization& authorization, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return;
  const IdTagInfo* info = nullptr;
  if (answer.action == Action::Authorize)
    info = &static_cast<const AuthorizeConf*>(answer.payload)->idTagInfo;
  if (answer.action == Action::StartTransaction)
    info = &static_cast<const StartTransactionConf*>(answer.payload)->idTagInfo;
  if (answer.action == Action::StopTransaction)
    info = static_cast<const StopTransactionConf*>(answer.payload)->idTagInfo;
  TokenEntry said;
  // The answer does not repeat the token: any text stands for it.
  const char any = '-';
  if (info && read_entry({&any, 1}, info, said)) authorization.learn(said);
}

}  // namespace plugpoint::v16
