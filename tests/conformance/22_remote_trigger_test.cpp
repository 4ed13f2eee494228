// Section 22 of the official test cases: Remote Trigger.
#include "conformance.h"

namespace plugpoint::test {
namespace {

std::string trigger(Conformance16& tool, const std::string& message, int connector = -1) {
  Json request = {{"requestedMessage", message}};
  if (connector >= 0) request["connectorId"] = connector;
  return tool.request_status("TriggerMessage", request);
}

TEST_F(Conformance16, TC_055_CS) {
  booted();
  const int beyond = std::stoi(configuration("NumberOfConnectors")) + 1;
  EXPECT_EQ(trigger(*this, "MeterValues", beyond), "Rejected");
  nothing_for(5000);
}

}  // namespace
}  // namespace plugpoint::test
