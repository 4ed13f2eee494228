// What the translators of firmware updates and log uploads have in common, in either dialect.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/transfer_job.h"

namespace plugpoint {

/// Whether the hardware moves files; if not, the call is answered so.
bool can_transfer(Station& station, Call& call);
/// Answers a call whose transfer cannot begin.
void refuse_transfer(Call& call, const Error& error);
/// Marks the request that tells this status as sent.
void send_status(TransferJob& job, const TransferJob::Telling& telling, Outgoing& out);
/// The request that told a status has ended. Only a lost connection repeats it (R18).
void status_answered(TransferJob& job, const rpc::Answer& answer);

}  // namespace plugpoint
