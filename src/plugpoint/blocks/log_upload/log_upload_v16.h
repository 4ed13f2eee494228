// Diagnostics of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/log_upload/log_upload.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint::v16 {

void get_diagnostics(LogUpload& log_upload, Station& station, Call& call);
bool next_diagnostics_status(LogUpload& log_upload, Outgoing& out);

}  // namespace plugpoint::v16

#endif  // PLUGPOINT_FIRMWARE
