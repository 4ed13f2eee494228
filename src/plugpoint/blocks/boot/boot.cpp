#include "plugpoint/blocks/boot/boot.h"

namespace plugpoint {

void Boot::on(const RaisedSignal& raised) {
  if (raised.signal == Signal::boot_wanted) triggered_ = true;
  if (raised.signal == Signal::heartbeat_wanted) heartbeat_wanted_ = true;
  if (raised.signal == Signal::connected) last_activity_ = station_.now();
  // B04: who was never answered asks again as soon as there is a connection; its back-off is
  // enough.
  if (raised.signal == Signal::disconnected && station_.registration == Registration::none)
    retry_at_ = station_.now();
}

bool Boot::boot_due() const {
  if (!station_.connected) return false;
  if (station_.registration == Registration::accepted) return announce_;
  return triggered_ || station_.now() >= retry_at_;
}

void Boot::set_clock(DateTime current_time) {
  if (!current_time.is_set()) return;
  const bool first = !station_.clock.utc_known();
  const std::int64_t off = first ? 0 : current_time.ms - station_.clock.utc().ms;
  station_.clock.set_utc(current_time);
  if (first || off > kSecond || off < -kSecond) station_.raise(Signal::clock_set);
}

void Boot::answered(Registration status, DateTime current_time, std::int32_t interval_s) {
  set_clock(current_time);
  station_.registration = status;
  const Millis interval = interval_s > 0 ? interval_s * kSecond : kRetry;
  retry_at_ = station_.now() + interval;
  if (status != Registration::accepted) return;
  if (interval_s > 0) {
    char text[20];
    static_cast<void>(
        station_.variables.set(Key::HeartbeatInterval, {text, format_integer(interval_s, text)}));
  }
  station_.raise(Signal::registered);
}

void Boot::boot_failed() {
  retry_at_ = station_.now() + kRetry;
}

Millis Boot::heartbeat_at() const {
  const Millis interval = station_.variables.seconds_in_ms(Key::HeartbeatInterval);
  // At least one a day keeps the clock right, also where heartbeats are off (§4.6).
  return last_activity_ + (interval > 0 && interval < kDay ? interval : kDay);
}

bool Boot::heartbeat_due() const {
  if (!station_.online()) return heartbeat_wanted_ && station_.connected;
  return heartbeat_wanted_ || station_.now() >= heartbeat_at();
}

Millis Boot::next_deadline() const {
  if (!station_.connected) return kNever;
  if (boot_due() || heartbeat_wanted_) return station_.now();
  return station_.registration == Registration::accepted ? heartbeat_at() : retry_at_;
}

}  // namespace plugpoint
