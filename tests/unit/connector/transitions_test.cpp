// The table of transitions of 1.6 §4.9, cell by cell: S01.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>
#include <set>

#include "plugpoint/blocks/connector/transitions.h"
#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

// As the specification prints it, with B6 of errata 3.20.
const Strings kColumns = {"Available", "Preparing", "Charging",    "SuspendedEV", "SuspendedEVSE",
                          "Finishing", "Reserved",  "Unavailable", "Faulted"};
const Strings kRows = {
    // 123456789
    ".xxxx.xxx",  // A Available
    "x.xxxx..x",  // B Preparing
    "x..xxx.xx",  // C Charging
    "x.x.xx.xx",  // D SuspendedEV
    "x.xx.x.xx",  // E SuspendedEVSE
    "xx.....xx",  // F Finishing
    "xx.....xx",  // G Reserved
    "xxxxx...x",  // H Unavailable
    "xxxxxxxx.",  // I Faulted
};
constexpr EvseStatus kStatuses[] = {
    EvseStatus::available,    EvseStatus::preparing,      EvseStatus::charging,
    EvseStatus::suspended_ev, EvseStatus::suspended_evse, EvseStatus::finishing,
    EvseStatus::reserved,     EvseStatus::unavailable,    EvseStatus::faulted};

struct Cell {
  std::size_t from;
  std::size_t to;
  std::string name() const {
    return std::string{static_cast<char>('A' + from)} + std::to_string(to + 1);
  }
  bool allowed() const { return kRows[from][to] == 'x'; }
};

std::vector<Cell> cells() {
  std::vector<Cell> all;
  for (std::size_t from = 0; from < 9; ++from) {
    for (std::size_t to = 0; to < 9; ++to) {
      if (from != to) all.push_back({from, to});
    }
  }
  return all;
}

TEST(Transitions, S01_the_table_is_the_one_of_the_specification) {
  for (const Cell& cell : cells())
    EXPECT_EQ(transition_allowed(kStatuses[cell.from], kStatuses[cell.to]), cell.allowed())
        << cell.name();
}

TEST(Transitions, S01_every_status_is_reached_from_every_other_by_the_table) {
  for (const Cell& cell : cells()) {
    for (const bool occupied : {false, true}) {
      EvseStatus status = kStatuses[cell.from];
      int steps = 0;
      while (status != kStatuses[cell.to] && ++steps < 3) {
        const EvseStatus next = next_towards(status, kStatuses[cell.to], occupied);
        EXPECT_TRUE(transition_allowed(status, next)) << cell.name();
        status = next;
      }
      EXPECT_EQ(status, kStatuses[cell.to]) << cell.name();
      EXPECT_EQ(steps == 1, cell.allowed()) << cell.name();
    }
  }
}

// What people, EVs and the central system do -----------------------------------------------------

using Action = std::function<void(TestStation&)>;

Facts& facts(TestStation& station) {
  return station.hardware.evse(1).facts;
}
void plug(TestStation& station) {
  station.plug();
}
void unplug(TestStation& station) {
  station.unplug();
}
void tap(TestStation& station) {
  station.tap("TAG");
}
void time_out(TestStation& station) {
  station.run(61000);
}
void ev_pauses(TestStation& station) {
  facts(station).ev_ready = false;
  station.run(100);
}
void ev_asks(TestStation& station) {
  facts(station).ev_ready = true;
  station.run(100);
}
void evse_pauses(TestStation& station) {
  facts(station).evse_ready = false;
  station.run(100);
}
void evse_resumes(TestStation& station) {
  facts(station).evse_ready = true;
  station.run(100);
}
void fault(TestStation& station) {
  facts(station).faulted = true;
  station.run(100);
}
void repair(TestStation& station) {
  facts(station).faulted = false;
  station.run(100);
}
void make(TestStation& station, const char* type) {
  static_cast<void>(station.confirm("ChangeAvailability", {{"connectorId", 1}, {"type", type}}));
}
void close(TestStation& station) {
  make(station, "Inoperative");
}
void open(TestStation& station) {
  make(station, "Operative");
}
void reserve(TestStation& station) {
  Json answer = station.confirm("ReserveNow", {{"connectorId", 1},
                                               {"idTag", "TAG"},
                                               {"reservationId", 1},
                                               {"expiryDate", "2025-06-02T12:00:00Z"}});
  EXPECT_EQ(answer["status"], "Accepted");
}
/// Any connector is reserved, of which only this one is free. A fault here does not end that.
void reserve_any(TestStation& station) {
  station.plug(2);
  station.tap("OTHER", 2);
  Json answer = station.confirm("ReserveNow", {{"connectorId", 0},
                                               {"idTag", "TAG"},
                                               {"reservationId", 1},
                                               {"expiryDate", "2025-06-02T12:00:00Z"}});
  EXPECT_EQ(answer["status"], "Accepted");
}
void cancel(TestStation& station) {
  static_cast<void>(station.confirm("CancelReservation", {{"reservationId", 1}}));
}
/// §9.1.20: statuses shorter than this are left out.
void hide_short_statuses(TestStation& station) {
  static_cast<void>(
      station.confirm("ChangeConfiguration", {{"key", "MinimumStatusDuration"}, {"value", "5"}}));
}
void wait(TestStation& station) {
  station.run(6000);
}

