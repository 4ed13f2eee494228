// A slow second opinion on smart charging: the specification's sentences, asked second by second.
//
// Nothing of the library is used here. Instants are whole seconds of UTC.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace plugpoint::test::reference {

using Second = std::int64_t;

enum class Purpose { ChargePointMaxProfile, TxDefaultProfile, TxProfile };
enum class Kind { Absolute, Relative, Daily, Weekly };

struct Period {
  int start = 0;
  int limit = 0;   // tenths
  int phases = 0;  // 0: absent
};

struct Profile {
  int id = 0;
  int connector = 0;
  Purpose purpose = Purpose::TxDefaultProfile;
  Kind kind = Kind::Absolute;
  int level = 0;
  std::optional<Second> valid_from;
  std::optional<Second> valid_to;
  std::optional<Second> start;
  std::optional<int> duration;
  bool watts = false;
  Second installed = 0;
  std::vector<Period> periods;
};

/// A limit in both units; absent: none. Current in mA, power in tenths of a watt.
struct Limit {
  std::optional<std::int64_t> current;
  std::optional<std::int64_t> power;
  bool watts = false;
  int phases = 0;

  int assumed_phases() const { return phases == 0 ? 3 : phases; }
  std::optional<std::int64_t> in(bool in_watts) const { return in_watts ? power : current; }
};

struct Station {
  int connectors = 0;
  int volts = 230;
  std::vector<std::optional<Second>> transaction;  // start, by connector; [0] unused
  std::vector<Profile> profiles;

  /// §5.16.3: "same chargingProfileId, or the same combination of stackLevel /
  /// ChargingProfilePurpose".
  void install(const Profile& fresh) {
    profiles.erase(std::remove_if(profiles.begin(), profiles.end(),
                                  [&](const Profile& old) {
                                    return old.id == fresh.id || (old.level == fresh.level &&
                                                                  old.purpose == fresh.purpose &&
                                                                  old.connector == fresh.connector);
                                  }),
                   profiles.end());
    profiles.push_back(fresh);
  }

  /// Errata 3.69: current per phase = power / (line voltage * number of phases), absent: 3.
  Limit with_both_units(const Period& period, bool watts) const {
    Limit limit;
    limit.watts = watts;
    limit.phases = period.phases;
    const std::int64_t divisor = std::int64_t{volts} * limit.assumed_phases();
    if (watts) {
      limit.power = period.limit;
      limit.current = period.limit * std::int64_t{1000} / (10 * divisor);
    } else {
      limit.current = period.limit * std::int64_t{100};
      limit.power = period.limit * divisor;
    }
    return limit;
  }

  /// The period in force at `now`, if the profile has one then.
  std::optional<Period> period_at(const Profile& profile, Second now, Second charging_since) const {
    if (profile.valid_from && now < *profile.valid_from) return {};
    if (profile.valid_to && now >= *profile.valid_to) return {};
    Second start = charging_since;
    if (profile.purpose == Purpose::ChargePointMaxProfile) start = profile.installed;
    if (profile.start && profile.kind != Kind::Relative) start = *profile.start;
    if (now < start) return {};
    Second elapsed = now - start;
    // Errata 3.79: restarts every 24 hours, every 7 days.
    if (profile.kind == Kind::Daily) elapsed %= 24 * 3600;
    if (profile.kind == Kind::Weekly) elapsed %= 7 * 24 * 3600;
    if (profile.duration && elapsed >= *profile.duration) return {};
    std::optional<Period> found;
    for (const Period& period : profile.periods) {
      if (elapsed >= period.start) found = period;
    }
    return found;
  }

  /// §3.13.1: for connector 0 "applicable to all", replaced "only for that specific connector".
  bool concerns(const Profile& profile, int connector) const {
    if (profile.connector == connector) return true;
    if (profile.connector != 0 || profile.purpose != Purpose::TxDefaultProfile) return false;
    return std::none_of(profiles.begin(), profiles.end(), [&](const Profile& other) {
      return other.connector == connector && other.purpose == profile.purpose &&
             other.level == profile.level;
    });
  }

