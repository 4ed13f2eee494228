#include "plugpoint/blocks/reset/reset.h"

namespace plugpoint {

bool Reset::transaction_running() const {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (station_.board(evse).transaction.active) return true;
  }
  return false;
}

void Reset::request(ResetKind kind, StopReason reason, bool on_idle) {
  kind_ = kind;
  reason_ = reason;
  tries_ = 0;
  phase_ = on_idle && transaction_running() ? Phase::waiting_for_idle : Phase::answering;
  at_ = station_.now();
  station_.restarting = phase_ == Phase::answering;
}

void Reset::end() {
  phase_ = Phase::none;
  at_ = kNever;
  station_.restarting = false;
}

void Reset::restart() {
  if (station_.ports.hardware->reset(kind_)) return end();
  // B11: tried again ResetRetries times.
  if (tries_++ >= station_.variables.integer(Key::ResetRetries)) {
    station_.log(LogLevel::error, PLUGPOINT_REASON("the hardware refused to restart"));
    return end();
  }
  phase_ = Phase::retrying;
  at_ = station_.now() + kRetry;
}

void Reset::step() {
  switch (phase_) {
    case Phase::none:
      return;
    case Phase::waiting_for_idle:
      if (transaction_running()) return;
      phase_ = Phase::answering;
      station_.restarting = true;
      [[fallthrough]];
    case Phase::answering:
      // B11: the answer leaves before anything that follows from it.
      if (!station_.drained) return;
      station_.raise(Signal::end_wanted, 0, static_cast<std::uint16_t>(reason_));
      phase_ = Phase::delivering;
      at_ = station_.now() + kDelivery;
      return;
    case Phase::delivering: {
      const bool delivered = station_.journal.empty() && station_.drained && !station_.has_signal();
      if (delivered || !station_.online() || station_.now() >= at_) restart();
      return;
    }
    case Phase::retrying:
      if (station_.now() >= at_) restart();
      return;
  }
}

Millis Reset::next_deadline() const {
  if (phase_ == Phase::none || phase_ == Phase::waiting_for_idle) return kNever;
  return phase_ == Phase::answering && !station_.drained ? kNever : at_;
}

}  // namespace plugpoint
