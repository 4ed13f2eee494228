// GetLocalListVersion and SendLocalList of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/authorization/authorization.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v16 {

void get_local_list_version(Authorization& authorization, Call& call);
/// The message was accepted; its entries came through `local_list_sink`.
void send_local_list(Authorization& authorization, Call& call);
/// Applies a piece of the list that waits for its answer; true with the answer when it was the
/// last.
bool late_local_list_answer(Authorization& authorization, Call& call);
/// A SendLocalList begins to arrive: who takes its entries.
message::ElementSink local_list_sink(Authorization& authorization);

}  // namespace plugpoint::v16
