// An electric vehicle: a battery behind an onboard charger.
#pragma once

#include <cstdint>

namespace plugpoint::sim {

/// One watt-hour in microjoules (mW · ms), the unit in which energy is integrated exactly.
constexpr std::int64_t kMicrojoulesPerWh = 3'600'000'000;

/// What a vehicle is made of.
struct EvModel {
  std::int64_t battery_wh = 60'000;
  std::int32_t max_current_ma = 16'000;     ///< Of the onboard charger, per phase.
  std::uint8_t phases = 3;                  ///< That the onboard charger uses, 1 to 3.
  std::int32_t arrival_soc_percent = 30;    ///< State of charge when it is plugged in.
  std::int32_t taper_from_percent = 80;     ///< From here on it draws less and less.
  std::int32_t taper_floor_permille = 100;  ///< Share of the maximum that it still draws near full.
};

/// The least current that a control pilot can offer (IEC 61851-1): below it no vehicle draws.
constexpr std::int32_t kMinimumPilotMa = 6'000;

/// A vehicle at the plug. Integer arithmetic only: the same calls give the same values everywhere.
class Ev {
 public:
  explicit Ev(const EvModel& model);

  /// State of charge in thousandths of a percent, 0 to 100,000.
  std::int32_t soc_millipercent() const;
  /// Sets the state of charge, 0 to 100,000.
  void set_soc(std::int32_t millipercent);
  bool full() const { return stored_uj_ >= capacity_uj_; }

  /// Whether the driver and the vehicle want energy (IEC 61851 state C, as far as the battery
  /// allows).
  bool asks() const { return wants_ && !full(); }
  void want(bool on) { wants_ = on; }

  /// Current per phase in mA that it draws of an offer in mA.
  std::int32_t draw_ma(std::int32_t offered_ma) const;
  /// Phases that it uses of those offered.
  std::uint8_t phases(std::uint8_t offered) const;
  /// Energy that went in, in µJ; what does not fit is lost.
  void charge(std::int64_t energy_uj);

 private:
  EvModel model_;
  std::int64_t capacity_uj_;
  std::int64_t stored_uj_ = 0;
  bool wants_ = true;
};

}  // namespace plugpoint::sim
