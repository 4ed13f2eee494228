#include "plugpoint/blocks/log_upload/log_upload.h"

#include "plugpoint/config.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint {

namespace {
std::uint8_t number(UploadStatus status) {
  return static_cast<std::uint8_t>(status);
}
}  // namespace

LogUpload::LogUpload(Station& station, store::LogRoom& logs)
    : station_(station), job_(station, logs, PLUGPOINT_TEXT("log-upload"), 'l') {}

void LogUpload::fail(FlashText why) {
  station_.log(LogLevel::error, why);
  job_.advance(kNone, number(UploadStatus::upload_failed));
}

Error LogUpload::upload(const TransferRequest& request, Text& file) {
  Hardware& hardware = *station_.ports.hardware;
  file = hardware.log_file(request.from, request.to);
  if (file.absent()) return {};
  const bool running = job_.trying();
  if (Error error = job_.begin(request, kUploading)) return error;
  if (running) hardware.cancel_upload();
  if (!TransferJob::supports(station_.variables, request.location))
    fail(
        PLUGPOINT_REASON("the address for the log has a protocol that "
                         "SupportedFileTransferProtocols does not name"));
  return {};
}

void LogUpload::step() {
  if (job_.phase() == kNone) return;
  constexpr TransferJob::Calls kCalls{
      [](Hardware& hardware, const TransferRequest& request) {
        return hardware.upload(request.location, request.from, request.to);
      },
      [](Hardware& hardware) { return hardware.upload_progress(); }};
  switch (job_.step(kCalls, number(UploadStatus::uploading))) {
    case TransferJob::Outcome::under_way:
      return;
    case TransferJob::Outcome::done:
      return job_.advance(kNone, number(UploadStatus::uploaded));
    case TransferJob::Outcome::gave_up:
      return fail(PLUGPOINT_REASON("the log could not be uploaded"));
  }
}

}  // namespace plugpoint

#endif  // PLUGPOINT_FIRMWARE
