// How reservations end, and what survives a restart (C07).
#include "reservation_station.h"

namespace plugpoint::test {
namespace {

TEST(ReservationEnd, C07_expires_at_that_second) {
  ReservationStation station;
  station.boot();
  station.clear();
  const Millis at = station.now() + 60000;
  station.reserve(1, 7, "OWNER", "", 60000);
  station.run(at - station.now() - 1);
  EXPECT_EQ(station.statuses(1), Strings{"Reserved"});
  station.run(1);
  EXPECT_EQ(station.statuses(1), (Strings{"Reserved", "Available"}));
  EXPECT_EQ(station.frames.back().at, at);
  EXPECT_EQ(station.cancel(7), "Rejected");
  station.use("STRANGER", 1);
  EXPECT_FALSE(station.sent("StartTransaction").at(0).contains("reservationId"));
}

TEST(ReservationEnd, C07_expires_while_offline) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 60000);
  station.set_network(false);
  station.run(60000);
  EXPECT_EQ(station.status(1), EvseStatus::available);
  station.clear();
  station.set_network(true);
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
}

TEST(ReservationEnd, C07_G1_expires_while_a_cable_is_in) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 120000);
  station.plug();
  station.run(100000);
  station.clear();
  station.run(20000);
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  station.run(61000);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Finishing"})) << "nobody came";
}

TEST(ReservationEnd, C07_expires_between_the_token_and_the_plug) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 10000);
  station.tap("OWNER");
  station.run(20000);
  station.plug();
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U) << "it was accepted before";
  EXPECT_FALSE(station.sent("StartTransaction")[0].contains("reservationId"));
}

TEST(ReservationEnd, C07_a_started_transaction_ends_it) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.use("OWNER", 1);
  EXPECT_EQ(station.status(1), EvseStatus::available);
  EXPECT_EQ(station.cancel(7), "Rejected");
  station.use("STRANGER", 1);
  EXPECT_EQ(station.sent("StartTransaction").size(), 2U);
}

TEST(ReservationEnd, C07_an_id_may_be_used_again_while_its_transaction_runs) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.plug();
  station.tap("OWNER");
  EXPECT_EQ(station.reserve(2, 7), "Accepted");
  station.restart();
  EXPECT_EQ(station.status(2), EvseStatus::reserved) << "the old one was used, not this";
  station.use("OWNER", 2);
  EXPECT_EQ(station.sent("StartTransaction").back()["reservationId"], 7);
}

TEST(ReservationEnd, C07_cancelling) {
  ReservationStation station;
  station.boot();
  EXPECT_EQ(station.cancel(7), "Rejected");
  station.reserve(1, 7);
  EXPECT_EQ(station.cancel(8), "Rejected");
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  station.clear();
  EXPECT_EQ(station.cancel(7), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ReservationEnd, C07_a_cancelling_that_cannot_be_stored_is_rejected) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.storage.fail_after(0);
  EXPECT_EQ(station.cancel(7), "Rejected");
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  station.storage.mend();
  EXPECT_EQ(station.cancel(7), "Accepted");
}

TEST(ReservationEnd, C07_a_fault_ends_it) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.clear();
  station.fault(1, true);
  station.fault(1, false);
  EXPECT_EQ(station.statuses(1), (Strings{"Faulted", "Available"}));
  EXPECT_EQ(station.cancel(7), "Rejected");
}

TEST(ReservationEnd, C07_a_fault_of_the_station_ends_all) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.reserve(2, 8);
  station.fault(0, true);
  EXPECT_EQ(station.cancel(7), "Rejected");
  EXPECT_EQ(station.cancel(8), "Rejected");
}

TEST(ReservationEnd, S08_inoperative_goes_straight_from_reserved_to_unavailable) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.clear();
  EXPECT_EQ(station.set_operative(1, false), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
  EXPECT_EQ(station.cancel(7), "Rejected");
  station.set_operative(1, true);
  EXPECT_EQ(station.statuses(1), (Strings{"Unavailable", "Available"}));
}

TEST(ReservationEnd, S08_inoperative_waits_for_an_owner_who_has_come) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7);
  station.tap("OWNER");
  EXPECT_EQ(station.set_operative(1, false), "Scheduled");
  station.plug();
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 7);
  station.tap("OWNER");
  station.unplug();
  EXPECT_EQ(station.status(1), EvseStatus::unavailable);
}

