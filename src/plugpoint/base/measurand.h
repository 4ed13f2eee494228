// What a meter measures: one table for the names of all OCPP versions.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/text.h"

namespace plugpoint {

/// The measurands of 1.6 §7.31 and 2.x MeasurandEnumType. SoC is in percent, Frequency in Hz,
/// Temperature in °C; energies in Wh/varh, powers in W/var/VA, Current in A, Voltage in V.
enum class Measurand : std::uint8_t {
  energy_active_import_register,
  energy_active_export_register,
  energy_reactive_import_register,
  energy_reactive_export_register,
  energy_active_import_interval,
  energy_active_export_interval,
  energy_reactive_import_interval,
  energy_reactive_export_interval,
  power_active_import,
  power_active_export,
  power_reactive_import,
  power_reactive_export,
  power_offered,
  power_factor,
  current_import,
  current_export,
  current_offered,
  voltage,
  frequency,
  temperature,
  soc,
  rpm,
  count_,
};

/// Phases of 1.6 §7.34. `none` is the measurand as a whole.
enum class Phase : std::uint8_t {
  none,
  l1,
  l2,
  l3,
  n,
  l1_n,
  l2_n,
  l3_n,
  l1_l2,
  l2_l3,
  l3_l1,
  count_
};

/// Physical units, in the spelling that goes on the wire.
enum class Unit : std::uint8_t { none, wh, varh, w, var, va, a, v, hz, celsius, percent };

/// The name on the wire, for example `Energy.Active.Import.Register`.
FlashText name_of(Measurand measurand);
/// The name on the wire, for example `L1-N`; empty for `none`.
FlashText name_of(Phase phase);
/// The unit in which the library reports the measurand.
Unit unit_of(Measurand measurand);

/// Finds a measurand by its name (exact spelling). False when there is none.
bool find_measurand(Text name, Measurand& measurand);
/// Finds a phase by its name. False when there is none.
bool find_phase(Text name, Phase& phase);

}  // namespace plugpoint
