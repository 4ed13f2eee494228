#include "plugpoint/blocks/smart_charging/smart_charging.h"

namespace plugpoint {

namespace {

ProfileFilter transaction_profiles_of(EvseId evse) {
  ProfileFilter filter;
  filter.evse = std::int32_t{evse};
  filter.purpose = ProfilePurpose::tx;
  return filter;
}

MutableBytes behind(MutableBytes memory, Span<ProfileHead> index) {
  if (index.absent()) return {};
  const auto* end = reinterpret_cast<const std::uint8_t*>(index.end());
  return memory.from(static_cast<std::size_t>(end - memory.data()));
}

bool says_the_same(const CompositePeriod& a, const CompositePeriod& b) {
  return a.limit_deci == b.limit_deci && a.phases == b.phases;
}

}  // namespace

std::size_t SmartCharging::memory_size(EvseId evses, std::uint16_t profiles) {
  return alignof(ProfileHead) + sizeof(ProfileHead) * profiles + alignof(Share) +
         sizeof(Share) * (std::size_t{evses} + 1);
}

SmartCharging::SmartCharging(Station& station, const Setup& setup)
    : station_(station),
      local_limit_ma_(setup.local_limit_ma),
      index_(Arena(setup.memory).make_array<ProfileHead>(setup.profiles)),
      shares_(
          Arena(behind(setup.memory, index_)).make_array<Share>(std::size_t{station.evses()} + 1)),
      store_(*setup.logs, index_) {}

Error SmartCharging::open() {
  if (index_.absent() || shares_.absent())
    return {Status::no_memory,
            PLUGPOINT_REASON("smart charging needs more memory; see SmartCharging::memory_size")};
  return store_.open();
}

void SmartCharging::step() {
  if (waiting_) watch_claims();
  if (station_.now() < next_change_) return;
  if (!started_) sort_out();
  apply();
  started_ = true;
}

void SmartCharging::on(const RaisedSignal& raised) {
  if (!started_) return;
  switch (raised.signal) {
    case Signal::transaction_started:
      started(raised.evse);
      break;
    case Signal::token_refused:
      return drop_remote_profile(raised.evse);
    case Signal::transaction_ended:
      store_.forget(transaction_profiles_of(raised.evse));
      break;
    case Signal::clock_set:
      break;
    default:
      return;
  }
  apply();
}

// A TxProfile dies with its transaction, also when the station was off at that moment. One that
// waits where a transaction runs was cut off from its adoption by a power loss.
void SmartCharging::sort_out() {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const TransactionView& transaction = station_.board(evse).transaction;
    if (transaction.active) store_.adopt(evse, transaction.number);
  }
  for (std::size_t i = store_.count(); i > 0; --i) {
    const ProfileHead& head = store_.head(i - 1);
    if (head.purpose != ProfilePurpose::tx || belongs(head)) continue;
    ProfileFilter filter;
    filter.id = head.id;
    store_.forget(filter);
  }
}

void SmartCharging::started(EvseId evse) {
  const EvseBoard& board = station_.board(evse);
  if (board.purpose != Purpose::remote_start) drop_remote_profile(evse);
  store_.adopt(evse, board.transaction.number);
}

// A claim that lapses takes its profile along.
void SmartCharging::watch_claims() {
  waiting_ = false;
  for (std::size_t i = store_.count(); i > 0; --i) {
    const ProfileHead& head = store_.head(i - 1);
    if (!ProfileStore::waits(head)) continue;
    waiting_ = true;
    const EvseBoard& board = station_.board(head.evse);
    if (board.claimed) store_.note_claim(i - 1);
    if (!head.claimed || board.claimed || board.transaction.active) continue;
    return drop_remote_profile(head.evse);
  }
}

bool SmartCharging::belongs(const ProfileHead& head) const {
  if (!station_.has_evse(head.evse)) return false;
  const TransactionView& transaction = station_.board(head.evse).transaction;
  return transaction.active && transaction.number == head.transaction;
}

// Profiles --------------------------------------------------------------------------------------

std::int32_t SmartCharging::max_periods() const {
  return station_.variables.integer(Key::ChargingScheduleMaxPeriods);
}

RateUnit SmartCharging::usual_unit() const {
  const bool current = station_.variables.contains(Key::ChargingScheduleAllowedChargingRateUnit,
                                                   PLUGPOINT_TEXT("Current"));
  return current ? RateUnit::ampere : RateUnit::watt;
}

