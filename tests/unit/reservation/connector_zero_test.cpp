// Reservations of connector 0: one connector stays free for the token (C06).
#include "reservation_station.h"

namespace plugpoint::test {
namespace {

TEST(ConnectorZero, C06_is_rejected_unless_it_is_supported) {
  ReservationStation station;
  station.defaults = {{"ReserveConnectorZeroSupported", "false"}};
  station.boot();
  EXPECT_EQ(station.reserve(0, 7), "Rejected");
  EXPECT_EQ(station.reserve(1, 7), "Accepted");
}

TEST(ConnectorZero, C06_no_connector_is_reserved_while_enough_are_free) {
  ReservationStation station(3);
  station.boot();
  station.clear();
  EXPECT_EQ(station.reserve(0, 7), "Accepted");
  EXPECT_EQ(station.sent("StatusNotification").size(), 0U);
  station.plug(1);
  station.tap("STRANGER", 1);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Charging"}));
  EXPECT_EQ(station.statuses(2), Strings{});
}

TEST(ConnectorZero, C06_the_last_free_connector_is_kept) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.clear();
  station.plug(1);
  station.tap("STRANGER", 1);
  EXPECT_EQ(station.statuses(2), Strings{"Reserved"});
  EXPECT_EQ(station.statuses(0), Strings{});
  EXPECT_TRUE(station.swipe("STRANGER 2", 2));
  EXPECT_EQ(station.remote_start("STRANGER 2", 2), "Rejected");
  EXPECT_EQ(station.remote_start("STRANGER 2"), "Rejected");
  EXPECT_EQ(station.reserve(2, 8, "STRANGER 2"), "Occupied");
  station.tap("STRANGER", 1);
  station.unplug(1);
  EXPECT_EQ(station.statuses(2), (Strings{"Reserved", "Available"}));
  station.use("STRANGER 2", 2);
  EXPECT_EQ(station.sent("StartTransaction").size(), 2U);
}

TEST(ConnectorZero, C06_a_single_connector_is_told_reserved) {
  ReservationStation station(1);
  station.boot();
  station.clear();
  EXPECT_EQ(station.reserve(0, 7), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Reserved"});
  station.plug();
  EXPECT_TRUE(station.swipe("STRANGER"));
  station.tap("OWNER");
  EXPECT_EQ(station.statuses(1), (Strings{"Reserved", "Preparing", "Charging"}));
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  station.tap("OWNER");
  station.unplug();
  EXPECT_EQ(station.status(1), EvseStatus::available) << "it was used";
}

TEST(ConnectorZero, C06_is_occupied_when_no_connector_is_free) {
  ReservationStation station;
  station.boot();
  station.plug(1);
  EXPECT_EQ(station.reserve(2, 6), "Accepted");
  EXPECT_EQ(station.reserve(0, 7), "Occupied");
  EXPECT_EQ(station.reserve(0, 6), "Accepted") << "its own connector becomes free with it";
  EXPECT_EQ(station.reserve(0, 8), "Occupied") << "one is there";
  station.cancel(6);
  station.plug(2);
  EXPECT_EQ(station.reserve(0, 7), "Occupied");
}

TEST(ConnectorZero, C06_faulted_and_unavailable_when_all_connectors_are) {
  ReservationStation station;
  station.boot();
  station.fault(1, true);
  EXPECT_EQ(station.reserve(0, 7), "Accepted");
  station.cancel(7);
  station.fault(2, true);
  EXPECT_EQ(station.reserve(0, 7), "Faulted");
  station.fault(2, false);
  station.set_operative(2, false);
  EXPECT_EQ(station.reserve(0, 7), "Unavailable") << "the other is faulted";
  station.fault(1, false);
  station.plug(1);
  EXPECT_EQ(station.reserve(0, 7), "Occupied") << "one may become free";
  station.unplug(1);
  station.set_operative(0, false);
  EXPECT_EQ(station.reserve(0, 7), "Unavailable");
}

TEST(ConnectorZero, C06_a_connector_that_would_be_the_last_cannot_be_reserved) {
  ReservationStation station;
  station.boot();
  EXPECT_EQ(station.reserve(0, 7), "Accepted");
  EXPECT_EQ(station.reserve(1, 8), "Accepted");
  EXPECT_EQ(station.status(2), EvseStatus::reserved);
  EXPECT_EQ(station.reserve(2, 9), "Occupied");
  EXPECT_EQ(station.cancel(7), "Accepted");
  EXPECT_EQ(station.reserve(2, 9), "Accepted");
}

TEST(ConnectorZero, C06_two_strangers_at_the_same_moment_leave_one_connector) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.on["Authorize"] = [](const Json&) { return Json(); };
  static_cast<void>(station.swipe("STRANGER 1", 1));
  static_cast<void>(station.swipe("STRANGER 2", 2));
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "AllowOfflineTxForUnknownId"}, {"value", "true"}})["status"],
            "Accepted");
  station.events();
  station.set_network(false);  // Both are decided at once, by the station alone.
  EXPECT_EQ(station.status(1), EvseStatus::preparing);
  EXPECT_EQ(station.status(2), EvseStatus::reserved);
  EXPECT_EQ(station.refusal(), "the EVSE is reserved for another token");
}

