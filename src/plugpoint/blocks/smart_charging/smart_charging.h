// Smart charging: which limit is in force on each EVSE, and when it changes next (1.6 §3.13).
//
// Profiles lie on storage; memory holds a small index of them. Nothing is calculated between
// changes: a step compares one instant. What the rules are:
//  - Within a purpose the highest stack level that has a period for the instant prevails; when its
//    duration or validity is over, the next lower one, at last no limit (errata 3.43).
//  - A TxProfile overrules TxDefaultProfiles as long as it is installed, also where it says
//  nothing.
//  - A TxDefaultProfile of an EVSE replaces the station's of the same stack level for this EVSE.
//  - The lowest of the purposes counts. ChargePointMaxProfile is the limit of all EVSEs together:
//  it is
//    shared equally among those with a transaction; who is limited to less leaves the rest to
//    others.
//  - On an EVSE without transaction a relative schedule stands at its first period, as if one
//  started.
//  - While UTC is unknown, profiles that need it are left out.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/status.h"
#include "plugpoint/blocks/smart_charging/charging_profile.h"
#include "plugpoint/blocks/smart_charging/profile_store.h"
#include "plugpoint/blocks/smart_charging/rate_limit.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// One step of a composite schedule.
struct CompositePeriod {
  std::int32_t start_s = 0;
  std::int32_t limit_deci = 0;  ///< In tenths of the unit.
  std::uint8_t phases = 0;      ///< 0: no profile gave a number.

  friend bool operator==(const CompositePeriod& a, const CompositePeriod& b) {
    return a.start_s == b.start_s && a.limit_deci == b.limit_deci && a.phases == b.phases;
  }
};

struct CompositeSchedule {
  DateTime start;               ///< Whole seconds; periods count from here.
  std::int32_t duration_s = 0;  ///< Shorter than asked for when the periods do not fit.
  Span<const CompositePeriod> periods;
};

/// What came of a request. All but `ok` leave everything as it was.
enum class ProfileResult : std::uint8_t {
  ok,
  unknown_evse,
  refused,     ///< Against a rule, or not possible now; the reason is logged.
  not_found,   ///< Nothing to clear.
  not_stored,  ///< The storage refused.
};

class SmartCharging {
 public:
  struct Setup {
    MutableBytes memory;             ///< `memory_size` bytes, for this block alone.
    store::LogRoom* logs = nullptr;  ///< Outlives the block.
    std::uint16_t profiles = 20;     ///< As given to `memory_size`.
    /// What an EVSE can deliver, for composite schedules where no profile says anything.
    std::int32_t local_limit_ma = 32000;
  };
  /// Bytes for this many EVSEs and profiles. MaxChargingProfilesInstalled should not exceed
  /// `profiles`; the lower of both holds.
  static std::size_t memory_size(EvseId evses, std::uint16_t profiles);

  SmartCharging(Station& station, const Setup& setup);

  /// Reads the stored profiles. Errors: no_memory, and as RecordLog::open.
  Error open();
  /// Tells the hardware at the first call, and whenever the limit changes. The first call must come
  /// after transactions were recovered: TxProfiles of others are erased then.
  void step();
  /// When the next change can happen; 0 before the first step.
  Millis next_deadline() const { return next_change_; }
  void on(const RaisedSignal& raised);

  // Profiles -------------------------------------------------------------------------------------
  /// Installs a profile on an EVSE, 0: the station (§5.16). Replaces what it must, durably.
  ProfileResult install(std::int32_t evse, const ChargingProfile& profile);
  /// Clears what matches (§5.5).
  ProfileResult clear(const ProfileFilter& filter);
  std::size_t installed() const { return store_.count(); }

  // Remote start (§5.16.2); called by the station, since blocks do not know each other
  /// Whether a remote start may bring this profile: a TxProfile without transactionId, valid, with
  /// room.
  bool accepts_remote_profile(const ChargingProfile& profile) const;
  /// Keeps it for the transaction that a remote start begins on this EVSE; one that runs takes it
  /// now. Forgotten when the token is refused, the claim lapses, or another way of starting comes
  /// first.
  ProfileResult set_remote_profile(EvseId evse, const ChargingProfile& profile);
  /// A remote start without a profile was accepted: what an earlier one left does not count for it.
  void drop_remote_profile(EvseId evse);

  // Composite schedule (§5.7)
  /// What holds from now for `duration_s` on an EVSE that charges; 0: what all EVSEs together may
  /// take from the grid. Periods go to `room`, neighbours that say the same are one. Where no
  /// profile limits an EVSE, its local limit stands. `refused` while UTC is unknown or for a
  /// negative duration.
  ProfileResult composite(std::int32_t evse, std::int32_t duration_s, RateUnit unit,
                          Span<CompositePeriod> room, CompositeSchedule& schedule);
  /// The unit for a composite schedule when none was asked for.
  RateUnit usual_unit() const;

  std::int32_t max_periods() const;

 private:
  static constexpr EvseId kEveryEvse = 0;

  FlashText fault_of(const ChargingProfile& profile) const;
  FlashText fault_of_periods(Span<const ProfilePeriod> periods) const;
  FlashText fault_of_place(EvseId evse, const ChargingProfile& profile) const;
  bool has_room(const ProfileHead& head) const;
  ProfileResult place(EvseId evse, std::uint32_t transaction, const ChargingProfile& profile);
  ProfileResult refuse(FlashText why) const;
  void sort_out();
  void watch_claims();
  void started(EvseId evse);
  bool belongs(const ProfileHead& head) const;

  // An instant to look at. `idle_began`: from when relative schedules count on an EVSE without a
  // transaction; `moves`: whether they go on from there, or stay at their first period.
  struct View {
    Millis at;
    Millis idle_began;
    bool moves;
  };
  bool has(EvseId evse, ProfilePurpose purpose) const;
  bool counts_for(const ProfileHead& head, EvseId evse) const;
  Slice own_at(EvseId evse, const View& view);
  Slice stack_at(EvseId evse, ProfilePurpose purpose, const Timeline& timeline, Millis at);
  Millis look(EvseId focus, const View& view);
  RateLimit limit_of(EvseId evse) const;
  void apply();
  void apply(EvseId evse, const ChargingLimit& limit);

  std::int32_t local_limit(RateUnit unit) const;
  std::int32_t grid_total(RateUnit unit) const;
  CompositePeriod period_of(EvseId evse, RateUnit unit, std::int32_t start_s) const;

  Station& station_;
  std::int32_t local_limit_ma_;
  Span<ProfileHead> index_;
  Span<Share> shares_;  ///< By EVSE; 0 holds the limit of the station. Only valid after `look`.
  ProfileStore store_;
  Millis next_change_ = 0;
  bool started_ = false;
  bool waiting_ = false;  ///< A profile of a remote start may wait for its transaction.
};

}  // namespace plugpoint
