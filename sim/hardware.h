// The hardware of a simulated station, as the library sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "plugpoint/port.h"
#include "sim/evse.h"
#include "sim/files.h"
#include "sim/meter_file.h"

namespace plugpoint::sim {

class SigningMeter;

/// All EVSEs of one station and its grid meter. The registers live on in `meter_file`; plugs,
/// vehicles and faults as long as the object.
class SimulatedHardware final : public Hardware {
 public:
  SimulatedHardware(std::uint8_t evses, const EvseModel& model, const std::string& meter_file);
  virtual ~SimulatedHardware();

  /// Lets time pass up to `now_ms` (monotonic, simulated).
  void advance(std::int64_t now_ms);
  /// Simulated time. When it is there, time passes by itself up to the moment of each question.
  std::function<std::int64_t()> clock;
  /// Whether something changes by itself as time passes.
  bool active() const;
  /// All commands of the station are undone, as when its power goes.
  void power_off();
  /// A fault of the whole station.
  void set_station_fault(Fault fault) { station_fault_ = fault; }

  /// From 1.
  SimulatedEvse& evse(std::uint8_t number) { return evses_[number - 1U]; }
  const SimulatedEvse& evse(std::uint8_t number) const { return evses_[number - 1U]; }
  std::uint8_t evses() const { return static_cast<std::uint8_t>(evses_.size()); }

  /// Called for a reset that the station wants; must not destroy the station at once.
  std::function<bool(ResetKind)> on_reset;

  /// Firmware and log; null: this hardware moves no files. Must outlive the hardware's use.
  SimulatedFiles* files = nullptr;

  /// The signing side of the meters; null: they do not sign. Must outlive the hardware's use.
  SigningMeter* signing = nullptr;

  Facts facts(std::uint8_t number) override;
  bool read_meter(std::uint8_t number, Measurand measurand, Phase phase, Decimal& value) override;
  void permit(std::uint8_t number, bool on) override;
  void limit(std::uint8_t number, const ChargingLimit& limit) override;
  void lock(std::uint8_t number, bool on) override;
  UnlockResult unlock(std::uint8_t number, std::uint8_t connector) override;
  bool reset(ResetKind kind) override;
  bool signs_meter() override { return signing != nullptr; }
  bool sign_meter(std::uint8_t number, SigningMoment moment, SignedReading& reading) override;
  std::uint8_t file_protocols() override;
  Error download(Text url) override;
  Progress download_progress() override;
  void cancel_download() override;
  Error install() override;
  Progress install_progress() override;
  Text log_file(DateTime from, DateTime to) override;
  Error upload(Text url, DateTime from, DateTime to) override;
  Progress upload_progress() override;
  void cancel_upload() override;

 private:
  bool has(std::uint8_t evse) const { return evse >= 1 && evse <= evses_.size(); }
  bool read_grid_meter(Measurand measurand, Phase phase, Decimal& value) const;
  void catch_up(std::uint8_t number);
  void keep_register(std::uint8_t number);

  MeterFile meters_;
  std::vector<SimulatedEvse> evses_;
  Fault station_fault_ = Fault::none;
};

}  // namespace plugpoint::sim
