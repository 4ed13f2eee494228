// Authorize of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/authorization/authorization.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v16 {

bool next_authorize(Authorization& authorization, Outgoing& out);
/// ClearCache; a station without a cache rejects it (errata 3.23, A06).
void clear_cache(Call& call);
void authorize_answered(Authorization& authorization, const rpc::Answer& answer);

}  // namespace plugpoint::v16