FlashText SmartCharging::fault_of_periods(Span<const ProfilePeriod> periods) const {
  if (periods.empty()) return PLUGPOINT_REASON("a charging schedule needs a period");
  if (periods.size() > static_cast<std::size_t>(max_periods()))
    return PLUGPOINT_REASON("more periods than ChargingScheduleMaxPeriods");
  // Errata 3.45: the first one starts with the schedule.
  if (periods[0].start_s != 0) return PLUGPOINT_REASON("the first startPeriod must be 0");
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (i > 0 && periods[i].start_s <= periods[i - 1].start_s)
      return PLUGPOINT_REASON("startPeriods must rise");
    if (periods[i].limit_deci < 0) return PLUGPOINT_REASON("a limit must not be negative");
    if (periods[i].phases > 3) return PLUGPOINT_REASON("numberPhases must be 1 to 3");
  }
  return {};
}

FlashText SmartCharging::fault_of(const ChargingProfile& profile) const {
  const Variables& variables = station_.variables;
  if (profile.stack_level < 0 ||
      profile.stack_level > variables.integer(Key::ChargeProfileMaxStackLevel))
    return PLUGPOINT_REASON("stackLevel exceeds ChargeProfileMaxStackLevel");
  // Errata 3.88: `Current` allows A, `Power` allows W.
  const FlashText unit =
      profile.unit == RateUnit::ampere ? PLUGPOINT_TEXT("Current") : PLUGPOINT_TEXT("Power");
  if (!variables.contains(Key::ChargingScheduleAllowedChargingRateUnit, unit))
    return PLUGPOINT_REASON("chargingRateUnit is not in ChargingScheduleAllowedChargingRateUnit");
  if (profile.duration_s && *profile.duration_s < 0)
    return PLUGPOINT_REASON("a duration must not be negative");
  if (profile.valid_from.is_set() && profile.valid_to.is_set() &&
      !(profile.valid_from < profile.valid_to))
    return PLUGPOINT_REASON("validTo must be after validFrom");
  return fault_of_periods(profile.periods);
}

// §3.13.1: each purpose has its place.
FlashText SmartCharging::fault_of_place(EvseId evse, const ChargingProfile& profile) const {
  if (profile.purpose == ProfilePurpose::station_max && evse != 0)
    return PLUGPOINT_REASON("a ChargePointMaxProfile belongs to connector 0");
  if (profile.purpose != ProfilePurpose::tx) return {};
  if (evse == 0) return PLUGPOINT_REASON("a TxProfile belongs to a connector above 0");
  const TransactionView& transaction = station_.board(evse).transaction;
  if (!transaction.active) return PLUGPOINT_REASON("a TxProfile needs a running transaction");
  if (profile.transaction_id && *profile.transaction_id != transaction.id)
    return PLUGPOINT_REASON("the TxProfile is for another transaction");
  return {};
}

bool SmartCharging::has_room(const ProfileHead& head) const {
  const std::int32_t most = station_.variables.integer(Key::MaxChargingProfilesInstalled);
  return store_.has_room(head, static_cast<std::size_t>(most));
}

ProfileResult SmartCharging::refuse(FlashText why) const {
  station_.log(LogLevel::warning, why);
  return ProfileResult::refused;
}

ProfileResult SmartCharging::place(EvseId evse, std::uint32_t transaction,
                                   const ChargingProfile& profile) {
  ProfileHead head;
  head.id = profile.id;
  head.evse = evse;
  head.purpose = profile.purpose;
  head.stack_level = static_cast<std::uint8_t>(profile.stack_level);
  head.transaction = transaction;
  if (!has_room(head))
    return refuse(
        PLUGPOINT_REASON("as many profiles as MaxChargingProfilesInstalled are installed"));
  switch (store_.install(head, profile, station_.clock.utc())) {
    case Status::ok:
      break;
    case Status::too_long:
      return refuse(PLUGPOINT_REASON("the charging schedule exceeds the memory for records"));
    default:
      station_.log(LogLevel::error, PLUGPOINT_REASON("a charging profile could not be stored"));
      return ProfileResult::not_stored;
  }
  if (started_) apply();
  return ProfileResult::ok;
}

