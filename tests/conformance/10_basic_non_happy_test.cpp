// Sections 10 and 11 of the official test cases: Basic Actions Non-Happy.
#include "conformance.h"

namespace plugpoint::test {
namespace {

void configure_invalid(Conformance16& tool) {
  tool.configured("MinimumStatusDuration", "10");
  tool.configured("LocalPreAuthorize", "true");
  tool.answer("Authorize", Conformance16::id_tag_info("Invalid"));
}

// TC_023 of the document.
TEST_F(Conformance16, TC_023_4_CS) {
  booted();
  configure_invalid(*this);
  plug();
  next_status(kConnector, "Preparing", 11000);
  present(kInvalidTag);
  next_authorize(kInvalidTag);
  nothing_for(5000);  // No transaction starts.
  EXPECT_FALSE(station.hardware.evse(kConnector).permitted);
}

// Its remote form.
TEST_F(Conformance16, TC_023_5_CS) {
  booted();
  configure_invalid(*this);
  configured("AuthorizeRemoteTxRequests", "true");
  plug();
  next_status(kConnector, "Preparing", 11000);
  EXPECT_EQ(request_status("RemoteStartTransaction",
                           {{"connectorId", kConnector}, {"idTag", kInvalidTag}}),
            "Accepted");
  next_authorize(kInvalidTag);
  nothing_for(5000);
  EXPECT_FALSE(station.hardware.evse(kConnector).permitted);
}

TEST_F(Conformance16, TC_024_CS) {
  booted();
  const bool asks = configuration("AuthorizeRemoteTxRequests") == "true";
  EXPECT_EQ(
      request_status("RemoteStartTransaction", {{"connectorId", kConnector}, {"idTag", kTag}}),
      "Accepted");
  if (asks) next_authorize(kTag);
  next_status(kConnector, "Preparing");
  // The cable is plugged in halfway: it cannot be locked.
  facts().faulted = true;
  facts().fault = Fault::connector_lock_failure;
  plug();
  next_status(kConnector, "Faulted", 5000, "ConnectorLockFailure");
  nothing_for(5000);  // No transaction starts.
  EXPECT_FALSE(station.hardware.evse(kConnector).permitted);
}

}  // namespace
}  // namespace plugpoint::test
