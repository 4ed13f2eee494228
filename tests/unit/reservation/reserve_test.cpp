// Who may reserve what: ReserveNow and its answers (C06), and the statuses that follow from it.
#include "reservation_station.h"

namespace plugpoint::test {
namespace {

TEST(Reserve, C06_a_reserved_connector_is_told_and_kept_for_its_token) {
  ReservationStation station;
  station.boot();
  station.clear();
  EXPECT_EQ(station.reserve(1, 7), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Reserved"});
  EXPECT_EQ(station.statuses(0), Strings{});
  EXPECT_EQ(station.statuses(2), Strings{});
  const Error refused = station.swipe("STRANGER");
  EXPECT_EQ(refused.status, Status::refused);
  EXPECT_TRUE(refused.text.is("the EVSE is reserved for another token"));
  EXPECT_EQ(station.sent("Authorize").size(), 0U);
  station.tap("owner");  // Without regard to case (A08).
  EXPECT_EQ(station.statuses(1), (Strings{"Reserved", "Preparing"}));
  station.plug();
  EXPECT_EQ(station.statuses(1), (Strings{"Reserved", "Preparing", "Charging"}));
}

TEST(Reserve, C06_the_answer_comes_before_the_status) {
  ReservationStation station;
  station.boot();
  station.clear();
  station.reserve(1, 7);
  ASSERT_EQ(station.frames.size(), 2U);
  EXPECT_EQ(station.frames[0].payload["status"], "Accepted");
  EXPECT_EQ(station.frames[1].action, "StatusNotification");
  EXPECT_EQ(station.frames[1].payload["errorCode"], "NoError");
}

TEST(Reserve, C06_a_stranger_charges_at_the_other_connector) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.use("STRANGER", 2);
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_FALSE(station.sent("StartTransaction")[0].contains("reservationId"));
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
}

TEST(Reserve, C06_G2_a_plug_leaves_it_reserved_until_its_token_comes) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.clear();
  station.plug();
  station.run(120000);  // Longer than ConnectionTimeOut.
  EXPECT_EQ(station.statuses(1), Strings{});
  EXPECT_TRUE(station.swipe("STRANGER"));
  station.tap("OWNER");
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Charging"}));
  EXPECT_EQ(station.sent("StartTransaction")[0]["reservationId"], 7);
}

TEST(Reserve, C06_who_does_not_plug_in_leaves_it_reserved) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.clear();
  station.tap("OWNER");
  station.run(61000);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Available", "Reserved"}));
  EXPECT_TRUE(station.swipe("STRANGER"));
}

TEST(Reserve, C06_the_same_id_replaces) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  EXPECT_EQ(station.reserve(1, 7, "OTHER"), "Accepted");
  EXPECT_TRUE(station.swipe("OWNER"));
  station.clear();
  EXPECT_EQ(station.reserve(2, 7, "OWNER"), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
  EXPECT_EQ(station.statuses(2), Strings{"Reserved"});
  station.use("OTHER", 1);
  EXPECT_FALSE(station.sent("StartTransaction")[0].contains("reservationId"));
}

TEST(Reserve, C06_the_same_id_replaces_a_shorter_time) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 60000);
  station.plug();
  EXPECT_EQ(station.reserve(1, 7, "OWNER", "", 600000), "Accepted") << "though a cable is in";
  station.run(300000);
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  EXPECT_EQ(station.reserve(1, 7, "OWNER", "", -1), "Rejected");
  EXPECT_EQ(station.status(1), EvseStatus::reserved) << "a refused one replaces nothing";
}

TEST(Reserve, C06_what_cannot_be_reserved_does_not_lose_the_old_reservation) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.plug(2);
  EXPECT_EQ(station.reserve(2, 7), "Occupied");
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  station.tap("OWNER");
  EXPECT_EQ(station.reserve(1, 7, "OTHER"), "Occupied") << "its owner has come";
  EXPECT_EQ(station.reserve(1, 7, "OWNER"), "Accepted");
  station.plug(1);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
}

