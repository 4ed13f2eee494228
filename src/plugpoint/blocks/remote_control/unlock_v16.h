// UnlockConnector of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/remote_control/unlock.h"

namespace plugpoint::v16 {

void unlock_connector(Unlock& unlock, Call& call);
/// The answer to a request that was pending; false while it still is.
bool late_unlock_answer(Unlock& unlock, Call& call);

}  // namespace plugpoint::v16
