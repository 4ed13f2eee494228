// A week with two connectors and a busy central system: nothing grows after the first day.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "unit/reliability/ledger.h"

namespace plugpoint::test {
namespace {

constexpr Millis kMinute = 60 * kSecond;

/// The most that was ever used.
struct Peaks {
  std::size_t receive = 0;
  std::size_t send = 0;
  std::size_t text = 0;
  std::map<std::string, std::size_t> stored;
};

class Week {
 public:
  Week() : ledger(station) {
    station.settings.evses = 2;
    station.boot();
  }

  TestStation station;
  Ledger ledger;
  Peaks peaks;

  void day() {
    for (int hour = 0; hour < 24; ++hour) {
      for (const std::uint8_t connector : {std::uint8_t{1}, std::uint8_t{2}})
        session(connector, hour);
      central_system(hour);
      if (hour % 8 == 7) outage();
    }
  }

 private:
  void pass_time(Millis ms) {
    station.run(ms);
    station.frames.clear();
    station.events();
    for (const auto& [name, bytes] : station.storage.areas)
      peaks.stored[name] = std::max(peaks.stored[name], bytes.size());
  }

  void session(std::uint8_t connector, int hour) {
    const std::string token = "TAG" + std::to_string(hour);
    station.plug(connector);
    station.tap(token, connector);
    pass_time(25 * kMinute);
    station.tap(token, connector);
    station.unplug(connector);
    pass_time(kMinute);
  }

  void central_system(int hour) {
    station.confirm("GetConfiguration", Json::object());
    for (int i = 0; i < 10; ++i)
      configure(hour % 10 * 10 + i);
    station.confirm("SetChargingProfile",
                    {{"connectorId", 1}, {"csChargingProfiles", profile(hour)}});
    station.confirm("GetCompositeSchedule", {{"connectorId", 1}, {"duration", 3600}});
    station.confirm("ClearChargingProfile", {{"id", 1 + hour % 4}});
    station.confirm("TriggerMessage", {{"requestedMessage", "MeterValues"}, {"connectorId", 1}});
    station.confirm("DataTransfer", {{"vendorId", "nobody"}});
    pass_time(kMinute);
  }

  void configure(int value) {
    station.confirm("ChangeConfiguration",
                    {{"key", "ResetRetries"}, {"value", std::to_string(value)}});
    for (const char* type : {"Inoperative", "Operative"})
      station.confirm("ChangeAvailability", {{"connectorId", 2}, {"type", type}});
  }

  static Json profile(int hour) {
    return {{"chargingProfileId", 1 + hour % 6},
            {"stackLevel", hour % 6},
            {"chargingProfilePurpose", "TxDefaultProfile"},
            {"chargingProfileKind", "Relative"},
            {"chargingSchedule",
             {{"chargingRateUnit", "A"},
              {"chargingSchedulePeriod", {{{"startPeriod", 0}, {"limit", 16}}}}}}};
  }

  void outage() {
    station.network = false;
    session(1, 99);
    station.network = true;
    pass_time(5 * kMinute);
  }
};

TEST(Week, nothing_grows_after_the_first_day) {
  Week week;
  Peaks first;
  for (int day = 0; day < 7; ++day) {
    week.day();
    const ChargePoint::MemoryUse use = week.station.station().memory_use();
    week.peaks.receive = use.receive_peak;
    week.peaks.send = use.send_peak;
    week.peaks.text = use.text_used;
    if (day == 0) first = week.peaks;
  }
  EXPECT_EQ(week.peaks.receive, first.receive);
  EXPECT_EQ(week.peaks.send, first.send);
  EXPECT_EQ(week.peaks.text, first.text);
  std::size_t sum = 0;
  for (const auto& [area, most] : week.peaks.stored) {
    EXPECT_LE(most, first.stored[area] + 128) << area;
    sum += most;
  }
  std::cout << "receive " << week.peaks.receive << ", send " << week.peaks.send << ", text "
            << week.peaks.text << ", stored " << sum << " bytes at most\n";
  EXPECT_GT(week.ledger.transactions.size(), 300U);
  week.ledger.expect_all_closed();
  EXPECT_EQ(week.station.station().queue_length(), 0U);
}

TEST(Week, S07_many_changes_of_availability_wear_the_flash_little) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  const std::uint32_t before = station.storage.replaces;
  for (int i = 0; i < 500; ++i) {
    for (const char* type : {"Inoperative", "Operative"})
      station.confirm("ChangeAvailability", {{"connectorId", 1 + i % 2}, {"type", type}});
  }
  // A record has 14 bytes; the log is rewritten above 2 KB, and next to nothing is left of it.
  EXPECT_LE(station.storage.replaces - before, 7U);
  EXPECT_LE(station.storage.size("availability"), 2048U + 14);
}

}  // namespace
}  // namespace plugpoint::test
