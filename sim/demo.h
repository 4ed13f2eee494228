// `plugpoint demo`: one charging session, station and central system in one process.
#pragma once

namespace plugpoint::sim {

struct DemoOptions {
  bool real_time = false;  ///< False: time runs 60 times as fast.
};

/// Runs one session over a WebSocket on 127.0.0.1 and shows it on standard output. Returns the exit
/// code: 0 when the central system saw every step, else 1.
int run_demo(const DemoOptions& options);

}  // namespace plugpoint::sim
