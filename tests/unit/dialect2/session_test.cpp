// Sessions by TransactionEvent: E01 to E13, F01 to F03.
#include "station_201.h"

namespace plugpoint::test {
namespace {

TEST(Dialect2Session, E02_cable_first_from_boot_to_unplug) {
  Station201 station;
  station.hardware.set_register(1, 1000);
  station.boot();
  EXPECT_EQ(station.actions(), (Strings{"BootNotification", "StatusNotification"}));
  EXPECT_EQ(station.sent("BootNotification")[0],
            (Json{{"chargingStation", {{"vendorName", "Plugpoint"}, {"model", "Test"}}},
                  {"reason", "PowerUp"}}));
  EXPECT_EQ(station.connector_statuses(1), Strings{"Available"});

  station.clear();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.actions(),
            (Strings{"StatusNotification", "Authorize", "TransactionEvent", "TransactionEvent"}));
  EXPECT_EQ(station.connector_statuses(1), Strings{"Occupied"});
  EXPECT_EQ(station.sent("Authorize")[0], (Json{{"idToken", token("TAG1")}}));
  EXPECT_EQ(station.told(),
            (Strings{"Started/Authorized/EVConnected", "Updated/ChargingStateChanged/Charging"}));
  EXPECT_TRUE(station.hardware.evse(1).permitted);

  station.hardware.set_register(1, 3500);
  station.run(61000);
  station.tap("TAG1");
  station.unplug();
  const std::vector<Json> events = station.transaction_events();
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(station.told()[2], "Updated/MeterValuePeriodic/Charging");
  EXPECT_EQ(station.told()[3], "Ended/StopAuthorized/EVConnected");
  EXPECT_EQ(events[3]["transactionInfo"]["stoppedReason"], "Local");
  EXPECT_EQ(station.connector_statuses(1), (Strings{"Occupied", "Available"}));
  EXPECT_FALSE(station.hardware.evse(1).permitted);
}

TEST(Dialect2Session, V03_ids_are_uuids_and_sequence_numbers_have_no_gap) {
  Station201 station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(200000);
  station.tap("TAG1");
  const std::vector<Json> events = station.transaction_events();
  ASSERT_GE(events.size(), 5U);
  const std::string id = events[0]["transactionInfo"]["transactionId"];
  ASSERT_EQ(id.size(), 36U);
  for (const std::size_t dash : {8U, 13U, 18U, 23U})
    EXPECT_EQ(id[dash], '-');
  EXPECT_EQ(id[14], '8') << "RFC 9562 version";
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i]["seqNo"], i);
    EXPECT_EQ(events[i]["transactionInfo"]["transactionId"], id);
  }
  station.unplug();
  station.plug();
  station.tap("TAG2");
  EXPECT_NE(station.transaction_id(), id);
}

TEST(Dialect2Session, V04_evse_and_token_are_told_once) {
  Station201 station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(61000);
  const std::vector<Json> events = station.transaction_events();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0]["evse"], (Json{{"id", 1}, {"connectorId", 1}}));
  EXPECT_EQ(events[0]["idToken"], token("TAG1"));
  for (std::size_t i = 1; i < events.size(); ++i) {
    EXPECT_FALSE(events[i].contains("evse")) << i;
    EXPECT_FALSE(events[i].contains("idToken")) << i;
    EXPECT_FALSE(events[i].contains("offline")) << i;
  }
}

TEST(Dialect2Session, J02_meter_values_of_start_interval_and_end) {
  Station201 station;
  station.hardware.set_meter(1, Measurand::power_active_import, Decimal::of(11000));
  station.hardware.set_meter(1, Measurand::temperature, Decimal::of(40));
  station.hardware.set_register(1, 1000);
  station.with("SampledDataCtrlr.TxUpdatedMeasurands",
               "Energy.Active.Import.Register,Power.Active.Import,Temperature");
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.hardware.set_meter(1, Measurand::energy_active_import_register, Decimal{15005, -1});
  station.run(61000);
  station.tap("TAG1");
  const std::vector<Json> events = station.transaction_events();
  ASSERT_EQ(events.size(), 4U);
  const Json begin = events[0]["meterValue"][0]["sampledValue"];
  EXPECT_EQ(begin, Json::array({{{"value", 1000},
                                 {"context", "Transaction.Begin"},
                                 {"measurand", "Energy.Active.Import.Register"},
                                 {"location", "Outlet"},
                                 {"unitOfMeasure", {{"unit", "Wh"}}}}}));
  EXPECT_EQ(events[0]["meterValue"][0]["timestamp"], events[0]["timestamp"]);
  EXPECT_FALSE(events[1].contains("meterValue"));
  const Json periodic = events[2]["meterValue"][0]["sampledValue"];
  ASSERT_EQ(periodic.size(), 2U) << "2.0.1 has no temperature";
  EXPECT_EQ(periodic[0]["value"], 1500.5);
  EXPECT_EQ(periodic[0]["context"], "Sample.Periodic");
  EXPECT_EQ(periodic[1]["unitOfMeasure"]["unit"], "W");
  const Json end = events[3]["meterValue"][0]["sampledValue"];
  EXPECT_EQ(end[0]["context"], "Transaction.End");
  EXPECT_EQ(end[0]["value"], 1500.5);
}

