// Boot, heartbeat and status: B01 to B04, G01 to G04.
#include "station_201.h"

namespace plugpoint::test {
namespace {

Json boot_answer(const Station201& station, const char* status, int interval) {
  return {{"status", status}, {"currentTime", station.utc()}, {"interval", interval}};
}

TEST(Dialect2Registration, the_server_chooses_the_dialect) {
  Station201 station;
  station.peer.subprotocol = "ocpp1.6";
  station.boot();
  EXPECT_NE(station.peer.request.find("Sec-WebSocket-Protocol: ocpp2.0.1,ocpp1.6"),
            std::string::npos)
      << station.peer.request;
  EXPECT_TRUE(station.sent("BootNotification").at(0).contains("chargePointVendor"));
}

TEST(Dialect2Registration, the_dialect_also_speaks_2_1) {
  Station201 station;
  station.settings.subprotocols = "ocpp2.1,ocpp2.0.1";
  station.peer.subprotocol = "ocpp2.1";
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.tap("TAG1");
  EXPECT_EQ(station.told(),
            (Strings{"Started/Authorized/EVConnected", "Updated/ChargingStateChanged/Charging",
                     "Ended/StopAuthorized/EVConnected"}));
  // What 2.0.1 would refuse as unknown is in the schema of 2.1, and the code has its other
  // spelling.
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "CustomTrigger"},
                                               {"customTrigger", "X"}})["status"],
            "NotImplemented");
  EXPECT_EQ(station.call("Reset", Json::object())[2], "OccurrenceConstraintViolation");
}

TEST(Dialect2Registration, B01_FR_09_identity_and_reason) {
  Station201 station;
  station.settings.identity.serial_number = "S-1";
  station.settings.identity.firmware_version = "1.2";
  station.settings.identity.imsi = "262";
  station.settings.identity.boot_reason = BootReason::remote_reset;
  station.boot();
  EXPECT_EQ(station.sent("BootNotification")[0], (Json{{"chargingStation",
                                                        {{"vendorName", "Plugpoint"},
                                                         {"model", "Test"},
                                                         {"serialNumber", "S-1"},
                                                         {"firmwareVersion", "1.2"},
                                                         {"modem", {{"imsi", "262"}}}}},
                                                       {"reason", "RemoteReset"}}));
}

TEST(Dialect2Registration, B01_FR_04_the_answer_sets_the_heartbeat) {
  Station201 station;
  station.on["BootNotification"] = [&](const Json&) {
    return boot_answer(station, "Accepted", 20);
  };
  station.boot();
  EXPECT_EQ(station.get("OCPPCommCtrlr", "HeartbeatInterval")["attributeValue"], "20");
  station.clear();
  station.run(61000);
  EXPECT_EQ(station.actions(), (Strings{"Heartbeat", "Heartbeat", "Heartbeat"}));
}

TEST(Dialect2Registration, B02_a_pending_station_answers_but_asks_nothing) {
  Station201 station;
  const char* status = "Pending";
  station.on["BootNotification"] = [&](const Json&) { return boot_answer(station, status, 100); };
  station.boot();
  station.plug();
  EXPECT_EQ(station.actions(), Strings{"BootNotification"});
  EXPECT_EQ(station.get("OCPPCommCtrlr", "OfflineThreshold")["attributeStatus"], "Accepted");
  EXPECT_EQ(station.set("OCPPCommCtrlr", "OfflineThreshold", "90")["attributeStatus"], "Accepted");
  EXPECT_EQ(station.confirm("RequestStartTransaction",
                            {{"idToken", token("T")}, {"remoteStartId", 1}})["status"],
            "Rejected")
      << "B02.FR.05";
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", "T"}})["status"],
            "Rejected");
  EXPECT_EQ(station.actions(), Strings{"BootNotification"});

  EXPECT_EQ(station.confirm("GetBaseReport",
                            {{"requestId", 1}, {"reportBase", "SummaryInventory"}})["status"],
            "Accepted");
  EXPECT_EQ(station.actions().back(), "NotifyReport") << "B02.FR.02";
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}})["status"],
            "Accepted");
  EXPECT_EQ(station.actions().back(), "Heartbeat");
  const Json where = {{"id", 1}, {"connectorId", 1}};
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "StatusNotification"},
                                               {"evse", where}})["status"],
            "Accepted");
  EXPECT_EQ(station.actions().back(), "StatusNotification");

  for (const char* later : {"MeterValues", "TransactionEvent"})
    EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", later}})["status"],
              "Rejected")
        << later;

  status = "Accepted";
  station.clear();
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "BootNotification"}})["status"],
            "Accepted");
  EXPECT_EQ(station.actions(), (Strings{"BootNotification", "StatusNotification"}));
  EXPECT_EQ(station.sent("BootNotification")[0]["reason"], "Triggered");
}

TEST(Dialect2Registration, B02_FR_08_a_pending_station_asks_again_after_the_interval) {
  Station201 station;
  station.on["BootNotification"] = [&](const Json&) {
    return boot_answer(station, "Pending", 100);
  };
  station.boot();
  station.run(98000);
  EXPECT_EQ(station.sent("BootNotification").size(), 1U);
  station.run(2000);
  EXPECT_EQ(station.sent("BootNotification").size(), 2U);
}

