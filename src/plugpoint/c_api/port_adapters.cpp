#include "plugpoint/c_api/port_adapters.h"

namespace plugpoint::c_api {

static_assert(PLUGPOINT_MAX_SIGNED_DATA == SignedReading::kMaxData &&
              PLUGPOINT_MAX_SIGNED_METHOD == SignedReading::kMaxMethod);

plugpoint_text_t c_text(Text text) {
  return {text.data(), text.size()};
}

plugpoint_text_t c_text(FlashText text) {
  return {text.data(), text.size()};
}

Decimal decimal_of(const plugpoint_decimal_t& value) {
  return {value.mantissa, value.exponent};
}

plugpoint_facts_t c_facts(const Facts& facts) {
  plugpoint_facts_t out{};
  out.struct_size = sizeof out;
  out.connector = facts.connector;
  out.plugged = facts.plugged;
  out.ev_ready = facts.ev_ready;
  out.evse_ready = facts.evse_ready;
  out.faulted = facts.faulted;
  out.fault = static_cast<plugpoint_fault_t>(facts.fault);
  out.fixed_cable = facts.fixed_cable;
  out.cable = facts.cable;
  return out;
}

plugpoint_charging_limit_t c_limit(const ChargingLimit& limit) {
  plugpoint_charging_limit_t out{};
  out.struct_size = sizeof out;
  out.current_ma = limit.current_ma;
  out.power_w = limit.power_w;
  out.phases = limit.phases;
  return out;
}

namespace {

Status status_of(plugpoint_status_t status) {
  return named(status, PLUGPOINT_STATUS_CORRUPT + 1, Status::io_error);
}

Error error_of(const plugpoint_error_t& given) {
  return {status_of(given.status), given.text ? given.text : ""};
}

Progress progress_of(const plugpoint_progress_t& given) {
  Progress progress;
  progress.state = named(given.state, PLUGPOINT_PROGRESS_STATE_RESTART + 1, ProgressState::failed);
  if (given.text) progress.text = given.text;
  return progress;
}

/// Copies a port that is there and has all its functions, or says what is missing.
template <class T>
Error take(const T* given, T& into, const char* missing) {
  if (!given || !is_sized(*given)) return {Status::bad_argument, missing};
  into = completed(*given, T{});
  return {};
}

}  // namespace

Error EntropyAdapter::take(const plugpoint_entropy_t* given) {
  if (Error error = c_api::take(given, port_, "ports.entropy is null or has no struct_size"))
    return error;
  if (!port_.fill) return {Status::bad_argument, "entropy.fill is null"};
  return {};
}

void EntropyAdapter::fill(MutableBytes bytes) {
  port_.fill(port_.context, bytes.data(), bytes.size());
}

Error StorageAdapter::take(const plugpoint_storage_t* given) {
  if (Error error = c_api::take(given, port_, "ports.storage is null or has no struct_size"))
    return error;
  if (!port_.append || !port_.read || !port_.size || !port_.replace || !port_.remove)
    return {Status::bad_argument, "storage needs append, read, size, replace and remove"};
  return {};
}

Status StorageAdapter::append(const char* area, Bytes bytes) {
  return status_of(port_.append(port_.context, area, bytes.data(), bytes.size()));
}
Status StorageAdapter::append_draft(const char* area, Bytes bytes) {
  if (!port_.append_draft) return append(area, bytes);
  return status_of(port_.append_draft(port_.context, area, bytes.data(), bytes.size()));
}
std::size_t StorageAdapter::read(const char* area, std::uint32_t offset, MutableBytes into) {
  const std::size_t count = port_.read(port_.context, area, offset, into.data(), into.size());
  return count < into.size() ? count : into.size();
}
std::uint32_t StorageAdapter::size(const char* area) {
  return port_.size(port_.context, area);
}
Status StorageAdapter::replace(const char* target, const char* source) {
  return status_of(port_.replace(port_.context, target, source));
}
Status StorageAdapter::remove(const char* area) {
  return status_of(port_.remove(port_.context, area));
}

Error LogAdapter::take(const plugpoint_log_t* given) {
  if (!given) return {};
  if (Error error = c_api::take(given, port_, "ports.log has no struct_size")) return error;
  if (!port_.line) return {Status::bad_argument, "log.line is null"};
  return {};
}

void LogAdapter::line(LogLevel level, Text text) {
  port_.line(port_.context, static_cast<plugpoint_log_level_t>(level), c_text(text));
}

Error HardwareAdapter::take(const plugpoint_hardware_t* given) {
  if (Error error = c_api::take(given, port_, "ports.hardware is null or has no struct_size"))
    return error;
  if (!port_.facts || !port_.read_meter || !port_.permit || !port_.limit || !port_.lock ||
      !port_.unlock || !port_.reset)
    return {Status::bad_argument,
            "hardware needs facts, read_meter, permit, limit, lock, unlock and reset"};
  const bool moves_files = port_.download && port_.download_progress && port_.cancel_download &&
                           port_.install && port_.install_progress && port_.log_file &&
                           port_.upload && port_.upload_progress && port_.cancel_upload;
  if (port_.file_protocols && port_.file_protocols(port_.context) != 0 && !moves_files)
    return {Status::bad_argument, "hardware that names file_protocols needs all that follows it"};
  if (port_.signs_meter && port_.signs_meter(port_.context) && !port_.sign_meter)
    return {Status::bad_argument, "hardware whose signs_meter gives true needs sign_meter"};
  return {};
}

Facts HardwareAdapter::facts(std::uint8_t evse) {
  plugpoint_facts_t given = c_facts(Facts{});
  port_.facts(port_.context, evse, &given);
  Facts facts;
  facts.connector = given.connector;
  facts.plugged = given.plugged;
  facts.ev_ready = given.ev_ready;
  facts.evse_ready = given.evse_ready;
  facts.faulted = given.faulted;
  facts.fault = named(given.fault, PLUGPOINT_FAULT_WEAK_SIGNAL + 1, Fault::other_error);
  facts.fixed_cable = given.fixed_cable;
  facts.cable = given.cable;
  return facts;
}

bool HardwareAdapter::read_meter(std::uint8_t evse, Measurand measurand, Phase phase,
                                 Decimal& value) {
  plugpoint_decimal_t given{};
  if (!port_.read_meter(port_.context, evse, static_cast<plugpoint_measurand_t>(measurand),
                        static_cast<plugpoint_phase_t>(phase), &given))
    return false;
  value = decimal_of(given);
  return true;
}

void HardwareAdapter::permit(std::uint8_t evse, bool on) {
  port_.permit(port_.context, evse, on);
}

void HardwareAdapter::limit(std::uint8_t evse, const ChargingLimit& limit) {
  const plugpoint_charging_limit_t given = c_limit(limit);
  port_.limit(port_.context, evse, &given);
}

void HardwareAdapter::lock(std::uint8_t evse, bool on) {
  port_.lock(port_.context, evse, on);
}

UnlockResult HardwareAdapter::unlock(std::uint8_t evse, std::uint8_t connector) {
  return named(port_.unlock(port_.context, evse, connector), PLUGPOINT_UNLOCK_RESULT_PENDING + 1,
               UnlockResult::failed);
}

bool HardwareAdapter::reset(ResetKind kind) {
  return port_.reset(port_.context, static_cast<plugpoint_reset_kind_t>(kind));
}

bool HardwareAdapter::signs_meter() {
  return port_.signs_meter && port_.signs_meter(port_.context);
}

bool HardwareAdapter::sign_meter(std::uint8_t evse, SigningMoment moment, SignedReading& reading) {
  plugpoint_signed_reading_t given{};
  given.struct_size = sizeof given;
  if (!port_.sign_meter(port_.context, evse, static_cast<plugpoint_signing_moment_t>(moment),
                        &given))
    return false;
  reading.data = {reinterpret_cast<const char*>(given.data), given.data_size};
  reading.signing_method = given.signing_method;
  reading.encoding_method = given.encoding_method;
  return true;
}

std::uint8_t HardwareAdapter::file_protocols() {
  return port_.file_protocols ? port_.file_protocols(port_.context) : std::uint8_t{0};
}

Error HardwareAdapter::download(Text url) {
  return error_of(port_.download(port_.context, c_text(url)));
}
Progress HardwareAdapter::download_progress() {
  return progress_of(port_.download_progress(port_.context));
}
void HardwareAdapter::cancel_download() {
  port_.cancel_download(port_.context);
}

Error HardwareAdapter::install() {
  return error_of(port_.install(port_.context));
}
Progress HardwareAdapter::install_progress() {
  return port_.install_progress ? progress_of(port_.install_progress(port_.context)) : Progress();
}

Text HardwareAdapter::log_file(DateTime from, DateTime to) {
  return {port_.log_file(port_.context, from.ms, to.ms)};
}
Error HardwareAdapter::upload(Text url, DateTime from, DateTime to) {
  return error_of(port_.upload(port_.context, c_text(url), from.ms, to.ms));
}
Progress HardwareAdapter::upload_progress() {
  return progress_of(port_.upload_progress(port_.context));
}
void HardwareAdapter::cancel_upload() {
  port_.cancel_upload(port_.context);
}

}  // namespace plugpoint::c_api
