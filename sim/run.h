// `plugpoint run`: one station until somebody ends it.
#pragma once

#include "sim/options.h"

namespace plugpoint::sim {

/// Runs until the end of the control input, SIGTERM, SIGINT, the command `exit`, or a reset with
/// onReset "exit". Returns the exit code. Throws UsageError before anything has begun.
int run_station(const StationOptions& options);

}  // namespace plugpoint::sim
