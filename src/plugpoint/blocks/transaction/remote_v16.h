// RemoteStartTransaction and RemoteStopTransaction of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/transaction/transaction.h"

namespace plugpoint::v16 {

/// Starts at the connector that the request names, or at a free one (T11). Returns the EVSE, 0 when
/// it was rejected; the answer is given either way. A charging profile in the request is not looked
/// at: the station hands it to smart charging.
EvseId remote_start_transaction(Transactions& transactions, Call& call);
void remote_stop_transaction(Transactions& transactions, Call& call);

}  // namespace plugpoint::v16
