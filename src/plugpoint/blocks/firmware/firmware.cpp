#include "plugpoint/blocks/firmware/firmware.h"

#include "plugpoint/config.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint {

namespace {
std::uint8_t number(FirmwareStatus status) {
  return static_cast<std::uint8_t>(status);
}
}  // namespace

Firmware::Firmware(Station& station, store::LogRoom& logs)
    : job_(station, logs, PLUGPOINT_TEXT("firmware"), 'f'), station_(station) {}

void Firmware::open() {
  job_.open();
  TransferRequest request;
  if (phase() == Phase::fetching && job_.read(request)) retrieve_at_ = request.from;
  station_.updating = phase() == Phase::waiting || phase() == Phase::installing;
  // Whether the hardware began before the restart, it alone knows.
  asked_ = phase() == Phase::installing;
}

void Firmware::go(Phase phase, FirmwareStatus status) {
  job_.advance(static_cast<std::uint8_t>(phase), number(status));
  const bool updating = phase == Phase::waiting || phase == Phase::installing;
  if (updating == station_.updating) return;
  station_.updating = updating;
  station_.raise(Signal::updating_changed);
}

void Firmware::fail(FirmwareStatus status, FlashText why) {
  if (!why.empty()) station_.log(LogLevel::error, why);
  go(Phase::none, status);
}

Error Firmware::update(const TransferRequest& request) {
  if (phase() == Phase::installing)
    return {Status::refused,
            PLUGPOINT_REASON("firmware is being installed: ask again when that is over")};
  const bool fetched = job_.trying() || phase() == Phase::waiting;
  if (Error error = job_.begin(request, static_cast<std::uint8_t>(Phase::fetching))) return error;
  retrieve_at_ = request.from;
  if (fetched) station_.ports.hardware->cancel_download();
  if (station_.updating) {
    station_.updating = false;
    station_.raise(Signal::updating_changed);
  }
  if (!TransferJob::supports(station_.variables, request.location))
    fail(FirmwareStatus::download_failed,
         PLUGPOINT_REASON("the address of the firmware has a protocol that "
                          "SupportedFileTransferProtocols does not name"));
  return {};
}

FirmwareStatus Firmware::status() const {
  switch (phase()) {
    case Phase::fetching:
      return job_.begun() == 0 ? FirmwareStatus::idle : FirmwareStatus::downloading;
    case Phase::waiting:
      return FirmwareStatus::downloaded;
    case Phase::installing:
      return FirmwareStatus::installing;
    default:
      return FirmwareStatus::idle;
  }
}

bool Firmware::due() const {
  // What has begun goes on; before that only the clock can tell.
  if (job_.begun() > 0) return true;
  return station_.clock.utc_known() && !(station_.clock.utc() < retrieve_at_);
}

bool Firmware::in_use() const {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (station_.board(evse).transaction.active || station_.board(evse).claimed) return true;
  }
  return false;
}

void Firmware::step() {
  switch (phase()) {
    case Phase::none:
      return;
    case Phase::fetching:
      if (due()) fetch();
      return;
    case Phase::waiting:
      if (!in_use()) begin_installation();
      return;
    case Phase::installing:
      if (asked_)
        watch_installation();
      else
        install();
      return;
  }
}

void Firmware::fetch() {
  constexpr TransferJob::Calls kCalls{
      [](Hardware& hardware, const TransferRequest& request) {
        return hardware.download(request.location);
      },
      [](Hardware& hardware) { return hardware.download_progress(); }};
  switch (job_.step(kCalls, number(FirmwareStatus::downloading))) {
    case TransferJob::Outcome::under_way:
      return;
    case TransferJob::Outcome::done:
      return go(Phase::waiting, FirmwareStatus::downloaded);
    case TransferJob::Outcome::gave_up:
      station_.ports.hardware->cancel_download();
      return fail(FirmwareStatus::download_failed,
                  PLUGPOINT_REASON("the firmware could not be downloaded"));
  }
}

void Firmware::begin_installation() {
  // Stored before the hardware hears of it, so that no firmware is installed twice.
  asked_ = false;
  restarted_ = false;
  at_ = station_.now() + kTelling;
  go(Phase::installing, FirmwareStatus::installing);
}

void Firmware::install() {
  // An installation may cost the connection, so the central system hears of it first.
  const bool told = job_.all_told() && station_.drained;
  if (!told && station_.online() && station_.now() < at_) return;
  asked_ = true;
  at_ = station_.now();
  if (const Error error = station_.ports.hardware->install())
    fail(FirmwareStatus::installation_failed, error.text);
}

void Firmware::watch_installation() {
  if (station_.restarting) {
    at_ = station_.now() + kRestarting;
    return;
  }
  if (station_.now() < at_) return;
  const Progress progress = station_.ports.hardware->install_progress();
  at_ = station_.now() + TransferJob::kLook;
  switch (progress.state) {
    case ProgressState::running:
      return;
    case ProgressState::done:
      return go(Phase::none, FirmwareStatus::installed);
    case ProgressState::restart:
      return restart();
    case ProgressState::idle:
      return fail(FirmwareStatus::installation_failed,
                  PLUGPOINT_REASON("the installation was interrupted: the old firmware runs"));
    case ProgressState::failed:
      return fail(FirmwareStatus::installation_failed, progress.text);
  }
}

void Firmware::restart() {
  if (restarted_)
    return fail(FirmwareStatus::installation_failed,
                PLUGPOINT_REASON("the hardware refused the restart that the installation needs"));
  if (!job_.count_restart())
    return fail(FirmwareStatus::installation_failed,
                PLUGPOINT_REASON("the installation asks for one restart after the other"));
  restarted_ = true;
  station_.raise(Signal::restart_wanted);
}

Millis Firmware::next_deadline() const {
  switch (phase()) {
    case Phase::fetching:
      if (job_.begun() > 0) return job_.next_deadline();
      return station_.online() && station_.clock.utc_known()
                 ? station_.clock.instant_of(retrieve_at_)
                 : kNever;
    case Phase::waiting:
      return in_use() ? kNever : station_.now();
    case Phase::installing:
      return at_;
    default:
      return kNever;
  }
}

}  // namespace plugpoint

#endif  // PLUGPOINT_FIRMWARE
