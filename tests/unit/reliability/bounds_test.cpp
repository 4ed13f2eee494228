// No area of the storage outgrows its bound, whatever fills it.
#include <gtest/gtest.h>

#include "unit/reliability/stored_peaks.h"

namespace plugpoint::test {
namespace {

class Bounds : public ::testing::Test {
 protected:
  TestStation station;
  StoredPeaks peaks{station};

  void SetUp() override {
    station.defaults = {{"AllowOfflineTxForUnknownId", "true"},
                        {"LocalAuthListMaxLength", "60"},
                        {"SendLocalListMaxLength", "40"}};
    station.settings.evses = 2;
    station.settings.journal_bytes = 8192;
    station.settings.cache_entries = 20;
  }
  void charge(const std::string& token) {
    station.plug();
    static_cast<void>(station.swipe(token));
    station.run(70000);
    static_cast<void>(station.swipe(token));
    station.unplug();
  }
  /// Of how much of its bound an area was used at most, in percent.
  std::size_t use(const std::string& area) {
    peaks.look();
    return 100 * peaks.most(area) / peaks.bound(area);
  }
};

TEST_F(Bounds, T16_a_journal_that_filled_up_and_is_delivered) {
  station.boot();
  for (int round = 0; round < 3; ++round) {
    station.network = false;
    for (int i = 0; i < 100; ++i)
      charge("TAG");
    station.network = true;
    station.run(600000);
    EXPECT_EQ(station.station().queue_length(), 0U);
  }
  EXPECT_GT(use("transactions"), 60U);
  peaks.expect_within_bounds();
}

TEST_F(Bounds, C04_texts_of_every_length) {
  const CustomKey keys[] = {{"Motto", ""}, {"Colour", ""}};
  station.settings.keys = {keys, 2};
  station.boot();
  for (std::size_t i = 0; i < 400; ++i)
    station.confirm("ChangeConfiguration", {{"key", i % 2 == 0 ? "Motto" : "Colour"},
                                            {"value", std::string(i * 7 % 400, 'x')}});
  EXPECT_GT(use("variables"), 80U);
  peaks.expect_within_bounds();
}

TEST_F(Bounds, P06_profiles_with_as_many_periods_as_fit) {
  station.boot();
  Json periods = Json::array();
  for (int i = 0; i < 24; ++i)
    periods.push_back({{"startPeriod", 60 * i}, {"limit", 6 + i}, {"numberPhases", 3}});
  Json profile = {{"chargingProfilePurpose", "TxDefaultProfile"},
                  {"chargingProfileKind", "Recurring"},
                  {"recurrencyKind", "Daily"},
                  {"chargingSchedule",
                   {{"startSchedule", "2025-06-01T00:00:00Z"},
                    {"chargingRateUnit", "W"},
                    {"chargingSchedulePeriod", periods}}}};
  int installed = 0;
  for (int i = 0; i < 300; ++i) {
    profile["chargingProfileId"] = 1 + i % 25;
    profile["stackLevel"] = i % 10;
    const Json answer = station.confirm("SetChargingProfile",
                                        {{"connectorId", i % 3}, {"csChargingProfiles", profile}});
    installed += answer["status"] == "Accepted" ? 1 : 0;
    if (i % 7 == 0) station.call("ClearChargingProfile", {{"id", 1 + i % 25}});
  }
  EXPECT_GT(installed, 200);
  EXPECT_GT(use("profiles"), 30U);
  peaks.expect_within_bounds();
}

TEST_F(Bounds, lists_that_are_too_long_and_a_cache_of_many_tokens) {
  station.boot();
  int version = 0;
  for (int first = 0; first < 200; first += 10) {
    Json entries = Json::array();
    for (int i = first; i < first + (first % 30 == 0 ? 40 : 45); ++i)
      entries.push_back(
          {{"idTag", "L" + std::to_string(i)}, {"idTagInfo", {{"status", "Accepted"}}}});
    station.call("SendLocalList", {{"updateType", first % 40 == 0 ? "Full" : "Differential"},
                                   {"listVersion", ++version},
                                   {"localAuthorizationList", entries}});
    for (int i = 0; i < 4; ++i)
      charge("TAG" + std::to_string(first + i));
  }
  EXPECT_GT(use("local-list"), 60U);
  EXPECT_GT(use("auth-cache"), 60U);
  peaks.expect_within_bounds();
}

}  // namespace
}  // namespace plugpoint::test
