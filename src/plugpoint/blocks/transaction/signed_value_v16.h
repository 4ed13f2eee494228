// A signed meter value as OCPP 1.6 carries it.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint::v16 {

/// The public key of the meter behind a connector: the value of the key MeterPublicKey<connector>;
/// empty where there is none ("Signed Meter Values in OCPP" 1.0, §3.3.1). Valid until the next
/// write of a variable.
Text public_key(const Station& station, EvseId connector);

/// SignedMeterValueType as the text of a JSON object (§3.2.1), in `arena`; absent when it does not
/// fit.
Text signed_value(const SignedReading& reading, Text public_key, Arena& arena);

}  // namespace plugpoint::v16
