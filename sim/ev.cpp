#include "sim/ev.h"

#include <algorithm>

namespace plugpoint::sim {

namespace {

constexpr std::int32_t kFull = 100'000;  // Millipercent.

}  // namespace

Ev::Ev(const EvModel& model) : model_(model), capacity_uj_(model.battery_wh * kMicrojoulesPerWh) {
  set_soc(model.arrival_soc_percent * 1000);
}

std::int32_t Ev::soc_millipercent() const {
  return static_cast<std::int32_t>(stored_uj_ / (capacity_uj_ / kFull));
}

void Ev::set_soc(std::int32_t millipercent) {
  stored_uj_ = capacity_uj_ / kFull * std::clamp(millipercent, 0, kFull);
}

std::int32_t Ev::draw_ma(std::int32_t offered_ma) const {
  if (!asks() || offered_ma < kMinimumPilotMa) return 0;
  const std::int32_t soc = soc_millipercent();
  const std::int32_t taper_from = model_.taper_from_percent * 1000;
  std::int32_t most_ma = model_.max_current_ma;
  if (soc > taper_from) {
    const std::int64_t fallen = std::int64_t{1000 - model_.taper_floor_permille} *
                                (soc - taper_from) / (kFull - taper_from);
    most_ma = static_cast<std::int32_t>(std::int64_t{most_ma} * (1000 - fallen) / 1000);
  }
  return std::min(offered_ma, most_ma);
}

std::uint8_t Ev::phases(std::uint8_t offered) const {
  return std::min(offered, model_.phases);
}

void Ev::charge(std::int64_t energy_uj) {
  stored_uj_ = std::min(capacity_uj_, stored_uj_ + energy_uj);
}

}  // namespace plugpoint::sim
