#include "plugpoint/station/storage_areas.h"

#include "plugpoint/station/blocks.h"

namespace plugpoint {

namespace {

struct Of {
  const Settings& settings;
  const Variables& variables;

  std::uint32_t number(Key key) const {
    const std::int32_t value = variables.integer(key);
    return value > 0 ? static_cast<std::uint32_t>(value) : 0;
  }
};

struct Row {
  const char* name;
  std::uint32_t (*bound)(const Of& station);
};

std::uint32_t journal(const Of& station) {
  return store::Journal::bound(station.settings.journal_bytes);
}
std::uint32_t variables(const Of& station) {
  return Variables::bound(station.settings.record_bytes);
}
std::uint32_t availability(const Of&) {
  return Availability::bound();
}
std::uint32_t profiles(const Of& station) {
  return ProfileStore::bound(station.settings.charging_profiles, station.settings.record_bytes);
}
#if PLUGPOINT_RESERVATION
std::uint32_t reservations(const Of& station) {
  return Reservations::bound(station.settings.evses);
}
#endif
#if PLUGPOINT_FIRMWARE
std::uint32_t transfer(const Of& station) {
  return TransferJob::bound(station.settings.record_bytes);
}
#endif
std::uint32_t list(const Of& station) {
  return TokenStore::list_bytes(station.number(Key::LocalAuthListMaxLength));
}
std::uint32_t list_updates(const Of& station) {
  return TokenStore::update_bytes(station.number(Key::SendLocalListMaxLength));
}
std::uint32_t list_order(const Of& station) {
  return TokenStore::order_bytes(station.number(Key::SendLocalListMaxLength));
}
std::uint32_t cache(const Of& station) {
  const std::uint32_t entries = station.settings.cache_entries;
  return entries == 0 ? 0 : TokenStore::list_bytes(entries);
}
std::uint32_t cache_updates(const Of& station) {
  return TokenStore::update_bytes(Cache::update_room(station.settings.cache_entries));
}
std::uint32_t cache_order(const Of& station) {
  return TokenStore::order_bytes(Cache::update_room(station.settings.cache_entries));
}

constexpr Row kRows[] = {
    {"transactions", &journal},
    {"transactions-n", &journal},
    {"variables", &variables},
    {"variables-n", &variables},
    {"availability", &availability},
    {"availability-n", &availability},
#if PLUGPOINT_RESERVATION
    {"reservations", &reservations},
    {"reservations-n", &reservations},
#endif
#if PLUGPOINT_FIRMWARE
    {"firmware", &transfer},
    {"firmware-n", &transfer},
    {"log-upload", &transfer},
    {"log-upload-n", &transfer},
#endif
    {"profiles", &profiles},
    {"profiles-n", &profiles},
    {"local-list", &list},
    {"local-list-in", &list_updates},
    {"list-n", &list},
    {"list-o", &list_order},
    {"auth-cache", &cache},
    {"auth-cache-in", &cache_updates},
    {"cache-n", &cache},
    {"cache-o", &cache_order},
};

}  // namespace

bool storage_area(const Settings& settings, const Variables& variables, std::size_t number,
                  StorageArea& area) {
  if (number >= sizeof kRows / sizeof kRows[0]) return false;
  area.name = kRows[number].name;
  area.bound = kRows[number].bound({settings, variables});
  return true;
}

}  // namespace plugpoint
