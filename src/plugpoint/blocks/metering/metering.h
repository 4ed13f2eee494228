// When meter values are taken, and what they contain.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

/// Sampled and clock-aligned meter values (1.6 §3.16, §4.7; 2.x J01, J02). Writes records to the
/// journal; they are delivered with the transaction messages.
class Metering {
 public:
  struct Timer {
    Millis sample_at = kNever;
    Millis progress_at = kNever;
  };
  /// `timers`: one for each EVSE.
  Metering(Station& station, Span<Timer> timers) : station_(station), timers_(timers) {}

  void on(const RaisedSignal& raised);
  void step();
  Millis next_deadline() const;

 private:
  static constexpr Millis kProgress = 300 * kSecond;
  /// Of an EVSE from 1 on: the station as a whole has none.
  Timer& timer_of(EvseId evse) { return timers_[evse - 1U]; }
  void sample(EvseId evse);
  void align();
  void schedule_alignment();
  void restart_sampling(EvseId evse);
  bool record(EvseId evse, Key list, Context context, Trigger trigger, bool in_transaction = true);
  void record_stop_data(EvseId evse, Key list, Context context);
  void note_progress(EvseId evse);

  Station& station_;
  Span<Timer> timers_;
  Millis align_at_ = kNever;
};

}  // namespace plugpoint
