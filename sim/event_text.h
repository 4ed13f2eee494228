// What the library tells its owner, in words.
#pragma once

#include <string>

#include "plugpoint/station/charge_point.h"

namespace plugpoint::sim {

/// One line. `station`: the one that told.
std::string event_text(const Event& event, const ChargePoint& station);

}  // namespace plugpoint::sim
