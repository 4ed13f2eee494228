// Section 03 of the official test cases: Stop Charging Session.
#include "conformance.h"

namespace plugpoint::test {
namespace {

void configure_disconnect(Conformance16& tool, const std::string& stop, const std::string& unlock) {
  tool.configured("MinimumStatusDuration", "0");
  tool.configured("StopTransactionOnEVSideDisconnect", stop);
  tool.configured("UnlockConnectorOnEVSideDisconnect", unlock);
}

TEST_F(Conformance16, TC_005_1_CS) {
  booted();
  configure_disconnect(*this, "true", "true");
  charging();
  unplug_ev_side();
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "EVDisconnected");
  next_status(kConnector, "Finishing");  // The cable is still in the socket.
  EXPECT_FALSE(station.hardware.evse(kConnector).locked);
}

TEST_F(Conformance16, TC_005_2_CS) {
  booted();
  configure_disconnect(*this, "true", "false");
  charging();
  unplug_ev_side();
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "EVDisconnected");
  next_status(kConnector, "Finishing");
  EXPECT_TRUE(station.hardware.evse(kConnector).locked);
  EXPECT_EQ(request_status("UnlockConnector", {{"connectorId", kConnector}}), "Unlocked");
  EXPECT_EQ(station.hardware.commands_of(Command::Kind::unlock, kConnector).size(), 1U);
}

TEST_F(Conformance16, TC_005_2_CS_fixed_cable) {
  facts().fixed_cable = true;
  booted();
  configure_disconnect(*this, "true", "false");
  charging();
  unplug_ev_side();
  EXPECT_EQ(next_call("StopTransaction")["reason"], "EVDisconnected");
  next_status(kConnector, "Available");
  EXPECT_EQ(request_status("UnlockConnector", {{"connectorId", kConnector}}), "NotSupported");
}

TEST_F(Conformance16, TC_005_3_CS) {
  booted();
  configure_disconnect(*this, "false", "false");
  charging();
  unplug_ev_side();
  EXPECT_EQ(next_status(kConnector, "SuspendedEV")["info"], "EV side disconnected");
  nothing_for(10000);
  EXPECT_EQ(request_status("RemoteStopTransaction", {{"transactionId", transaction}}), "Accepted");
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "Remote");
  next_status(kConnector, "Finishing");
}

TEST_F(Conformance16, TC_005_3_CS_fixed_cable) {
  facts().fixed_cable = true;
  booted();
  configure_disconnect(*this, "false", "false");
  charging();
  unplug_ev_side();
  EXPECT_EQ(next_status(kConnector, "SuspendedEV")["info"], "EV side disconnected");
  EXPECT_EQ(request_status("RemoteStopTransaction", {{"transactionId", transaction}}), "Accepted");
  EXPECT_EQ(next_call("StopTransaction")["reason"], "Remote");
  next_status(kConnector, "Available");
}

TEST_F(Conformance16, TC_068_CS) {
  booted();
  charging();
  static_cast<void>(station.swipe(kTag2));
  nothing_for(2000);  // Neither Authorize nor StopTransaction.
  present(kTag);
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["idTag"], kTag);
  next_status(kConnector, "Finishing");
}

TEST_F(Conformance16, TC_069_CS) {
  const Json info = {{"status", "Accepted"}, {"parentIdTag", kParent}};
  answer("StartTransaction", {{"transactionId", 7}, {"idTagInfo", info}});
  answer("Authorize", {{"idTagInfo", info}});
  booted();
  charging();
  present(kTag2);
  next_authorize(kTag2);
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], 7);
  EXPECT_EQ(stop["idTag"], kTag2);
  next_status(kConnector, "Finishing");
}

}  // namespace
}  // namespace plugpoint::test