TEST(ReservationEnd, C07_survives_a_restart) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "FAMILY");
  station.reserve(0, 8, "OTHER");
  station.clear();
  station.restart(60000);
  EXPECT_EQ(station.statuses(1), Strings{"Reserved"});
  EXPECT_EQ(station.statuses(2), Strings{"Reserved"}) << "the last one, for connector 0";
  EXPECT_TRUE(station.swipe("OWNER", 2));
  station.use("OTHER", 2);
  station.use("RELATIVE", 1);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 8);
  EXPECT_EQ(station.sent("StartTransaction").at(1)["reservationId"], 7);
}

TEST(ReservationEnd, C07_what_is_over_stays_over_after_a_restart) {
  ReservationStation station(3);
  station.boot();
  station.reserve(1, 7);
  station.reserve(2, 8);
  station.reserve(3, 9);
  station.cancel(7);
  station.use("OWNER", 2);
  station.fault(3, true);
  station.fault(3, false);
  station.restart();
  for (std::uint8_t connector = 1; connector <= 3; ++connector)
    EXPECT_EQ(station.status(connector), EvseStatus::available) << int{connector};
}

TEST(ReservationEnd, C07_expires_while_the_power_is_off) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 60000);
  station.clear();
  station.restart(120000);
  // Without the time it cannot be known until the central system has told it.
  EXPECT_EQ(station.statuses(1), (Strings{"Reserved", "Available"}));
}

TEST(ReservationEnd, C07_after_a_restart_without_time_it_holds_for_its_whole_length_at_most) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 60000);
  station.network = false;
  station.restart();
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  EXPECT_TRUE(station.swipe("STRANGER"));
  station.run(58000);
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  station.run(1000);
  EXPECT_EQ(station.status(1), EvseStatus::available);
}

TEST(ReservationEnd, C07_an_end_that_cannot_be_stored_is_stored_later) {
  ReservationStation station;
  station.boot();
  station.reserve(1, 7, "OWNER", "", 60000);
  station.storage.fail_after(0);
  station.run(60000);
  EXPECT_EQ(station.status(1), EvseStatus::available) << "it is over all the same";
  station.storage.mend();
  station.run(6000);
  const MemoryStorage before = station.storage;
  station.network = false;
  station.restart();
  EXPECT_EQ(station.status(1), EvseStatus::available);
  EXPECT_EQ(station.storage.writes(), before.writes()) << "nothing was left to be stored";
}

TEST(ReservationEnd, C07_the_log_stays_small) {
  ReservationStation station;
  station.boot();
  station.reserve(2, 1000, "KEEPER", "FAMILY");
  for (int id = 0; id < 300; ++id) {
    ASSERT_EQ(station.reserve(1, id), "Accepted");
    ASSERT_EQ(station.cancel(id), "Accepted");
    ASSERT_LT(station.storage.areas["reservations"].size(), 2300U);
  }
  station.restart();
  EXPECT_EQ(station.status(1), EvseStatus::available);
  station.use("RELATIVE", 2);
  EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 1000);
}

TEST(ReservationEnd, C07_a_log_of_a_larger_station_is_read) {
  ReservationStation station(3);
  station.boot();
  station.reserve(1, 7);
  station.reserve(3, 8);
  station.settings.evses = 2;
  station.restart();
  EXPECT_EQ(station.status(1), EvseStatus::reserved);
  EXPECT_EQ(station.cancel(8), "Rejected");
}

/// A station at the moment before something is written, with what is stored.
struct Moment {
  MemoryStorage storage;
  std::uint64_t bytes = 0;  ///< Written by what happens then.
};

Moment moment_of(void (*prepare)(ReservationStation&), void (*act)(ReservationStation&)) {
  ReservationStation station;
  station.boot();
  prepare(station);
  Moment moment{station.storage, 0};
  const std::uint64_t before = station.storage.appended_bytes;
  act(station);
  moment.bytes = station.storage.appended_bytes - before;
  return moment;
}

