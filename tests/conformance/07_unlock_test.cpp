// Section 07 of the official test cases: Unlocking Happy.
#include "conformance.h"

namespace plugpoint::test {
namespace {

const Json kUnlock = {{"connectorId", Conformance16::kConnector}};

TEST_F(Conformance16, TC_017_1_CS) {
  booted();
  EXPECT_EQ(request_status("UnlockConnector", kUnlock), "Unlocked");
}

TEST_F(Conformance16, TC_017_2_CS) {
  facts().fixed_cable = true;
  booted();
  EXPECT_EQ(request_status("UnlockConnector", kUnlock), "NotSupported");
}

TEST_F(Conformance16, TC_018_1_CS) {
  booted();
  charging();
  EXPECT_EQ(request_status("UnlockConnector", kUnlock), "Unlocked");
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "UnlockCommand");
  next_status(kConnector, "Finishing");
  unplug();
  next_status(kConnector, "Available");
}

TEST_F(Conformance16, TC_018_2_CS) {
  facts().fixed_cable = true;
  booted();
  charging();
  EXPECT_EQ(request_status("UnlockConnector", kUnlock), "NotSupported");
  nothing_for(5000);  // The transaction goes on.
}

}  // namespace
}  // namespace plugpoint::test
