// The whole platform contract: what a charger's firmware gives the library, and obeys.
//
// No function here may block, throw, or call back into the ChargePoint. Objects are owned by the
// firmware and must outlive the ChargePoint that uses them.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "plugpoint/base/decimal.h"
#include "plugpoint/base/flash_text.h"
#include "plugpoint/base/measurand.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"
#include "plugpoint/base/time.h"

namespace plugpoint {

/// Random bytes for message ids, WebSocket masks and transaction ids. They must come from a real
/// entropy source (RFC 6455 §5.3): a counter or rand() makes masks predictable.
class Entropy {
 public:
  virtual void fill(MutableBytes bytes) = 0;

 protected:
  ~Entropy() = default;
};

/// A few named, append-only areas that survive a power cut. Area names are terminated texts of at
/// most 15 characters from [a-z0-9-]. Each call is durable when it returns `ok`; a power cut inside
/// `append` may leave any prefix of the new bytes behind.
class Storage {
 public:
  /// Adds bytes at the end; creates the area. Status: ok, no_space, io_error. After an error the
  /// area may hold a prefix of `bytes`.
  virtual Status append(const char* area, Bytes bytes) = 0;
  /// The same for an area that counts only once `replace` has made it the content of another: it
  /// need not be durable before, and is not read. Where each `append` is costly, this may be done
  /// at less cost.
  virtual Status append_draft(const char* area, Bytes bytes) { return append(area, bytes); }
  /// Reads up to `into.size()` bytes at `offset`; returns the count, 0 past the end or when there
  /// is no such area.
  virtual std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) = 0;
  /// Length in bytes; 0 when there is no such area.
  virtual std::uint32_t size(const char* area) = 0;
  /// Makes `target` hold what `source` holds and removes `source`, atomically: after a power cut
  /// `target` is entirely the old or entirely the new. Status: ok, not_found, io_error.
  virtual Status replace(const char* target, const char* source) = 0;
  /// Removes an area; ok when there was none.
  virtual Status remove(const char* area) = 0;

 protected:
  ~Storage() = default;
};

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// Receives one line of log text, without line end. Secrets never appear in it.
class Log {
 public:
  virtual void line(LogLevel level, Text text) = 0;
  /// Calls `line` with a constant text, which may lie in flash; cut to 96 bytes.
  void say(LogLevel level, FlashText text) {
    char room[96];
    line(level, text.view(room));
  }

 protected:
  ~Log() = default;
};

/// Why an EVSE cannot work as it should; ChargePointErrorCode of 1.6 §7.6.
enum class Fault : std::uint8_t {
  none,
  connector_lock_failure,
  ev_communication_error,
  ground_failure,
  high_temperature,
  internal_error,
  local_list_conflict,
  other_error,
  over_current_failure,
  over_voltage,
  power_meter_failure,
  power_switch_failure,
  reader_failure,
  reset_failure,
  under_voltage,
  weak_signal,
};

/// The facts of one EVSE at this moment.
struct alignas(4) Facts {
  std::uint8_t connector = 1;  ///< Which connector of the EVSE `plugged` speaks of, from 1.
  bool plugged = false;        ///< A cable connects to an EV.
  bool ev_ready = false;       ///< The EV asks for energy (IEC 61851 state C or D).
  bool evse_ready = true;      ///< The hardware is able to supply energy.
  bool faulted = false;        ///< `fault` keeps the EVSE from charging (status Faulted).
  Fault fault = Fault::none;   ///< With `faulted` false: a warning, reported but not blocking.
  bool fixed_cable = false;    ///< There is nothing to unlock: UnlockConnector is not supported.
  /// A loose cable is in the charger's socket, whatever its other end does: the connector stays
  /// occupied when the EV was unplugged and the cable not (1.6 §4.9, C6). False where it cannot be
  /// told.
  bool cable = false;

  /// Nobody else can use the connector.
  bool occupied() const { return plugged || cable; }

  // Compared at each step, so in one piece.
  friend bool operator==(const Facts& a, const Facts& b) {
    static_assert(std::has_unique_object_representations_v<Facts>, "Facts has no padding");
    std::uint64_t left = 0;
    std::uint64_t right = 0;
    static_assert(sizeof left == sizeof(Facts));
    std::memcpy(&left, &a, sizeof left);
    std::memcpy(&right, &b, sizeof right);
    return left == right;
  }
  friend bool operator!=(const Facts& a, const Facts& b) { return !(a == b); }
};

/// The limit in force for one EVSE; both units are always filled.
struct ChargingLimit {
  static constexpr std::int32_t kUnlimited = INT32_MAX;
  std::int32_t current_ma = kUnlimited;  ///< Per phase, in mA.
  std::int32_t power_w = kUnlimited;     ///< Sum of all phases, in W.
  std::uint8_t phases = 3;               ///< Phases that may be used, 1 to 3.

  friend bool operator==(const ChargingLimit& a, const ChargingLimit& b) {
    return a.current_ma == b.current_ma && a.power_w == b.power_w && a.phases == b.phases;
  }
  friend bool operator!=(const ChargingLimit& a, const ChargingLimit& b) { return !(a == b); }
};

enum class ResetKind : std::uint8_t { soft, hard };

enum class UnlockResult : std::uint8_t { unlocked, failed, not_supported, pending };

/// Protocols for files (1.6 §8), and their bits in `Hardware::file_protocols`.
enum class FileProtocol : std::uint8_t { ftp, ftps, http, https };
constexpr std::uint8_t bit(FileProtocol protocol) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(protocol));
}

