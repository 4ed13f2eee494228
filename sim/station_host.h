// One simulated station in this process: its storage, hardware, connection and place on an event
// loop.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "plugpoint/station/charge_point.h"
#include "posix/event_loop.h"
#include "sim/frame_log.h"
#include "sim/hardware.h"
#include "sim/metered_storage.h"
#include "sim/options.h"
#include "sim/sim_time.h"

namespace plugpoint::sim {

/// What a station tells whoever runs it. All may be empty.
struct HostObserver {
  std::function<void(const Event&)> event;
  std::function<void(LogLevel, const std::string&)> log;
  std::function<void(FrameLog::Direction, const std::string&)> frame;
  std::function<void()> exit;  ///< A reset ended the station (onReset "exit").
};

/// Everything of one station; many may share a loop. Not thread-safe: all calls come from the
/// loop's thread. The simulated world (plugs, vehicles, faults) stays while the station's power
/// comes and goes.
class StationHost {
 public:
  /// Throws UsageError with a clear text when a setting does not fit or the state cannot be used.
  /// `loop` must outlive the host.
  StationHost(posix::EventLoop& loop, const StationOptions& options, const SimTime& time,
              HostObserver observer);
  ~StationHost();
  StationHost(const StationHost&) = delete;
  StationHost& operator=(const StationHost&) = delete;

  std::uint8_t evses() const;
  SimulatedHardware& hardware();
  SimulatedFiles& files();
  const SimulatedFiles& files() const;
  const SimulatedHardware& hardware() const;
  /// Null while the power is off.
  ChargePoint* station();
  const ChargePoint* station() const;
  const SimTime& time() const;
  const MeteredStorage& storage() const;
  const Settings& settings() const;

  /// A fact of the hardware or a wish of the user has changed: the station takes note at once.
  void wake();
  /// Cuts the station's network, or plugs it in again.
  void set_network(bool up);
  bool network() const;
  /// Whether the station takes reservations, also after it was off.
  void set_reservations(bool accepted);
  bool reservations() const;
  /// Ends transactions and delivers what can be delivered within 2 s, then takes the power away and
  /// calls `done`.
  void power_off(std::function<void()> done);
  /// Takes the power away in the middle of whatever is going on.
  void cut_power();
  /// Starts the station from its storage. Throws UsageError.
  void power_on();
  /// Off and on again; `done` is called when the station runs again.
  void power_cycle(bool graceful, std::function<void()> done);

  /// What the control command `state` shows.
  nlohmann::ordered_json snapshot() const;

 private:
  class Implementation;
  std::shared_ptr<Implementation> self_;
};

}  // namespace plugpoint::sim
