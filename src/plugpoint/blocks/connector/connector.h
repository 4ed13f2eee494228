// The status of each EVSE, and its notifications.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

/// What the central system is told of an EVSE.
struct StatusContent {
  EvseStatus status = EvseStatus::available;
  Fault fault = Fault::none;
  bool ev_gone : 1;  ///< Unplugged within a transaction that goes on (S09).
  bool plugged : 1;  ///< For 2.x, whose Occupied says no more; false in 1.6.

  StatusContent();
};

/// One status to notify. An EVSE keeps several.
struct StatusReport : StatusContent {
  bool is_utc = true;
  std::uint32_t mark = 0;  ///< Journal sequence then: orders it among transaction messages.
  std::int64_t ms = 0;     ///< When: UTC, or monotonic time while UTC is unknown.

  Stamp stamp(const Station& station) const {
    return {ms, is_utc ? std::uint16_t{0} : station.boot_number};
  }
};

/// Derives the status of each EVSE from the board, goes there by the transitions of 1.6 §4.9, and
/// queues StatusNotifications.
class Connector {
 public:
  struct Evse {
    static constexpr std::size_t kQueue = 4;
    StatusReport queue[kQueue];
    StatusReport candidate;
    Millis candidate_since = kNever;  ///< MinimumStatusDuration runs; kNever: no candidate.
    StatusContent reported;
    std::uint8_t queued = 0;
    bool ever_reported = false;
    bool forced = false;
    Fault own_fault = Fault::none;  ///< Not the hardware's: of the lock or the local list.
  };
  Connector(Station& station, Span<Evse> evses) : station_(station), evses_(evses) {}

  void on(const RaisedSignal& raised);
  /// Re-evaluates every EVSE and promotes statuses that have lasted long enough.
  void step();
  Millis next_deadline() const;

  /// The next report to send, oldest first; false when none may go now.
  bool next_report(EvseId& evse, StatusReport& report) const;
  /// The report that `next_report` gave was sent.
  void report_sent(EvseId evse);
  /// The connection broke before it was answered: it is told again.
  void report_lost(EvseId evse) { evses_[evse].forced = true; }
  /// It was not needed, since nothing that the central system can see has changed.
  void report_skipped(EvseId evse) { report_sent(evse); }
  const StatusContent* last_reported(EvseId evse) const {
    return evses_[evse].ever_reported ? &evses_[evse].reported : nullptr;
  }
  /// Whether the next report of the EVSE must be told even if it says nothing new.
  bool is_forced(EvseId evse) const { return evses_[evse].queued <= 1 && evses_[evse].forced; }

 private:
  EvseStatus derive(EvseId evse) const;
  StatusReport present(EvseId evse) const;
  void update(EvseId evse);
  void tell(EvseId evse);
  void enqueue(EvseId evse, const StatusReport& report);
  void leave_out_one(EvseId evse, EvseStatus next);
  void collapse(EvseId evse);
  void clear_lock_fault(EvseId evse);
  bool differs(EvseId evse, const StatusReport& report) const;

  Station& station_;
  Span<Evse> evses_;
  Millis offline_since_ = 0;
};

}  // namespace plugpoint
