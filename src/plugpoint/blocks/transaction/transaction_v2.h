// TransactionEvent and MeterValues of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/transaction/transaction.h"

namespace plugpoint::v2 {

bool next_transaction_message(Transactions& transactions, Outgoing& out);
void transaction_message_answered(Transactions& transactions, const rpc::Answer& answer);

}  // namespace plugpoint::v2
