#include "plugpoint/base/measurand.h"

namespace plugpoint {

namespace {

// In the order of the enum.
PLUGPOINT_FLASH constexpr char kMeasurands[] =
    "Energy.Active.Import.Register\0"
    "Energy.Active.Export.Register\0"
    "Energy.Reactive.Import.Register\0"
    "Energy.Reactive.Export.Register\0"
    "Energy.Active.Import.Interval\0"
    "Energy.Active.Export.Interval\0"
    "Energy.Reactive.Import.Interval\0"
    "Energy.Reactive.Export.Interval\0"
    "Power.Active.Import\0"
    "Power.Active.Export\0"
    "Power.Reactive.Import\0"
    "Power.Reactive.Export\0"
    "Power.Offered\0"
    "Power.Factor\0"
    "Current.Import\0"
    "Current.Export\0"
    "Current.Offered\0"
    "Voltage\0"
    "Frequency\0"
    "Temperature\0"
    "SoC\0"
    "RPM\0";

PLUGPOINT_FLASH constexpr Unit kUnits[] = {
    Unit::wh,   Unit::wh,      Unit::varh,    Unit::varh, Unit::wh,  Unit::wh,
    Unit::varh, Unit::varh,    Unit::w,       Unit::w,    Unit::var, Unit::var,
    Unit::w,    Unit::none,    Unit::a,       Unit::a,    Unit::a,   Unit::v,
    Unit::hz,   Unit::celsius, Unit::percent, Unit::none,
};
static_assert(sizeof(kUnits) == static_cast<unsigned>(Measurand::count_));

PLUGPOINT_FLASH constexpr char kPhases[] =
    "\0L1\0L2\0L3\0N\0L1-N\0L2-N\0L3-N\0L1-L2\0L2-L3\0L3-L1\0";

/// Finds a name in a list; `count` bounds it.
template <class Enum>
bool find(FlashText names, Text name, Enum& found) {
  constexpr auto kCount = static_cast<std::size_t>(Enum::count_);
  const std::size_t at = names.find(name, kCount);
  if (at == kCount) return false;
  found = static_cast<Enum>(at);
  return true;
}

}  // namespace

FlashText name_of(Measurand measurand) {
  return FlashText(kMeasurands).entry(static_cast<unsigned>(measurand));
}
FlashText name_of(Phase phase) {
  return FlashText(kPhases).entry(static_cast<unsigned>(phase));
}
Unit unit_of(Measurand measurand) {
  return static_cast<Unit>(flash_byte(kUnits + static_cast<unsigned>(measurand)));
}

bool find_measurand(Text name, Measurand& measurand) {
  return find(kMeasurands, name, measurand);
}

bool find_phase(Text name, Phase& phase) {
  return !name.empty() && find(kPhases, name, phase);
}

}  // namespace plugpoint
