// DataTransfer of OCPP 2.x.
//
// The `data` of 2.x is any JSON value, that of 1.6 and of the library is text. Text that is a JSON
// object or array goes out as it is, any other text as a JSON string; a JSON string comes in as its
// text, any other value as compact JSON.
#pragma once

#include "plugpoint/blocks/data_transfer/data_transfer.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v2 {

void data_transfer(DataTransfer& block, Call& call);
bool next_data_transfer(DataTransfer& block, Outgoing& out);
void data_transfer_answered(DataTransfer& block, const rpc::Answer& answer);

}  // namespace plugpoint::v2
