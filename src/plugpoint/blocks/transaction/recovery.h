// Reads the journal after a restart: what was open is closed, exactly once.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

/// Closes each transaction that a power loss left open: reason PowerLoss, the last stored meter value
/// and its time (T08, T09). Also finds the number of this start of the station. `arena` is scratch.
/// Returns how many were closed.
std::uint32_t recover_transactions(Station& station, Arena& arena);

}  // namespace plugpoint
