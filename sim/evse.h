// One simulated EVSE: plug, contactor, meter, lock, faults, and the vehicle at it.
#pragma once

#include <cstdint>
#include <optional>

#include "plugpoint/base/decimal.h"
#include "plugpoint/base/measurand.h"
#include "plugpoint/port.h"
#include "sim/ev.h"

namespace plugpoint::sim {

/// What an EVSE is made of.
struct EvseModel {
  std::int32_t max_current_ma = 32'000;    ///< Of contactor and wiring, per phase.
  std::int32_t cable_current_ma = 32'000;  ///< That the cable's coding allows.
  std::int32_t voltage_mv = 230'000;       ///< Phase to neutral.
  std::uint8_t phases = 3;
  EvModel ev;
};

/// Readings that replace the physical ones. A value stays until it is replaced or given up.
struct ForcedReadings {
  std::optional<std::int32_t> power_w;     ///< Shown, and integrated by the register.
  std::optional<std::int32_t> voltage_mv;  ///< Phase to neutral.
  std::optional<std::int32_t> current_ma;  ///< Per phase.
};

/// A deterministic model of the hardware behind one EVSE. Time comes in by `advance`; between two
/// calls everything flows in steps of 100 ms, so that readings depend on when something was done,
/// not on how often somebody looked.
class SimulatedEvse {
 public:
  SimulatedEvse(const EvseModel& model, std::int64_t register_uj);

  /// Lets time pass up to `now_ms` (monotonic, simulated).
  void advance(std::int64_t now_ms);
  /// Whether something changes by itself as time passes.
  bool active() const;

  // What the driver, the vehicle and the world do -----------------------------------------------
  /// A vehicle arrives with the model's state of charge. `connector`: from 1. False when one is
  /// there already.
  bool plug_in(std::uint8_t connector, bool draw);
  /// False when none is there.
  bool plug_out();
  /// The vehicle asks for energy, or no longer. False when none is there.
  bool set_ev_ready(bool on);
  void set_fault(Fault fault) { fault_ = fault; }
  /// The lock sticks: a plug that is put in is not locked (a fault), a locked one not released.
  void set_lock_failure(bool on);
  /// The diode in the vehicle's pilot circuit breaks after so many ms of charging (Fault
  /// other_error); unplugging ends it. False when no vehicle is there.
  bool break_diode(std::int64_t after_ms);
  void set_register_wh(std::int64_t wh) { register_uj_ = wh * kMicrojoulesPerWh; }
  void set_soc(std::int32_t millipercent);
  ForcedReadings forced;

  // What the station commands -------------------------------------------------------------------
  void permit(bool on) { permitted_ = on; }
  void limit(const ChargingLimit& limit) { limit_ = limit; }
  void lock(bool on);
  UnlockResult unlock();
  /// Power is gone: contactor open, lock released, no limit.
  void power_off();

  // What the station reads ----------------------------------------------------------------------
  Facts facts() const;
  /// See `Hardware::read_meter`.
  bool read(Measurand measurand, Phase phase, Decimal& value) const;

  bool plugged() const { return plugged_; }
  bool permitted() const { return permitted_; }
  bool locked() const { return locked_; }
  const ChargingLimit& charging_limit() const { return limit_; }
  std::int64_t register_uj() const { return register_uj_; }
  std::int64_t register_wh() const { return register_uj_ / kMicrojoulesPerWh; }
  std::int32_t soc_millipercent() const { return ev_.soc_millipercent(); }
  /// Current that the control pilot offers per phase, in mA; 0 when it offers none.
  std::int32_t offered_ma() const;
  std::int32_t current_ma() const;  ///< Per phase, as the meter shows it.
  std::int32_t power_w() const { return static_cast<std::int32_t>(power_mw() / 1000); }
  std::int32_t voltage_mv() const { return forced.voltage_mv.value_or(model_.voltage_mv); }

 private:
  static constexpr std::int64_t kStepMs = 100;

  void flow(std::int64_t step_ms);
  bool flowing() const;
  std::uint8_t offered_phases() const;
  std::uint8_t used_phases() const { return ev_.phases(offered_phases()); }
  std::int64_t power_mw() const;
  bool read_current(Phase phase, Decimal& value) const;
  bool read_voltage(Phase phase, Decimal& value) const;

  EvseModel model_;
  Ev ev_;
  ChargingLimit limit_;
  std::int64_t now_ms_ = 0;
  std::int64_t register_uj_;
  std::optional<std::int64_t> diode_left_ms_;
  std::optional<std::int32_t> next_arrival_soc_;
  Fault fault_ = Fault::none;
  std::uint8_t connector_ = 1;
  bool plugged_ = false;
  bool permitted_ = false;
  bool locked_ = false;
  bool lock_sticks_ = false;
  bool not_locked_ = false;    // The plug could not be locked: no charging.
  bool not_released_ = false;  // The plug could not be released: a warning.
};

}  // namespace plugpoint::sim
