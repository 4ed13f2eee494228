#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

TEST(Session, runs_from_boot_to_unplug) {
  TestStation station;
  station.hardware.set_register(1, 1000);
  station.boot();
  EXPECT_EQ(station.actions(),
            (Strings{"BootNotification", "StatusNotification", "StatusNotification"}));
  EXPECT_EQ(station.statuses(1), Strings{"Available"});

  station.clear();
  station.plug();
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  EXPECT_FALSE(station.swipe("TAG1"));
  EXPECT_EQ(station.actions(),
            (Strings{"StatusNotification", "Authorize", "StartTransaction", "StatusNotification"}));
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Charging"}));
  EXPECT_TRUE(station.hardware.evse(1).permitted);

  station.hardware.set_register(1, 3500);
  station.run(61000);
  ASSERT_EQ(station.sent("MeterValues").size(), 1U);
  EXPECT_EQ(station.sent("MeterValues")[0]["transactionId"], 1000);

  station.clear();
  EXPECT_FALSE(station.swipe("TAG1"));
  station.unplug();
  EXPECT_EQ(station.actions(),
            (Strings{"StopTransaction", "StatusNotification", "StatusNotification"}));
  const Json stop = station.sent("StopTransaction")[0];
  EXPECT_EQ(stop["meterStop"], 3500);
  EXPECT_EQ(stop["transactionId"], 1000);
  EXPECT_EQ(stop["reason"], "Local");
  EXPECT_EQ(stop["idTag"], "TAG1");
  EXPECT_EQ(station.statuses(1), (Strings{"Finishing", "Available"}));
  EXPECT_FALSE(station.hardware.evse(1).permitted);
}

}  // namespace
}  // namespace plugpoint::test
