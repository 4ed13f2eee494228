// What the central system asks the station to do: F01 to F06, B11, B12, P01, P02.
#include "station_201.h"

namespace plugpoint::test {
namespace {

const Json kStart = {{"idToken", token("REMOTE", "Central")}, {"remoteStartId", 42}, {"evseId", 1}};

TEST(Dialect2Remote, F01_cable_first) {
  Station201 station;
  station.boot();
  station.plug();
  EXPECT_EQ(station.confirm("RequestStartTransaction", kStart), (Json{{"status", "Accepted"}}));
  EXPECT_TRUE(station.sent("Authorize").empty()) << "F01.FR.02";
  EXPECT_EQ(station.told().at(0), "Started/RemoteStart/EVConnected");
  const Json started = station.transaction_events()[0];
  EXPECT_EQ(started["transactionInfo"]["remoteStartId"], 42);
  EXPECT_EQ(started["idToken"], token("REMOTE", "Central"));
  EXPECT_FALSE(station.transaction_events()[1]["transactionInfo"].contains("remoteStartId"));
}

TEST(Dialect2Remote, F01_FR_01_AuthorizeRemoteStart_asks_first) {
  Station201 station;
  station.with("AuthCtrlr.AuthorizeRemoteStart", "true").boot();
  station.plug();
  station.clear();
  EXPECT_EQ(station.confirm("RequestStartTransaction", kStart)["status"], "Accepted");
  EXPECT_EQ(station.actions(), (Strings{"Authorize", "TransactionEvent", "TransactionEvent"}));
}

TEST(Dialect2Remote, F02_FR_21_remote_start_first_and_then_the_plug) {
  Station201 station;
  station.boot();
  EXPECT_EQ(station.confirm("RequestStartTransaction", kStart)["status"], "Accepted");
  EXPECT_TRUE(station.told().empty());
  station.plug();
  EXPECT_EQ(station.told().at(0), "Started/RemoteStart/EVConnected");
  EXPECT_EQ(station.transaction_events()[0]["transactionInfo"]["remoteStartId"], 42);
}

TEST(Dialect2Remote, F02_FR_01_Authorized_starts_at_once) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "Authorized").boot();
  EXPECT_EQ(station.confirm("RequestStartTransaction", kStart)["status"], "Accepted");
  EXPECT_EQ(station.told(), Strings{"Started/RemoteStart/Idle"});
  EXPECT_EQ(station.transaction_events()[0]["transactionInfo"]["remoteStartId"], 42);
}

TEST(Dialect2Remote, F01_FR_13_a_transaction_that_runs_already_is_named) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "EVConnected").boot();
  station.plug();
  const std::string id = station.transaction_id();
  EXPECT_EQ(station.confirm("RequestStartTransaction", kStart),
            (Json{{"status", "Accepted"}, {"transactionId", id}}));
  EXPECT_EQ(station.told().at(1), "Updated/RemoteStart/Charging");
  const Json updated = station.transaction_events()[1];
  EXPECT_EQ(updated["transactionInfo"]["remoteStartId"], 42) << "F01.FR.25";
  EXPECT_EQ(updated["idToken"], token("REMOTE", "Central"));
}

TEST(Dialect2Remote, F01_FR_20_the_station_chooses_an_EVSE) {
  Station201 station;
  station.settings.evses = 2;
  station.boot();
  station.plug(2);
  Json any = kStart;
  any.erase("evseId");
  EXPECT_EQ(station.confirm("RequestStartTransaction", any)["status"], "Accepted");
  EXPECT_EQ(station.transaction_events().at(0)["evse"]["id"], 2);
}

TEST(Dialect2Remote, F01_FR_23_FR_24_what_cannot_start_is_rejected) {
  Station201 station;
  station.settings.evses = 2;
  station.boot();
  const auto reason = [&](Json change) {
    Json request = kStart;
    request.update(change);
    const Json answer = station.confirm("RequestStartTransaction", request);
    return answer["status"].get<std::string>() + "/" +
           answer.value("statusInfo", Json{{"reasonCode", "-"}})["reasonCode"].get<std::string>();
  };
  EXPECT_EQ(reason({{"evseId", 3}}), "Rejected/UnknownEvse");
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(reason({{"evseId", 1}}), "Rejected/TxInProgress");
  station.confirm("ChangeAvailability",
                  {{"operationalStatus", "Inoperative"}, {"evse", {{"id", 2}}}});
  EXPECT_EQ(reason({{"evseId", 2}}).substr(0, 8), "Rejected");
}

