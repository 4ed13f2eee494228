#include "sim/hardware.h"

#include <algorithm>

#include "sim/signing_meter.h"

namespace plugpoint::sim {

namespace {

/// Whether the grid meter shows the sum of what the EVSEs show.
bool adds_up(Measurand measurand) {
  return measurand == Measurand::energy_active_import_register ||
         measurand == Measurand::power_active_import || measurand == Measurand::current_import ||
         measurand == Measurand::power_offered || measurand == Measurand::current_offered;
}

}  // namespace

SimulatedHardware::SimulatedHardware(std::uint8_t evses, const EvseModel& model,
                                     const std::string& meter_file)
    : meters_(meter_file, evses) {
  evses_.reserve(evses);
  for (unsigned i = 1; i <= evses; ++i)
    evses_.emplace_back(model, meters_.register_uj(static_cast<std::uint8_t>(i)));
}

SimulatedHardware::~SimulatedHardware() {
  for (std::uint8_t i = 1; i <= evses(); ++i)
    meters_.store(i, evse(i).register_uj());
}

void SimulatedHardware::advance(std::int64_t now_ms) {
  for (std::uint8_t i = 1; i <= evses(); ++i) {
    evse(i).advance(now_ms);
    keep_register(i);
  }
}

void SimulatedHardware::catch_up(std::uint8_t number) {
  if (clock && has(number)) evse(number).advance(clock());
  if (clock && !has(number)) advance(clock());
  if (has(number)) keep_register(number);
}

// Whole watt-hours only: that is what the meter shows.
void SimulatedHardware::keep_register(std::uint8_t number) {
  if (meters_.register_uj(number) / kMicrojoulesPerWh != evse(number).register_wh())
    meters_.store(number, evse(number).register_uj());
}

bool SimulatedHardware::active() const {
  return std::any_of(evses_.begin(), evses_.end(),
                     [](const SimulatedEvse& evse) { return evse.active(); });
}

void SimulatedHardware::power_off() {
  for (SimulatedEvse& evse : evses_)
    evse.power_off();
}

Facts SimulatedHardware::facts(std::uint8_t number) {
  catch_up(number);
  if (has(number)) return evse(number).facts();
  Facts facts;
  facts.fault = station_fault_;
  facts.faulted = station_fault_ != Fault::none;
  return facts;
}

bool SimulatedHardware::read_meter(std::uint8_t number, Measurand measurand, Phase phase,
                                   Decimal& value) {
  catch_up(number);
  if (has(number)) return evse(number).read(measurand, phase, value);
  return number == 0 && read_grid_meter(measurand, phase, value);
}

bool SimulatedHardware::read_grid_meter(Measurand measurand, Phase phase, Decimal& value) const {
  if (measurand == Measurand::soc) return false;
  if (!adds_up(measurand)) return evses_.front().read(measurand, phase, value);
  std::int64_t sum_milli = 0;
  for (const SimulatedEvse& evse : evses_) {
    Decimal one;
    if (!evse.read(measurand, phase, one)) return false;
    sum_milli += one.to_milli();
  }
  value = Decimal::milli(sum_milli).normalized();
  return true;
}

void SimulatedHardware::permit(std::uint8_t number, bool on) {
  catch_up(number);  // Until now the old command was in force.
  if (has(number)) evse(number).permit(on);
}

void SimulatedHardware::limit(std::uint8_t number, const ChargingLimit& limit) {
  catch_up(number);
  if (has(number)) evse(number).limit(limit);
}

void SimulatedHardware::lock(std::uint8_t number, bool on) {
  if (has(number)) evse(number).lock(on);
}

UnlockResult SimulatedHardware::unlock(std::uint8_t number, std::uint8_t connector) {
  if (!has(number) || connector != 1) return UnlockResult::not_supported;
  return evse(number).unlock();
}

bool SimulatedHardware::reset(ResetKind kind) {
  return on_reset && on_reset(kind);
}

bool SimulatedHardware::sign_meter(std::uint8_t number, SigningMoment moment,
                                   SignedReading& reading) {
  if (!signing || !has(number)) return false;  // The grid meter does not sign.
  catch_up(number);
  return signing->sign(number, moment, evse(number).register_wh(), machine_utc(), reading);
}

// Asked for only where there are protocols, and so files.
std::uint8_t SimulatedHardware::file_protocols() {
  return files ? files->protocols() : std::uint8_t{0};
}
Error SimulatedHardware::download(Text url) {
  return files->download({url.data(), url.size()});
}
Progress SimulatedHardware::download_progress() {
  return files->download_progress();
}
void SimulatedHardware::cancel_download() {
  files->cancel_download();
}
Error SimulatedHardware::install() {
  return files->install();
}
Progress SimulatedHardware::install_progress() {
  return files ? files->install_progress() : Progress();
}
Text SimulatedHardware::log_file(DateTime from, DateTime to) {
  return files->log_file(from, to);
}
Error SimulatedHardware::upload(Text url, DateTime from, DateTime to) {
  return files->upload({url.data(), url.size()}, from, to);
}
Progress SimulatedHardware::upload_progress() {
  return files->upload_progress();
}
void SimulatedHardware::cancel_upload() {
  files->cancel_upload();
}

}  // namespace plugpoint::sim
