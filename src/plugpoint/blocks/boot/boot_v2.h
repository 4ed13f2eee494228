// BootNotification and Heartbeat of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/boot/boot.h"
#include "plugpoint/blocks/dialect.h"

namespace plugpoint::v2 {

bool next_boot(Boot& boot, Outgoing& out);
void boot_answered(Boot& boot, const rpc::Answer& answer);
bool next_heartbeat(Boot& boot, Outgoing& out);
void heartbeat_answered(Boot& boot, const rpc::Answer& answer);

}  // namespace plugpoint::v2