TEST(Dialect2Remote, F02_FR_07_no_plug_in_time) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "Authorized")
      .with("TxCtrlr.EVConnectionTimeOut", "15")
      .boot();
  station.confirm("RequestStartTransaction", kStart);
  station.run(16000);
  EXPECT_EQ(station.told().back(), "Ended/EVConnectTimeout/Idle");
}

TEST(Dialect2Remote, F03_stops_by_transactionId) {
  Station201 station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  const std::string id = station.transaction_id();
  std::string other = id;
  other.back() = other.back() == '0' ? '1' : '0';
  std::string foreign = id;
  foreign[0] = foreign[0] == '0' ? '1' : '0';
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", foreign}})["status"],
            "Rejected");
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", other}})["status"],
            "Rejected")
      << "F03.FR.08";
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", ""}})["status"],
            "Rejected");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", id}})["status"],
            "Accepted");
  EXPECT_EQ(station.told().back(), "Ended/RemoteStop/EVConnected");
  EXPECT_EQ(station.transaction_events().back()["transactionInfo"]["stoppedReason"], "Remote");
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", id}})["status"],
            "Rejected");
}

TEST(Dialect2Remote, F03_FR_02_only_the_energy_ends_where_TxStopPoint_says_so) {
  Station201 station;
  station.with("TxCtrlr.TxStopPoint", "EVConnected").boot();
  station.plug();
  station.tap("TAG1");
  const std::string id = station.transaction_id();
  EXPECT_EQ(station.confirm("RequestStopTransaction", {{"transactionId", id}})["status"],
            "Accepted");
  EXPECT_EQ(station.told().back(), "Updated/RemoteStop/EVConnected");
  EXPECT_FALSE(station.hardware.evse(1).permitted);
}

TEST(Dialect2Remote, F05_unlock) {
  Station201 station;
  station.boot();
  const auto unlock = [&](int evse, int connector) {
    return station.confirm("UnlockConnector",
                           {{"evseId", evse}, {"connectorId", connector}})["status"];
  };
  EXPECT_EQ(unlock(1, 1), "Unlocked") << "F05.FR.06";
  EXPECT_EQ(unlock(2, 1), "UnknownConnector");
  EXPECT_EQ(unlock(1, 2), "UnknownConnector");
  station.hardware.evse(1).unlock_result = UnlockResult::failed;
  EXPECT_EQ(unlock(1, 1), "UnlockFailed");
  station.hardware.evse(1).unlock_result = UnlockResult::not_supported;
  EXPECT_EQ(station.confirm("UnlockConnector", {{"evseId", 1}, {"connectorId", 1}}),
            (Json{{"status", "UnlockFailed"}, {"statusInfo", {{"reasonCode", "FixedCable"}}}}));
  station.plug();
  station.tap("TAG1");
  station.hardware.commands.clear();
  EXPECT_EQ(unlock(1, 1), "OngoingAuthorizedTransaction");
  EXPECT_TRUE(station.hardware.commands_of(Command::Kind::unlock, 1).empty()) << "F05.FR.02";
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(Dialect2Remote, F05_FR_02_an_unauthorized_transaction_survives_the_unlock) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "EVConnected").boot();
  station.plug();
  EXPECT_EQ(station.confirm("UnlockConnector", {{"evseId", 1}, {"connectorId", 1}})["status"],
            "Unlocked");
  EXPECT_EQ(station.told(), Strings{"Started/CablePluggedIn/EVConnected"});
}