TEST(Reserve, C06_another_id_is_occupied_even_for_the_same_token) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  EXPECT_EQ(station.reserve(1, 8), "Occupied");
  EXPECT_EQ(station.reserve(2, 8), "Accepted");
  EXPECT_EQ(station.status(2), EvseStatus::reserved);
}

TEST(Reserve, C06_a_connector_in_use_is_occupied) {
  ReservationStation station;
  station.boot();
  station.plug();
  EXPECT_EQ(station.reserve(1, 7), "Occupied") << "Preparing";
  station.tap("USER");
  EXPECT_EQ(station.reserve(1, 7, "USER"), "Occupied") << "Charging";
  station.tap("USER");
  EXPECT_EQ(station.reserve(1, 7), "Occupied") << "Finishing";
  station.unplug();
  EXPECT_EQ(station.reserve(1, 7), "Accepted");
  station.tap("USER", 2);
  EXPECT_EQ(station.reserve(2, 8), "Occupied") << "Preparing without a cable";
}

TEST(Reserve, C06_faulted_and_unavailable_are_told_by_the_present_state) {
  ReservationStation station;
  station.boot();
  station.fault(1, true);
  EXPECT_EQ(station.reserve(1, 7), "Faulted");
  station.fault(1, false);
  station.set_operative(1, false);
  EXPECT_EQ(station.reserve(1, 7), "Unavailable");
  EXPECT_EQ(station.reserve(2, 7), "Accepted");
  station.cancel(7);
  station.set_operative(0, false);
  EXPECT_EQ(station.reserve(2, 7), "Unavailable");
  station.set_operative(0, true);
  station.fault(0, true);
  EXPECT_EQ(station.reserve(2, 7), "Faulted") << "the Charge Point is";
  EXPECT_EQ(station.reserve(0, 7), "Faulted");
  station.fault(0, false);
  EXPECT_EQ(station.reserve(1, 7), "Accepted");
}

TEST(Reserve, C06_a_time_that_is_over_is_rejected) {
  ReservationStation station;
  station.boot();
  EXPECT_EQ(station.reserve(1, 7, "OWNER", "", -1000), "Rejected");
  EXPECT_EQ(station.reserve(1, 7, "OWNER", "", 0), "Rejected");
  EXPECT_EQ(station.status(1), EvseStatus::available);
}

TEST(Reserve, C06_without_the_time_nothing_is_reserved) {
  ReservationStation station;
  station.on["BootNotification"] = [](const Json&) { return Json(); };
  station.boot();
  EXPECT_EQ(station.reserve(1, 7), "Rejected");
}

TEST(Reserve, C06_a_connector_that_does_not_exist_is_rejected) {
  ReservationStation station;
  station.boot();
  EXPECT_EQ(station.reserve(3, 7), "Rejected");
  EXPECT_EQ(station.reserve(300, 7), "Rejected");
  EXPECT_EQ(station.reserve(257, 7), "Rejected") << "not connector 1";
}

TEST(Reserve, C06_a_station_that_takes_none_rejects) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.station().accept_reservations(false);
  EXPECT_EQ(station.reserve(2, 8), "Rejected");
  EXPECT_EQ(station.reserve(0, 8), "Rejected");
  EXPECT_EQ(station.status(1), EvseStatus::reserved) << "what was promised stays";
  station.station().accept_reservations(true);
  EXPECT_EQ(station.reserve(2, 8), "Accepted");
}

TEST(Reserve, C06_what_cannot_be_stored_is_rejected) {
  ReservationStation station;
  station.boot();
  station.storage.fail_after(5, Status::no_space);
  EXPECT_EQ(station.reserve(1, 7), "Rejected");
  EXPECT_EQ(station.status(1), EvseStatus::available);
  station.storage.mend();
  EXPECT_EQ(station.reserve(1, 7), "Accepted");
}

