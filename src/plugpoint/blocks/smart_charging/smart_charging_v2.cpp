#include "plugpoint/blocks/smart_charging/smart_charging_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

// In tenths, rounded down; a negative value stays negative.
std::int32_t tenths(Decimal value) {
  if (value.mantissa < 0) return -1;
  const std::int64_t deci = value.scaled(1);
  return deci < INT32_MAX ? static_cast<std::int32_t>(deci) : INT32_MAX - 1;
}

bool read_kind(const ChargingProfileType& from, ProfileKind& kind) {
  const bool weekly = from.recurrencyKind == RecurrencyKindEnumType::Weekly;
  switch (from.chargingProfileKind) {
    case ChargingProfileKindEnumType::Absolute:
      kind = ProfileKind::absolute;
      return true;
    case ChargingProfileKindEnumType::Relative:
      kind = ProfileKind::relative;
      return true;
    case ChargingProfileKindEnumType::Recurring:
      kind = weekly ? ProfileKind::weekly : ProfileKind::daily;
      return from.recurrencyKind != RecurrencyKindEnumType::unset;
    default:
      return false;  // Dynamic, of 2.1
  }
}

ProfilePeriod read_period(const ChargingSchedulePeriodType& from) {
  constexpr std::uint8_t kOutOfRange = 255;
  ProfilePeriod period;
  period.start_s = from.startPeriod;
  period.limit_deci = from.limit.is_set() ? tenths(from.limit) : -1;
  if (!from.numberPhases) return period;
  const std::int32_t phases = *from.numberPhases;
  period.phases = phases >= 1 && phases <= 3 ? static_cast<std::uint8_t>(phases) : kOutOfRange;
  return period;
}

bool read_schedule(const ChargingScheduleType& from, std::int32_t max_periods, Arena& arena,
                   ChargingProfile& profile) {
  profile.start = from.startSchedule;
  profile.duration_s = from.duration;
  profile.unit =
      from.chargingRateUnit == ChargingRateUnitEnumType::W ? RateUnit::watt : RateUnit::ampere;
  if (from.minChargingRate.is_set()) profile.min_rate_deci = tenths(from.minChargingRate);
  const auto kept = from.chargingSchedulePeriod.first(static_cast<std::size_t>(max_periods) + 1);
  const Span<ProfilePeriod> periods = arena.make_array<ProfilePeriod>(kept.size());
  if (periods.absent()) return false;
  for (std::size_t i = 0; i < kept.size(); ++i)
    periods[i] = read_period(kept[i]);
  profile.periods = periods;
  return true;
}

}  // namespace

bool read_remote_profile(const ChargingProfileType& from, std::int32_t max_periods, Arena& arena,
                         ChargingProfile& profile) {
  profile = ChargingProfile();
  if (from.chargingProfilePurpose != ChargingProfilePurposeEnumType::TxProfile) return false;
  if (!from.transactionId.absent() || from.chargingSchedule.size() != 1) return false;
  profile.id = from.id;
  profile.purpose = ProfilePurpose::tx;
  profile.stack_level = from.stackLevel;
  profile.valid_from = from.validFrom;
  profile.valid_to = from.validTo;
  if (!read_kind(from, profile.kind)) return false;
  if (!read_schedule(from.chargingSchedule[0], max_periods, arena, profile)) return false;
  return profile.start.is_set() == (profile.kind != ProfileKind::relative);
}

}  // namespace plugpoint::v2