TEST(Dialect2Remote, F06_triggers) {
  Station201 station;
  station.settings.evses = 2;
  station.hardware.set_meter(1, Measurand::power_active_import, Decimal::of(7000));
  station.boot();
  station.plug();
  station.tap("TAG1");
  const auto trigger = [&](const char* message, Json evse = nullptr) {
    station.clear();
    Json request = {{"requestedMessage", message}};
    if (!evse.is_null()) request["evse"] = std::move(evse);
    return station.confirm("TriggerMessage", request)["status"];
  };
  EXPECT_EQ(trigger("Heartbeat"), "Accepted");
  EXPECT_EQ(station.actions(), Strings{"Heartbeat"});
  EXPECT_EQ(station.frames.at(0).type, 3) << "F06.FR.04: first the answer";

  EXPECT_EQ(trigger("BootNotification"), "Rejected") << "F06.FR.17";
  EXPECT_TRUE(station.actions().empty());

  EXPECT_EQ(trigger("StatusNotification", {{"id", 1}, {"connectorId", 1}}), "Accepted");
  EXPECT_EQ(station.connector_statuses(1), Strings{"Occupied"});
  EXPECT_EQ(trigger("StatusNotification"), "Rejected") << "F06.FR.12";
  EXPECT_EQ(trigger("StatusNotification", {{"id", 3}, {"connectorId", 1}}), "Rejected");

  EXPECT_EQ(trigger("MeterValues", {{"id", 1}}), "Accepted");
  ASSERT_EQ(station.actions(), Strings{"MeterValues"})
      << "F06.FR.06: also while a transaction runs";
  const Json values = station.sent("MeterValues")[0];
  EXPECT_EQ(values["evseId"], 1);
  EXPECT_EQ(values["meterValue"][0]["sampledValue"][0]["context"], "Trigger");

  EXPECT_EQ(trigger("TransactionEvent"), "Accepted");
  EXPECT_EQ(station.told(), Strings{"Updated/Trigger/Charging"});
  EXPECT_EQ(station.transaction_events()[0]["meterValue"][0]["sampledValue"].size(), 2U)
      << "F06.FR.07";
  EXPECT_EQ(trigger("TransactionEvent", {{"id", 2}}), "Rejected");

  EXPECT_EQ(trigger("LogStatusNotification"), "NotImplemented");
}

TEST(Dialect2Remote, V09_immediate_reset_ends_what_runs_first) {
  Station201 station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.confirm("Reset", {{"type", "Immediate"}})["status"], "Accepted");
  station.run(1000);
  EXPECT_EQ(station.told().back(), "Ended/ResetCommand/EVConnected");
  EXPECT_EQ(station.transaction_events().back()["transactionInfo"]["stoppedReason"],
            "ImmediateReset");
  EXPECT_EQ(station.hardware.commands_of(Command::Kind::reset, 0).size(), 1U);
}

TEST(Dialect2Remote, B12_FR_01_OnIdle_waits_for_the_transaction) {
  Station201 station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.confirm("Reset", {{"type", "OnIdle"}})["status"], "Scheduled");
  station.run(100000);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_TRUE(station.hardware.commands_of(Command::Kind::reset, 0).empty());
  station.tap("TAG1");
  station.run(1000);
  EXPECT_EQ(station.told().back(), "Ended/StopAuthorized/EVConnected");
  EXPECT_EQ(station.hardware.commands_of(Command::Kind::reset, 0).size(), 1U);
}

TEST(Dialect2Remote, B11_OnIdle_is_done_at_once_when_idle) {
  Station201 station;
  station.boot();
  EXPECT_EQ(station.confirm("Reset", {{"type", "OnIdle"}})["status"], "Accepted");
  station.run(1000);
  EXPECT_EQ(station.hardware.commands_of(Command::Kind::reset, 0).size(), 1U);
}

TEST(Dialect2Remote, B11_FR_09_a_single_EVSE_is_not_reset) {
  Station201 station;
  station.boot();
  EXPECT_EQ(station.confirm("Reset", {{"type", "Immediate"}, {"evseId", 1}})["status"], "Rejected");
  station.run(1000);
  EXPECT_TRUE(station.hardware.commands_of(Command::Kind::reset, 0).empty());
}

DataTransferStatus echo(void* context, Text, Text data, Span<char> answer,
                        std::size_t& answer_size) {
  *static_cast<std::string*>(context) = std::string(data.begin(), data.end());
  answer_size = data.size();
  std::copy(data.begin(), data.end(), answer.begin());
  return DataTransferStatus::accepted;
}

