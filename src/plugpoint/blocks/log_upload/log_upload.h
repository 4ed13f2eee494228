// The upload of the station's log.
#pragma once

#include "plugpoint/blocks/left_out.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transfer_job.h"

namespace plugpoint {

#if PLUGPOINT_FIRMWARE

/// How an upload stands, as the central system hears of it (1.6 §7.24).
enum class UploadStatus : std::uint8_t { idle, uploading, uploaded, upload_failed };

/// GetDiagnostics (1.6 §5.9). An upload that a restart interrupts begins anew.
class LogUpload {
 public:
  LogUpload(Station& station, store::LogRoom& logs);

  void open() { job_.open(); }
  void step();
  void on(const RaisedSignal& raised) {
    if (raised.signal == Signal::log_status_wanted) job_.trigger();
  }
  Millis next_deadline() const { return job_.phase() == kNone ? kNever : job_.next_deadline(); }

  /// Begins an upload in place of one that runs. `file`: its name, valid until the next call of the
  /// hardware; absent when there is no log of that time: then nothing begins and what runs goes on.
  /// Errors: too_long, no_space, io_error.
  Error upload(const TransferRequest& request, Text& file);
  UploadStatus status() const {
    return job_.begun() > 0 ? UploadStatus::uploading : UploadStatus::idle;
  }
  TransferJob& job() { return job_; }

 private:
  static constexpr std::uint8_t kNone = 0;
  static constexpr std::uint8_t kUploading = 1;
  void fail(FlashText why);

  Station& station_;
  TransferJob job_;
};

#else

struct LogUpload : LeftOut {
  using LeftOut::LeftOut;
};

#endif  // PLUGPOINT_FIRMWARE

}  // namespace plugpoint
