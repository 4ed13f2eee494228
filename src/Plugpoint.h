// Plugpoint: an OCPP charge point in one block of memory. Include this; see
// plugpoint/station/charge_point.h.
#pragma once

#include "plugpoint/config.h"

#if __cplusplus >= 201703L
#include "plugpoint/port.h"
#include "plugpoint/station/charge_point.h"
#endif