TEST(Dialect2Remote, P01_P02_data_is_any_json) {
  std::string received;
  const DataTransferHandler handlers[] = {{"org.example", "Echo", &echo, &received}};
  Station201 station;
  station.settings.data_transfer = handlers;
  station.boot();
  const auto send = [&](Json data) {
    return station.confirm(
        "DataTransfer",
        {{"vendorId", "org.example"}, {"messageId", "Echo"}, {"data", std::move(data)}});
  };
  EXPECT_EQ(send("say \"hi\" \u00e9"),
            (Json{{"status", "Accepted"}, {"data", "say \"hi\" \u00e9"}}));
  EXPECT_EQ(received, "say \"hi\" \u00e9");
  const Json object = {{"a", {1, 2, nullptr}}, {"b", "x"}};
  EXPECT_EQ(send(object)["data"], object);
  EXPECT_EQ(Json::parse(received), object);
  EXPECT_EQ(send(5)["data"], "5");
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.example"}, {"messageId", "No"}}),
            (Json{{"status", "UnknownMessageId"}}));
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.other"}}),
            (Json{{"status", "UnknownVendorId"}}));

  station.clear();
  EXPECT_FALSE(station.station().send_data_transfer("org.example", "Hello", "{not json"));
  station.run(100);
  EXPECT_EQ(station.sent("DataTransfer").at(0),
            (Json{{"vendorId", "org.example"}, {"messageId", "Hello"}, {"data", "{not json"}}));
}

Json limit_of(double ampere) {
  return {{"id", 1},
          {"stackLevel", 0},
          {"chargingProfilePurpose", "TxProfile"},
          {"chargingProfileKind", "Relative"},
          {"chargingSchedule",
           Json::array({{{"id", 1},
                         {"chargingRateUnit", "A"},
                         {"chargingSchedulePeriod",
                          Json::array({{{"startPeriod", 0}, {"limit", ampere}}})}}})}};
}

TEST(Dialect2Remote, F01_FR_10_the_profile_limits_the_transaction) {
  Station201 station;
  station.boot();
  station.plug();
  Json request = kStart;
  request["chargingProfile"] = limit_of(10.5);
  EXPECT_EQ(station.confirm("RequestStartTransaction", request)["status"], "Accepted");
  EXPECT_EQ(station.hardware.evse(1).limit.current_ma, 10500);
  station.tap("REMOTE");
  EXPECT_EQ(station.hardware.evse(1).limit.current_ma, ChargingLimit::kUnlimited)
      << "it ends with the transaction";
}

TEST(Dialect2Remote, F01_FR_10_the_profile_limits_a_transaction_that_runs_already) {
  Station201 station;
  station.with("TxCtrlr.TxStartPoint", "EVConnected").boot();
  station.plug();
  Json request = kStart;
  request["chargingProfile"] = limit_of(8);
  EXPECT_EQ(station.confirm("RequestStartTransaction", request)["status"], "Accepted");
  EXPECT_EQ(station.hardware.evse(1).limit.current_ma, 8000);
}

TEST(Dialect2Remote, F01_FR_26_an_invalid_profile_is_rejected) {
  const std::pair<const char*, Json> changes[] = {
      {"F01.FR.09", {{"chargingProfilePurpose", "TxDefaultProfile"}}},
      {"F01.FR.11", {{"transactionId", "T"}}},
      {"K01.FR.40", {{"chargingProfileKind", "Absolute"}}},
      {"no recurrencyKind", {{"chargingProfileKind", "Recurring"}}},
      {"K01.FR.31",
       {{"chargingSchedule",
         Json::array(
             {{{"id", 1},
               {"chargingRateUnit", "A"},
               {"chargingSchedulePeriod", Json::array({{{"startPeriod", 5}, {"limit", 6}}})}}})}}},
  };
  Station201 station;
  station.boot();
  station.plug();
  for (const auto& [why, change] : changes) {
    Json request = kStart;
    request["chargingProfile"] = limit_of(10);
    request["chargingProfile"].update(change);
    EXPECT_EQ(station.confirm("RequestStartTransaction", request),
              (Json{{"status", "Rejected"}, {"statusInfo", {{"reasonCode", "InvalidProfile"}}}}))
        << why;
  }
  EXPECT_TRUE(station.told().empty());
}

}  // namespace
}  // namespace plugpoint::test
