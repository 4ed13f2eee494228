// A write to a variable, by whoever may.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// Writes a variable with all checks and raises what follows from it: the new value takes effect at
/// once, unless it needs a restart. `index` may be kNoVariable.
WriteResult write_variable(Station& station, VariableIndex index, Text value);

}  // namespace plugpoint
