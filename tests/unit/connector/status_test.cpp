// What is told of a connector's status: S01 to S06, S09.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

/// Transitions of the table in §4.9, with B6 of errata 3.20.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"Available",
     {"Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Reserved", "Unavailable",
      "Faulted"}},
    {"Preparing",
     {"Available", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Faulted"}},
    {"Charging",
     {"Available", "SuspendedEV", "SuspendedEVSE", "Finishing", "Unavailable", "Faulted"}},
    {"SuspendedEV",
     {"Available", "Charging", "SuspendedEVSE", "Finishing", "Unavailable", "Faulted"}},
    {"SuspendedEVSE",
     {"Available", "Charging", "SuspendedEV", "Finishing", "Unavailable", "Faulted"}},
    {"Finishing", {"Available", "Preparing", "Unavailable", "Faulted"}},
    {"Reserved", {"Available", "Preparing", "Unavailable", "Faulted"}},
    {"Unavailable",
     {"Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Faulted"}},
    {"Faulted",
     {"Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Reserved",
      "Unavailable"}},
};

/// A person, an EV, a fault or the central system does something, by chance.
void act(TestStation& station, std::mt19937& chance) {
  const auto connector = static_cast<std::uint8_t>(1 + chance() % 2);
  Facts& facts = station.hardware.evse(connector).facts;
  switch (chance() % 11) {
    case 0:
    case 1:
      facts.plugged ? station.unplug(connector) : station.plug(connector, chance() % 2 == 0);
      break;
    case 2:
      static_cast<void>(station.swipe("TAG" + std::to_string(chance() % 2), connector));
      break;
    case 3:
      facts.ev_ready = !facts.ev_ready;
      break;
    case 4:
      facts.evse_ready = !facts.evse_ready;
      break;
    case 5:
      facts.faulted = !facts.faulted;
      break;
    case 6:
      station.call("RemoteStartTransaction", {{"connectorId", connector}, {"idTag", "REMOTE"}});
      break;
    case 7:
      station.call("ChangeAvailability",
                   {{"connectorId", chance() % 3},
                    {"type", chance() % 2 == 0 ? "Operative" : "Inoperative"}});
      break;
    case 8:
      station.call("ReserveNow", {{"connectorId", chance() % 3},
                                  {"expiryDate", "2025-12-01T12:00:00Z"},
                                  {"idTag", "TAG" + std::to_string(chance() % 2)},
                                  {"reservationId", chance() % 3}});
      break;
    case 9:
      station.call("CancelReservation", {{"reservationId", chance() % 3}});
      break;
    default:
      station.run(static_cast<Millis>(chance() % 70000));
      break;
  }
  station.run(200);
}

TEST(Status, S01_only_transitions_of_the_table_are_told) {
  TestStation station;
  station.settings.evses = 2;
  station.on["Authorize"] = [n = 0](const Json&) mutable {
    return Json{{"idTagInfo", {{"status", ++n % 5 == 0 ? "Blocked" : "Accepted"}}}};
  };
  station.on["StartTransaction"] = [n = 0](const Json&) mutable {
    ++n;
    return Json{{"idTagInfo", {{"status", n % 7 == 0 ? "Invalid" : "Accepted"}}},
                {"transactionId", n}};
  };
  station.boot();
  std::mt19937 chance(1);
  for (int i = 0; i < 3000; ++i)
    act(station, chance);
  std::map<int, std::string> last;
  std::map<std::string, int> seen;
  for (const Json& told : station.sent("StatusNotification")) {
    const int connector = told["connectorId"];
    const std::string status = told["status"];
    if (connector == 0) {
      EXPECT_TRUE(status == "Available" || status == "Unavailable" || status == "Faulted")
          << status;
    } else if (last.count(connector) != 0 && last[connector] != status) {
      EXPECT_EQ(kAllowed.at(last[connector]).count(status), 1U)
          << last[connector] << " to " << status;
      ++seen[last[connector] + status];
    }
    last[connector] = status;
  }
  // The walk has been through most of the table.
  EXPECT_GT(seen.size(), 35U);
}

TEST(Status, S01_connector_0_has_no_status_of_a_plug) {
  TestStation station;
  station.boot();
  station.hardware.evse(0).facts.plugged = true;
  station.hardware.evse(0).facts.faulted = true;
  station.run(1000);
  station.hardware.evse(0).facts.faulted = false;
  station.run(1000);
  EXPECT_EQ(station.statuses(0), (Strings{"Available", "Faulted", "Available"}));
}

TEST(Status, S02_short_statuses_are_not_told_but_the_last_one_is) {
  TestStation station;
  station.defaults = {{"MinimumStatusDuration", "5"}};
  station.boot();
  station.clear();
  station.plug();
  station.run(3000);
  EXPECT_TRUE(station.statuses(1).empty());
  static_cast<void>(station.swipe("TAG"));  // Preparing lasted only 3 s.
  station.run(10000);
  EXPECT_EQ(station.statuses(1), Strings{"Charging"});
  station.clear();
  station.hardware.evse(1).facts.ev_ready = false;
  station.run(2000);
  station.hardware.evse(1).facts.ev_ready = true;  // Back before it was told: nothing to tell.
  station.run(20000);
  EXPECT_TRUE(station.statuses(1).empty());
  station.unplug();
  station.run(10000);
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
}

TEST(Status, S03_the_station_comes_first_when_both_sides_pause) {
  TestStation station;
  station.boot();
  station.plug(1, false);
  static_cast<void>(station.swipe("TAG"));
  Facts& facts = station.hardware.evse(1).facts;
  EXPECT_EQ(station.statuses(1).back(), "SuspendedEV");
  facts.evse_ready = false;
  station.run(100);
  EXPECT_EQ(station.statuses(1).back(), "SuspendedEVSE");
  facts.ev_ready = true;
  station.run(100);
  EXPECT_EQ(station.statuses(1).back(), "SuspendedEVSE");
  facts.evse_ready = true;
  station.run(100);
  EXPECT_EQ(station.statuses(1).back(), "Charging");
}

TEST(Status, S04_a_fault_ends_in_what_applies_then) {
  TestStation station;
  station.boot();
  Facts& facts = station.hardware.evse(1).facts;
  facts.faulted = true;
  facts.fault = Fault::ground_failure;
  station.run(100);
  EXPECT_EQ(station.sent("StatusNotification").back()["errorCode"], "GroundFailure");
  EXPECT_EQ(station.swipe("TAG").status, Status::refused);
  facts.faulted = false;
  facts.fault = Fault::none;
  station.run(100);
  EXPECT_EQ(station.statuses(1), (Strings{"Available", "Faulted", "Available"}));
  EXPECT_EQ(station.sent("StatusNotification").back()["errorCode"], "NoError");
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  station.clear();
  facts.faulted = true;
  station.run(100);
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.sent("StatusNotification").back()["errorCode"], "OtherError");
  facts.faulted = false;
  station.run(100);
  EXPECT_EQ(station.statuses(1), (Strings{"Faulted", "Charging"}));
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  facts.faulted = true;
  station.run(100);
  station.unplug();
  facts.faulted = false;
  station.run(100);
  EXPECT_EQ(station.statuses(1), (Strings{"Faulted", "Charging", "Faulted", "Available"}));
}

