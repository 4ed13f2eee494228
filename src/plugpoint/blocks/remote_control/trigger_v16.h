// TriggerMessage of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint::v16 {

void trigger_message(Station& station, Call& call);

}  // namespace plugpoint::v16
