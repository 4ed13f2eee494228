// Some hundred operations of a charger's life, and power is cut at every point of what they write.
// PLUGPOINT_TEST_CUTS is a number of points to draw (by default 200), `full` for every border of a
// write and every byte of the last 64 KB, or `all` for every byte.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "unit/crash/life.h"
#include "unit/crash/power_cuts.h"
#include "unit/crash/script.h"

namespace plugpoint::test {
namespace {

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
                                                              {"ReserveNow", 16},
                                                              {"CancelReservation", 4},
                                                              {"UpdateFirmware", 4},
                                                              {"GetDiagnostics", 4},
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