TEST(Status, S04_a_warning_is_told_without_Faulted) {
  TestStation station;
  station.boot();
  station.plug();
  station.clear();
  station.hardware.evse(1).facts.fault = Fault::ev_communication_error;
  station.run(100);
  ASSERT_EQ(station.statuses(1), Strings{"Preparing"});
  EXPECT_EQ(station.sent("StatusNotification")[0]["errorCode"], "EVCommunicationError");
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.statuses(1).back(), "Charging");
}

TEST(Status, S05_plugged_but_nobody_comes_is_Finishing) {
  TestStation station;
  station.defaults = {{"ConnectionTimeOut", "30"}};
  station.boot();
  station.clear();
  station.plug();
  station.run(29000);
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  station.run(1500);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Finishing"}));
  station.run(60000);
  station.unplug();
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Finishing", "Available"}));
}

TEST(Status, S05_a_token_without_a_plug_times_out_from_the_start_of_Preparing) {
  TestStation station;
  station.defaults = {{"ConnectionTimeOut", "30"}};
  station.boot();
  station.clear();
  static_cast<void>(station.swipe("TAG"));
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  station.run(29000);
  EXPECT_EQ(station.statuses(1), Strings{"Preparing"});
  station.run(1500);
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Available"}));
  station.plug();
  EXPECT_TRUE(station.sent("StartTransaction").empty());
}

