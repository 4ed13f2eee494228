// What a charger shows of its state is what somebody wrote.
#include <utility>

#include "unit/crash/life.h"
#include "unit/crash/life_names.h"

namespace plugpoint::test {

void Life::look() {
  unseen_ = false;
  if (station.running()) look_at_availability();
  if (station.running()) look_at_reservations();
  if (station.running()) look_at_configuration();
  if (station.running()) look_at_profiles();
  if (station.running()) look_at_list();
  look_at_cache();
  // Power may go while somebody looks; what was believed then still holds.
  if (!station.running()) --operations, settle();
}

void Life::look_at_availability() {
  for (int connector = 0; connector <= kConnectors; ++connector) {
    const std::vector<std::string> statuses = station.statuses(connector);
    if (statuses.empty()) continue;  // Power went before it was told.
    const bool available = statuses.back() != "Unavailable";
    operative_.see(
        [&](const Operative& all) { return all[static_cast<std::size_t>(connector)] == available; },
        "availability of " + std::to_string(connector) + ": " + statuses.back());
  }
}

void Life::look_at_reservations() {
  reservations_.change(Outcome::done, [&](Reservations& all) {
    for (auto each = all.begin(); each != all.end();)
      each = each->second.expiry <= station.now() ? all.erase(each) : std::next(each);
  });
  for (int connector = 1; connector <= kConnectors; ++connector) {
    const std::vector<std::string> statuses = station.statuses(connector);
    if (statuses.empty() || (statuses.back() != "Reserved" && statuses.back() != "Available"))
      continue;
    const bool reserved = statuses.back() == "Reserved";
    reservations_.see(
        [&](const Reservations& all) { return (all.count(connector) != 0) == reserved; },
        "reservation of " + std::to_string(connector) + ": " + statuses.back());
  }
}

void Life::look_at_configuration() {
  Json names = Json::array();
  for (const auto& [name, value] : configuration_.any())
    names.push_back(name);
  const Json answer = ask("GetConfiguration", {{"key", names}});
  if (!answer.is_array()) return;
  for (const Json& each : answer[2]["configurationKey"]) {
    const std::string name = each["key"];
    const std::string value = each["value"];
    configuration_.see(
        [&](const Configuration& all) {
          const auto found = all.find(name);
          return found == all.end() || found->second == value;
        },
        name + " is " + value);
  }
}

void Life::look_at_list() {
  const Json answer = ask("GetLocalListVersion", Json::object());
  if (!answer.is_array()) return;
  const TokenList stored = TokenArea(station.storage, "local-list").list();
  EXPECT_EQ(answer[2]["listVersion"], stored.version);
  list_.see([&](const TokenList& list) { return list == stored; },
            "list version " + std::to_string(stored.version));
  try_tokens(stored);
}

/// A few tokens at the reader: those that the list accepts need nobody's permission.
void Life::try_tokens(const TokenList& list) {
  const int first = kUsedTokens + 1 + operations % 40;
  for (int index = first; index < first + 80; index += 20) {
    const EvseBoard& board = station.station().board(kReader);
    if (!board.operative) return;
    const auto known = list.statuses.find(list_token(index));
    const bool valid = known != list.statuses.end() && known->second == "Accepted";
    const std::size_t asked = station.sent("Authorize").size();
    if (station.swipe(list_token(index), kReader) || !station.running()) return;
    EXPECT_EQ(board.claimed, valid) << list_token(index);
    EXPECT_EQ(station.sent("Authorize").size(), asked + (valid ? 0 : 1)) << list_token(index);
    if (board.claimed) static_cast<void>(station.swipe(list_token(index), kReader));
    if (!station.running()) return;
  }
}

void Life::look_at_profiles() {
  for (int connector = 0; connector <= kConnectors; ++connector) {
    const Json answer = ask("GetCompositeSchedule", {{"connectorId", connector}, {"duration", 60}});
    if (!answer.is_array()) return;
    EXPECT_EQ(status_of(answer), "Accepted") << answer;
    const double amperes = answer[2]["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"];
    profiles_.see(
        [&](const Profiles& all) {
          return all.composite(connector, kConnectors) == std::lround(10 * amperes);
        },
        "a limit of " + std::to_string(amperes) + " A at " + std::to_string(connector));
  }
}

void Life::look_at_cache() const {
  for (const char* name : {"auth-cache", "auth-cache-in"}) {
    const TokenArea area(station.storage, name);
    for (std::size_t i = 0; i < area.entries(); ++i) {
      const auto told = told_.find(area.token(i));
      ASSERT_NE(told, told_.end()) << "a token that nobody spoke of: " << area.token(i);
      EXPECT_EQ(told->second.count(area.status(i)), 1U) << area.token(i);
    }
  }
}

}  // namespace plugpoint::test
