// The settings of a small charger with two connectors; docs/limits.md says what they bound.
#pragma once

#include "plugpoint/station/settings.h"

namespace day {

/// What the memory below is enough for, as the central system is told.
inline constexpr plugpoint::VariableDefault kBounds[] = {
    {"ChargingScheduleMaxPeriods", "8"},
    {"MaxChargingProfilesInstalled", "8"},
};

inline plugpoint::Settings small_settings() {
  plugpoint::Settings settings;
  settings.evses = 2;
  settings.identity.vendor = "Example";
  settings.identity.model = "Small";
  settings.defaults = kBounds;
  settings.receive_bytes = 512;
  settings.send_bytes = 640;
  settings.frame_bytes = 256;
  settings.charging_profiles = 8;
  settings.text_bytes = 80;
  settings.record_bytes = 256;
  settings.data_transfer_bytes = 0;
  return settings;
}

}  // namespace day