ProfileResult SmartCharging::install(std::int32_t evse, const ChargingProfile& profile) {
  if (evse != 0 && !station_.has_evse(evse)) return ProfileResult::unknown_evse;
  const EvseId id = static_cast<EvseId>(evse);
  FlashText fault = fault_of(profile);
  if (fault.absent()) fault = fault_of_place(id, profile);
  if (!fault.absent()) return refuse(fault);
  const bool for_transaction = profile.purpose == ProfilePurpose::tx;
  return place(id, for_transaction ? station_.board(id).transaction.number : 0, profile);
}

ProfileResult SmartCharging::clear(const ProfileFilter& filter) {
  const Status status = store_.clear(filter);
  if (status == Status::not_found) return ProfileResult::not_found;
  if (status != Status::ok) {
    station_.log(LogLevel::error,
                 PLUGPOINT_REASON("the clearing of charging profiles could not be stored"));
    return ProfileResult::not_stored;
  }
  if (started_) apply();
  return ProfileResult::ok;
}

bool SmartCharging::accepts_remote_profile(const ChargingProfile& profile) const {
  // Errata 3.41: the transactionId is not known yet and must not be set.
  if (profile.purpose != ProfilePurpose::tx || profile.transaction_id) return false;
  ProfileHead head;
  head.id = profile.id;
  head.purpose = profile.purpose;
  return fault_of(profile).absent() && has_room(head);
}

ProfileResult SmartCharging::set_remote_profile(EvseId evse, const ChargingProfile& profile) {
  if (!station_.has_evse(evse)) return ProfileResult::unknown_evse;
  if (!accepts_remote_profile(profile))
    return refuse(PLUGPOINT_REASON("the profile does not fit a remote start"));
  waiting_ = true;
  const TransactionView& transaction = station_.board(evse).transaction;
  return place(evse, transaction.active ? transaction.number : 0, profile);
}

void SmartCharging::drop_remote_profile(EvseId evse) {
  for (std::size_t i = store_.count(); i > 0; --i) {
    const ProfileHead& head = store_.head(i - 1);
    if (head.evse != evse || !ProfileStore::waits(head)) continue;
    ProfileFilter filter;
    filter.id = head.id;
    store_.forget(filter);
  }
}

// Limits ----------------------------------------------------------------------------------------

bool SmartCharging::counts_for(const ProfileHead& head, EvseId evse) const {
  if (head.evse == evse) return head.purpose != ProfilePurpose::tx || head.transaction != 0;
  if (head.evse != 0 || head.purpose != ProfilePurpose::tx_default) return false;
  for (std::size_t i = 0; i < store_.count(); ++i) {
    const ProfileHead& other = store_.head(i);
    if (other.evse == evse && other.purpose == head.purpose &&
        other.stack_level == head.stack_level)
      return false;
  }
  return true;
}

bool SmartCharging::has(EvseId evse, ProfilePurpose purpose) const {
  for (std::size_t i = 0; i < store_.count(); ++i) {
    const ProfileHead& head = store_.head(i);
    if (head.purpose == purpose && counts_for(head, evse)) return true;
  }
  return false;
}

Slice SmartCharging::stack_at(EvseId evse, ProfilePurpose purpose, const Timeline& timeline,
                              Millis at) {
  Slice found;
  store::Record record;
  for (std::size_t i = 0; i < store_.count() && !found.applies; ++i) {
    const ProfileHead& head = store_.head(i);
    if (head.purpose != purpose || !counts_for(head, evse) || !store_.read(head, record)) continue;
    const Slice slice = slice_at(record, timeline, at);
    found.applies = slice.applies;
    found.limit = slice.limit;
    if (slice.until < found.until) found.until = slice.until;
  }
  return found;
}

Slice SmartCharging::own_at(EvseId evse, const View& view) {
  const TransactionView& transaction = station_.board(evse).transaction;
  Timeline timeline{station_.clock, station_.nominal_voltage_v, view.idle_began, view.moves};
  if (transaction.active) {
    timeline.began = transaction.started;
    timeline.moves = true;
  }
  const ProfilePurpose purpose =
      has(evse, ProfilePurpose::tx) ? ProfilePurpose::tx : ProfilePurpose::tx_default;
  return stack_at(evse, purpose, timeline, view.at);
}

