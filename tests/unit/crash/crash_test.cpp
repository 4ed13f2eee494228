// Some hundred operations of a charger's life, and power is cut at every point of what they write.
// PLUGPOINT_TEST_CUTS is a number of points to draw (by default 200), `full` for every border of a
// write and every byte of the last 64 KB, or `all` for every byte.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "unit/crash/life.h"
#include "unit/crash/power_cuts.h"

namespace plugpoint::test {
namespace {

void configuration(Life& life, int round) {
  const std::string digit = std::to_string(round);
  life.configure("ResetRetries", digit);
  life.configure("ConnectionTimeOut", std::to_string(60 + round));
  life.configure("Colour", "blue" + digit);
  life.configure("ConnectorPhaseRotation", round % 2 == 0 ? "1.RST,2.RTS" : "0.RST");
  life.configure("Motto", std::string(200 + 20 * static_cast<std::size_t>(round), 'a'));
  life.configure("Motto", std::string(260, static_cast<char>('b' + round)));
  life.configure("Motto", "");
  life.configure("Colour", "green");
}

void lists(Life& life, int round) {
  const int version = 10 * round + 1;
  if (round % 2 == 0) life.send_full_list(version, 1, 100 + 4 * round);
  life.send_differential_list(version + 1, 50 + 10 * round, round % 2 == 0 ? 10 : 110);
  life.send_differential_list(version + 2, 5 * round, 4);
}

void profiles(Life& life, int round) {
  const int limit = 100 + 3 * round;
  life.set_profile(1, {"ChargePointMaxProfile", 0, 0, limit + 201});
  life.set_profile(2, {"TxDefaultProfile", 0, round, limit + 1});
  life.set_profile(3, {"TxDefaultProfile", 1, 1, limit - 10});
  life.set_profile(4, {"TxDefaultProfile", 2, 2, limit - 20});
  life.set_profile(5, {"ChargePointMaxProfile", 0, 1, limit + 150});
  life.set_profile(6, {"TxDefaultProfile", 1, 1, limit - 30});
  life.clear_profile(4);
  life.clear_profiles("TxDefaultProfile", 1);
  life.set_profile(3, {"TxDefaultProfile", 3, 1, limit - 15});
}

void busy_hour(Life& life, int round) {
  const std::string token = "USER" + std::to_string(round);
  life.plug(1, true), life.swipe(1, token + "A"), life.wait(130);
  life.set_profile(20 + round, {"TxProfile", 1, 0, 90});
  life.plug(2, true), life.remote_start(2, token + "B", 30 + round), life.wait(120);
  life.set_profile(40 + round, {"TxProfile", 2, 2, 80});
  life.trigger_meter_values(1), life.trigger_meter_values(2);
  life.change_availability(2, false);  // Scheduled.
  life.clear_profile(20 + round);
  life.swipe(1, token + "A"), life.plug(1, false);
  life.wait(125), life.remote_stop(2), life.plug(2, false);
  life.change_availability(2, true);
  life.session(1, "L" + std::to_string(1 + round));
  life.session(2, token + "C");
  life.plug(1, true), life.swipe(1, token + "D"), life.wait(250), life.plug(1, false);
}

void availability(Life& life) {
  life.change_availability(1, false), life.change_availability(1, true);
  life.change_availability(0, false), life.change_availability(3, true);
  life.change_availability(0, true), life.change_availability(3, false);
  life.change_availability(3, true);
}

void outage(Life& life, int round) {
  const std::string token = "AWAY" + std::to_string(round);
  life.plug(1, true), life.swipe(1, token + "A"), life.wait(61);
  life.online(false);
  life.plug(2, true), life.swipe(2, token + "B"), life.wait(150);
  life.swipe(1, token + "A"), life.plug(1, false);
  life.session(1, "L" + std::to_string(5 + round));
  if (round % 2 == 1) life.power_off();
  life.session(1, token + "C");
  life.swipe(2, token + "B"), life.wait(130), life.swipe(2, token + "B"), life.plug(2, false);
  life.online(true);
  life.wait(30);
}

void restarts(Life& life, int round) {
  const std::string token = "BOOT" + std::to_string(round);
  for (const char* type : {"Soft", "Hard"}) {
    life.plug(1, true), life.swipe(1, token + type), life.wait(125);
    life.reset(type);
    life.plug(1, false);
  }
  life.plug(2, true), life.swipe(2, token), life.set_profile(50 + round, {"TxProfile", 2, 0, 70});
  life.wait(125), life.power_off();
  life.plug(2, false), life.wait(5);
  if (round == 1) life.clear_cache();
  if (round == 2) life.clear_all_profiles();
}

constexpr int kRounds = 4;

/// At least 300 operations.
void script(Life& life) {
  life.power_on();
  for (int round = 0; round < kRounds; ++round) {
    configuration(life, round);
    lists(life, round);
    profiles(life, round);
    busy_hour(life, round);
    availability(life);
    outage(life, round);
    restarts(life, round);
  }
}

TEST(Crash, the_script_takes_effect) {
  Life life;
  script(life);
  EXPECT_GE(life.operations, 300);
  life.finish();
  EXPECT_EQ(life.cuts, 0);
  EXPECT_GT(life.ledger.transactions.size(), 40U);
  for (const auto& [name, least] : std::map<std::string, int>{{"ChangeConfiguration", 32},
                                                              {"ChangeAvailability", 36},
                                                              {"SendLocalListFull", 2},
                                                              {"SendLocalListDifferential", 8},
                                                              {"SetChargePointMaxProfile", 8},
                                                              {"SetTxDefaultProfile", 20},
                                                              {"SetTxProfile", 12},
                                                              {"ClearChargingProfile", 12},
                                                              {"ClearCache", 1},
                                                              {"RemoteStartTransaction", 4},
                                                              {"RemoteStopTransaction", 4},
                                                              {"ResetSoft", 4},
                                                              {"ResetHard", 4},
                                                              {"Restart", 8}})
    EXPECT_GE(life.done[name], least) << name;
}

/// What the script writes: where power can be cut.
struct Writes {
  std::uint64_t units = 0;
  std::uint64_t borders = 0;