TEST(Dialect2Session, E03_token_first_starts_with_the_plug) {
  Station201 station;
  station.boot();
  station.tap("TAG1");
  EXPECT_TRUE(station.told().empty());
  EXPECT_EQ(station.connector_statuses(1), Strings{"Available"})
      << "an authorization occupies nothing";
  station.plug();
  EXPECT_EQ(station.told(), (Strings{"Started/CablePluggedIn/EVConnected",
                                     "Updated/ChargingStateChanged/Charging"}));
  EXPECT_EQ(station.transaction_events()[0]["idToken"], token("TAG1"));
}

// One row for each TxStartPoint: what is told when the driver plugs in, then presents a token, then
// the EV asks for energy.
struct StartRow {
  const char* point;
  Strings plugged;
  Strings authorized;
  Strings ready;
};

class Dialect2Start : public testing::TestWithParam<StartRow> {};

TEST_P(Dialect2Start, E01_transaction_starts_where_TxStartPoint_says) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", GetParam().point);
  station.boot();
  station.plug(1, false);
  EXPECT_EQ(station.told(), GetParam().plugged);
  station.clear();
  station.tap("TAG1");
  EXPECT_EQ(station.told(), GetParam().authorized);
  station.clear();
  station.plug(1, true);
  EXPECT_EQ(station.told(), GetParam().ready);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

INSTANTIATE_TEST_SUITE_P(CableFirst, Dialect2Start,
                         testing::Values(StartRow{"EVConnected",
                                                  {"Started/CablePluggedIn/EVConnected"},
                                                  {"Updated/Authorized/SuspendedEV"},
                                                  {"Updated/ChargingStateChanged/Charging"}},
                                         StartRow{"Authorized",
                                                  {},
                                                  {"Started/Authorized/EVConnected",
                                                   "Updated/ChargingStateChanged/SuspendedEV"},
                                                  {"Updated/ChargingStateChanged/Charging"}},
                                         StartRow{"PowerPathClosed",
                                                  {},
                                                  {"Started/Authorized/EVConnected",
                                                   "Updated/ChargingStateChanged/SuspendedEV"},
                                                  {"Updated/ChargingStateChanged/Charging"}},
                                         StartRow{"EnergyTransfer",
                                                  {},
                                                  {},
                                                  {"Started/ChargingStateChanged/EVConnected",
                                                   "Updated/ChargingStateChanged/Charging"}},
                                         StartRow{"EVConnected,Authorized",
                                                  {"Started/CablePluggedIn/EVConnected"},
                                                  {"Updated/Authorized/SuspendedEV"},
                                                  {"Updated/ChargingStateChanged/Charging"}}),
                         [](const auto& row) {
                           std::string name = row.param.point;
                           for (char& c : name) {
                             if (c == ',') c = '_';
                           }
                           return name;
                         });

TEST(Dialect2Session, E01_authorized_start_before_the_plug) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "Authorized").boot();
  station.tap("TAG1");
  EXPECT_EQ(station.told(), Strings{"Started/Authorized/Idle"});
  EXPECT_EQ(station.transaction_events()[0]["evse"], (Json{{"id", 1}}));
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  station.plug();
  EXPECT_EQ(station.told(),
            (Strings{"Started/Authorized/Idle", "Updated/CablePluggedIn/Charging"}));
  EXPECT_EQ(station.transaction_events()[1]["evse"], (Json{{"id", 1}, {"connectorId", 1}}))
      << "E01.FR.16";
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(Dialect2Session, E03_FR_05_no_plug_in_time_ends_the_transaction) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "Authorized")
      .with("TxCtrlr.EVConnectionTimeOut", "20")
      .boot();
  station.tap("TAG1");
  station.run(21000);
  EXPECT_EQ(station.told().back(), "Ended/EVConnectTimeout/Idle");
  EXPECT_EQ(station.transaction_events().back()["transactionInfo"]["stoppedReason"], "Timeout");
}

TEST(Dialect2Session, E01_an_unavailable_EVSE_starts_nothing_by_itself) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "EVConnected").boot();
  station.confirm("ChangeAvailability",
                  {{"operationalStatus", "Inoperative"}, {"evse", {{"id", 1}}}});
  station.plug();
  EXPECT_TRUE(station.told().empty());
}

// One row for each TxStopPoint: what is told when the driver presents the token again, the last
// event after unplugging, and its reason.
struct StopRow {
  const char* point;
  Strings presented;
  Strings unplugged;
};

class Dialect2Stop : public testing::TestWithParam<StopRow> {};

TEST_P(Dialect2Stop, E06_transaction_ends_where_TxStopPoint_says) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", GetParam().point).boot();
  station.plug();
  station.tap("TAG1");
  station.clear();
  station.tap("TAG1");
  EXPECT_EQ(station.told(), GetParam().presented);
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.transaction_events().at(0)["idToken"], token("TAG1")) << "E07.FR.02";
  station.clear();
  station.unplug();
  EXPECT_EQ(station.told(), GetParam().unplugged);
}

