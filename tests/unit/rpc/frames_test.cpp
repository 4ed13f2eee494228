// OCPP-J frames: what the station answers to each kind of text (behaviours R01 to R13).
#include <gtest/gtest.h>

#include <set>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

std::string code(const Json& answer) {
  return answer.is_array() && answer.size() == 5 && answer[0] == 4 ? answer[2].get<std::string>()
                                                                   : "no error: " + answer.dump();
}

/// The error code with which the station answers a call; "no error" when it answers otherwise.
std::string refusal(TestStation& station, const std::string& action, const Json& payload) {
  return code(station.call(action, payload));
}

std::set<std::string> ids_of_calls(const TestStation& station) {
  std::set<std::string> ids;
  for (const Frame& frame : station.frames) {
    if (frame.type != 2) continue;
    EXPECT_LE(frame.id.size(), 36U);
    EXPECT_TRUE(ids.insert(frame.id).second) << frame.id << " was used twice";
  }
  return ids;
}

// The sessions send every kind of request; only a repetition of a transaction message may reuse an
// id.
TEST(Rpc, R01_ids_are_unique_over_connections_and_restarts) {
  TestStation station;
  for (int boot = 0; boot < 3; ++boot) {
    station.boot();
    station.plug();
    station.tap("TAG1");
    station.run(120000);
    station.tap("TAG1");
    station.unplug();
    station.cut();
    station.run(60000);
    station.power_cut();
  }
  EXPECT_GE(ids_of_calls(station).size(), 3U * 10);
}

TEST(Rpc, R02_a_call_has_four_elements_and_an_error_five) {
  TestStation station;
  station.boot();
  EXPECT_EQ(code(station.raw(R"([2,"a","ClearChargingProfile"])")), "FormationViolation");
  EXPECT_EQ(code(station.raw(R"([2,"a","ClearChargingProfile",{},1])")), "FormationViolation");
  EXPECT_EQ(code(station.raw(R"([2,"a","clearchargingprofile",{}])")), "NotImplemented");
  const Json error = station.raw(R"([2,"a \"quoted\" id","Nonsense",{}])");
  ASSERT_EQ(error.size(), 5U);
  EXPECT_EQ(error[1], "a \"quoted\" id");
  EXPECT_TRUE(error[3].is_string());
  EXPECT_EQ(error[4], Json::object());
  const Json result = station.raw(R"([2,"b","ClearChargingProfile",{}])");
  ASSERT_EQ(result.size(), 3U);
  EXPECT_EQ(result[0], 3);
  EXPECT_EQ(result[1], "b");
}

TEST(Rpc, R02_ids_come_back_unchanged) {
  TestStation station;
  station.boot();
  for (const std::string id :
       {"", "é – 漢字", "\\ and /", "123456789012345678901234567890123456"}) {
    const Json answer = station.raw(Json({2, id, "GetConfiguration", Json::object()}).dump());
    ASSERT_TRUE(answer.is_array()) << id;
    EXPECT_EQ(answer[1], id);
  }
}

TEST(Rpc, R02_an_id_has_at_most_48_bytes) {
  TestStation station;
  station.boot();
  const std::string fits = "éééééééééééé123456789012345678901234";  // 12 of two bytes.
  ASSERT_EQ(fits.size(), 48U);
  const auto ask = [&](const std::string& id) {
    return station.raw(Json({2, id, "GetConfiguration", Json::object()}).dump());
  };
  EXPECT_EQ(ask(fits)[1], fits);
  EXPECT_TRUE(ask("é" + fits.substr(0, 47)).is_null()) << "no id, no answer";
}

TEST(Rpc, R02_a_payload_of_null_is_an_empty_one) {
  TestStation station;
  station.boot();
  EXPECT_EQ(station.raw(R"([2,"a","GetConfiguration",null])")[0], 3);
  EXPECT_EQ(code(station.raw(R"([2,"a","Reset",null])")), "OccurenceConstraintViolation");
  // The answer to StopTransaction has no required member.
  station.plug();
  station.tap("TAG1");
  station.on["StopTransaction"] = [](const Json&) { return nullptr; };
  station.tap("TAG1");
  ASSERT_EQ(station.station().queue_length(), 1U);
  station.raw("[3,\"" + station.frames.back().id + "\",null]");
  EXPECT_EQ(station.station().queue_length(), 0U);
}