TEST(ConnectorZero, C06_the_owner_may_use_any_connector) {
  ReservationStation station(3);
  station.boot();
  station.reserve(0, 7);
  station.use("OWNER", 3);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ConnectorZero, C06_once_the_owner_has_come_the_others_are_free) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.tap("OWNER", 1);
  EXPECT_EQ(station.status(2), EvseStatus::available);
  station.use("STRANGER", 2);
  station.plug(1);
  EXPECT_EQ(station.sent("StartTransaction").at(1)["reservationId"], 7);
}

TEST(ConnectorZero, C06_a_strangers_cable_leaves_the_last_connector_reserved) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.clear();
  station.plug(1);
  station.plug(2);
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  EXPECT_EQ(station.statuses(2), Strings{"Reserved"});
  EXPECT_TRUE(station.swipe("STRANGER", 1)) << "nothing would be left";
  EXPECT_TRUE(station.swipe("STRANGER", 2));
  station.tap("OWNER", 1);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  station.tap("STRANGER", 2);
  EXPECT_EQ(station.statuses(2), (Strings{"Reserved", "Preparing", "Charging"}));
}

TEST(ConnectorZero, C06_a_reservation_of_the_connector_itself_comes_first) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.reserve(2, 8);
  station.use("OWNER", 2);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 8);
  station.use("OWNER", 1);
  EXPECT_EQ(station.sent("StartTransaction").at(1)["reservationId"], 7);
}

TEST(ConnectorZero, C07_ends_when_no_connector_can_serve_any_more) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.fault(1, true);
  EXPECT_EQ(station.status(2), EvseStatus::reserved);
  station.set_operative(2, false);
  station.fault(1, false);
  EXPECT_EQ(station.status(1), EvseStatus::available);
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ConnectorZero, C07_ends_when_the_charge_point_is_faulted_or_unavailable) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.fault(0, true);
  EXPECT_EQ(station.cancel(7), "Rejected");
  station.fault(0, false);
  EXPECT_EQ(station.reserve(0, 7), "Accepted");
  station.set_operative(0, false);
  station.set_operative(0, true);
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ConnectorZero, C07_expires) {
  ReservationStation station(1);
  station.boot();
  station.reserve(0, 7, "OWNER", "", 60000);
  station.clear();
  station.run(60000);
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
}

TEST(ConnectorZero, S01_a_connector_becomes_reserved_only_by_way_of_available) {
  ReservationStation station;
  station.boot();
  station.reserve(0, 7);
  station.plug(1);
  station.tap("STRANGER", 1);
  station.set_operative(2, false);
  EXPECT_EQ(station.status(2), EvseStatus::unavailable);
  station.clear();
  station.tap("STRANGER", 1);
  station.unplug(1);
  EXPECT_EQ(station.statuses(1), (Strings{"Finishing", "Available", "Reserved"}));
  station.set_operative(1, true);
  station.set_operative(2, true);
  EXPECT_EQ(station.statuses(1), (Strings{"Finishing", "Available", "Reserved", "Available"}));
}

}  // namespace
}  // namespace plugpoint::test
