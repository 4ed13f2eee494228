// Charging profiles in neutral terms: what 1.6 §7.8 and 2.x ChargingProfileType say in common.
#pragma once

#include <cstdint>

#include "plugpoint/base/optional.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/time.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// What a profile limits; 1.6 §7.10.
enum class ProfilePurpose : std::uint8_t { station_max, tx_default, tx };

/// What the start of the schedule is; 1.6 §7.9, §7.37. Recurring schedules restart every 24 hours
/// or every 7 days (errata 3.79).
enum class ProfileKind : std::uint8_t { absolute, relative, daily, weekly };

/// A current per phase, or the power of all phases together (errata 3.69).
enum class RateUnit : std::uint8_t { ampere, watt };

/// One step of a schedule. It lasts until the next one starts.
struct ProfilePeriod {
  std::int32_t start_s = 0;     ///< From the start of the schedule.
  std::int32_t limit_deci = 0;  ///< In tenths of the schedule's unit.
  std::uint8_t phases = 0;      ///< 1 to 3; 0: not given, which means 3.
};

/// A profile as it is offered for installation.
struct ChargingProfile {
  ChargingProfile();  // not inline: that would put an image of it among the constants

  std::int32_t id = 0;
  ProfilePurpose purpose = ProfilePurpose::tx_default;
  ProfileKind kind = ProfileKind::absolute;
  std::int32_t stack_level = 0;
  Optional<std::int64_t> transaction_id;  ///< The central system's id; only used with `tx`.
  DateTime valid_from;
  DateTime valid_to;
  DateTime start;  ///< Unset: counts from the start of the transaction. Not used by `relative`.
  Optional<std::int32_t> duration_s;
  RateUnit unit = RateUnit::ampere;
  std::int32_t min_rate_deci = -1;  ///< In tenths of `unit`; -1: not given. Kept, not used.
  Span<const ProfilePeriod> periods;
};

/// Which profiles to clear: with `id` that one, else those that match every other member given;
/// without any, all (errata 3.25, 3.26).
struct ProfileFilter {
  Optional<std::int32_t> id;
  Optional<std::int32_t> evse;
  Optional<ProfilePurpose> purpose;
  Optional<std::int32_t> stack_level;
};

}  // namespace plugpoint
