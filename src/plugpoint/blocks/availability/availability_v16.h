// ChangeAvailability of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/availability/availability.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v16 {

void change_availability(Availability& availability, Call& call);

}  // namespace plugpoint::v16
