// Limits in both units, and how a limit of the whole station is shared.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/blocks/smart_charging/charging_profile.h"
#include "plugpoint/port.h"

namespace plugpoint {

/// What a schedule allows at an instant, in both units. The unit that was not given is converted
/// with the nominal voltage and the period's own number of phases (errata 3.69); results are
/// rounded down.
struct RateLimit {
  RateLimit();  // not inline: that would put an image of it among the constants

  static constexpr std::int32_t kNone = INT32_MAX;
  std::int32_t current_ma = kNone;   ///< Per phase.
  std::int32_t power_dw = kNone;     ///< All phases together, in tenths of a watt.
  RateUnit unit = RateUnit::ampere;  ///< The unit in which it was given.
  std::uint8_t phases = 3;
  bool phases_given = false;

  bool is_set() const { return current_ma != kNone || power_dw != kNone; }
  std::int32_t in(RateUnit wanted) const {
    return wanted == RateUnit::ampere ? current_ma : power_dw;
  }
};

/// From tenths of the unit. `phases` 0: not given.
RateLimit rate_limit(RateUnit unit, std::int32_t deci, std::uint8_t phases, std::int32_t voltage_v);

/// The lower of both in each unit; fewer phases win.
RateLimit lower_of(const RateLimit& a, const RateLimit& b);

/// One who draws from a shared limit.
struct Share {
  RateLimit own;       ///< What its own profiles allow.
  bool draws = false;  ///< It takes part of the shared limit.
};

/// The most that each participant may take of `total`, so that together they stay below it: who is
/// limited to less than an equal part leaves the rest to the others. Participants are those that
/// draw, and `who` in any case. In the unit of `total`.
std::int32_t equal_part(const RateLimit& total, Span<const Share> shares, std::size_t who);

/// What `who` may take: its own limit, and its part of `total` when that is set.
RateLimit shared_limit(const RateLimit& total, Span<const Share> shares, std::size_t who,
                       std::int32_t voltage_v);

/// The form in which the hardware gets it.
ChargingLimit to_hardware(const RateLimit& limit);

}  // namespace plugpoint
