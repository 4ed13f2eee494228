// Who the station is.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"

namespace plugpoint {

/// Why the station starts; BootReasonEnumType of 2.x.
enum class BootReason : std::uint8_t {
  power_up,
  application_reset,
  firmware_update,
  local_reset,
  remote_reset,
  scheduled_reset,
  watchdog,
  unknown,
};

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
  /// What 2.x reports; but for power_up and unknown, open transactions ended by a Reboot (B12).
  BootReason boot_reason = BootReason::power_up;
};

}  // namespace plugpoint