  Limit highest_of(Purpose purpose, int connector, Second now, Second charging_since) const {
    int level = -1;
    Limit limit;
    for (const Profile& profile : profiles) {
      if (profile.purpose != purpose || profile.level <= level || !concerns(profile, connector))
        continue;
      const std::optional<Period> period = period_at(profile, now, charging_since);
      if (!period) continue;
      level = profile.level;
      limit = with_both_units(*period, profile.watts);
    }
    return limit;
  }

  Limit station_limit(Second now) const {
    return highest_of(Purpose::ChargePointMaxProfile, 0, now, 0);
  }

  /// §3.13.1: the TxProfile, "or the TxDefaultProfile in case no profile of purpose TxProfile is
  /// provided".
  Limit own_limit(int connector, Second now, Second idle_since) const {
    const Second since = transaction[static_cast<std::size_t>(connector)].value_or(idle_since);
    const bool provided =
        std::any_of(profiles.begin(), profiles.end(), [&](const Profile& profile) {
          return profile.purpose == Purpose::TxProfile && profile.connector == connector;
        });
    return highest_of(provided ? Purpose::TxProfile : Purpose::TxDefaultProfile, connector, now,
                      since);
  }

  /// §3.13.3: "limit for all connectors combined": the largest equal part with which those that
  /// charge, and this connector, together stay within it.
  std::int64_t part(const Limit& total, int connector, Second now, Second idle_since) const {
    const std::int64_t all = *total.in(total.watts);
    std::vector<std::optional<std::int64_t>> wishes;
    for (int other = 1; other <= connectors; ++other) {
      if (other == connector || transaction[static_cast<std::size_t>(other)])
        wishes.push_back(own_limit(other, now, idle_since).in(total.watts));
    }
    const auto fits = [&](std::int64_t part) {
      std::int64_t sum = 0;
      for (const auto& wish : wishes)
        sum += wish ? std::min(*wish, part) : part;
      return sum <= all;
    };
    std::int64_t low = 0;
    std::int64_t high = all + 1;
    while (high - low > 1) {
      const std::int64_t middle = (low + high) / 2;
      (fits(middle) ? low : high) = middle;
    }
    // When nobody is cut short, this connector may have what the others leave.
    std::int64_t sum = 0;
    for (const auto& wish : wishes)
      sum += wish.value_or(all + 1);
    const auto own = own_limit(connector, now, idle_since).in(total.watts);
    return sum <= all ? all - sum + *own : low;
  }

  static std::optional<std::int64_t> lower(std::optional<std::int64_t> a,
                                           std::optional<std::int64_t> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
  }

  Limit limit(int connector, Second now, Second idle_since) const {
    const Limit own = own_limit(connector, now, idle_since);
    const Limit total = station_limit(now);
    if (!total.current) return own;
    const Period most{0, 0, total.phases};
    Limit shared = with_both_units(most, total.watts);
    const std::int64_t mine = part(total, connector, now, idle_since);
    const std::int64_t divisor = std::int64_t{volts} * total.assumed_phases();
    shared.current = total.watts ? mine * 100 / divisor : mine;
    shared.power = total.watts ? mine : mine * divisor / 100;
    Limit low;
    low.current = lower(own.current, shared.current);
    low.power = lower(own.power, shared.power);
    if (own.phases != 0 || total.phases != 0)
      low.phases = std::min(own.assumed_phases(), total.assumed_phases());
    return low;
  }

  /// §5.7: "the total expected power or current"; `local`: what a connector can do without
  /// profiles.
  std::int64_t grid_total(Second now, Second idle_since, bool watts, std::int64_t local) const {
    std::int64_t sum = 0;
    for (int connector = 1; connector <= connectors; ++connector)
      sum += own_limit(connector, now, idle_since).in(watts).value_or(local);
    return std::min(sum, station_limit(now).in(watts).value_or(sum));
  }
};

}  // namespace plugpoint::test::reference
