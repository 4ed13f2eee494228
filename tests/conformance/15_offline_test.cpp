// Section 15 of the official test cases: Offline Behavior.
#include "conformance.h"

namespace plugpoint::test {
namespace {

TEST_F(Conformance16, TC_036_CS) {
  booted();
  configured("MeterValueSampleInterval", "20");
  charging();
  connection_lost();
  station.run(70000);
  connection_restored();
  Millis last = 0;
  for (int i = 0; i < 5; ++i) {  // At least three from the queue, then new ones.
    Json values = next_call("MeterValues", 25000);
    EXPECT_EQ(values["transactionId"], transaction);
    const Millis at = instant(values["meterValue"][0]["timestamp"]);
    if (i > 0) {
      EXPECT_EQ(at - last, 20000);
    }
    last = at;
  }
}

/// What makes a station start offline.
enum class Known { unknown, listed, cached };

void configure_offline(Conformance16& tool, Known known) {
  tool.configured("LocalAuthorizeOffline", "true");
  tool.configured("LocalAuthListEnabled", "true");
  tool.configured("AuthorizationCacheEnabled", "true");
  tool.configured("AllowOfflineTxForUnknownId", known == Known::unknown ? "true" : "false");
  if (known == Known::listed) tool.id_tag_listed();
  if (known == Known::cached) tool.id_tag_cached();
}

/// Steps before 1: the EV driver starts a transaction without a connection.
void start_offline(Conformance16& tool) {
  tool.connection_lost();
  tool.plug();
  tool.present(tool.kTag);
  tool.station.run(10000);
  EXPECT_TRUE(tool.station.hardware.evse(tool.kConnector).permitted);
}

void expect_valid_start(Conformance16& tool, Known known) {
  tool.booted();
  configure_offline(tool, known);
  start_offline(tool);
  tool.connection_restored();
  EXPECT_EQ(tool.next_call("StartTransaction", 60000)["idTag"], tool.kTag);
  tool.next_status(tool.kConnector, "Charging");
}

TEST_F(Conformance16, TC_037_1_CS) {
  expect_valid_start(*this, Known::unknown);
}

TEST_F(Conformance16, TC_037_1_CS_listed) {
  expect_valid_start(*this, Known::listed);
}

TEST_F(Conformance16, TC_037_1_CS_cached) {
  expect_valid_start(*this, Known::cached);
}

/// Steps 1 to 4 of TC_037_2 and TC_037_3: the central system finds the idTag invalid.
void start_with_invalid(Conformance16& tool, Known known, const std::string& stop_on_invalid) {
  tool.booted();
  configure_offline(tool, known);
  tool.configured("StopTransactionOnInvalidId", stop_on_invalid);
  tool.configured("MaxEnergyOnInvalidId", "0");
  start_offline(tool);
  tool.answer("StartTransaction", {{"transactionId", 7}, {"idTagInfo", {{"status", "Invalid"}}}});
  tool.connection_restored();
  EXPECT_EQ(tool.next_call("StartTransaction", 60000)["idTag"], tool.kTag);
  tool.next_status(tool.kConnector, "Charging");
}

/// §3.5.2: what the central system says differs from the list, which it is told besides.
void expect_conflict(Conformance16& tool) {
  tool.next_status(0, "Available", 5000, "LocalListConflict");
}

void expect_suspended(Conformance16& tool, Known known) {
  start_with_invalid(tool, known, "false");
  if (known == Known::listed) expect_conflict(tool);
  tool.next_status(tool.kConnector, "SuspendedEVSE");
  EXPECT_FALSE(tool.station.hardware.evse(tool.kConnector).permitted);
}

TEST_F(Conformance16, TC_037_2_CS) {
  expect_suspended(*this, Known::unknown);
}

TEST_F(Conformance16, TC_037_2_CS_listed) {
  expect_suspended(*this, Known::listed);
}

TEST_F(Conformance16, TC_037_2_CS_cached) {
  expect_suspended(*this, Known::cached);
}

void expect_stopped(Conformance16& tool, Known known) {
  start_with_invalid(tool, known, "true");
  Json stop = tool.next_call("StopTransaction");
  EXPECT_EQ(stop["transactionId"], 7);
  EXPECT_EQ(stop["reason"], "DeAuthorized");
  if (known == Known::listed) expect_conflict(tool);
  tool.next_status(tool.kConnector, "Finishing");
}

TEST_F(Conformance16, TC_037_3_CS) {
  expect_stopped(*this, Known::unknown);
}

TEST_F(Conformance16, TC_037_3_CS_listed) {
  expect_stopped(*this, Known::listed);
}

TEST_F(Conformance16, TC_037_3_CS_cached) {
  expect_stopped(*this, Known::cached);
}

TEST_F(Conformance16, TC_038_CS) {
  booted();
  charging();
  connection_lost();
  present(kTag);
  station.run(10000);
  connection_restored();
  Json stop = next_call("StopTransaction", 60000);
  EXPECT_EQ(stop["transactionId"], transaction);
  EXPECT_EQ(stop["reason"], "Local");
  next_status(kConnector, "Finishing");
}

TEST_F(Conformance16, TC_039_CS) {
  booted();
  configure_offline(*this, Known::cached);
  start_offline(*this);
  present(kTag);
  unplug();
  station.run(10000);
  connection_restored();
  Json start = next_call("StartTransaction", 60000);
  EXPECT_EQ(start["idTag"], kTag);
  Json stop = next_call("StopTransaction");
  EXPECT_EQ(stop["reason"], "Local");
  EXPECT_GE(instant(stop["timestamp"]) - instant(start["timestamp"]), 10000);
  // The connector is Available again, as it was told before.
}

}  // namespace
}  // namespace plugpoint::test
