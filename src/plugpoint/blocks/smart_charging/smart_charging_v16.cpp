#include "plugpoint/blocks/smart_charging/smart_charging_v16.h"

namespace plugpoint::v16 {

namespace {

using namespace message::v16;
using NeutralProfile = plugpoint::ChargingProfile;
using NeutralFilter = plugpoint::ProfileFilter;

// In tenths, rounded down; a negative value stays negative.
std::int32_t tenths(Decimal value) {
  if (value.mantissa < 0) return -1;
  const std::int64_t deci = value.scaled(1);
  return deci < INT32_MAX ? static_cast<std::int32_t>(deci) : INT32_MAX - 1;
}

bool read_kind(const message::v16::ChargingProfile& from, ProfileKind& kind) {
  switch (from.chargingProfileKind) {
    case ChargingProfileKindType::Relative:
      kind = ProfileKind::relative;
      return true;
    case ChargingProfileKindType::Recurring:
      kind = from.recurrencyKind == RecurrencyKindType::Weekly ? ProfileKind::weekly
                                                               : ProfileKind::daily;
      return from.recurrencyKind != RecurrencyKindType::unset;
    default:
      kind = ProfileKind::absolute;
      return true;
  }
}

ProfilePurpose read_purpose(ChargingProfilePurposeType purpose) {
  switch (purpose) {
    case ChargingProfilePurposeType::ChargePointMaxProfile:
      return ProfilePurpose::station_max;
    case ChargingProfilePurposeType::TxDefaultProfile:
      return ProfilePurpose::tx_default;
    default:
      return ProfilePurpose::tx;
  }
}

RateUnit read_unit(ChargingRateUnitType unit) {
  return unit == ChargingRateUnitType::W ? RateUnit::watt : RateUnit::ampere;
}

ProfilePeriod read_period(const ChargingSchedulePeriod& from) {
  constexpr std::uint8_t kOutOfRange = 255;
  ProfilePeriod period;
  period.start_s = from.startPeriod;
  period.limit_deci = tenths(from.limit);
  if (!from.numberPhases) return period;
  const std::int32_t phases = *from.numberPhases;
  period.phases = phases >= 1 && phases <= 3 ? static_cast<std::uint8_t>(phases) : kOutOfRange;
  return period;
}

bool read_schedule(const ChargingSchedule& from, std::int32_t max_periods, Arena& arena,
                   NeutralProfile& profile) {
  profile.start = from.startSchedule;
  profile.duration_s = from.duration;
  profile.unit = read_unit(from.chargingRateUnit);
  if (from.minChargingRate.is_set()) profile.min_rate_deci = tenths(from.minChargingRate);
  const auto kept = from.chargingSchedulePeriod.first(static_cast<std::size_t>(max_periods) + 1);
  const Span<ProfilePeriod> periods = arena.make_array<ProfilePeriod>(kept.size());
  if (periods.absent()) return false;
  for (std::size_t i = 0; i < kept.size(); ++i)
    periods[i] = read_period(kept[i]);
  profile.periods = periods;
  return true;
}

ChargingProfileStatus status_of(ProfileResult result) {
  return result == ProfileResult::ok ? ChargingProfileStatus::Accepted
                                     : ChargingProfileStatus::Rejected;
}

void write_schedule(const CompositeSchedule& composite, RateUnit unit, Arena& arena,
                    GetCompositeScheduleConf& conf) {
  auto* schedule = arena.make<ChargingSchedule>();
  const auto periods = arena.make_array<ChargingSchedulePeriod>(composite.periods.size());
  if (!schedule || periods.absent()) return;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const CompositePeriod& from = composite.periods[i];
    periods[i].startPeriod = from.start_s;
    periods[i].limit = Decimal{from.limit_deci, -1}.normalized();
    if (from.phases != 0) periods[i].numberPhases = std::int32_t{from.phases};
  }
  // Errata 3.57: startSchedule is left out; scheduleStart says it.
  schedule->duration = composite.duration_s;
  schedule->chargingRateUnit =
      unit == RateUnit::watt ? ChargingRateUnitType::W : ChargingRateUnitType::A;
  schedule->chargingSchedulePeriod = periods;
  conf.scheduleStart = composite.start;
  conf.chargingSchedule = schedule;
  conf.status = GetCompositeScheduleStatus::Accepted;
}

}  // namespace

bool read_profile(const message::v16::ChargingProfile& from, std::int32_t max_periods, Arena& arena,
                  NeutralProfile& profile) {
  profile = NeutralProfile();
  profile.id = from.chargingProfileId;
  profile.purpose = read_purpose(from.chargingProfilePurpose);
  profile.stack_level = from.stackLevel;
  profile.transaction_id = from.transactionId;
  profile.valid_from = from.validFrom;
  profile.valid_to = from.validTo;
  return read_kind(from, profile.kind) &&
         read_schedule(from.chargingSchedule, max_periods, arena, profile);
}

void set_charging_profile(SmartCharging& block, Call& call) {
  const auto& request = call.as<SetChargingProfileReq>();
  const Arena::Mark mark = call.arena.mark();
  NeutralProfile profile;
  ProfileResult result = ProfileResult::refused;
  if (read_profile(request.csChargingProfiles, block.max_periods(), call.arena, profile))
    result = block.install(request.connectorId, profile);
  call.arena.rewind(mark);
  // Errata 3.39
  if (result == ProfileResult::unknown_evse)
    return call.reply.error(rpc::ErrorCode::property_constraint_violation,
                            PLUGPOINT_REASON("there is no such connector"));
  call.confirm_status<SetChargingProfileConf>(status_of(result));
}

void clear_charging_profile(SmartCharging& block, Call& call) {
  const auto& request = call.as<ClearChargingProfileReq>();
  NeutralFilter filter;
  filter.id = request.id;
  filter.evse = request.connectorId;
  filter.stack_level = request.stackLevel;
  if (request.chargingProfilePurpose != ChargingProfilePurposeType::unset)
    filter.purpose = read_purpose(request.chargingProfilePurpose);
  const ProfileResult result = block.clear(filter);
  if (result == ProfileResult::not_stored)
    return call.reply.error(rpc::ErrorCode::internal_error,
                            PLUGPOINT_REASON("the storage refuses to be written"));
  call.confirm_status<ClearChargingProfileConf>(result == ProfileResult::ok
                                                    ? ClearChargingProfileStatus::Accepted
                                                    : ClearChargingProfileStatus::Unknown);
}

void get_composite_schedule(SmartCharging& block, Call& call) {
  const auto& request = call.as<GetCompositeScheduleReq>();
  auto* conf = call.confirm<GetCompositeScheduleConf>();
  if (!conf) return;
  conf->status = GetCompositeScheduleStatus::Rejected;
  const bool asked = request.chargingRateUnit != ChargingRateUnitType::unset;
  const RateUnit unit = asked ? read_unit(request.chargingRateUnit) : block.usual_unit();
  const auto room =
      call.arena.make_array<CompositePeriod>(static_cast<std::size_t>(block.max_periods()));
  CompositeSchedule composite;
  if (block.composite(request.connectorId, request.duration, unit, room, composite) !=
      ProfileResult::ok)
    return;
  conf->connectorId = request.connectorId;
  write_schedule(composite, unit, call.arena, *conf);
}

}  // namespace plugpoint::v16
