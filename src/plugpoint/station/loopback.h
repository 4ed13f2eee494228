// Answers the station's own requests as a central system of OCPP 1.6 would, for use with an echo
// server.
#pragma once

#include "plugpoint/station/message_observer.h"

#if PLUGPOINT_OCPP16

namespace plugpoint {

/// An echo server sends each message back. Then a station receives its own request as a call, and
/// its answer to that call comes back as the answer to its request, so a whole charging session can
/// be tried without a central system. Everything is accepted. Assign it to `Settings::loopback`;
/// it is linked only where it is used.
class Loopback final : public EchoResponder {
 public:
  /// `utc_at_start`: the time of day when the station's clock was 0; it is what the station is
  /// told.
  explicit Loopback(DateTime utc_at_start) : utc_at_start_(utc_at_start) {}

  bool respond(message::Action action, Call& call, Millis now) override;

 private:
  DateTime utc_at_start_;
  std::int32_t transactions_ = 0;
};

}  // namespace plugpoint

#endif  // PLUGPOINT_OCPP16
