// StatusNotification of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/connector/connector.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v2 {

bool next_status(Connector& connector, Station& station, Outgoing& out);
void status_answered(Connector& connector, const rpc::Answer& answer);

}  // namespace plugpoint::v2
