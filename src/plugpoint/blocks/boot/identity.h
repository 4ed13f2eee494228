// Who the station is.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"

namespace plugpoint {

/// Who the station is, for BootNotification. Texts longer than their limit are cut when sent (R10).
struct Identity {
  Text vendor = "Plugpoint";      ///< chargePointVendor ≤ 20, vendorName ≤ 50.
  Text model = "Station";         ///< chargePointModel ≤ 20, model ≤ 20.
  Text serial_number;             ///< chargePointSerialNumber, serialNumber ≤ 25.
  Text charge_box_serial_number;  ///< 1.6 only, deprecated there; ≤ 25.
  Text firmware_version;          ///< ≤ 50.
  Text iccid;                     ///< ≤ 20.
  Text imsi;                      ///< ≤ 20.
  Text meter_type;                ///< 1.6 only; ≤ 25.
  Text meter_serial_number;       ///< 1.6 only; ≤ 25.
};

}  // namespace plugpoint
