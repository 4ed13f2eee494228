// UnlockConnector of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/remote_control/unlock.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint::v2 {

void unlock_connector(const Station& station, Unlock& unlock, Call& call);
/// The answer to a request that was pending; false while it still is.
bool late_unlock_answer(Unlock& unlock, Call& call);

}  // namespace plugpoint::v2
