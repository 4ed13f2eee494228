// Reservations that a token of the same parent may use (C07), and what StartTransaction tells of
// them (T15).
#include "reservation_station.h"

namespace plugpoint::test {
namespace {

TEST(ReservationParent, C07_T15_the_central_system_is_asked_for_the_parent) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.clear();
  station.tap("RELATIVE");
  ASSERT_EQ(station.sent("Authorize").size(), 1U);
  station.plug();
  const Json start = station.sent("StartTransaction").at(0);
  EXPECT_EQ(start["idTag"], "RELATIVE");
  EXPECT_EQ(start["reservationId"], 7);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Charging"}));
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ReservationParent, C07_a_valid_token_of_another_parent_is_refused_with_a_reason) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.plug();
  station.clear();
  station.events();
  station.tap("STRANGER");
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_EQ(station.refusal(), "the EVSE is reserved for another token");
  EXPECT_EQ(station.sent("StartTransaction").size(), 0U);
  EXPECT_EQ(station.statuses(1), Strings{});
  station.tap("RELATIVE");
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
}

TEST(ReservationParent, C07_a_refused_token_is_never_told_accepted) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.events();
  station.tap("STRANGER");
  for (const Event& event : station.events())
    EXPECT_NE(event.kind, Event::Kind::token_accepted);
}

TEST(ReservationParent, C07_the_parent_itself_is_no_token) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.plug();
  station.tap("FAMILY");
  EXPECT_EQ(station.sent("StartTransaction").size(), 0U) << "1.6 §3.10";
}

TEST(ReservationParent, C07_the_parent_may_be_known_from_the_local_list) {
  ReservationStation station;
  station.defaults = {{"LocalPreAuthorize", "true"}};
  station.boot();
  const Json listed = {{"idTag", "LISTED"},
                       {"idTagInfo", {{"status", "Accepted"}, {"parentIdTag", "FAMILY"}}}};
  const Json childless = {{"idTag", "RELATIVE"}, {"idTagInfo", {{"status", "Accepted"}}}};
  station.confirm("SendLocalList", {{"updateType", "Full"},
                                    {"listVersion", 1},
                                    {"localAuthorizationList", {listed, childless}}});
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.reserve(2, 8, "OWNER", "FAMILY");
  station.use("LISTED", 1);
  EXPECT_EQ(station.sent("Authorize").size(), 0U);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  station.use("RELATIVE", 2);
  EXPECT_EQ(station.sent("Authorize").size(), 1U) << "the list does not tell its parent";
  EXPECT_EQ(station.sent("StartTransaction").at(1)["reservationId"], 8);
}

TEST(ReservationParent, C07_the_list_knows_the_parent_that_the_answer_leaves_out) {
  ReservationStation station;
  station.boot();
  const Json listed = {{"idTag", "RELATIVE"},
                       {"idTagInfo", {{"status", "Accepted"}, {"parentIdTag", "FAMILY"}}}};
  station.confirm(
      "SendLocalList",
      {{"updateType", "Full"}, {"listVersion", 1}, {"localAuthorizationList", {listed}}});
  station.tells_parent = false;
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.use("RELATIVE", 1);
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
}

TEST(ReservationParent, C07_T15_offline_the_parent_may_be_known_from_the_cache) {
  ReservationStation station;
  station.boot();
  station.use("RELATIVE", 2);  // Now the cache knows it.
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.set_network(false);
  station.plug(1);
  station.tap("RELATIVE", 1);
  EXPECT_EQ(station.status(1), EvseStatus::charging);
  station.clear();
  station.set_network(true);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
}

TEST(ReservationParent, C06_offline_an_unknown_token_cannot_use_it) {
  ReservationStation station;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.set_network(false);
  station.plug(1);
  station.events();
  station.tap("RELATIVE", 1);
  EXPECT_EQ(station.refusal(), "the EVSE is reserved for another token");
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  station.tap("OWNER", 1);
  EXPECT_EQ(station.status(1), EvseStatus::charging);
}

TEST(ReservationParent, C07_a_remote_start_asks_for_the_parent_whatever_is_configured) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.plug(1);
  EXPECT_EQ(station.remote_start("RELATIVE", 1), "Accepted");
  ASSERT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
}

TEST(ReservationParent, C07_a_remote_start_is_content_with_the_parent_in_the_cache) {
  ReservationStation station;
  station.boot();
  station.use("RELATIVE", 2);
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.plug(1);
  station.clear();
  EXPECT_EQ(station.remote_start("RELATIVE", 1), "Accepted");
  EXPECT_EQ(station.sent("Authorize").size(), 0U);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
}

TEST(ReservationParent, T11_a_remote_start_of_another_parent_starts_nothing) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.plug(1);
  station.clear();
  EXPECT_EQ(station.remote_start("STRANGER", 1), "Accepted") << "its parent is not known yet";
  EXPECT_EQ(station.sent("StartTransaction").size(), 0U);
  EXPECT_EQ(station.statuses(1), Strings{});
}

TEST(ReservationParent, T11_a_remote_start_without_connector_asks_where_nothing_else_is_free) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  EXPECT_EQ(station.remote_start("STRANGER"), "Accepted");
  EXPECT_EQ(station.status(2), EvseStatus::preparing);
  EXPECT_EQ(station.remote_start("RELATIVE"), "Accepted");
  EXPECT_EQ(station.status(1), EvseStatus::preparing);
}

TEST(ReservationParent, C07_T15_connector_0_is_used_by_its_parent_too) {
  ReservationStation station(1);
  station.boot();
  station.reserve(0, 7, "OWNER", "FAMILY");
  station.plug();
  station.tap("STRANGER");
  EXPECT_EQ(station.sent("StartTransaction").size(), 0U);
  station.tap("RELATIVE");
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ReservationParent, T15_the_id_waits_with_the_transaction_over_a_restart) {
  ReservationStation station;
  station.boot();
  station.reserve(1, -7, "OWNER", "FAMILY");
  station.use("RELATIVE", 2);  // Now the cache knows it.
  station.clear();
  station.set_network(false);
  station.plug(1);
  station.tap("RELATIVE", 1);
  station.hardware.evse(1).facts.plugged = false;
  station.power_cut();
  station.network = true;
  station.start();
  station.run(600000);
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction")[0]["reservationId"], -7);
  EXPECT_EQ(station.sent("StopTransaction").at(0)["reason"], "PowerLoss");
  EXPECT_EQ(station.status(1), EvseStatus::available);
}

TEST(ReservationParent, T15_no_id_without_a_reservation) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.use("OWNER", 2);  // Not the reserved connector.
  EXPECT_FALSE(station.sent("StartTransaction").at(0).contains("reservationId"));
  station.cancel(7);
  station.use("OWNER", 1);
  EXPECT_FALSE(station.sent("StartTransaction").at(1).contains("reservationId"));
}

TEST(ReservationParent, C06_a_token_that_is_not_valid_may_not_use_its_reservation) {
  ReservationStation station;
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Blocked"}}}};
  };
  station.boot();
  station.reserve(1, 7);
  station.plug();
  station.events();
  station.tap("OWNER");
  EXPECT_EQ(station.refusal(), "the token is not accepted");
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
}

}  // namespace
}  // namespace plugpoint::test
