// Section 21 of the official test cases: Reservation.
#include "conformance.h"

namespace plugpoint::test {
namespace {

constexpr int kReservation = 42;
constexpr Millis kExpiry = 60000;  // <Configured Reservation Expiry Date Offset>

std::string reserve_now(Conformance16& tool, int connector, const Json& further = Json::object()) {
  Json request = {{"connectorId", connector},
                  {"expiryDate", iso_text(instant(tool.station.utc()) + kExpiry)},
                  {"idTag", tool.kTag},
                  {"reservationId", kReservation}};
  request.update(further);
  return tool.request_status("ReserveNow", request);
}

/// Reusable state Reserved.
void reserved(Conformance16& tool, const Json& further = Json::object()) {
  ASSERT_EQ(reserve_now(tool, tool.kConnector, further), "Accepted");
  tool.next_status(tool.kConnector, "Reserved");
}

void expect_started(Conformance16& tool, const std::string& tag) {
  Json start = tool.next_call("StartTransaction");
  EXPECT_EQ(start["connectorId"], tool.kConnector);
  EXPECT_EQ(start["idTag"], tag);
  EXPECT_EQ(start["reservationId"], kReservation);
  tool.next_status(tool.kConnector, "Charging");
}

// Reservation of a connector --------------------------------------------------------------------

TEST_F(Conformance16, TC_046_1_CS) {
  booted();
  connector_unavailable(kOtherConnector);
  reserved(*this);
  // Somebody else comes first. There is no parentIdTag that could make him the one expected.
  static_cast<void>(station.swipe(kTag2));
  nothing_for(2000);
  present(kTag);
  next_authorize(kTag);
  next_status(kConnector, "Preparing");
  plug();
  expect_started(*this, kTag);
}

void expect_remote_start(Conformance16& tool) {
  reserved(tool);
  tool.charging();
  EXPECT_EQ(tool.station.sent("StartTransaction").back()["reservationId"], kReservation);
}

TEST_F(Conformance16, TC_046_2_CS) {
  booted();
  expect_remote_start(*this);
}

TEST_F(Conformance16, TC_046_2_CS_authorized) {
  booted();
  configured("AuthorizeRemoteTxRequests", "true");
  expect_remote_start(*this);
}

TEST_F(Conformance16, TC_047_CS) {
  booted();
  connector_unavailable(kOtherConnector);
  const Millis before = station.now();
  reserved(*this);
  next_status(kConnector, "Available", kExpiry + 2000);
  EXPECT_GE(station.now() - before, kExpiry);
  charging(kConnector, nullptr, kTag2);
  EXPECT_FALSE(station.sent("StartTransaction").back().contains("reservationId"));
}

TEST_F(Conformance16, TC_048_1_CS) {
  booted();
  connector_faulted();
  EXPECT_EQ(reserve_now(*this, kConnector), "Faulted");
}

TEST_F(Conformance16, TC_048_2_CS) {
  booted();
  connector_occupied();
  EXPECT_EQ(reserve_now(*this, kConnector), "Occupied");
}

TEST_F(Conformance16, TC_048_3_CS) {
  booted();
  connector_unavailable();
  EXPECT_EQ(reserve_now(*this, kConnector), "Unavailable");
}

// §5.13: "…if the Charge Point is configured not to accept reservations, the Charge Point SHALL
// return 'Rejected'".
TEST_F(Conformance16, TC_048_4_CS) {
  booted();
  station.station().accept_reservations(false);
  EXPECT_EQ(reserve_now(*this, kConnector), "Rejected");
}

// Reservation of the charge point ---------------------------------------------------------------

TEST_F(Conformance16, TC_049_CS) {
  booted();
  EXPECT_EQ(configuration("ReserveConnectorZeroSupported"), "true");
  connector_unavailable(kOtherConnector);
  ASSERT_EQ(reserve_now(*this, 0), "Accepted");
  // Step 3: the one connector that is left is kept for the reservation.
  next_status(kConnector, "Reserved");
  charging();
  EXPECT_EQ(station.sent("StartTransaction").back()["reservationId"], kReservation);
}

TEST_F(Conformance16, TC_050_1_CS) {
  booted();
  charge_point_faulted();
  EXPECT_EQ(reserve_now(*this, 0), "Faulted");
}

TEST_F(Conformance16, TC_050_2_CS) {
  booted();
  connector_occupied(kConnector);
  connector_occupied(kOtherConnector);
  EXPECT_EQ(reserve_now(*this, 0), "Occupied");
}

TEST_F(Conformance16, TC_050_3_CS) {
  booted();
  charge_point_unavailable();
  EXPECT_EQ(reserve_now(*this, 0), "Unavailable");
}

TEST_F(Conformance16, TC_050_4_CS) {
  booted();
  station.station().accept_reservations(false);
  EXPECT_EQ(reserve_now(*this, 0), "Rejected");
}

// Cancel Reservation ------------------------------------------------------------------------------

TEST_F(Conformance16, TC_051_CS) {
  booted();
  reserved(*this);
  EXPECT_EQ(request_status("CancelReservation", {{"reservationId", kReservation}}), "Accepted");
  next_status(kConnector, "Available");
  charging(kConnector, nullptr, kTag2);
  EXPECT_FALSE(station.sent("StartTransaction").back().contains("reservationId"));
}

TEST_F(Conformance16, TC_052_CS) {
  booted();
  reserved(*this);
  EXPECT_EQ(request_status("CancelReservation", {{"reservationId", kReservation + 1}}), "Rejected");
  nothing_for(5000);  // It is still Reserved.
}

// Use a reserved connector with parentIdTag -------------------------------------------------------

void answer_with_parent(Conformance16& tool) {
  const Json info = {{"status", "Accepted"}, {"parentIdTag", tool.kParent}};
  tool.answer("Authorize", {{"idTagInfo", info}});
  tool.answer("StartTransaction", {{"transactionId", 7}, {"idTagInfo", info}});
}

TEST_F(Conformance16, TC_053_1_CS) {
  booted();
  connector_unavailable(kOtherConnector);
  answer_with_parent(*this);
  reserved(*this, {{"parentIdTag", kParent}});
  authorized(kTag2);
  plug();
  expect_started(*this, kTag2);
}

// The remote form: the parent of the idTag is asked for (§5.13).
TEST_F(Conformance16, TC_053_2_CS) {
  booted();
  connector_unavailable(kOtherConnector);
  configured("AuthorizeRemoteTxRequests", "true");
  answer_with_parent(*this);
  reserved(*this, {{"parentIdTag", kParent}});
  EXPECT_EQ(
      request_status("RemoteStartTransaction", {{"connectorId", kConnector}, {"idTag", kTag2}}),
      "Accepted");
  next_authorize(kTag2);
  next_status(kConnector, "Preparing");
  plug();
  expect_started(*this, kTag2);
}

}  // namespace
}  // namespace plugpoint::test
