// Section 14 of the official test cases: Power Failure.
#include "conformance.h"

namespace plugpoint::test {
namespace {

TEST_F(Conformance16, TC_032_1_CS) {
  booted();
  charging();
  // The back-up source lasts until everything is told.
  station.station().shut_down(static_cast<std::uint32_t>(station.now()), StopReason::power_loss);
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "PowerLoss");
  next_status(kConnector, "Finishing");
  power_cycle();
  next_call("BootNotification");
  next_statuses({"Available", "Preparing", "Available"});  // Finishing OR Preparing
}

TEST_F(Conformance16, TC_032_2_CS) {
  station.hardware.set_register(kConnector, 1500);
  booted();
  charging();
  power_cycle();
  next_call("BootNotification");
  // Steps 3 to 7 may come in any order.
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "PowerLoss");
  EXPECT_EQ(stop["meterStop"], 1500);
  EXPECT_FALSE(stop.contains("idTag"));
  next_statuses({"Available", "Preparing", "Available"});
}

TEST_F(Conformance16, TC_034_CS) {
  booted();
  charge_point_unavailable();
  power_cycle();
  next_call("BootNotification");
  next_statuses({"Unavailable", "Unavailable", "Unavailable"});
}

}  // namespace
}  // namespace plugpoint::test
