// The façade as the station's hardware: samplers in, limits and permissions out.
#include <cmath>

#include "plugpoint/port_arduino/facade_station.h"

#if defined(ARDUINO)

namespace plugpoint::facade {

namespace {
constexpr std::int64_t kMilliwattSecondsPerWattHour = 3600000;
constexpr double kMostReading = 1e12;  // What is beyond is no reading, nor is NaN.

bool is_reading(double value) {
  return value >= -kMostReading && value <= kMostReading;
}

Decimal tenths(double value) {
  return Decimal{static_cast<std::int64_t>(std::floor(value * 10 + 0.5)), -1}.normalized();
}
}  // namespace

void FacadeStation::integrate() {
  const std::uint32_t now = arduino::now_ms();
  for (ConnectorPart& part : connectors_) {
    const std::uint32_t elapsed = now - part.integrated_at_ms;
    part.integrated_at_ms = now;
    if (!part.power || part.energy) continue;
    const double watts = part.power();
    if (is_reading(watts) && watts > 0)
      part.integrated_mws += static_cast<std::int64_t>(watts * elapsed);
  }
}

double FacadeStation::energy_wh(ConnectorPart& part) {
  if (!part.energy)
    return static_cast<double>(part.integrated_mws) /
           static_cast<double>(kMilliwattSecondsPerWattHour);
  const double reading = part.energy();
  return is_reading(reading) ? reading : 0;
}

Facts FacadeStation::facts(std::uint8_t evse) {
  Facts facts;
  if (evse == 0) return facts;
  ConnectorPart& part = connectors_[evse];
  facts.plugged = part.plugged ? part.plugged() : part.wanted;
  facts.ev_ready = facts.plugged && (!part.ev_requests_energy || part.ev_requests_energy());
  facts.fixed_cable = !part.unlock;
  return facts;
}

bool FacadeStation::read_meter(std::uint8_t evse, Measurand measurand, Phase phase,
                               Decimal& value) {
  if (phase != Phase::none) return false;
  double sum = 0;
  bool any = false;
  for (std::size_t i = 1; i < connectors_.size(); ++i) {
    ConnectorPart& part = connectors_[i];
    if (evse != 0 && evse != i) continue;  // 0 is the grid meter: the sum.
    if (measurand == Measurand::energy_active_import_register) {
      sum += energy_wh(part);
      any = true;
    } else if (measurand == Measurand::power_active_import && part.power) {
      sum += part.power();
      any = true;
    }
  }
  if (!any || !is_reading(sum)) return false;
  value = tenths(sum);
  return true;
}

void FacadeStation::permit(std::uint8_t evse, bool on) {
  ConnectorPart& part = connectors_[evse];
  part.permitted = on;
  // The listener commands a contactor: it is told at once, and must not call back.
  if (part.permission_listener) part.permission_listener(on);
}

void FacadeStation::limit(std::uint8_t evse, const ChargingLimit& limit) {
  if (evse == 0) return;
  ConnectorPart& part = connectors_[evse];
  const bool unlimited = limit.power_w == ChargingLimit::kUnlimited;
  const float watts = unlimited ? max_power_w : static_cast<float>(limit.power_w);
  if (part.limit_told && watts == part.limit_w) return;
  part.limit_w = watts;
  part.limit_told = false;
}

void FacadeStation::tell_limits() {
  for (std::size_t i = 1; i < connectors_.size(); ++i) {
    ConnectorPart& part = connectors_[i];
    if (part.limit_told || !part.limit_listener) continue;
    part.limit_told = true;
    part.limit_listener(part.limit_w);
  }
}

UnlockResult FacadeStation::unlock(std::uint8_t evse, std::uint8_t) {
  ConnectorPart& part = connectors_[evse];
  if (!part.unlock) return UnlockResult::not_supported;
  return part.unlock() ? UnlockResult::unlocked : UnlockResult::failed;
}

bool FacadeStation::reset(ResetKind kind) {
  if (reset_handler) return reset_handler(kind == ResetKind::hard);
  ESP.restart();
  return true;
}

}  // namespace plugpoint::facade

#endif  // ARDUINO