TEST(Dialect2Registration, V01_a_rejected_station_answers_SecurityError) {
  Station201 station;
  station.on["BootNotification"] = [&](const Json&) {
    return boot_answer(station, "Rejected", 100);
  };
  station.boot();
  const Json answer =
      station.call("GetBaseReport", {{"requestId", 1}, {"reportBase", "FullInventory"}});
  ASSERT_TRUE(answer.is_array());
  EXPECT_EQ(answer[0], 4);
  EXPECT_EQ(answer[2], "SecurityError");
  EXPECT_EQ(station.actions(), Strings{"BootNotification"}) << "B03.FR.02";
}

TEST(Dialect2Registration, V01_SecurityError_also_before_the_first_answer) {
  Station201 station;
  station.on["BootNotification"] = [](const Json&) { return Json(); };
  station.boot();
  EXPECT_EQ(station.call("GetVariables",
                         {{"getVariableData", Json::array({{{"component", {{"name", "A"}}},
                                                            {"variable", {{"name", "B"}}}}})}})[2],
            "SecurityError");
}

TEST(Dialect2Registration, V01_a_malformed_call_gets_the_error_code_of_the_version) {
  Station201 station;
  station.boot();
  const auto code = [&](const char* action, const Json& payload) {
    return station.call(action, payload)[2];
  };
  EXPECT_EQ(code("Reset", {{"type", "Immediate"}, {"surprise", 1}}), "FormatViolation");
  EXPECT_EQ(code("Reset", Json::object()), "OccurenceConstraintViolation");
  EXPECT_EQ(code("Reset", {{"type", 1}}), "TypeConstraintViolation");
  EXPECT_EQ(code("Reset", {{"type", "Soon"}}), "PropertyConstraintViolation");
  EXPECT_EQ(code("ClearCache", Json::object()), "NotSupported");
  EXPECT_EQ(code("RemoteStartTransaction", Json::object()), "NotImplemented");
}

TEST(Dialect2Registration, V07_after_a_long_offline_period_every_connector_is_told) {
  Station201 station;
  station.settings.evses = 2;
  station.with("OCPPCommCtrlr.OfflineThreshold", "30").boot();
  EXPECT_EQ(station.connector_statuses(1), Strings{"Available"});
  EXPECT_EQ(station.connector_statuses(2), Strings{"Available"});

  station.clear();
  station.network = false;
  station.run(10000);
  station.plug(2);
  station.network = true;
  station.run(15000);
  EXPECT_TRUE(station.connector_statuses(1).empty()) << "B04.FR.02";
  EXPECT_EQ(station.connector_statuses(2), Strings{"Occupied"});

  station.clear();
  station.network = false;
  station.run(60000);
  station.network = true;
  station.run(60000);
  EXPECT_EQ(station.connector_statuses(1), Strings{"Available"}) << "B04.FR.01";
  EXPECT_EQ(station.connector_statuses(2), Strings{"Occupied"});
}

TEST(Dialect2Registration, G03_an_EVSE_is_closed_and_stays_so_over_a_restart) {
  Station201 station;
  station.settings.evses = 2;
  station.boot();
  station.clear();
  const Json close = {{"operationalStatus", "Inoperative"},
                      {"evse", {{"id", 2}, {"connectorId", 1}}}};
  EXPECT_EQ(station.confirm("ChangeAvailability", close)["status"], "Accepted");
  EXPECT_EQ(station.connector_statuses(2), Strings{"Unavailable"});
  EXPECT_TRUE(station.connector_statuses(1).empty());
  EXPECT_EQ(station.confirm("ChangeAvailability", close)["status"], "Accepted") << "G03.FR.03";

  station.power_cut();
  station.clear();
  station.peer.subprotocol = "ocpp2.0.1";
  station.boot();
  EXPECT_EQ(station.connector_statuses(2), Strings{"Unavailable"}) << "G03.FR.08";
  station.clear();
  EXPECT_EQ(station.confirm("ChangeAvailability",
                            {{"operationalStatus", "Operative"}, {"evse", {{"id", 2}}}})["status"],
            "Accepted");
  EXPECT_EQ(station.connector_statuses(2), Strings{"Available"});
}

TEST(Dialect2Registration, G04_the_station_is_closed_when_its_transaction_is_over) {
  Station201 station;
  station.settings.evses = 2;
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.clear();
  EXPECT_EQ(station.confirm("ChangeAvailability", {{"operationalStatus", "Inoperative"}})["status"],
            "Scheduled");
  EXPECT_EQ(station.connector_statuses(2), Strings{"Unavailable"});
  EXPECT_TRUE(station.connector_statuses(1).empty());
  station.tap("TAG1");
  station.unplug();
  ASSERT_FALSE(station.connector_statuses(1).empty());
  EXPECT_EQ(station.connector_statuses(1).back(), "Unavailable");
}

TEST(Dialect2Registration, G03_unknown_places_are_rejected) {
  Station201 station;
  station.boot();
  for (const Json& where : {Json{{"id", 2}}, Json{{"id", 1}, {"connectorId", 2}}}) {
    EXPECT_EQ(station.confirm("ChangeAvailability",
                              {{"operationalStatus", "Inoperative"}, {"evse", where}})["status"],
              "Rejected")
        << where;
  }
}

TEST(Dialect2Registration, G01_faults_are_told) {
  Station201 station;
  station.boot();
  station.clear();
  station.hardware.evse(1).facts.faulted = true;
  station.run(100);
  station.hardware.evse(1).facts.faulted = false;
  station.run(100);
  EXPECT_EQ(station.connector_statuses(1), (Strings{"Faulted", "Available"}));
}

}  // namespace
}  // namespace plugpoint::test