TEST(Rpc, R03_one_own_call_in_flight_and_answers_do_not_wait_for_it) {
  TestStation station;
  station.boot();
  station.plug();
  station.clear();
  station.on["Authorize"] = [](const Json&) { return nullptr; };
  station.tap("TAG1");
  ASSERT_EQ(station.frames.size(), 1U);
  EXPECT_EQ(station.call("GetConfiguration", {{"key", {"HeartbeatInterval"}}})[0], 3);
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "Heartbeat"}})["status"],
            "Accepted");
  EXPECT_TRUE(station.sent("Heartbeat").empty()) << "Authorize is still open";
  station.raw("[3,\"" + station.frames[0].id + R"(",{"idTagInfo":{"status":"Accepted"}}])");
  EXPECT_EQ(station.sent("Heartbeat").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Rpc, R03_the_answer_leaves_before_what_it_triggers) {
  TestStation station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  struct Case {
    const char* action;
    Json payload;
    const char* triggered;
  };
  for (const Case& each :
       {Case{"TriggerMessage", {{"requestedMessage", "Heartbeat"}}, "Heartbeat"},
        Case{"TriggerMessage", {{"requestedMessage", "MeterValues"}}, "MeterValues"},
        Case{"Reset", {{"type", "Soft"}}, "StopTransaction"},
        Case{"ChangeAvailability",
             {{"connectorId", 0}, {"type", "Inoperative"}},
             "StatusNotification"}}) {
    station.run(1000);
    station.clear();
    station.call(each.action, each.payload);
    ASSERT_GE(station.frames.size(), 2U) << each.action << station.frames[0].payload;
    EXPECT_EQ(station.frames[0].type, 3) << each.action << station.frames[0].payload;
    EXPECT_EQ(station.frames[1].action, each.triggered);
  }
}

TEST(Rpc, R04_answers_with_an_unknown_id_do_not_drop_the_request_in_flight) {
  TestStation station;
  station.boot();
  station.plug();
  station.clear();
  station.on["Authorize"] = [](const Json&) { return nullptr; };
  station.tap("TAG1");
  for (const char* stray : {R"([3,"nobody",{}])", R"([4,"nobody","InternalError","",{}])",
                            R"([3,"",{}])", R"([4,"nobody","InternalError",""])"}) {
    EXPECT_TRUE(station.raw(stray).is_null()) << "an answer is never answered: " << stray;
  }
  station.raw("[3,\"" + station.frames[0].id + R"(",{"idTagInfo":{"status":"Accepted"}}])");
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Rpc, R04_a_malformed_answer_is_not_answered_either) {
  TestStation station;
  station.boot();
  station.clear();
  station.on["Heartbeat"] = [](const Json&) { return nullptr; };
  station.call("TriggerMessage", {{"requestedMessage", "Heartbeat"}});
  const std::string id = station.frames.back().id;
  EXPECT_TRUE(station.raw("[3,\"" + id + "\"]").is_null());
  EXPECT_TRUE(station.raw("[3,\"" + id + "\",{\"currentTime\":").is_null());
  EXPECT_TRUE(
      station.raw("[3,\"" + id + "\",{\"currentTime\":\"2031-01-01T00:00:00Z\"}]").is_null());
  EXPECT_GT(station.station().utc().ms, 1900000000000) << "the request was still in flight";
}

TEST(Rpc, R05_unknown_and_unsupported_actions) {
  TestStation station;
  station.boot();
  EXPECT_EQ(refusal(station, "MakeCoffee", Json::object()), "NotImplemented");
  EXPECT_EQ(refusal(station, "RequestStartTransaction", Json::object()), "NotImplemented")
      << "of 2.0.1";
  // Known to 1.6 but sent by charge points only.
  EXPECT_EQ(refusal(station, "Heartbeat", Json::object()), "NotSupported");
}

