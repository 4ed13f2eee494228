// From what the user decides to what the library is told.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "plugpoint/station/settings.h"
#include "sim/hardware.h"
#include "sim/options.h"

namespace plugpoint::sim {

/// The library's Settings, whose texts point into `options`, which must outlive this.
class StationSettings {
 public:
  explicit StationSettings(const StationOptions& options);
  StationSettings(const StationSettings&) = delete;
  StationSettings& operator=(const StationSettings&) = delete;

  const Settings& get() const { return settings_; }
  /// A further configuration key that nobody can write, from the next start on.
  void add_read_only_key(std::string name, std::string value);
  /// What BootNotification of 2.x says at the next start.
  void set_boot_reason(BootReason reason) { settings_.identity.boot_reason = reason; }
  /// What BootNotification says at the next start, in place of the option; must outlive this.
  void set_firmware_version(const std::string& version);
  /// One line for an error of `ChargePoint::create`; names the variable if it was one.
  std::string explain(const Error& error, SimulatedHardware& hardware) const;

 private:
  std::vector<VariableDefault> defaults_;
  std::vector<CustomKey> keys_;
  std::deque<std::string> texts_;  ///< Of added keys.
  Settings settings_;
};

}  // namespace plugpoint::sim
