// Section 22 of the official test cases: Remote Trigger.
#include "conformance.h"

namespace plugpoint::test {
namespace {

std::string trigger(Conformance16& tool, const std::string& message, int connector = -1) {
  Json request = {{"requestedMessage", message}};
  if (connector >= 0) request["connectorId"] = connector;
  return tool.request_status("TriggerMessage", request);
}

TEST_F(Conformance16, TC_054_CS) {
  station.hardware.files.protocols = bit(FileProtocol::ftp);
  station.hardware.set_register(kConnector, 1000);
  booted();
  ASSERT_EQ(trigger(*this, "MeterValues", kConnector), "Accepted");
  const Json values = next_call("MeterValues");
  EXPECT_EQ(values["connectorId"], kConnector);
  EXPECT_FALSE(values.contains("transactionId"));
  EXPECT_EQ(values["meterValue"][0]["sampledValue"][0]["context"], "Trigger");
  ASSERT_EQ(trigger(*this, "Heartbeat"), "Accepted");
  EXPECT_EQ(next_call("Heartbeat"), Json::object());
  ASSERT_EQ(trigger(*this, "StatusNotification", kConnector), "Accepted");
  next_status(kConnector, "Available");
  ASSERT_EQ(trigger(*this, "DiagnosticsStatusNotification"), "Accepted");
  EXPECT_EQ(next_call("DiagnosticsStatusNotification"), Json({{"status", "Idle"}}));
  ASSERT_EQ(trigger(*this, "FirmwareStatusNotification"), "Accepted");
  EXPECT_EQ(next_call("FirmwareStatusNotification"), Json({{"status", "Idle"}}));
}

TEST_F(Conformance16, TC_055_CS) {
  booted();
  const int beyond = std::stoi(configuration("NumberOfConnectors")) + 1;
  EXPECT_EQ(trigger(*this, "MeterValues", beyond), "Rejected");
  nothing_for(5000);
}

}  // namespace
}  // namespace plugpoint::test