TEST(Status, S06_a_connector_with_a_cable_in_it_is_never_Available) {
  TestStation station;
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  station.clear();
  static_cast<void>(station.swipe("TAG"));
  station.run(600000);
  EXPECT_EQ(station.statuses(1), Strings{"Finishing"});
  station.unplug();
  EXPECT_EQ(station.statuses(1), (Strings{"Finishing", "Available"}));
}

TEST(Status, S06_a_new_start_from_Finishing_goes_through_Preparing) {
  TestStation station;
  station.boot();
  station.plug();
  for (int remote = 0; remote < 2; ++remote) {
    static_cast<void>(station.swipe("TAG"));
    if (remote == 0) static_cast<void>(station.swipe("TAG"));
  }
  EXPECT_EQ(station.statuses(1),
            (Strings{"Available", "Preparing", "Charging", "Finishing", "Preparing", "Charging"}));
  static_cast<void>(station.swipe("TAG"));
  station.clear();
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"connectorId", 1}, {"idTag", "R"}})["status"],
      "Accepted");
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Charging"}));
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Status, S06_a_refused_token_leaves_Finishing) {
  TestStation station;
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  static_cast<void>(station.swipe("TAG"));
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Blocked"}}}};
  };
  static_cast<void>(station.swipe("OTHER"));
  station.run(1000);
  EXPECT_EQ(station.statuses(1).back(), "Finishing");
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Status, S09_the_transaction_survives_a_disconnect_of_the_EV_if_it_is_to) {
  TestStation station;
  station.defaults = {{"StopTransactionOnEVSideDisconnect", "false"},
                      {"UnlockConnectorOnEVSideDisconnect", "true"}};
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  EXPECT_TRUE(station.hardware.evse(1).locked);
  station.clear();
  station.unplug();
  ASSERT_EQ(station.statuses(1), Strings{"SuspendedEV"});
  const Json told = station.sent("StatusNotification")[0];
  EXPECT_EQ(told["errorCode"], "NoError");
  EXPECT_EQ(told["info"], "EV side disconnected");
  EXPECT_TRUE(station.sent("StopTransaction").empty());
  EXPECT_TRUE(station.hardware.evse(1).locked);
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  station.plug();
  EXPECT_EQ(station.statuses(1).back(), "Charging");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  static_cast<void>(station.swipe("TAG"));
  EXPECT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_FALSE(station.hardware.evse(1).locked);
}

TEST(Status, S09_else_it_ends_and_plugging_in_again_starts_nothing) {
  TestStation station;
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  station.clear();
  station.unplug();
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "EVDisconnected");
  EXPECT_FALSE(station.sent("StopTransaction")[0].contains("idTag"));
  EXPECT_FALSE(station.hardware.evse(1).locked);
  station.plug();
  station.run(10000);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  EXPECT_EQ(station.statuses(1), (Strings{"Available", "Preparing"}));
}

TEST(Status, S09_the_cable_stays_locked_after_the_end_if_it_is_to_until_its_user_comes) {
  TestStation station;
  station.defaults = {{"UnlockConnectorOnEVSideDisconnect", "false"}};
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  station.unplug();
  EXPECT_TRUE(station.hardware.evse(1).locked);
  static_cast<void>(station.swipe("TAG"));
  EXPECT_FALSE(station.hardware.evse(1).locked);
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

}  // namespace
}  // namespace plugpoint::test
