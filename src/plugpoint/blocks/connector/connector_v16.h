// StatusNotification of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/connector/connector.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v16 {

bool next_status(Connector& connector, Station& station, Outgoing& out);
void status_answered(Connector& connector, const rpc::Answer& answer);

}  // namespace plugpoint::v16
