// Instants: monotonic milliseconds and UTC, and their text form.
#pragma once

#include <cstdint>
#include <limits>

#include "plugpoint/base/text.h"

namespace plugpoint {

/// Milliseconds on the station's monotonic clock (since start), or a duration. 64 bits wide
/// inside the library: the 32-bit wrap of the platform's counter (49.7 days) ends in `Clock`.
using Millis = std::int64_t;
constexpr Millis kNever = std::numeric_limits<Millis>::max();
constexpr Millis kSecond = 1000;

/// An instant in UTC, in milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
/// A default DateTime is *unset*.
struct DateTime {
  std::int64_t ms = kUnset;

  static constexpr std::int64_t kUnset = std::numeric_limits<std::int64_t>::min();
  constexpr bool is_set() const { return ms != kUnset; }
  friend constexpr bool operator==(DateTime a, DateTime b) { return a.ms == b.ms; }
  friend constexpr bool operator!=(DateTime a, DateTime b) { return a.ms != b.ms; }
  friend constexpr bool operator<(DateTime a, DateTime b) { return a.ms < b.ms; }
};

/// Parses an ISO 8601 date and time as OCPP peers write it: `Z`, `±hh:mm`, `±hhmm`, `±hh` or no
/// zone (taken as UTC); seconds may be absent; any number of fraction digits, cut to ms
/// (1.6 §3.15, errata 3.10). False when it is none, or the date does not exist.
bool parse_date_time(Text text, DateTime& value);

/// Length of what `format_date_time` writes.
constexpr std::size_t kDateTimeTextSize = 24;

/// Writes `2025-06-01T12:00:00.000Z`. Valid for the years 0 to 9999.
void format_date_time(DateTime value, char (&into)[kDateTimeTextSize]);

/// Turns the platform's wrapping 32-bit millisecond counter into monotonic time, and holds what is
/// known of UTC. UTC is an offset to the monotonic clock, so that setting it moves no timer (B10).
class Clock {
 public:
  /// Takes the platform's counter. Must be called at least once per 49.7 days.
  void advance(std::uint32_t counter_ms) {
    if (!started_) {
      started_ = true;
      counter_ms_ = counter_ms;
    }
    now_ms_ += static_cast<std::uint32_t>(counter_ms - counter_ms_);
    counter_ms_ = counter_ms;
  }

  Millis now() const { return now_ms_; }
  bool utc_known() const { return utc_offset_ms_ != DateTime::kUnset; }
  void set_utc(DateTime utc) { utc_offset_ms_ = utc.ms - now_ms_; }
  /// UTC now; unset while unknown.
  DateTime utc() const { return utc_of(now_ms_); }
  /// UTC of an instant of this clock; unset while unknown.
  DateTime utc_of(Millis instant) const {
    return utc_known() ? DateTime{instant + utc_offset_ms_} : DateTime{};
  }
  /// The instant of this clock at which it is `utc`; only valid while UTC is known.
  Millis instant_of(DateTime utc) const { return utc.ms - utc_offset_ms_; }

 private:
  Millis now_ms_ = 0;
  std::int64_t utc_offset_ms_ = DateTime::kUnset;
  std::uint32_t counter_ms_ = 0;
  bool started_ = false;
};

}  // namespace plugpoint
