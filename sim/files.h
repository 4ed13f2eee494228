// What a simulated station does with files: it fetches and installs firmware, and uploads its log.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "plugpoint/port.h"
#include "posix/event_loop.h"
#include "sim/file_transfer.h"
#include "sim/station_log.h"

namespace plugpoint::sim {

/// What comes of downloads and installations, or of uploads. All but `real` use no network.
enum class ForcedResult : std::uint8_t {
  real,  ///< As it turns out.
  ok,
  transfer_failed,      ///< The download or the upload fails.
  installation_failed,  ///< The download succeeds.
};

/// The last functions of `Hardware`. Everything that must outlive the power is in files of the
/// state folder that only their owner may read: `firmware.bin` what was downloaded, `firmware.txt`
/// what is installed, `station.log` the log, `upload.txt` the name under which it is uploaded.
///
/// Any file can be installed, but an empty one and one that begins with a line
/// `Plugpoint-Firmware:` without a version. That line's version, else the name of the file in the
/// address without its ending, is what BootNotification calls firmwareVersion after the restart.
class SimulatedFiles {
 public:
  SimulatedFiles(posix::EventLoop& loop, const std::string& state, const std::string& id,
                 const TransferOptions& options);

  /// Simulated time in ms.
  std::function<std::int64_t()> clock;
  /// Called when the station should look at the progress of something.
  std::function<void()> on_change;

  StationLog& log() { return log_; }

  // The world ----------------------------------------------------------------------------------
  /// Holds until told otherwise.
  void force_firmware(ForcedResult result) { forced_firmware_ = result; }
  void force_upload(ForcedResult result) { forced_upload_ = result; }
  void set_log_available(bool available) { log_available_ = available; }
  ForcedResult forced_firmware() const { return forced_firmware_; }
  ForcedResult forced_upload() const { return forced_upload_; }
  bool log_available() const { return log_available_; }

  /// The station starts: firmware that waited for it takes its place now. True if some did.
  bool start();
  /// The power goes: transfers break off.
  void power_off();
  /// What is installed; empty before the first installation.
  const std::string& version() const { return installed_.version; }

  // The station --------------------------------------------------------------------------------
  std::uint8_t protocols() const;
  Error download(const std::string& url);
  Progress download_progress() const;
  void cancel_download();
  Error install();
  Progress install_progress() const;
  Text log_file(DateTime from, DateTime to);
  Error upload(const std::string& url, DateTime from, DateTime to);
  Progress upload_progress() const;
  void cancel_upload();

  std::uint64_t downloaded_bytes() const { return download_.bytes(); }
  std::uint64_t uploaded_bytes() const { return upload_.bytes(); }

 private:
  enum class Outcome : std::uint8_t { none, pending, done, failed };
  /// What `firmware.txt` keeps.
  struct Installed {
    std::string version;
    std::string next;  ///< What the address called the firmware that was fetched last, then the
                       ///< version that is being installed.
    Outcome outcome = Outcome::none;
  };
  /// A forced transfer ends so long after it began.
  static constexpr std::int64_t kForcedMs = 500;
  static constexpr std::int64_t kInstallMs = 1000;

  std::string file(const char* name) const { return state_ + "/" + name; }
  void read_installed();
  bool write_installed() const;
  bool version_of_image(std::string& version) const;
  Progress forced(ForcedResult result, std::int64_t began) const;

  std::string state_;
  std::string id_;
  StationLog log_;
  FileTransfer download_;
  FileTransfer upload_;
  Installed installed_;
  std::string log_name_;
  std::int64_t download_began_ = -1;  ///< Of a forced one, in simulated time.
  std::int64_t upload_began_ = -1;
  std::int64_t install_began_ = -1;
  ForcedResult forced_firmware_ = ForcedResult::real;
  ForcedResult forced_upload_ = ForcedResult::real;
  bool log_available_ = true;
};

}  // namespace plugpoint::sim
