// RequestStartTransaction, RequestStopTransaction and GetTransactionStatus of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/transaction/transaction.h"

namespace plugpoint::v2 {

/// Starts at the EVSE that the request names, or at a free one (F01.FR.20). Returns the EVSE, 0
/// when it was rejected; the answer is given either way. A charging profile in the request is not
/// looked at: the station hands it to smart charging.
EvseId request_start_transaction(Transactions& transactions, Call& call);
void request_stop_transaction(Transactions& transactions, Call& call);
void get_transaction_status(Transactions& transactions, Call& call);

}  // namespace plugpoint::v2
