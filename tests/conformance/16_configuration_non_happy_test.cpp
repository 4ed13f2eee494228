// Sections 16 and 17 of the official test cases: Configuration Keys Non-Happy, Fault Behavior.
#include "conformance.h"

namespace plugpoint::test {
namespace {

TEST_F(Conformance16, TC_040_1_CS) {
  booted();
  EXPECT_EQ(request_status("ChangeConfiguration", {{"key", "Testing"}, {"value", "true"}}),
            "NotSupported");
}

TEST_F(Conformance16, TC_040_2_CS) {
  booted();
  const std::string before = configuration("MeterValueSampleInterval");
  EXPECT_EQ(
      request_status("ChangeConfiguration", {{"key", "MeterValueSampleInterval"}, {"value", "-1"}}),
      "Rejected");
  EXPECT_EQ(configuration("MeterValueSampleInterval"), before);
}

/// A transaction is tried in every way; none starts.
void expect_no_start(Conformance16& tool) {
  tool.plug();
  static_cast<void>(tool.station.swipe(tool.kTag));
  tool.nothing_for(0);
  EXPECT_EQ(tool.request_status("RemoteStartTransaction",
                                {{"connectorId", tool.kConnector}, {"idTag", tool.kTag}}),
            "Rejected");
  tool.nothing_for(30000);  // <Configured Transaction Duration>
  EXPECT_FALSE(tool.station.hardware.evse(tool.kConnector).permitted);
}

TEST_F(Conformance16, TC_041_CS) {
  booted();
  connector_faulted();
  expect_no_start(*this);
}

// The charge point as a whole is in fault state.
TEST_F(Conformance16, TC_041_CS_charge_point) {
  booted();
  charge_point_faulted();
  expect_no_start(*this);
}

}  // namespace
}  // namespace plugpoint::test