TEST(Rpc, R06_what_is_no_frame_changes_nothing) {
  TestStation station;
  station.boot();
  for (const char* text : {"",
                           " ",
                           "garbage",
                           "{}",
                           "[]",
                           "[",
                           "]",
                           "null",
                           "\"text\"",
                           "5",
                           "[2]",
                           "[\"2\",\"a\",\"Reset\",{}]",
                           "[9,\"a\",\"Reset\",{\"type\":\"Soft\"}]",
                           "[5,\"a\",{}]",
                           "[6,\"a\",\"Reset\",{}]",
                           "[2.5,\"a\",\"Reset\",{}]",
                           "[-2,\"a\",\"Reset\",{}]",
                           "[99999999999999999999,\"a\",{}]",
                           "[2,7,\"Reset\",{}]",
                           "[[[[[[[[[[[[[[",
                           "[3,[],{}]",
                           "\xEF\xBB\xBF[2,\"a\",\"Reset\",{}]"}) {
    const Json answer = station.raw(text);
    EXPECT_TRUE(answer.is_null()) << text << " was answered with " << answer.dump();
  }
  EXPECT_EQ(station.dials.size(), 1U) << "the connection stays";
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
}

TEST(Rpc, R06_invalid_json_within_a_call_is_answered_when_the_id_is_known) {
  TestStation station;
  station.boot();
  for (const char* text :
       {R"([2,"a","Reset",{"type":}])", R"([2,"a","Reset",{"type":"Soft"}] more)",
        R"([2,"a","Reset",{"type":"Soft")", R"([2,"a","Reset",{'type':"Soft"}])",
        R"([2,"a","Reset",{"type":"\ud800"}])"}) {
    EXPECT_EQ(code(station.raw(text)), "FormationViolation") << text;
  }
  EXPECT_TRUE(station.hardware.commands_of(Command::Kind::reset, 0).empty());
  EXPECT_EQ(station.dials.size(), 1U);
}

TEST(Rpc, R07_unknown_members_at_any_depth) {
  const Json profile = {{"chargingProfileId", 1},
                        {"stackLevel", 0},
                        {"chargingProfilePurpose", "TxDefaultProfile"},
                        {"chargingProfileKind", "Relative"},
                        {"chargingSchedule",
                         {{"chargingRateUnit", "A"},
                          {"chargingSchedulePeriod", {{{"startPeriod", 0}, {"limit", 16}}}}}}};
  const Json good = {{"connectorId", 1}, {"csChargingProfiles", profile}};
  Json top = good;
  top["extra"] = 1;
  Json middle = good;
  middle["csChargingProfiles"]["extra"] = "x";
  Json deep = good;
  deep["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"][0]["extra"] = {
      {"a", {1, 2}}};
  TestStation strict;
  strict.boot();
  TestStation tolerant;
  tolerant.settings.tolerant = true;
  tolerant.boot();
  for (const Json& payload : {top, middle, deep}) {
    EXPECT_EQ(refusal(strict, "SetChargingProfile", payload), "FormationViolation") << payload;
    EXPECT_EQ(tolerant.confirm("SetChargingProfile", payload)["status"], "Accepted");
  }
  EXPECT_EQ(strict.confirm("SetChargingProfile", good)["status"], "Accepted");
}

