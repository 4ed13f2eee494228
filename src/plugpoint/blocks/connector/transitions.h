// The table of status transitions of 1.6 §4.9.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// Whether the table of §4.9, with B6 of errata 3.20, has this transition of a connector. To stay
/// in a status is none.
bool transition_allowed(EvseStatus from, EvseStatus to);

/// The next status on the way to another: that one itself where the table has the transition, else
/// one between that both ends have. `occupied`: a cable keeps the connector from being Available.
EvseStatus next_towards(EvseStatus from, EvseStatus to, bool occupied);

}  // namespace plugpoint