/// How a connector that is Available gets into a status.
const std::map<std::string, std::vector<Action>> kWays = {
    {"Available", {}},
    {"Preparing", {plug}},
    {"Charging", {plug, tap}},
    {"SuspendedEV", {plug, tap, ev_pauses}},
    {"SuspendedEVSE", {plug, tap, evse_pauses}},
    {"Finishing", {plug, tap, tap}},
    {"Reserved", {reserve}},
    {"Unavailable", {close}},
};

/// What leads from one status to another. Cells to and from Faulted are the same for all.
const std::map<std::string, std::vector<Action>> kEvents = {
    {"A2", {plug}},
    // A3 to A5 and H3 to H5 need a charge point without authorization, or a quick user.
    {"A3", {hide_short_statuses, plug, tap, wait}},
    {"A4", {hide_short_statuses, plug, tap, ev_pauses, wait}},
    {"A5", {hide_short_statuses, evse_pauses, plug, tap, wait}},
    {"A7", {reserve}},
    {"A8", {close}},
    {"B1", {unplug}},
    {"B3", {tap}},
    {"B4", {ev_pauses, tap}},
    {"B5", {evse_pauses, tap}},
    {"B6", {time_out}},
    {"C1", {unplug}},
    {"C4", {ev_pauses}},
    {"C5", {evse_pauses}},
    {"C6", {tap}},
    {"C8", {close, tap}},
    {"D1", {unplug}},
    {"D3", {ev_asks}},
    {"D5", {evse_pauses}},
    {"D6", {tap}},
    {"D8", {close, unplug}},
    {"E1", {unplug}},
    {"E3", {evse_resumes}},
    {"E4", {ev_pauses, evse_resumes}},
    {"E6", {tap}},
    {"E8", {close, tap}},
    {"F1", {unplug}},
    {"F2", {tap}},
    {"F8", {close}},
    {"G1", {cancel}},
    {"G2", {tap}},
    {"G8", {close}},
    {"H1", {open}},
    {"H2", {plug, open}},
    {"H3", {hide_short_statuses, plug, open, tap, wait}},
    {"H4", {hide_short_statuses, plug, ev_pauses, open, tap, wait}},
    {"H5", {hide_short_statuses, plug, evse_pauses, open, tap, wait}},
};

void act(TestStation& station, const std::vector<Action>& actions) {
  for (const Action& action : actions)
    action(station);
}

/// The actions of a cell, on a connector that is in its first status.
std::vector<Action> events_of(const Cell& cell) {
  if (kColumns[cell.to] == "Faulted") return {fault};
  if (kColumns[cell.from] == "Faulted") return {repair};
  return kEvents.at(cell.name());
}

TEST(Transitions, S01_each_transition_of_the_table_is_told) {
  for (const Cell& cell : cells()) {
    if (!cell.allowed()) continue;
    SCOPED_TRACE(cell.name());
    TestStation station;
    station.settings.evses = 2;
    station.boot();
    // I1 to I8: "status returns to the pre-fault state".
    const bool from_fault = kColumns[cell.from] == "Faulted";
    if (cell.name() == "I7") {
      reserve_any(station);  // §5.13: a fault ends the reservation of just this connector.
    } else {
      act(station, kWays.at(kColumns[from_fault ? cell.to : cell.from]));
    }
    if (from_fault) fault(station);
    ASSERT_EQ(station.statuses(1).back(), kColumns[cell.from]);
    station.clear();
    act(station, events_of(cell));
    ASSERT_FALSE(station.statuses(1).empty());
    EXPECT_EQ(station.statuses(1).front(), kColumns[cell.to]);
  }
}

/// What would lead straight to where the table has no way, and what is told instead.
struct Detour {
  const char* cell;
  std::vector<Action> events;
  Strings told;
};