TEST(Rpc, R08_each_violation_has_its_code) {
  TestStation station;
  station.boot();
  EXPECT_EQ(refusal(station, "Reset", Json::object()), "OccurenceConstraintViolation");
  EXPECT_EQ(refusal(station, "Reset", {{"type", 1}}), "TypeConstraintViolation");
  EXPECT_EQ(refusal(station, "Reset", {{"type", nullptr}}), "TypeConstraintViolation");
  EXPECT_EQ(refusal(station, "Reset", {{"type", "Medium"}}), "PropertyConstraintViolation");
  EXPECT_EQ(refusal(station, "UnlockConnector", {{"connectorId", "1"}}), "TypeConstraintViolation");
  EXPECT_EQ(refusal(station, "UnlockConnector", {{"connectorId", 1.5}}), "TypeConstraintViolation");
  EXPECT_EQ(refusal(station, "RemoteStartTransaction", {{"idTag", std::string(21, 'x')}}),
            "PropertyConstraintViolation");
  EXPECT_EQ(refusal(station, "GetConfiguration", {{"key", "HeartbeatInterval"}}),
            "TypeConstraintViolation");
  EXPECT_EQ(refusal(station, "TriggerMessage", {{"requestedMessage", "Anything"}}),
            "PropertyConstraintViolation");
  EXPECT_EQ(code(station.raw(R"([2,"a","Reset",[]])")), "TypeConstraintViolation");
  EXPECT_TRUE(station.hardware.commands_of(Command::Kind::reset, 0).empty());
}

TEST(Rpc, R08_an_answer_that_breaks_its_schema_counts_as_an_error) {
  TestStation station;
  station.boot();
  station.plug();
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Perhaps"}}}};
  };
  station.tap("TAG1");
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  station.on.clear();
  station.run(60000);
  station.tap("TAG1");
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Rpc, R09_lengths_count_characters_and_names_ignore_case) {
  TestStation station;
  station.boot();
  std::string twenty;
  for (int i = 0; i < 20; ++i)
    twenty += "é";
  EXPECT_EQ(station.call("RemoteStartTransaction", {{"idTag", twenty}, {"connectorId", 9}})[0], 3);
  EXPECT_EQ(refusal(station, "RemoteStartTransaction", {{"idTag", twenty + "é"}}),
            "PropertyConstraintViolation");
  const Json found = station.confirm("GetConfiguration", {{"key", {"heartbeatINTERVAL"}}});
  EXPECT_EQ(found["configurationKey"][0]["key"], "HeartbeatInterval");
}

TEST(Rpc, R09_invalid_utf8_is_rejected) {
  TestStation station;
  station.boot();
  // RFC 6455 §8.1: a text message that is no UTF-8 fails the connection.
  EXPECT_TRUE(station.raw("[2,\"a\",\"Reset\",{\"type\":\"So\xC3\x28\"}]").is_null());
  station.run(60000);
  EXPECT_EQ(station.dials.size(), 2U);
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
}

TEST(Rpc, R10_own_texts_that_are_too_long_are_cut_or_refused) {
  TestStation station;
  const std::string longer(80, 'x');
  const Text text(longer.data(), longer.size());
  station.settings.identity.vendor = text;
  station.settings.identity.model = text;
  station.settings.identity.serial_number = text;
  station.settings.identity.firmware_version = text;
  station.settings.identity.iccid = text;
  station.settings.identity.meter_type = text;
  station.boot();
  const Json boot = station.sent("BootNotification").at(0);
  EXPECT_EQ(boot["chargePointVendor"], std::string(20, 'x'));
  EXPECT_EQ(boot["chargePointModel"], std::string(20, 'x'));
  EXPECT_EQ(boot["chargePointSerialNumber"], std::string(25, 'x'));
  EXPECT_EQ(boot["firmwareVersion"], std::string(50, 'x'));
  EXPECT_EQ(boot["iccid"], std::string(20, 'x'));
  EXPECT_EQ(boot["meterType"], std::string(25, 'x'));
  const std::string vendor(256, 'v');
  EXPECT_TRUE(station.station().send_data_transfer(Text(vendor.data(), vendor.size()), {}, {}));
  EXPECT_TRUE(station.station().send_data_transfer("V", Text(longer.data(), 51), {}));
  station.run(1000);
  EXPECT_TRUE(station.sent("DataTransfer").empty());
}

