// Section 05 of the official test cases: Remote Actions Happy.
#include "conformance.h"

namespace plugpoint::test {
namespace {

/// Steps 1 to 8 of TC_011: a remote start of a connector without a plug.
void start_remotely(Conformance16& tool) {
  const bool asks = tool.configuration("AuthorizeRemoteTxRequests") == "true";
  EXPECT_EQ(tool.request_status("RemoteStartTransaction",
                                {{"connectorId", tool.kConnector}, {"idTag", tool.kTag}}),
            "Accepted");
  if (asks) tool.next_authorize(tool.kTag);
  tool.next_status(tool.kConnector, "Preparing");
}

TEST_F(Conformance16, TC_010_CS) {
  booted();
  charging();
}

TEST_F(Conformance16, TC_010_CS_authorized) {
  booted();
  configured("AuthorizeRemoteTxRequests", "true");
  charging();
}

void start_then_plug(Conformance16& tool) {
  start_remotely(tool);
  tool.plug();
  Json start = tool.next_call("StartTransaction");
  EXPECT_EQ(start["connectorId"], tool.kConnector);
  EXPECT_EQ(start["idTag"], tool.kTag);
  tool.next_status(tool.kConnector, "Charging");
}

TEST_F(Conformance16, TC_011_1_CS) {
  booted();
  start_then_plug(*this);
}

TEST_F(Conformance16, TC_011_1_CS_authorized) {
  booted();
  configured("AuthorizeRemoteTxRequests", "true");
  start_then_plug(*this);
}

void start_then_time_out(Conformance16& tool) {
  tool.configured("ConnectionTimeOut", "15");
  const Millis before = tool.station.now();
  start_remotely(tool);
  tool.next_status(tool.kConnector, "Available", 20000);
  EXPECT_GE(tool.station.now() - before, 15000);
  EXPECT_LE(tool.station.now() - before, 16000);
}

TEST_F(Conformance16, TC_011_2_CS) {
  booted();
  start_then_time_out(*this);
}

TEST_F(Conformance16, TC_011_2_CS_authorized) {
  booted();
  configured("AuthorizeRemoteTxRequests", "true");
  start_then_time_out(*this);
}

TEST_F(Conformance16, TC_012_CS) {
  booted();
  charging();
  EXPECT_EQ(request_status("RemoteStopTransaction", {{"transactionId", transaction}}), "Accepted");
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "Remote");
  next_status(kConnector, "Finishing");
}

}  // namespace
}  // namespace plugpoint::test
