// Registration with the central system, its clock, and the heartbeat.
#pragma once

#include "plugpoint/blocks/boot/identity.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// BootNotification and Heartbeat: when they are due and what their answers mean (1.6 §4.2, §4.6;
/// 2.x B01–B03, G02).
class Boot {
 public:
  Boot(Station& station, const Identity& identity) : station_(station), identity_(identity) {}

  const Identity& identity() const { return identity_; }
  void on(const RaisedSignal& raised);

  /// Whether BootNotification is to be sent now.
  bool boot_due() const;
  /// Whether the central system asked for it (TriggerMessage).
  bool triggered() const { return triggered_; }
  void boot_sent() {
    triggered_ = false;
    announce_ = false;
  }
  /// The identity has changed: BootNotification is sent, also by a registered station.
  void announce() { announce_ = true; }
  /// The central system answered. `interval_s`: the heartbeat interval, or the wait before the next
  /// attempt.
  void answered(Registration status, DateTime current_time, std::int32_t interval_s);
  /// No usable answer came.
  void boot_failed();
  /// Whether a rejected station must keep silent for now, answers included (B03).
  bool silent() const { return station_.registration == Registration::rejected && !boot_due(); }

  bool heartbeat_due() const;
  void heartbeat_sent() { heartbeat_wanted_ = false; }
  void heartbeat_answered(DateTime current_time) { set_clock(current_time); }
  /// Any request was sent: the central system knows that the station lives (§4.6).
  void note_activity() { last_activity_ = station_.now(); }

  Millis next_deadline() const;

 private:
  static constexpr Millis kRetry = 60 * kSecond;  // Own choice where none is given (B04).
  static constexpr Millis kDay = 86400 * kSecond;
  Millis heartbeat_at() const;
  void set_clock(DateTime current_time);

  Station& station_;
  const Identity& identity_;
  Millis retry_at_ = 0;
  Millis last_activity_ = 0;
  bool triggered_ = false;
  bool announce_ = false;
  bool heartbeat_wanted_ = false;
};

}  // namespace plugpoint