const std::vector<Detour> kDetours = {
    {"A6", {plug, time_out}, {"Preparing", "Finishing"}},
    {"B8", {close, unplug}, {"Available", "Unavailable"}},
    {"B8", {close, time_out}, {"Finishing", "Unavailable"}},
    {"F3", {tap}, {"Preparing", "Charging"}},
    {"F4", {ev_pauses, tap}, {"Preparing", "SuspendedEV"}},
    {"F5", {evse_pauses, tap}, {"Preparing", "SuspendedEVSE"}},
    {"G3", {tap, plug}, {"Preparing", "Charging"}},
    {"G6", {tap, plug, tap}, {"Preparing", "Charging", "Finishing"}},
    {"H6", {plug, open, time_out}, {"Preparing", "Finishing"}},
};

TEST(Transitions, S01_where_the_table_has_no_way_there_is_a_status_between) {
  for (const Detour& detour : kDetours) {
    SCOPED_TRACE(detour.cell);
    TestStation station;
    station.boot();
    act(station, kWays.at(kColumns[static_cast<std::size_t>(detour.cell[0] - 'A')]));
    station.clear();
    act(station, detour.events);
    EXPECT_EQ(station.statuses(1), detour.told);
  }
}

// A walk by chance --------------------------------------------------------------------------------

/// Things that go together in one moment, so that more than one fact changes at once.
void change_facts(TestStation& station, std::uint8_t connector, std::mt19937& chance) {
  Facts& present = station.hardware.evse(connector).facts;
  for (bool* fact : {&present.plugged, &present.ev_ready, &present.evse_ready, &present.faulted,
                     &present.cable}) {
    if (chance() % 4 == 0) *fact = !*fact;
  }
}

void ask(TestStation& station, int connector, std::mt19937& chance) {
  const char* type = chance() % 2 == 0 ? "Operative" : "Inoperative";
  const int id = static_cast<int>(chance() % 3);
  switch (chance() % 5) {
    case 0:
      station.call("ChangeAvailability", {{"connectorId", chance() % 3}, {"type", type}});
      break;
    case 1:
      station.call("RemoteStartTransaction", {{"connectorId", connector}, {"idTag", "TAG0"}});
      break;
    case 2:
      station.call("ReserveNow", {{"connectorId", connector},
                                  {"idTag", "TAG0"},
                                  {"reservationId", id},
                                  {"expiryDate", station.utc().substr(0, 11) + "23:59:59Z"}});
      break;
    case 3:
      station.call("CancelReservation", {{"reservationId", id}});
      break;
    default:
      station.call("UnlockConnector", {{"connectorId", connector}});
      break;
  }
}

void live(TestStation& station, std::mt19937& chance) {
  const auto connector = static_cast<std::uint8_t>(1 + chance() % 2);
  switch (chance() % 5) {
    case 0:
    case 1:
      change_facts(station, connector, chance);
      break;
    case 2:
      static_cast<void>(station.swipe("TAG" + std::to_string(chance() % 2), connector));
      break;
    case 3:
      ask(station, connector, chance);
      break;
    default:
      station.run(static_cast<Millis>(chance() % 70000));
      break;
  }
  // Often the next thing happens before the central system has answered.
  if (chance() % 2 == 0) station.run(200);
}

/// The pairs of statuses told one after the other, by connector.
std::map<std::string, int> pairs_told(const TestStation& station) {
  std::map<int, std::string> last;
  std::map<std::string, int> pairs;
  for (const Json& told : station.sent("StatusNotification")) {
    const int connector = told["connectorId"];
    const std::string status = told["status"];
    std::string& before = last[connector];
    if (connector != 0 && !before.empty() && before != status) ++pairs[before + ">" + status];
    before = status;
  }
  return pairs;
}

TEST(Transitions, S01_no_other_transition_is_ever_told) {
  std::set<std::string> seen;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    TestStation station;
    station.settings.evses = 2;
    station.on["StartTransaction"] = [n = 0](const Json&) mutable {
      ++n;
      return Json{{"idTagInfo", {{"status", n % 7 == 0 ? "Invalid" : "Accepted"}}},
                  {"transactionId", n}};
    };
    station.boot();
    std::mt19937 chance(seed);
    for (int i = 0; i < 1500; ++i)
      live(station, chance);
    for (const auto& [pair, count] : pairs_told(station))
      seen.insert(pair);
  }
  std::size_t allowed = 0;
  for (const Cell& cell : cells()) {
    const bool told = seen.count(kColumns[cell.from] + ">" + kColumns[cell.to]) != 0;
    EXPECT_TRUE(cell.allowed() || !told) << cell.name();
    if (told) ++allowed;
  }
  // All but what needs a charge point without authorization: A3 to A5 and H3 to H5.
  EXPECT_GE(allowed, 44U);
}

}  // namespace
}  // namespace plugpoint::test
