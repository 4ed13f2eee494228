// DataTransfer of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/data_transfer/data_transfer.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v16 {

void data_transfer(DataTransfer& block, Call& call);
bool next_data_transfer(DataTransfer& block, Outgoing& out);
void data_transfer_answered(DataTransfer& block, const rpc::Answer& answer);

}  // namespace plugpoint::v16
