// UnlockConnector: releases a cable from afar.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// 1.6 §5.18, 2.x F05. The hardware may need some time; then the answer is given later.
class Unlock {
 public:
  explicit Unlock(Station& station) : station_(station) {}

  void on(const RaisedSignal& raised);

  /// Ends a running transaction of the EVSE in 1.6 (S10). `pending`: see `finished`.
  UnlockResult request(std::int32_t evse, std::uint8_t connector);
  /// Asks a pending request again; true when it is decided.
  bool finished(UnlockResult& result);
  bool pending() const { return evse_ != 0; }
  Millis next_deadline() const { return pending() ? station_.now() + kPoll : kNever; }

 private:
  static constexpr Millis kLimit = 10 * kSecond;
  static constexpr Millis kPoll = 100;
  UnlockResult settle(UnlockResult result);

  Millis until_ = 0;
  Station& station_;
  EvseId evse_ = 0;
  std::uint8_t connector_ = 1;
};

}  // namespace plugpoint
