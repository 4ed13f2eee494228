// Reset: ends what runs, lets the messages go, restarts.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// Reset (1.6 §5.14, 2.x B11, B12). Steps: the answer leaves, transactions end, their messages get
/// some time, the hardware restarts.
class Reset {
 public:
  explicit Reset(Station& station) : station_(station) {}

  /// `on_idle`: wait until no transaction runs (2.x). `reason`: why transactions end.
  void request(ResetKind kind, StopReason reason, bool on_idle);
  void on(const RaisedSignal& raised) {
    if (raised.signal == Signal::restart_wanted)
      request(ResetKind::soft, StopReason::reboot, false);
  }
  bool under_way() const { return phase_ != Phase::none; }
  bool transaction_running() const;
  void step();
  Millis next_deadline() const;

 private:
  enum class Phase : std::uint8_t { none, waiting_for_idle, answering, delivering, retrying };
  static constexpr Millis kDelivery = 30 * kSecond;
  static constexpr Millis kRetry = 10 * kSecond;
  void restart();
  void end();

  Station& station_;
  Millis at_ = kNever;
  std::int32_t tries_ = 0;
  Phase phase_ = Phase::none;
  ResetKind kind_ = ResetKind::soft;
  StopReason reason_ = StopReason::soft_reset;
};

}  // namespace plugpoint
