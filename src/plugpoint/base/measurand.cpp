#include "plugpoint/base/measurand.h"

namespace plugpoint {

namespace {

struct Row {
  const char* name;
  Unit unit;
};

// In the order of the enum.
constexpr Row kMeasurands[] = {
    {"Energy.Active.Import.Register", Unit::wh},
    {"Energy.Active.Export.Register", Unit::wh},
    {"Energy.Reactive.Import.Register", Unit::varh},
    {"Energy.Reactive.Export.Register", Unit::varh},
    {"Energy.Active.Import.Interval", Unit::wh},
    {"Energy.Active.Export.Interval", Unit::wh},
    {"Energy.Reactive.Import.Interval", Unit::varh},
    {"Energy.Reactive.Export.Interval", Unit::varh},
    {"Power.Active.Import", Unit::w},
    {"Power.Active.Export", Unit::w},
    {"Power.Reactive.Import", Unit::var},
    {"Power.Reactive.Export", Unit::var},
    {"Power.Offered", Unit::w},
    {"Power.Factor", Unit::none},
    {"Current.Import", Unit::a},
    {"Current.Export", Unit::a},
    {"Current.Offered", Unit::a},
    {"Voltage", Unit::v},
    {"Frequency", Unit::hz},
    {"Temperature", Unit::celsius},
    {"SoC", Unit::percent},
    {"RPM", Unit::none},
};
static_assert(sizeof(kMeasurands) / sizeof(kMeasurands[0]) ==
              static_cast<unsigned>(Measurand::count_));

constexpr const char* kPhases[] = {"",     "L1",   "L2",    "L3",    "N",    "L1-N",
                                   "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"};
static_assert(sizeof(kPhases) / sizeof(kPhases[0]) == static_cast<unsigned>(Phase::count_));

}  // namespace

Text name_of(Measurand measurand) {
  return kMeasurands[static_cast<unsigned>(measurand)].name;
}
Text name_of(Phase phase) {
  return kPhases[static_cast<unsigned>(phase)];
}
Unit unit_of(Measurand measurand) {
  return kMeasurands[static_cast<unsigned>(measurand)].unit;
}

bool find_measurand(Text name, Measurand& measurand) {
  for (unsigned i = 0; i < static_cast<unsigned>(Measurand::count_); ++i) {
    if (Text(kMeasurands[i].name) == name) {
      measurand = static_cast<Measurand>(i);
      return true;
    }
  }
  return false;
}

bool find_phase(Text name, Phase& phase) {
  for (unsigned i = 1; i < static_cast<unsigned>(Phase::count_); ++i) {
    if (Text(kPhases[i]) == name) {
      phase = static_cast<Phase>(i);
      return true;
    }
  }
  return false;
}

}  // namespace plugpoint
