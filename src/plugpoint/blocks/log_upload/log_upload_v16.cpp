#include "plugpoint/blocks/log_upload/log_upload_v16.h"

#include "plugpoint/base/flash.h"
#include "plugpoint/blocks/transfer_wire.h"
#include "plugpoint/config.h"
#include "plugpoint/message/v16.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

// In the order of UploadStatus.
PLUGPOINT_FLASH constexpr DiagnosticsStatus kStatuses[] = {
    DiagnosticsStatus::Idle, DiagnosticsStatus::Uploading, DiagnosticsStatus::Uploaded,
    DiagnosticsStatus::UploadFailed};

}  // namespace

void get_diagnostics(LogUpload& log_upload, Station& station, Call& call) {
  if (!can_transfer(station, call)) return;
  const auto& request = call.as<GetDiagnosticsReq>();
  TransferRequest wanted;
  wanted.location = request.location;
  wanted.from = request.startTime;
  wanted.to = request.stopTime;
  wanted.retries = request.retries.value_or(wanted.retries);
  wanted.retry_interval_s = request.retryInterval.value_or(wanted.retry_interval_s);
  Text file;
  if (const Error error = log_upload.upload(wanted, file)) return refuse_transfer(call, error);
  auto* conf = call.confirm<GetDiagnosticsConf>();
  if (conf) conf->fileName = call.arena.copy(first_characters(file, 255));
}

bool next_diagnostics_status(LogUpload& log_upload, Outgoing& out) {
  TransferJob::Telling telling;
  if (!log_upload.job().next(static_cast<std::uint8_t>(log_upload.status()), telling)) return false;
  auto* request =
      out.make<DiagnosticsStatusNotificationReq>(message::Action::DiagnosticsStatusNotification);
  if (!request) return false;
  request->status = flash_load(&kStatuses[telling.status]);
  send_status(log_upload.job(), telling, out);
  return true;
}

}  // namespace plugpoint::v16

#endif  // PLUGPOINT_FIRMWARE