// Fills what the EVSEs' own profiles allow, of `focus` and of those that draw, or of every EVSE.
// Returns when that changes.
Millis SmartCharging::look(EvseId focus, const View& view) {
  const Timeline station{station_.clock, station_.nominal_voltage_v, 0, true};
  const Slice most = stack_at(0, ProfilePurpose::station_max, station, view.at);
  shares_[0].own = most.limit;
  Millis until = most.until;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    Share& share = shares_[evse];
    share.draws = station_.board(evse).transaction.active;
    if (focus != kEveryEvse && focus != evse && !share.draws) continue;
    const Slice own = own_at(evse, view);
    share.own = own.limit;
    if (own.until < until) until = own.until;
  }
  return until;
}

RateLimit SmartCharging::limit_of(EvseId evse) const {
  return shared_limit(shares_[0].own, Span<const Share>(shares_).from(1), evse - std::size_t{1},
                      station_.nominal_voltage_v);
}

void SmartCharging::apply() {
  const Millis now = station_.now();
  next_change_ = look(kEveryEvse, {now, now, false});
  station_.board(0).limit = to_hardware(shares_[0].own);
  for (EvseId evse = 1; evse <= station_.evses(); ++evse)
    apply(evse, to_hardware(limit_of(evse)));
}

void SmartCharging::apply(EvseId evse, const ChargingLimit& limit) {
  EvseBoard& board = station_.board(evse);
  const bool changed = board.limit != limit;
  if (!changed && started_) return;
  board.limit = limit;
  station_.ports.hardware->limit(evse, limit);
  if (changed) station_.raise(Signal::limit_changed, evse);
}

// Composite schedule ----------------------------------------------------------------------------

std::int32_t SmartCharging::local_limit(RateUnit unit) const {
  return rate_limit(RateUnit::ampere, local_limit_ma_ / 100, 0, station_.nominal_voltage_v)
      .in(unit);
}

std::int32_t SmartCharging::grid_total(RateUnit unit) const {
  std::int64_t sum = 0;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const std::int32_t own = shares_[evse].own.in(unit);
    sum += own == RateLimit::kNone ? local_limit(unit) : own;
  }
  const std::int64_t most = shares_[0].own.in(unit);
  return static_cast<std::int32_t>(sum < most ? sum : most);
}

CompositePeriod SmartCharging::period_of(EvseId evse, RateUnit unit, std::int32_t start_s) const {
  const RateLimit limit = evse == 0 ? shares_[0].own : limit_of(evse);
  std::int32_t value = evse == 0 ? grid_total(unit) : limit.in(unit);
  if (value == RateLimit::kNone) value = local_limit(unit);
  CompositePeriod period;
  period.start_s = start_s;
  period.limit_deci = unit == RateUnit::ampere ? value / 100 : value;
  period.phases = limit.phases_given ? limit.phases : std::uint8_t{0};
  return period;
}

ProfileResult SmartCharging::composite(std::int32_t evse, std::int32_t duration_s, RateUnit unit,
                                       Span<CompositePeriod> room, CompositeSchedule& schedule) {
  if (evse != 0 && !station_.has_evse(evse)) return ProfileResult::unknown_evse;
  const Clock& clock = station_.clock;
  if (duration_s < 0 || room.empty() || !clock.utc_known()) return ProfileResult::refused;
  const EvseId focus = static_cast<EvseId>(evse);
  schedule.start.ms = clock.utc().ms - clock.utc().ms % kSecond;
  const Millis origin = clock.instant_of(schedule.start);
  const Millis end = origin + kSecond * duration_s;
  View view{clock.now(), clock.now(), true};
  std::size_t count = 0;
  // Profiles that change often without a change of the limit could keep this busy for long.
  for (std::size_t looks = 4 * room.size() + 16; looks > 0; --looks) {
    const Millis until = look(focus, view);
    const CompositePeriod period =
        period_of(focus, unit, static_cast<std::int32_t>((view.at - origin) / kSecond));
    // Two changes within a second: the later one stands.
    if (count > 0 && room[count - 1].start_s == period.start_s) --count;
    if (count == 0 || !says_the_same(room[count - 1], period)) {
      if (count == room.size()) break;
      room[count++] = period;
    }
    view.at = until < end ? until : end;
    if (view.at == end) break;
  }
  schedule.periods = Span<const CompositePeriod>(room).first(count);
  schedule.duration_s = static_cast<std::int32_t>((view.at - origin) / kSecond);
  return ProfileResult::ok;
}

}  // namespace plugpoint