void make(ReservationStation& station) {
  station.reserve(1, 7, "OWNER", "FAMILY");
}
void nothing(ReservationStation&) {}

TEST(ReservationEnd, C07_power_cut_at_each_byte_of_a_reservation) {
  const Moment moment = moment_of(nothing, make);
  ASSERT_GT(moment.bytes, 60U);
  for (std::uint64_t cut = 0; cut <= moment.bytes; ++cut) {
    ReservationStation station;
    station.boot();
    station.power_fails_with_storage = true;
    station.storage.fail_after(cut);
    const Json answer = station.call("ReserveNow", {{"connectorId", 1},
                                                    {"expiryDate", station.in(3600000)},
                                                    {"idTag", "OWNER"},
                                                    {"parentIdTag", "FAMILY"},
                                                    {"reservationId", 7}});
    EXPECT_EQ(station.running(), cut == moment.bytes) << cut;
    EXPECT_EQ(answer.is_null(), cut < moment.bytes) << cut;
    station.storage.mend();
    station.clear();
    station.restart();
    const bool all_written = cut == moment.bytes;
    EXPECT_EQ(station.status(1), all_written ? EvseStatus::reserved : EvseStatus::available) << cut;
    station.cancel(7);
    EXPECT_EQ(station.reserve(1, 8), "Accepted") << cut;
    station.restart();
    EXPECT_EQ(station.status(1), EvseStatus::reserved) << cut;
    station.use("OWNER", 1);
    EXPECT_EQ(station.sent("StartTransaction").at(0)["reservationId"], 8) << cut;
  }
}

TEST(ReservationEnd, C07_power_cut_at_each_byte_of_a_replacement) {
  const auto replace = [](ReservationStation& station) { station.reserve(2, 7, "OTHER"); };
  const Moment moment = moment_of(make, replace);
  for (std::uint64_t cut = 0; cut <= moment.bytes; ++cut) {
    ReservationStation station;
    station.boot();
    make(station);
    station.power_fails_with_storage = true;
    station.storage.fail_after(cut);
    station.call("ReserveNow", {{"connectorId", 2},
                                {"expiryDate", station.in(3600000)},
                                {"idTag", "OTHER"},
                                {"reservationId", 7}});
    station.storage.mend();
    station.restart();
    const bool replaced = cut == moment.bytes;
    EXPECT_EQ(station.status(1), replaced ? EvseStatus::available : EvseStatus::reserved) << cut;
    EXPECT_EQ(station.status(2), replaced ? EvseStatus::reserved : EvseStatus::available) << cut;
  }
}

TEST(ReservationEnd, C07_T15_power_cut_at_each_byte_of_the_start_that_ends_it) {
  const auto start = [](ReservationStation& station) {
    station.network = false;  // The transaction and nothing else is written.
    station.plug();
  };
  const auto reserved = [](ReservationStation& station) {
    make(station);
    station.tap("OWNER");
  };
  const Moment moment = moment_of(reserved, start);
  int starts = 0;
  for (std::uint64_t cut = 0; cut <= moment.bytes; ++cut) {
    ReservationStation station;
    station.boot();
    reserved(station);
    station.power_fails_with_storage = true;
    station.storage.fail_after(cut);
    start(station);
    station.storage.mend();
    station.hardware.evse(1).facts.plugged = false;
    station.network = true;
    station.clear();
    station.restart();
    station.run(60000);
    const std::vector<Json> sent = station.sent("StartTransaction");
    // Either the transaction has used it up, or it is there as before: never both, never none.
    ASSERT_LE(sent.size(), 1U) << cut;
    if (sent.size() == 1) {
      EXPECT_EQ(sent[0]["reservationId"], 7) << cut;
      ++starts;
    }
    EXPECT_EQ(station.status(1), sent.empty() ? EvseStatus::reserved : EvseStatus::available)
        << cut;
    // It stays so when the journal has forgotten the transaction.
    station.run(3600000 / 2);
    station.restart();
    EXPECT_EQ(station.status(1), sent.empty() ? EvseStatus::reserved : EvseStatus::available)
        << cut;
  }
  EXPECT_GT(starts, 16) << "the cuts between the start and the end of the reservation";
}

}  // namespace
}  // namespace plugpoint::test