TEST(Reserve, C06_a_token_that_cannot_be_kept_whole_is_rejected) {
  ReservationStation station;
  station.boot();
  std::string ten_snowmen;
  for (int i = 0; i < 13; ++i)
    ten_snowmen += "\xE2\x98\x83";
  EXPECT_EQ(station.reserve(1, 7, ten_snowmen), "Rejected") << "39 bytes";
  EXPECT_EQ(station.reserve(1, 7, ten_snowmen.substr(0, 36)), "Accepted");
}

TEST(Reserve, T11_a_remote_start_for_another_is_rejected) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  EXPECT_EQ(station.remote_start("STRANGER", 1), "Rejected");
  EXPECT_EQ(station.remote_start("OWNER", 1), "Accepted");
  station.plug(1);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  EXPECT_EQ(station.sent("Authorize").size(), 0U) << "AuthorizeRemoteTxRequests is false";
}

TEST(Reserve, T11_a_remote_start_without_connector_finds_the_reserved_one) {
  ReservationStation station;
  station.boot();
  station.reserve(2, 7);
  EXPECT_EQ(station.remote_start("STRANGER"), "Accepted");
  EXPECT_EQ(station.status(1), EvseStatus::preparing);
  EXPECT_EQ(station.remote_start("STRANGER 2"), "Rejected");
  station.plug(1);
  EXPECT_EQ(station.remote_start("OWNER"), "Accepted");
  EXPECT_EQ(station.status(2), EvseStatus::preparing);
  station.plug(2);
  const std::vector<Json> starts = station.sent("StartTransaction");
  ASSERT_EQ(starts.size(), 2U);
  EXPECT_FALSE(starts[0].contains("reservationId"));
  EXPECT_EQ(starts[1]["connectorId"], 2);
  EXPECT_EQ(starts[1]["reservationId"], 7);
}

TEST(Reserve, S02_a_reservation_that_was_short_is_not_told) {
  ReservationStation station;
  station.defaults = {{"MinimumStatusDuration", "5"}};
  station.boot();
  station.run(10000);
  station.clear();
  station.reserve(1, 7);
  station.run(2000);
  station.cancel(7);
  station.run(10000);
  EXPECT_EQ(station.statuses(1), Strings{});
  station.reserve(1, 7);
  station.run(6000);
  EXPECT_EQ(station.statuses(1), Strings{"Reserved"});
}

TEST(Reserve, C06_several_reservations_stand_side_by_side) {
  ReservationStation station(3);
  station.boot();
  for (int connector = 1; connector <= 3; ++connector)
    EXPECT_EQ(station.reserve(connector, 70 + connector, "TAG" + std::to_string(connector)),
              "Accepted");
  EXPECT_TRUE(station.swipe("TAG1", 2));
  station.use("TAG3", 3);
  station.use("TAG1", 1);
  const std::vector<Json> starts = station.sent("StartTransaction");
  ASSERT_EQ(starts.size(), 2U);
  EXPECT_EQ(starts[0]["reservationId"], 73);
  EXPECT_EQ(starts[1]["reservationId"], 71);
  EXPECT_EQ(station.status(2), EvseStatus::reserved);
  EXPECT_EQ(station.cancel(72), "Accepted");
}

TEST(Reserve, the_profile_and_its_key_are_told) {
  ReservationStation station;
  station.boot();
  const Json keys = station.confirm(
      "GetConfiguration", {{"key", {"SupportedFeatureProfiles", "ReserveConnectorZeroSupported"}}});
  const std::string profiles = keys["configurationKey"][0]["value"];
  EXPECT_NE(profiles.find(",Reservation,"), std::string::npos) << profiles;
  EXPECT_EQ(keys["configurationKey"][1]["value"], "true");
  EXPECT_EQ(keys["configurationKey"][1]["readonly"], true);
  EXPECT_EQ(station.confirm("ChangeConfiguration", {{"key", "ReserveConnectorZeroSupported"},
                                                    {"value", "false"}})["status"],
            "Rejected");
}

}  // namespace
}  // namespace plugpoint::test
