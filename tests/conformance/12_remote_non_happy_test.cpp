// Sections 12 and 13 of the official test cases: Remote Actions and Unlocking, Non-Happy.
#include "conformance.h"

namespace plugpoint::test {
namespace {

TEST_F(Conformance16, TC_026_CS) {
  booted();
  configured("LocalPreAuthorize", "false");
  charging();
  EXPECT_EQ(
      request_status("RemoteStartTransaction", {{"connectorId", kConnector}, {"idTag", kTag}}),
      "Rejected");
  nothing_for(5000);
}

TEST_F(Conformance16, TC_027_CS) {
  booted();
  EXPECT_EQ(request_status("RemoteStartTransaction", {{"connectorId", 0}, {"idTag", kTag}}),
            "Rejected");
  nothing_for(5000);
}

TEST_F(Conformance16, TC_028_CS) {
  booted();
  charging();
  EXPECT_EQ(request_status("RemoteStopTransaction", {{"transactionId", transaction + 1}}),
            "Rejected");
  nothing_for(5000);  // The transaction goes on.
}

TEST_F(Conformance16, TC_030_CS) {
  station.hardware.evse(kConnector).unlock_result = UnlockResult::failed;
  booted();
  EXPECT_EQ(request_status("UnlockConnector", {{"connectorId", kConnector}}), "UnlockFailed");
  // §5.18: "…the Charge Point SHALL respond with UnlockFailed"; the failure is told as well (S10).
  next_status(kConnector, "Available", 5000, "ConnectorLockFailure");
}

TEST_F(Conformance16, TC_031_CS) {
  booted();
  EXPECT_EQ(request_status("UnlockConnector", {{"connectorId", 3}}), "NotSupported");
}

}  // namespace
}  // namespace plugpoint::test
