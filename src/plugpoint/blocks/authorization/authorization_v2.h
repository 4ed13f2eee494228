// Authorize of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/authorization/authorization.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v2 {

bool next_authorize(Authorization& authorization, Outgoing& out);
void authorize_answered(Authorization& authorization, const rpc::Answer& answer);

}  // namespace plugpoint::v2
