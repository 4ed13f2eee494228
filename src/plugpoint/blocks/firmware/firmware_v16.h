// Firmware updates of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/firmware/firmware.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint::v16 {

void update_firmware(Firmware& firmware, Station& station, Call& call);
bool next_firmware_status(Firmware& firmware, Outgoing& out);

}  // namespace plugpoint::v16

#endif  // PLUGPOINT_FIRMWARE
