#include "sim/evse.h"

#include <algorithm>

namespace plugpoint::sim {

namespace {

constexpr std::int32_t kAmbientCelsius = 20;
constexpr std::int32_t kRiseAtFullLoad = 25;

bool is_line(Phase phase, std::uint8_t count) {
  const auto first = static_cast<unsigned>(Phase::l1);
  const auto at = static_cast<unsigned>(phase);
  return at >= first && at < first + count;
}

}  // namespace

SimulatedEvse::SimulatedEvse(const EvseModel& model, std::int64_t register_uj)
    : model_(model), ev_(model.ev), register_uj_(register_uj) {
  ev_.want(false);
}

void SimulatedEvse::advance(std::int64_t now_ms) {
  while (now_ms_ + kStepMs <= now_ms) {
    // Where nothing flows, nothing changes either: the rest of the way is one step.
    const std::int64_t steps = active() ? 1 : (now_ms - now_ms_) / kStepMs;
    now_ms_ += steps * kStepMs;
    flow(steps * kStepMs);
  }
}

bool SimulatedEvse::active() const {
  return power_mw() != 0 || (flowing() && diode_left_ms_);
}

void SimulatedEvse::flow(std::int64_t step_ms) {
  const std::int64_t energy_uj = power_mw() * step_ms;
  register_uj_ += energy_uj;
  if (!flowing()) return;
  ev_.charge(energy_uj);
  if (diode_left_ms_) diode_left_ms_ = std::max<std::int64_t>(0, *diode_left_ms_ - step_ms);
}

bool SimulatedEvse::plug_in(std::uint8_t connector, bool draw) {
  if (plugged_) return false;
  plugged_ = true;
  connector_ = connector;
  ev_.set_soc(next_arrival_soc_.value_or(model_.ev.arrival_soc_percent * 1000));
  next_arrival_soc_.reset();
  ev_.want(draw);
  not_locked_ = lock_sticks_;
  return true;
}

bool SimulatedEvse::plug_out() {
  if (!plugged_) return false;
  plugged_ = false;
  ev_.want(false);
  diode_left_ms_.reset();
  not_locked_ = false;
  not_released_ = false;
  return true;
}

bool SimulatedEvse::set_ev_ready(bool on) {
  if (!plugged_) return false;
  ev_.want(on);
  return true;
}

void SimulatedEvse::set_lock_failure(bool on) {
  lock_sticks_ = on;
  if (on) return;
  not_locked_ = false;
  not_released_ = false;
}

bool SimulatedEvse::break_diode(std::int64_t after_ms) {
  if (!plugged_) return false;
  diode_left_ms_ = after_ms;
  return true;
}

void SimulatedEvse::set_soc(std::int32_t millipercent) {
  ev_.set_soc(millipercent);
  if (!plugged_) next_arrival_soc_ = millipercent;
}

void SimulatedEvse::lock(bool on) {
  if (!lock_sticks_) {
    locked_ = on;
  } else if (on && !locked_) {
    not_locked_ = true;
  } else if (!on && locked_) {
    not_released_ = true;
  }
}

UnlockResult SimulatedEvse::unlock() {
  if (lock_sticks_) {
    not_released_ = true;
    return UnlockResult::failed;
  }
  locked_ = false;
  return UnlockResult::unlocked;
}

void SimulatedEvse::power_off() {
  permitted_ = false;
  locked_ = locked_ && lock_sticks_;
  limit_ = ChargingLimit{};
}

Facts SimulatedEvse::facts() const {
  Facts facts;
  facts.connector = connector_;
  facts.plugged = plugged_;
  facts.ev_ready = plugged_ && ev_.asks();
  facts.evse_ready = offered_ma() != 0;
  if (fault_ != Fault::none) {
    facts.fault = fault_;
    facts.faulted = true;
  } else if (not_locked_) {
    facts.fault = Fault::connector_lock_failure;
    facts.faulted = true;
  } else if (diode_left_ms_ && *diode_left_ms_ == 0) {
    facts.fault = Fault::other_error;
    facts.faulted = true;
  } else if (not_released_) {
    facts.fault = Fault::connector_lock_failure;
  }
  return facts;
}

std::int32_t SimulatedEvse::offered_ma() const {
  std::int32_t offered = std::min(model_.max_current_ma, model_.cable_current_ma);
  offered = std::min(offered, limit_.current_ma);
  if (limit_.power_w != ChargingLimit::kUnlimited) {
    const std::int64_t by_power =
        std::int64_t{limit_.power_w} * 1'000'000 / model_.voltage_mv / offered_phases();
    offered = static_cast<std::int32_t>(std::min<std::int64_t>(offered, by_power));
  }
  return offered < kMinimumPilotMa ? 0 : offered;
}

std::uint8_t SimulatedEvse::offered_phases() const {
  return std::clamp<std::uint8_t>(limit_.phases, 1, model_.phases);
}

bool SimulatedEvse::flowing() const {
  return plugged_ && permitted_ && !facts().faulted;
}

std::int32_t SimulatedEvse::current_ma() const {
  if (forced.current_ma) return *forced.current_ma;
  if (forced.power_w) {
    const std::int64_t per_phase_mw = std::int64_t{*forced.power_w} * 1000 / used_phases();
    return static_cast<std::int32_t>(per_phase_mw * 1000 / std::max(1, voltage_mv()));
  }
  return flowing() ? ev_.draw_ma(offered_ma()) : 0;
}

std::int64_t SimulatedEvse::power_mw() const {
  if (forced.power_w) return std::int64_t{*forced.power_w} * 1000;
  return std::int64_t{current_ma()} * voltage_mv() / 1000 * used_phases();
}

bool SimulatedEvse::read_current(Phase phase, Decimal& value) const {
  if (!is_line(phase, model_.phases)) return false;
  value = Decimal::milli(is_line(phase, used_phases()) ? current_ma() : 0).normalized();
  return true;
}

bool SimulatedEvse::read_voltage(Phase phase, Decimal& value) const {
  const auto first = static_cast<unsigned>(Phase::l1_n);
  const auto at = static_cast<unsigned>(phase);
  if (at < first || at >= first + model_.phases) return false;
  value = Decimal::milli(voltage_mv()).normalized();
  return true;
}

bool SimulatedEvse::read(Measurand measurand, Phase phase, Decimal& value) const {
  if (measurand == Measurand::current_import) return read_current(phase, value);
  if (measurand == Measurand::voltage) return read_voltage(phase, value);
  if (phase != Phase::none) return false;
  const std::int64_t offered = permitted_ ? offered_ma() : 0;
  switch (measurand) {
    case Measurand::energy_active_import_register:
      value = Decimal::of(register_wh());
      return true;
    case Measurand::power_active_import:
      value = Decimal::of(power_w());
      return true;
    case Measurand::current_offered:
      value = Decimal::milli(offered).normalized();
      return true;
    case Measurand::power_offered:
      value = Decimal::of(offered * model_.voltage_mv / 1'000'000 * offered_phases());
      return true;
    case Measurand::frequency:
      value = Decimal::of(50);
      return true;
    case Measurand::temperature: {
      const std::int64_t load = std::int64_t{current_ma()} * 1000 / model_.max_current_ma;
      value = Decimal::of(kAmbientCelsius + kRiseAtFullLoad * load * load / 1'000'000);
      return true;
    }
    case Measurand::soc:
      value = Decimal{ev_.soc_millipercent() / 100, -1}.normalized();
      return true;
    default:
      return false;
  }
}

}  // namespace plugpoint::sim
