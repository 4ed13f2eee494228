// ChangeAvailability of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/availability/availability.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v2 {

void change_availability(Availability& availability, Call& call);

}  // namespace plugpoint::v2
