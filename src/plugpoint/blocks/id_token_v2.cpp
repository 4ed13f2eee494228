#include "plugpoint/blocks/id_token_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

bool write_token(const IdToken& token, Arena& arena, IdTokenType& into) {
  into.idToken = arena.copy(token.text());
  into.type = name_of(token.type() == TokenType::none ? TokenType::Central : token.type());
  return !into.idToken.absent();
}

bool read_token(const IdTokenType& from, IdToken& token) {
  if (from.idToken.size() > IdToken::kMax) return false;
  TokenType type = TokenType::Central;
  static_cast<void>(find_token_type(from.type, type));
  token = IdToken(from.idToken, type);
  return true;
}

bool allows(const IdTokenInfoType& info, std::int32_t evse) {
  if (info.status != AuthorizationStatusEnumType::Accepted) return false;
  if (info.evseId.empty()) return true;
  for (const std::int32_t each : info.evseId) {
    if (each == evse) return true;
  }
  return false;
}

Text group_of(const IdTokenInfoType& info) {
  return info.groupIdToken ? info.groupIdToken->idToken : Text();
}

}  // namespace plugpoint::v2
