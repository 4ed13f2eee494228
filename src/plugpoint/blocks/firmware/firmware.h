// Firmware updates: fetched, kept until no transaction runs, installed.
#pragma once

#include "plugpoint/blocks/left_out.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transfer_job.h"

namespace plugpoint {

#if PLUGPOINT_FIRMWARE

/// How an update stands, as the central system hears of it (1.6 §7.25).
enum class FirmwareStatus : std::uint8_t {
  idle,
  downloading,
  downloaded,
  download_failed,
  installing,
  installed,
  installation_failed,
};

/// UpdateFirmware (1.6 §5.19, errata 3.47 to 3.49). An update survives restarts in any phase; its
/// statuses are told in order, each until it was answered.
class Firmware {
 public:
  Firmware(Station& station, store::LogRoom& logs);

  void open();
  void step();
  void on(const RaisedSignal& raised) {
    if (raised.signal == Signal::firmware_status_wanted) job_.trigger();
  }
  Millis next_deadline() const;

  /// Begins an update in place of one that is not being installed yet. Errors: refused (an
  /// installation is under way), too_long, no_space, io_error.
  Error update(const TransferRequest& request);
  /// How the update stands now; idle before its date.
  FirmwareStatus status() const;
  TransferJob& job() { return job_; }

 private:
  enum class Phase : std::uint8_t { none, fetching, waiting, installing };
  // How long an installation waits for the central system to hear of it.
  static constexpr Millis kTelling = 30 * kSecond;
  // How long the hardware may take to restart.
  static constexpr Millis kRestarting = 60 * kSecond;

  Phase phase() const { return static_cast<Phase>(job_.phase()); }
  void go(Phase phase, FirmwareStatus status);
  void fail(FirmwareStatus status, FlashText why);
  bool due() const;
  bool in_use() const;
  void fetch();
  void begin_installation();
  void install();
  void watch_installation();
  void restart();

  TransferJob job_;
  DateTime retrieve_at_;
  Millis at_ = 0;  ///< While installing: the latest begin, then the next look.
  Station& station_;
  bool asked_ = false;      ///< The hardware was told to install, or may have been.
  bool restarted_ = false;  ///< A restart was asked for since this start of the station.
};

#else

struct Firmware : LeftOut {
  using LeftOut::LeftOut;
};

#endif  // PLUGPOINT_FIRMWARE

}  // namespace plugpoint
