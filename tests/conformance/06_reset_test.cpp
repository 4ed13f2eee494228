// Section 06 of the official test cases: Resetting Happy.
#include "conformance.h"

namespace plugpoint::test {
namespace {

/// The firmware does what it was told: the restart that follows Reset.
void restart_as_told(Conformance16& tool, ResetKind kind) {
  const auto resets = [&] { return tool.station.hardware.commands_of(Command::Kind::reset, 0); };
  for (int i = 0; i < 100 && resets().empty(); ++i)
    tool.station.run(100);
  ASSERT_EQ(resets().size(), 1U);
  EXPECT_EQ(resets()[0].reset_kind, kind);
  tool.nothing_for(0);
  tool.power_cycle();
  tool.next_call("BootNotification");
}

void reset_while_unavailable(Conformance16& tool, const std::string& type, ResetKind kind) {
  tool.booted();
  tool.connector_unavailable();
  EXPECT_EQ(tool.request_status("Reset", {{"type", type}}), "Accepted");
  restart_as_told(tool, kind);
  tool.next_statuses({"Available", "Unavailable", "Available"});
  EXPECT_EQ(tool.request_status("ChangeAvailability",
                                {{"connectorId", tool.kConnector}, {"type", "Operative"}}),
            "Accepted");
  tool.next_status(tool.kConnector, "Available");
}

void reset_while_charging(Conformance16& tool, const std::string& type, ResetKind kind) {
  tool.booted();
  tool.charging();
  EXPECT_EQ(tool.request_status("Reset", {{"type", type}}), "Accepted");
  Json stop = tool.next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], tool.transaction);
  EXPECT_EQ(stop["reason"], type + "Reset");
  tool.next_status(tool.kConnector, "Finishing");
  restart_as_told(tool, kind);
  tool.next_statuses({"Available", "Preparing", "Available"});  // Finishing OR Preparing
}

TEST_F(Conformance16, TC_013_CS) {
  reset_while_unavailable(*this, "Hard", ResetKind::hard);
}

TEST_F(Conformance16, TC_014_CS) {
  reset_while_unavailable(*this, "Soft", ResetKind::soft);
}

TEST_F(Conformance16, TC_015_CS) {
  reset_while_charging(*this, "Hard", ResetKind::hard);
}

TEST_F(Conformance16, TC_016_CS) {
  reset_while_charging(*this, "Soft", ResetKind::soft);
}

}  // namespace
}  // namespace plugpoint::test
