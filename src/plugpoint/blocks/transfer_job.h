// One file transfer that the central system asked for: its tries and its statuses, kept over power
// cuts.
#pragma once

#include <cstdint>

#include "plugpoint/blocks/station.h"
#include "plugpoint/store/record_log.h"

namespace plugpoint {

/// What the central system asked for.
struct TransferRequest {
  TransferRequest();  // not inline: that would put an image of it among the constants

  Text location;                       ///< URL.
  DateTime from;                       ///< Firmware: not to be fetched before. Log: oldest entry.
  DateTime to;                         ///< Log: latest entry.
  std::int32_t retries = 3;            ///< Further tries after a failed one (errata 3.50).
  std::int32_t retry_interval_s = 60;  ///< Between the end of a try and the next.
};

/// The newest request, how far it has come, and what the central system has yet to hear of it. Each
/// change is one record, so that a power cut leaves the state before or after it. What a phase and
/// a status mean is the owner's; phase 0 is none, statuses are below 16 and told at most once a
/// request.
class TransferJob {
 public:
  enum class Outcome : std::uint8_t { under_way, done, gave_up };
  /// What a try is made of.
  struct Calls {
    Error (*begin)(Hardware& hardware, const TransferRequest& request);
    Progress (*look)(Hardware& hardware);
  };
  /// How often a running try or installation is looked at.
  static constexpr Millis kLook = kSecond;

  /// `logs`, `area`: see RecordLog. `kind`: letter of the message ids.
  TransferJob(Station& station, store::LogRoom& logs, FlashText area, char kind)
      : log_(logs, area), station_(station), kind_(kind), trying_(false), triggered_(false) {}

  /// The most bytes that a job takes on storage, of records up to `record_bytes`.
  static constexpr std::uint32_t bound(std::uint32_t record_bytes) {
    return kTidyAbove + record_bytes;
  }

  /// Reads what is stored. What cannot be read is logged and removed: it is worth less than a
  /// station that starts.
  void open();
  /// A new request takes the place of the present one, of which nothing more is told. Errors:
  /// too_long, no_space, io_error; then all is as it was.
  Error begin(const TransferRequest& request, std::uint8_t phase);
  /// Reads the request into the scratch memory. False when the storage has lost it.
  bool read(TransferRequest& request);
  /// Whether a protocol of SupportedFileTransferProtocols fetches or takes this URL.
  static bool supports(const Variables& variables, Text url);

  std::uint8_t phase() const { return phase_; }
  /// Tries that have begun in this phase.
  std::uint32_t begun() const { return begun_; }
  /// Whether a try runs since this start of the station.
  bool trying() const { return trying_; }
  /// Begins a try when it is time and the station is online, looks at one that runs, and tries
  /// again `retries` times. `status` is told when the first try begins.
  Outcome step(const Calls& calls, std::uint8_t status);
  Millis next_deadline() const;

  /// Goes on to another phase and tells a status. Phase 0: the request is done with.
  void advance(std::uint8_t phase, std::uint8_t status);
  /// Stores that one more restart was needed; false when there were too many.
  bool count_restart();

  // Statuses
  // ---------------------------------------------------------------------------------------
  /// A status to tell. Number 0: it was asked for by TriggerMessage.
  struct Telling {
    std::uint8_t status = 0;
    std::uint32_t number = 0;
  };
  /// The central system asks for the status (TriggerMessage).
  void trigger() { triggered_ = true; }
  /// The next status to tell now; `present` if one was asked for.
  bool next(std::uint8_t present, Telling& telling) const;
  /// It is on its way.
  void sent(const Telling& telling);
  /// It was answered, or will never be.
  void told(std::uint32_t number);
  bool all_told() const { return count_ == 0; }
  /// `into` holds kMessageIdSize characters. Absent for number 0, which needs none.
  Text message_id(std::uint32_t number, char* into) const;

 private:
  enum class Type : std::uint8_t { requested = 1, progress = 2 };
  static constexpr std::size_t kQueue = 8;
  static constexpr std::uint32_t kMaxRestarts = 10;
  static constexpr std::uint32_t kTidyAbove = 4096;

  static bool needed(void* context, const store::Record& record);
  void replay(const store::Record& record);
  void take_over(std::uint32_t sequence, std::uint8_t phase);
  void tidy();
  void store();
  void enqueue(std::uint8_t status);
  Outcome start(const Calls& calls, std::uint8_t status);
  Outcome failed(FlashText why);

  store::RecordLog log_;
  Millis at_ = 0;  ///< The next look, or the next try.
  Station& station_;
  std::uint32_t request_ = 0;   ///< Sequence of the record of the request.
  std::uint32_t progress_ = 0;  ///< Sequence of the newest record of progress.
  std::uint32_t begun_ = 0;
  std::uint32_t failed_ = 0;
  std::uint32_t queue_[kQueue] = {};  ///< Sequence of the request, times 16, plus the status.
  std::uint8_t count_ = 0;
  std::uint8_t phase_ = 0;
  char kind_;
  bool trying_ : 1;
  bool triggered_ : 1;
};

}  // namespace plugpoint