// Decided: an integer may be written with a zero fraction or an exponent; it is the same JSON
// number.
TEST(Rpc, R11_integers_with_fraction_or_exponent) {
  TestStation station;
  station.on["StartTransaction"] = [](const Json&) {
    return Json{{"transactionId", 10}, {"idTagInfo", {{"status", "Accepted"}}}};
  };
  station.boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(code(station.raw(R"([2,"a","RemoteStopTransaction",{"transactionId":1.05e1}])")),
            "TypeConstraintViolation");
  const Json far =
      station.raw(R"([2,"a","RemoteStopTransaction",{"transactionId":99999999999999999999}])");
  EXPECT_EQ(code(far), "PropertyConstraintViolation");
  EXPECT_EQ(station.raw(R"([2,"a","UnlockConnector",{"connectorId":2.0}])")[2]["status"],
            "NotSupported");
  EXPECT_EQ(station.raw(R"([2,"a","RemoteStopTransaction",{"transactionId":1e1}])")[2]["status"],
            "Accepted");
}

TEST(Rpc, R11_a_limit_has_at_most_one_decimal) {
  TestStation station;
  station.boot();
  const auto set = [&](const std::string& limit) {
    return station.raw(
        R"([2,"a","SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,)"
        R"("stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative",)"
        R"("chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":)" +
        limit + "}]}}}]");
  };
  EXPECT_EQ(set("16.1")[0], 3);
  EXPECT_EQ(code(set("16.15")), "PropertyConstraintViolation");
}

TEST(Rpc, R12_a_message_of_a_megabyte_is_answered_with_its_id) {
  TestStation station;
  station.boot();
  station.network = false;
  station.run(100);
  station.network = true;
  station.run(60000);
  station.clear();
  const std::string big(1 << 20, 'x');
  const Json text =
      station.raw(R"([2,"big","DataTransfer",{"vendorId":"V","data":")" + big + "\"}]");
  ASSERT_EQ(code(text), "InternalError");
  EXPECT_EQ(text[1], "big");
  std::string keys = "\"k\"";
  while (keys.size() < (1U << 20))
    keys += ",\"HeartbeatInterval\"";
  EXPECT_EQ(code(station.raw(R"([2,"keys","GetConfiguration",{"key":[)" + keys + "]}]")),
            "InternalError");
  EXPECT_EQ(code(station.raw(R"([2,"s","GetConfiguration",{"key":[")" + big + "\"]}]")),
            "PropertyConstraintViolation");
  std::string deep;
  for (int i = 0; i < (1 << 19); ++i)
    deep += "[";
  EXPECT_EQ(code(station.raw(R"([2,"deep","DataTransfer",{"vendorId":)" + deep)),
            "FormationViolation");
  EXPECT_EQ(station.dials.size(), 2U) << "the connection stays";
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
}

TEST(Rpc, R12_an_answer_larger_than_the_receive_memory_frees_the_request) {
  TestStation station;
  station.boot();
  const std::string big(1 << 20, 'x');
  station.on["DataTransfer"] = [&](const Json&) {
    return Json{{"status", "Accepted"}, {"data", big}};
  };
  EXPECT_FALSE(station.station().send_data_transfer("V", {}, {}));
  station.run(1000);
  EXPECT_FALSE(station.station().send_data_transfer("V", {}, {})) << "the first has ended";
  EXPECT_EQ(station.dials.size(), 1U);
}

TEST(Rpc, R13_celsius_is_spelled_as_the_specification_spells_it) {
  TestStation station;
  station.defaults = {{"MeterValuesSampledData", "Temperature"}};
  station.hardware.set_meter(1, Measurand::temperature, Decimal::of(21));
  station.boot();
  station.confirm("TriggerMessage", {{"requestedMessage", "MeterValues"}});
  ASSERT_EQ(station.sent("MeterValues").size(), 1U);
  EXPECT_EQ(station.sent("MeterValues")[0]["meterValue"][0]["sampledValue"][0]["unit"], "Celcius");
}

}  // namespace
}  // namespace plugpoint::test
