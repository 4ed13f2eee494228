// Smart charging in the words of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/smart_charging/smart_charging.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

void set_charging_profile(SmartCharging& block, Call& call);
void clear_charging_profile(SmartCharging& block, Call& call);
void get_composite_schedule(SmartCharging& block, Call& call);

/// Reads the profile of SetChargingProfile or RemoteStartTransaction; its periods go to the arena.
/// Values that the rules refuse are kept recognisable, of the periods one more than `max_periods`
/// at most. False when recurrencyKind is missing or the arena is full.
bool read_profile(const message::v16::ChargingProfile& from, std::int32_t max_periods, Arena& arena,
                  ChargingProfile& profile);

}  // namespace plugpoint::v16