/// `idle`: nobody asked for it, or the firmware does not remember. `restart`, of an installation: a
/// restart completes it; the library makes one.
enum class ProgressState : std::uint8_t { idle, running, done, failed, restart };

/// How something that takes long, and that the library asked for, is getting on.
struct Progress {
  ProgressState state = ProgressState::idle;
  const char* text = "";  ///< Static: why it failed. Contains no address: those may hold passwords.
};

/// Why the meter signs: the transaction begins, ends, or a reading is taken in between or outside.
enum class SigningMoment : std::uint8_t { begin, between, end };

/// What a meter signed ("Signed Meter Values in OCPP" 1.0, §3.2.1), valid until the meter is asked
/// again.
struct SignedReading {
  static constexpr std::size_t kMaxData = 1875;  ///< 2,500 characters in Base64.
  static constexpr std::size_t kMaxMethod = 50;
  /// As the meter gave it, whatever bytes these are: an OCMF or EDL container with reading and
  /// signature. It is sent in Base64. At most kMaxData bytes.
  Text data;
  /// For example `ECDSA-secp256r1-SHA256`; empty where `data` tells it. At most kMaxMethod bytes.
  Text signing_method;
  Text encoding_method;  ///< `OCMF`, `EDL`, …; at most kMaxMethod bytes.
};

/// The charger's hardware. EVSEs are numbered from 1; 0 is the whole station (the grid meter).
class Hardware {
 public:
  /// Polled at each step; must be cheap.
  virtual Facts facts(std::uint8_t evse) = 0;
  /// Reads one value of the meter in the unit of `unit_of(measurand)`. False when this meter does
  /// not measure it. `Energy.Active.Import.Register` of each EVSE is required (Wh, raw register).
  virtual bool read_meter(std::uint8_t evse, Measurand measurand, Phase phase, Decimal& value) = 0;
  /// Energy may flow (true) or must not (false). Called on each change.
  virtual void permit(std::uint8_t evse, bool on) = 0;
  /// The limit in force changed. Called on each change and once at start.
  virtual void limit(std::uint8_t evse, const ChargingLimit& limit) = 0;
  /// Locks or unlocks the cable for a transaction. Nothing to do for a fixed cable.
  virtual void lock(std::uint8_t evse, bool on) = 0;
  /// UnlockConnector: try to release the cable now. `pending`: asked again at the next steps until
  /// it is decided; after 10 s the library answers that it failed.
  virtual UnlockResult unlock(std::uint8_t evse, std::uint8_t connector) = 0;
  /// Restart: soft = the program, hard = the whole hardware. Every message that must leave before
  /// has left or is stored. False when the restart could not be started (it is tried again,
  /// ResetRetries).
  virtual bool reset(ResetKind kind) = 0;

  // Signed meter values (1.6). A firmware whose meter does not sign overrides neither.
  /// Whether the meters sign: the keys that switch signing on are there then. Asked at the start.
  virtual bool signs_meter() { return false; }
  /// Has the meter of an EVSE sign its `Energy.Active.Import.Register`. Asked once for the begin of
  /// a transaction, once for its end (energy is off), and for readings in between as the keys want
  /// it. False: it does not sign now. A meter that delivers begin and end in one container gives
  /// false at the begin (§3.1.4). The station waits for the answer.
  virtual bool sign_meter(std::uint8_t, SigningMoment, SignedReading&) { return false; }

  // Firmware and log. The firmware moves the files and never blocks; the library decides when,
  // tries again, and tells the central system. `progress` functions are polled, at least once a
  // second while something runs. A firmware that moves no files overrides none of these.
  /// What can be downloaded from and uploaded to: bits of FileProtocol. 0: UpdateFirmware and
  /// GetDiagnostics are not supported.
  virtual std::uint8_t file_protocols() { return 0; }
  /// Begins to fetch new firmware from `url`, or goes on where an interrupted try of the same url
  /// stopped. Checks the free space, and what the file is. Error: why it cannot begin.
  virtual Error download(Text) { return {Status::refused, FlashText()}; }
  virtual Progress download_progress() { return {}; }
  /// Ends the download and drops the file.
  virtual void cancel_download() {}
  /// Begins to install what was downloaded. No transaction runs, and none will start. The firmware
  /// may restart the hardware by itself. Error: why it cannot begin.
  virtual Error install() { return {Status::refused, FlashText()}; }
  /// Also polled after a restart within an installation: `done` if the new firmware runs now;
  /// `failed` or `idle` if the old one does.
  virtual Progress install_progress() { return {}; }
  /// Name of the file with the log from one instant to another (either may be unset), at most 255
  /// characters, valid until the next call. Absent: there is no log of that time.
  virtual Text log_file(DateTime, DateTime) { return {}; }
  /// Begins to upload that file into the folder `url`. Error: why it cannot begin.
  virtual Error upload(Text, DateTime, DateTime) { return {Status::refused, FlashText()}; }
  virtual Progress upload_progress() { return {}; }
  virtual void cancel_upload() {}

 protected:
  ~Hardware() = default;
};

/// What a ChargePoint stands on. `log` may be null; all others are required.
struct Ports {
  Entropy* entropy = nullptr;
  Storage* storage = nullptr;
  Hardware* hardware = nullptr;
  Log* log = nullptr;
};

}  // namespace plugpoint
