// A week with two connectors and a busy central system: nothing grows after the first day.
// PLUGPOINT_TEST_DAYS makes it shorter or longer.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "unit/reliability/ledger.h"
#include "unit/reliability/stored_peaks.h"

namespace plugpoint::test {
namespace {

/// The most that was ever used.
struct Peaks {
  std::size_t receive = 0;
  std::size_t send = 0;
  std::size_t text = 0;
  std::map<std::string, std::size_t> stored;
};

class Week {
 public:
  Week() : ledger(station), stored(station) {
    station.settings.evses = 2;
    station.settings.cache_entries = 40;
    station.boot();
  }

  TestStation station;
  Ledger ledger;
  StoredPeaks stored;

  void day() {
    for (int hour = 0; hour < 24; ++hour) {
      for (const std::uint8_t connector : {std::uint8_t{1}, std::uint8_t{2}})
        session(connector, hour);
      remote_session(2, hour);
      central_system(hour);
      local_list(hour);
      if (hour % 8 == 7) outage();
    }
  }

 private:
  void pass_time(Millis ms) {
    station.run(ms);
    station.frames.clear();
    station.events();
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

  /// Started remotely with a TxProfile, which another replaces.
  void remote_session(std::uint8_t connector, int hour) {
    Json charging = profile(hour);
    charging["chargingProfilePurpose"] = "TxProfile";
    charging["chargingProfileId"] = 50 + hour % 3;
    const std::string token = "REMOTE" + std::to_string(hour);
    for (const int id : {hour, hour + 1}) {
      station.confirm("ReserveNow", {{"connectorId", connector},
                                     {"expiryDate", "2030-01-01T00:00:00Z"},
                                     {"idTag", token},
                                     {"reservationId", id}});
    }
    station.confirm("CancelReservation", {{"reservationId", hour}});
    station.plug(connector);
    station.confirm("RemoteStartTransaction",
                    {{"connectorId", connector}, {"idTag", token}, {"chargingProfile", charging}});
    pass_time(5 * kMinute);
    charging["stackLevel"] = 9;
    station.confirm("SetChargingProfile",
                    {{"connectorId", connector}, {"csChargingProfiles", charging}});
    const std::int64_t id = station.station().board(connector).transaction.id;
    station.confirm("RemoteStopTransaction", {{"transactionId", id}});
    station.unplug(connector);
    pass_time(kMinute);
  }

  /// A whole list every six hours, changes of 20 tokens in the others.
  void local_list(int hour) {
    const bool full = hour % 6 == 0;
    Json entries = Json::array();
    for (int i = 0; i < (full ? 300 : 20); ++i) {
      Json entry = {{"idTag", "LIST" + std::to_string(full ? i : hour * 15 + i)}};
      if (full || i % 4 != 0) entry["idTagInfo"] = {{"status", "Accepted"}};
      entries.push_back(entry);
    }
    station.confirm("SendLocalList", {{"updateType", full ? "Full" : "Differential"},
                                      {"listVersion", ++version_},
                                      {"localAuthorizationList", entries}});
    if (hour == 12) station.confirm("ClearCache", Json::object());
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

  int version_ = 0;
};

int days() {
  const char* given = std::getenv("PLUGPOINT_TEST_DAYS");
  return given ? std::atoi(given) : 7;
}

TEST(Week, nothing_grows_after_the_first_day) {
  Week week;
  Peaks first;
  Peaks last;
  for (int day = 0; day < days(); ++day) {
    week.day();
    const ChargePoint::MemoryUse use = week.station.station().memory_use();
    last = {use.receive_peak, use.send_peak, use.text_used, week.stored.all()};
    if (day == 0) first = last;
  }
  EXPECT_EQ(last.receive, first.receive);
  EXPECT_EQ(last.send, first.send);
  EXPECT_EQ(last.text, first.text);
  for (const auto& [area, most] : last.stored) {
    // Where in its cycle of rewriting an area is differs by a record or two from day to day.
    EXPECT_LE(most, first.stored[area] + 2 * week.station.settings.record_bytes) << area;
    std::cout << area << " " << most << " of " << week.stored.bound(area) << "; ";
  }
  week.stored.expect_within_bounds();
  std::cout << "\nreceive " << last.receive << ", send " << last.send << ", text " << last.text
            << ", stored " << week.stored.total() << " bytes at most\n";
  EXPECT_GE(week.ledger.transactions.size(), 72U * static_cast<unsigned>(days()));
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
