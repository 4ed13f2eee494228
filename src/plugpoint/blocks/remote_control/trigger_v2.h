// TriggerMessage of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint::v2 {

void trigger_message(Station& station, Call& call);

}  // namespace plugpoint::v2