const Strings kEndedByToken{"Ended/StopAuthorized/EVConnected"};
INSTANTIATE_TEST_SUITE_P(Presented, Dialect2Stop,
                         testing::Values(StopRow{"EVConnected",
                                                 {"Updated/StopAuthorized/EVConnected"},
                                                 {"Ended/EVCommunicationLost/Idle"}},
                                         StopRow{"Authorized", kEndedByToken, {}},
                                         StopRow{"PowerPathClosed", kEndedByToken, {}},
                                         StopRow{"EnergyTransfer", kEndedByToken, {}}),
                         [](const auto& row) { return row.param.point; });

TEST(Dialect2Session, E06_FR_02_EVConnected_ends_by_unplugging_whatever_else_is_configured) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", "EVConnected")
      .with("TxCtrlr.StopTxOnEVSideDisconnect", "false")
      .boot();
  station.plug();
  station.tap("TAG1");
  station.unplug();
  EXPECT_EQ(station.told().back(), "Ended/EVCommunicationLost/Idle");
  EXPECT_EQ(station.transaction_events().back()["transactionInfo"]["stoppedReason"],
            "EVDisconnected");
}

TEST(Dialect2Session, E10_unplugging_keeps_the_transaction_where_only_authorization_ends_it) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", "Authorized")
      .with("TxCtrlr.StopTxOnEVSideDisconnect", "false")
      .boot();
  station.plug();
  station.tap("TAG1");
  station.clear();
  station.unplug();
  EXPECT_EQ(station.told(), Strings{"Updated/EVCommunicationLost/Idle"});
  EXPECT_EQ(station.connector_statuses(1), Strings{"Available"});
  station.plug();
  EXPECT_EQ(station.told().back(), "Updated/CablePluggedIn/Charging");
  station.tap("TAG1");
  EXPECT_EQ(station.told().back(), "Ended/StopAuthorized/EVConnected");
}

TEST(Dialect2Session, E09_unplugging_ends_what_authorization_ends) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", "Authorized").boot();
  station.plug();
  station.tap("TAG1");
  station.unplug();
  EXPECT_EQ(station.told().back(), "Ended/EVCommunicationLost/Idle");
}

TEST(Dialect2Session, E06_FR_07_EnergyTransfer_ends_when_the_EV_has_enough) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", "EnergyTransfer").boot();
  station.plug();
  station.tap("TAG1");
  station.plug(1, false);
  EXPECT_EQ(station.told().back(), "Ended/ChargingStateChanged/EVConnected");
  EXPECT_EQ(station.transaction_events().back()["transactionInfo"]["stoppedReason"], "StoppedByEV");
}

TEST(Dialect2Session, E01_FR_18_every_change_of_the_charging_state_is_told) {
  Station201 station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.clear();
  station.plug(1, false);
  station.hardware.evse(1).facts.evse_ready = false;
  station.run(100);
  station.hardware.evse(1).facts.evse_ready = true;
  station.run(100);
  station.plug(1, true);
  EXPECT_EQ(station.told(), (Strings{"Updated/ChargingStateChanged/SuspendedEV",
                                     "Updated/ChargingStateChanged/SuspendedEVSE",
                                     "Updated/ChargingStateChanged/SuspendedEV",
                                     "Updated/ChargingStateChanged/Charging"}));
  EXPECT_TRUE(station.sent("StatusNotification").empty()) << "it is Occupied all the time";
}

TEST(Dialect2Session, C01_FR_23_an_ended_authorization_is_not_for_another_token) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", "EVConnected").boot();
  station.plug();
  station.tap("TAG1");
  station.tap("TAG1");
  EXPECT_TRUE(station.swipe("TAG2"));
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  station.tap("TAG1");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.told().back(), "Updated/Authorized/Charging");
}

TEST(Dialect2Session, V14_a_token_of_the_group_stops) {
  Station201 station;
  station.on["Authorize"] = [](const Json& request) {
    const std::string who = request["idToken"]["idToken"];
    return Json{{"idTokenInfo",
                 {{"status", "Accepted"},
                  {"groupIdToken", token(who == "OTHER" ? "G2" : "G1", "Central")}}}};
  };
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.tap("OTHER");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.tap("TAG2");
  EXPECT_EQ(station.told().back(), "Ended/StopAuthorized/EVConnected");
  EXPECT_EQ(station.transaction_events().back()["idToken"]["idToken"], "TAG2");
}

TEST(Dialect2Session, C01_FR_21_a_token_for_other_EVSEs_does_not_charge) {
  Station201 station;
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTokenInfo", {{"status", "Accepted"}, {"evseId", {2, 3}}}}};
  };
  station.boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_TRUE(station.told().empty());
}

TEST(Dialect2Session, C01_AuthEnabled_false_asks_nobody) {
  Station201 station;
  station.with("AuthCtrlr.Enabled", "false").boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_TRUE(station.sent("Authorize").empty());
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

}  // namespace
}  // namespace plugpoint::test
