// Charging profiles in the words of OCPP 2.x.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/smart_charging/charging_profile.h"
#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

/// Reads the TxProfile of RequestStartTransaction; its periods go to the arena, one more than
/// `max_periods` at most. False when it breaks a rule of 2.x: it is no TxProfile or names a
/// transaction (F01.FR.09, FR.11), has several schedules (K01.FR.34), recurs without
/// recurrencyKind, or has or lacks startSchedule against its kind (K01.FR.40, FR.41); also when the
/// arena is full. The other rules are those of SmartCharging.
bool read_remote_profile(const message::v2::ChargingProfileType& from, std::int32_t max_periods,
                         Arena& arena, ChargingProfile& profile);

}  // namespace plugpoint::v2
