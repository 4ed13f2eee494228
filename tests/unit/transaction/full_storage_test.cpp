// Storage that is full or broken: T16, T17.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "support/test_station.h"
#include "unit/transaction/story.h"

namespace plugpoint::test {
namespace {

TEST(Delivery, T16_a_full_journal_drops_periodic_values_but_no_start_or_stop) {
  TestStation station;
  station.settings.journal_bytes = 4096;
  station.settings.evses = 2;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"},
                      {"MeterValueSampleInterval", "10"},
                      {"StopTxnSampledData", "Energy.Active.Import.Register"}};
  give_ids(station);
  station.boot();
  go_offline(station);
  station.clear();
  start(station, "A", 1);
  start(station, "B", 2);
  station.run(3600000);  // 1,440 values; the journal takes some 60.
  stop(station, "A", 1);
  start(station, "C", 1);
  station.run(3600000);
  stop(station, "B", 2);
  stop(station, "C", 1);
  EXPECT_LE(station.station().memory_use().journal_used, 4096U * 5 / 4);
  go_online(station);
  const Strings told = story(station);
  std::map<std::string, int> count;
  for (const std::string& each : told)
    ++count[each];
  for (const char* each : {"Start:A", "Start:B", "Start:C", "Stop:1", "Stop:2", "Stop:3"})
    EXPECT_EQ(count[each], 1) << each;
  EXPECT_GT(count["Meter:2"] + count["Meter:3"], 10);
  for (const Json& stopped : station.sent("StopTransaction")) {
    ASSERT_TRUE(stopped.contains("transactionData"));
    const Json& data = stopped["transactionData"];
    EXPECT_EQ(data.front()["sampledValue"][0]["context"], "Transaction.Begin");
    EXPECT_EQ(data.back()["sampledValue"][0]["context"], "Transaction.End");
  }
}

TEST(Delivery, T16_delivered_messages_take_no_room) {
  TestStation station;
  station.settings.journal_bytes = 4096;
  station.settings.evses = 2;
  station.defaults = {{"ClockAlignedDataInterval", "60"}};
  station.boot();
  start(station, "LONG", 2);
  std::size_t meter_values = 0;
  for (int i = 0; i < 200; ++i) {
    station.clear();
    station.hardware.set_register(2, i * 100);
    start(station);
    station.run(600000);
    stop(station);
    EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
    EXPECT_EQ(station.sent("StopTransaction").size(), 1U);
    meter_values += station.sent("MeterValues").size();
  }
  EXPECT_GT(meter_values, 9900U);
  station.power_cut();
  station.start();
  station.run(1000);
  const Json lost = station.sent("StopTransaction").back();
  EXPECT_EQ(lost["transactionId"], 1000);
  EXPECT_EQ(lost["reason"], "PowerLoss");
  EXPECT_EQ(lost["meterStop"], 19900) << "the newest state outlives its message";
}

TEST(Delivery, T16_what_nobody_needs_is_removed_without_being_copied) {
  TestStation station;
  station.settings.journal_bytes = 16384;
  station.boot();
  std::size_t most = 0;
  for (int i = 0; i < 50; ++i) {
    start(station);
    station.run(600000);
    stop(station);
    most = std::max(most, station.storage.areas["transactions"].size());
    ASSERT_EQ(station.storage.areas.count("transactions-n"), 0U);
  }
  EXPECT_GT(most, 2048U) << "and not at once";
  EXPECT_LT(most, 8192U);
}

TEST(Delivery, T08_the_newest_state_outlives_the_tidying_of_the_journal) {
  TestStation station;
  station.settings.journal_bytes = 4096;
  station.hardware.register_of = [&](std::uint8_t) { return station.now() / 100; };
  station.boot();
  start(station);
  std::uint32_t before = 0;
  while (station.station().memory_use().journal_used >= before) {
    before = station.station().memory_use().journal_used;
    ASSERT_LT(before, 4096U);
    station.run(1000);
  }
  const Json last = station.sent("MeterValues").back()["meterValue"][0];
  station.power_cut();
  station.start();
  station.run(1000);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  const Json lost = station.sent("StopTransaction")[0];
  EXPECT_EQ(lost["timestamp"], last["timestamp"]);
  EXPECT_EQ(std::to_string(lost["meterStop"].get<int>()), last["sampledValue"][0]["value"]);
}

TEST(Delivery, T17_without_storage_no_transaction_starts_and_it_is_seen) {
  TestStation station;
  station.boot();
  station.plug();
  station.events();
  station.storage.fail_after(0, Status::no_space);
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  bool seen = false;
  for (const Event& event : station.events())
    seen = seen || event.kind == Event::Kind::storage_failed;
  EXPECT_TRUE(seen);
  station.storage.mend();
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(Delivery, T17_an_end_that_cannot_be_stored_is_stored_later_as_it_was) {
  TestStation station;
  station.hardware.set_register(1, 500);
  station.boot();
  start(station);
  station.storage.fail_after(7);
  const std::string at = station.utc();
  static_cast<void>(station.swipe("TAG"));
  EXPECT_FALSE(station.hardware.evse(1).permitted) << "energy ends at once";
  EXPECT_EQ(station.swipe("OTHER").status, Status::refused);
  station.unplug();
  station.run(20000);
  EXPECT_TRUE(station.sent("StopTransaction").empty());
  station.storage.mend();
  station.run(10000);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  const Json stopped = station.sent("StopTransaction")[0];
  EXPECT_EQ(stopped["timestamp"], at);
  EXPECT_EQ(stopped["reason"], "Local");
  EXPECT_EQ(stopped["idTag"], "TAG");
  EXPECT_EQ(station.statuses(1).back(), "Available");
}

TEST(Delivery, T17_a_failing_device_at_the_start_loses_no_open_transaction) {
  TestStation station;
  give_ids(station);
  station.boot();
  start(station);
  station.power_cut();
  station.storage.fail_after(10);
  station.start();
  station.run(20000);
  EXPECT_TRUE(station.sent("StopTransaction").empty());
  EXPECT_TRUE(station.sent("StartTransaction").size() == 1);
  station.storage.mend();
  station.run(10000);
  EXPECT_EQ(story(station), (Strings{"Start:TAG", "Stop:1"}));
  EXPECT_FALSE(station.swipe("NEXT"));
  EXPECT_EQ(station.sent("StartTransaction").size(), 2U);
}

TEST(Delivery, T17_delivery_goes_on_while_nothing_can_be_stored) {
  TestStation station;
  station.defaults = offline_defaults();
  give_ids(station);
  station.boot();
  go_offline(station);
  station.clear();
  start(station, "A");
  stop(station, "A");
  start(station, "B");
  stop(station, "B");
  station.storage.fail_after(0, Status::no_space);
  go_online(station);
  station.run(100000);
  EXPECT_EQ(story(station), (Strings{"Start:A", "Stop:1", "Start:B", "Stop:2"}));
}

}  // namespace
}  // namespace plugpoint::test
