// Authorize of OCPP 1.6, and what each answer says of a token.
#pragma once

#include "plugpoint/blocks/authorization/authorization.h"
#include "plugpoint/blocks/dialect.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

bool next_authorize(Authorization& authorization, Outgoing& out);
/// ClearCache; a station without a cache rejects it (errata 3.23, A06).
void clear_cache(Authorization& authorization, Call& call);
void authorize_answered(Authorization& authorization, const rpc::Answer& answer);

/// A request with an idTag is about to be sent: Authorize, StartTransaction, StopTransaction.
void note_id_tag(Authorization& authorization, const rpc::Request& request);
/// Its answer may carry IdTagInfo, for cache and list (A04, A05).
void learn_id_tag_info(Authorization& authorization, const rpc::Answer& answer);

/// Makes an entry of what the message says; without `info` its status is unknown. False when the
/// texts are longer than a station can keep (IdToken::kMax bytes).
bool read_entry(Text id_tag, const message::v16::IdTagInfo* info, TokenEntry& entry);

}  // namespace plugpoint::v16
