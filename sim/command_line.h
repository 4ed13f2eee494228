// The command line of `plugpoint`.
#pragma once

namespace plugpoint::sim {

/// Runs what the arguments say. Returns the exit code; 2, after one line on standard error, for a
/// mistake of the user.
int run_program(int argc, char** argv);

}  // namespace plugpoint::sim