  static Writes of_script() {
    Writes writes;
    Life whole;
    whole.station.storage.before_write = [&](std::size_t units) {
      writes.units += units;
      ++writes.borders;
    };
    script(whole);
    return writes;
  }
};

/// So many points, half of them between writes, half within.
PowerCuts::Choice draw(const Writes& writes, std::uint64_t count) {
  return [=](std::uint64_t point, bool border) {
    std::mt19937_64 dice(point);
    return dice() % (border ? writes.borders : writes.units) < count / 2;
  };
}

PowerCuts::Choice points_to_try(const Writes& writes) {
  constexpr std::uint64_t kTail = 65536;
  const char* wanted = std::getenv("PLUGPOINT_TEST_CUTS");
  const std::string which = wanted ? wanted : "200";
  if (which == "all") return [](std::uint64_t, bool) { return true; };
  if (which != "full") return draw(writes, std::stoull(which));
  return [=](std::uint64_t point, bool border) { return border || point + kTail >= writes.units; };
}

/// Runs the script, and from each chosen point once more without power; `again_after` tells of a
/// point how much later power goes a second time.
void try_cuts(const Writes& writes, const PowerCuts::Choice& chosen,
              std::uint64_t (*again_after)(std::uint64_t point)) {
  CutTotals& totals = CutTotals::shared();
  Life life;
  PowerCuts cuts(life.station.storage, totals, chosen);
  cuts.on_cut = [&] { life.cut_again_after = again_after(cuts.point()); };
  script(life);
  life.finish();
  if (!cuts.whole()) {
    EXPECT_GE(life.cuts, 1);
    totals.again += life.cuts > 1 ? 1 : 0;
    totals.endings += static_cast<std::uint64_t>(life.ledger.ended_by_power_loss);
    if (::testing::Test::HasFailure())
      std::cout << "^ power was cut at " << cuts.point() << std::endl;
  }
  cuts.finish();
  std::cout << life.operations << " operations, " << writes.borders << " writes, " << writes.units
            << " bytes; power cut at " << totals.tried << " points, in " << totals.again
            << " runs twice; " << totals.endings << " transactions ended by PowerLoss; "
            << totals.losses << " runs with a loss\n";
  EXPECT_GT(totals.tried, 0U);
  EXPECT_EQ(totals.losses, 0U);
}

TEST(Crash, T05_nothing_is_lost_or_mixed_wherever_power_goes) {
  const Writes writes = Writes::of_script();
  try_cuts(writes, points_to_try(writes), [](std::uint64_t) { return std::uint64_t{0}; });
}

TEST(Crash, T05_nor_when_it_goes_again_while_the_station_recovers) {
  const Writes writes = Writes::of_script();
  const char* wanted = std::getenv("PLUGPOINT_TEST_CUTS");
  const bool long_run = wanted && (std::string(wanted) == "full" || std::string(wanted) == "all");
  try_cuts(writes, draw(writes, long_run ? 5000 : 100),
           [](std::uint64_t point) { return 1 + std::mt19937_64(point + 1)() % 200; });
}

}  // namespace
}  // namespace plugpoint::test
