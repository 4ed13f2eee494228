// Reads the journal after a restart: what was open is closed, exactly once.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

/// Finds the number of this start of the station. Before anything of this start is stored.
void number_this_boot(Station& station);

/// Closes each transaction that a power loss left open: reason PowerLoss, the last stored meter
/// value and its time (T08, T09). Transactions that run at an EVSE are left alone, so that it can
/// be called again after a failed write. `closed` receives how many were closed. Status: ok,
/// no_space, io_error.
Status close_lost_transactions(Station& station, std::uint32_t& closed);

}  // namespace plugpoint
