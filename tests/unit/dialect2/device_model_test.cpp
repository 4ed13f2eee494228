// GetVariables, SetVariables and base reports: B05 to B07.
#include <set>

#include "station_201.h"

namespace plugpoint::test {
namespace {

TEST(Dialect2Variables, B06_reads_what_1_6_calls_otherwise) {
  Station201 station;
  station.with("MeterValueSampleInterval", "77").boot();
  EXPECT_EQ(station.get("SampledDataCtrlr", "TxUpdatedInterval"),
            (Json{{"attributeStatus", "Accepted"},
                  {"attributeType", "Actual"},
                  {"attributeValue", "77"},
                  {"component", {{"name", "SampledDataCtrlr"}}},
                  {"variable", {{"name", "TxUpdatedInterval"}}}}));
}

TEST(Dialect2Variables, B06_names_match_in_any_case_and_are_echoed) {
  Station201 station;
  station.boot();
  const Json result = station.get("txctrlr", "TXSTARTPOINT");
  EXPECT_EQ(result["attributeStatus"], "Accepted");
  EXPECT_EQ(result["attributeValue"], "PowerPathClosed");
  EXPECT_EQ(result["component"]["name"], "txctrlr");
  EXPECT_EQ(result["variable"]["name"], "TXSTARTPOINT");
}

struct UnknownRow {
  const char* what;
  Json item;
  const char* status;
};

TEST(Dialect2Variables, V10_each_item_has_its_own_status) {
  const UnknownRow rows[] = {
      {"no component",
       {{"component", {{"name", "Nothing"}}}, {"variable", {{"name", "Enabled"}}}},
       "UnknownComponent"},
      {"no variable",
       {{"component", {{"name", "AuthCtrlr"}}}, {"variable", {{"name", "Nothing"}}}},
       "UnknownVariable"},
      {"instance missing",
       {{"component", {{"name", "DeviceDataCtrlr"}}}, {"variable", {{"name", "ItemsPerMessage"}}}},
       "UnknownVariable"},
      {"no such instance",
       {{"component", {{"name", "DeviceDataCtrlr"}}},
        {"variable", {{"name", "ItemsPerMessage"}, {"instance", "X"}}}},
       "UnknownVariable"},
      {"component has no instance",
       {{"component", {{"name", "AuthCtrlr"}, {"instance", "1"}}},
        {"variable", {{"name", "Enabled"}}}},
       "UnknownComponent"},
      {"component has no EVSE",
       {{"component", {{"name", "AuthCtrlr"}, {"evse", {{"id", 1}}}}},
        {"variable", {{"name", "Enabled"}}}},
       "UnknownComponent"},
      {"a key of 1.6 only",
       {{"component", {{"name", ""}}}, {"variable", {{"name", "GetConfigurationMaxKeys"}}}},
       "UnknownComponent"},
      {"another attribute",
       {{"component", {{"name", "AuthCtrlr"}}},
        {"variable", {{"name", "Enabled"}}},
        {"attributeType", "Target"}},
       "NotSupportedAttributeType"},
  };
  Station201 station;
  station.boot();
  for (const UnknownRow& row : rows) {
    SCOPED_TRACE(row.what);
    Json asked = row.item;
    const Json got = station.confirm(
        "GetVariables", {{"getVariableData", Json::array({asked})}})["getVariableResult"][0];
    EXPECT_EQ(got["attributeStatus"], row.status);
    EXPECT_FALSE(got.contains("attributeValue"));
    EXPECT_EQ(got["component"], row.item["component"]);
    EXPECT_EQ(got["variable"], row.item["variable"]);
    EXPECT_EQ(got["attributeType"], row.item.value("attributeType", "Actual"));
    asked["attributeValue"] = "1";
    const Json put = station.confirm(
        "SetVariables", {{"setVariableData", Json::array({asked})}})["setVariableResult"][0];
    EXPECT_EQ(put["attributeStatus"], row.status);
    EXPECT_EQ(put["component"], row.item["component"]);
    EXPECT_EQ(put["attributeType"], row.item.value("attributeType", "Actual"));
  }
}

TEST(Dialect2Variables, B05_accepts_takes_effect_and_survives) {
  Station201 station;
  station.boot();
  const Json result = station.set("SampledDataCtrlr", "TxUpdatedInterval", "10");
  EXPECT_EQ(result["attributeStatus"], "Accepted");
  EXPECT_EQ(result["attributeType"], "Actual") << "B05.FR.12";
  station.plug();
  station.tap("TAG1");
  station.clear();
  station.run(31000);
  EXPECT_EQ(station.transaction_events().size(), 3U);
  station.power_cut();
  station.peer.subprotocol = "ocpp2.0.1";
  station.boot();
  EXPECT_EQ(station.get("SampledDataCtrlr", "TxUpdatedInterval")["attributeValue"], "10");
}

TEST(Dialect2Variables, an_installer_sets_them_by_either_name) {
  Station201 station;
  station.boot();
  EXPECT_EQ(station.station().set_variable("SampledDataCtrlr.TxUpdatedInterval", "10"),
            WriteResult::accepted);
  station.plug();
  station.tap("TAG1");
  station.clear();
  station.run(31000);
  EXPECT_EQ(station.transaction_events().size(), 3U);
  EXPECT_EQ(station.station().set_variable("MeterValueSampleInterval", "30"),
            WriteResult::accepted);
  EXPECT_EQ(station.get("SampledDataCtrlr", "TxUpdatedInterval")["attributeValue"], "30");
}

TEST(Dialect2Variables, V10_refused_values_say_why_and_change_nothing) {
  Station201 station;
  station.boot();
  const struct {
    const char* component;
    const char* variable;
    const char* instance;
    const char* value;
    const char* reason;
  } rows[] = {
      {"SampledDataCtrlr", "TxUpdatedInterval", "", "-1", "InvalidValue"},
      {"SampledDataCtrlr", "TxUpdatedInterval", "", "ten", "InvalidValue"},
      {"AuthCtrlr", "Enabled", "", "perhaps", "InvalidValue"},
      {"TxCtrlr", "TxStopPoint", "", "Tomorrow", "InvalidValue"},
      {"DeviceDataCtrlr", "ItemsPerMessage", "GetReport", "5", "ReadOnly"},
      {"ChargingStation", "AvailabilityState", "", "Faulted", "ReadOnly"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.variable);
    const Json before = station.get(row.component, row.variable, row.instance);
    const Json result = station.set(row.component, row.variable, row.value, row.instance);
    EXPECT_EQ(result["attributeStatus"], "Rejected");
    EXPECT_EQ(result["attributeStatusInfo"]["reasonCode"], row.reason);
    EXPECT_EQ(station.get(row.component, row.variable, row.instance), before);
  }
}

TEST(Dialect2Variables, V10_a_mixed_request_is_answered_item_by_item) {
  Station201 station;
  station.boot();
  const auto item = [](const char* component, const char* variable, const char* value) {
    return Json{{"component", {{"name", component}}},
                {"variable", {{"name", variable}}},
                {"attributeValue", value}};
  };
  const Json results = station.confirm(
      "SetVariables",
      {{"setVariableData",
        Json::array({item("TxCtrlr", "EVConnectionTimeOut", "33"), item("TxCtrlr", "Nothing", "33"),
                     item("AuthCtrlr", "Enabled", "false")})}})["setVariableResult"];
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0]["attributeStatus"], "Accepted");
  EXPECT_EQ(results[1]["attributeStatus"], "UnknownVariable");
  EXPECT_EQ(results[2]["attributeStatus"], "Accepted");
  EXPECT_EQ(station.get("AuthCtrlr", "Enabled")["attributeValue"], "false");
}

TEST(Dialect2Variables, V11_more_items_than_ItemsPerMessage) {
  Station201 station;
  station.boot();
  Json items = Json::array();
  for (int i = 0; i < 10; ++i)
    items.push_back({{"component", {{"name", "SampledDataCtrlr"}}},
                     {"variable", {{"name", "TxUpdatedInterval"}}}});
  EXPECT_EQ(
      station.confirm("GetVariables", {{"getVariableData", items}})["getVariableResult"].size(),
      10U);
  items.push_back(items[0]);
  EXPECT_EQ(station.call("GetVariables", {{"getVariableData", items}})[2],
            "OccurenceConstraintViolation");
  for (Json& item : items)
    item["attributeValue"] = "60";
  EXPECT_EQ(station.call("SetVariables", {{"setVariableData", items}})[2],
            "OccurenceConstraintViolation");
  items.erase(10);
  EXPECT_EQ(
      station.confirm("SetVariables", {{"setVariableData", items}})["setVariableResult"].size(),
      10U);
}

TEST(Dialect2Variables, AvailabilityState_of_station_EVSE_and_connector) {
  Station201 station;
  station.settings.evses = 2;
  station.boot();
  station.plug(2);
  const auto state = [&](Json component) {
    const Json item = {{"component", std::move(component)},
                       {"variable", {{"name", "AvailabilityState"}}}};
    return station.confirm("GetVariables",
                           {{"getVariableData", Json::array({item})}})["getVariableResult"][0];
  };
  EXPECT_EQ(state({{"name", "ChargingStation"}})["attributeValue"], "Available");
  EXPECT_EQ(state({{"name", "EVSE"}, {"evse", {{"id", 2}}}})["attributeValue"], "Occupied");
  EXPECT_EQ(
      state({{"name", "Connector"}, {"evse", {{"id", 1}, {"connectorId", 1}}}})["attributeValue"],
      "Available");
  EXPECT_EQ(state({{"name", "EVSE"}, {"evse", {{"id", 3}}}})["attributeStatus"],
            "UnknownComponent");
  EXPECT_EQ(state({{"name", "Connector"}, {"evse", {{"id", 1}}}})["attributeStatus"],
            "UnknownComponent");
}

/// The items of all pieces of a report, after checking how the pieces hang together.
std::vector<Json> report(Station201& station, const char* base, int request_id) {
  station.clear();
  EXPECT_EQ(
      station.confirm("GetBaseReport", {{"requestId", request_id}, {"reportBase", base}})["status"],
      "Accepted");
  station.run(5000);
  const std::vector<Json> pieces = station.sent("NotifyReport");
  std::vector<Json> items;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i]["requestId"], request_id);
    EXPECT_EQ(pieces[i]["seqNo"], i) << "B07.FR.10";
    EXPECT_EQ(pieces[i]["tbc"], i + 1 < pieces.size());
    EXPECT_EQ(pieces[i]["generatedAt"], pieces[0]["generatedAt"]) << "V11";
    EXPECT_LE(pieces[i]["reportData"].size(), 7U);
    for (const Json& item : pieces[i]["reportData"])
      items.push_back(item);
  }
  return items;
}

std::string name_of(const Json& item) {
  std::string name = item["component"]["name"].get<std::string>() + "." +
                     item["variable"]["name"].get<std::string>();
  if (item["variable"].contains("instance"))
    name += "[" + item["variable"]["instance"].get<std::string>() + "]";
  if (item["component"].contains("evse")) name += "@" + item["component"]["evse"].dump();
  return name;
}

TEST(Dialect2Report, B07_full_inventory_in_pieces) {
  Station201 station;
  station.settings.evses = 2;
  station.with("DeviceDataCtrlr.ItemsPerMessage[GetReport]", "7").boot();
  const std::vector<Json> items = report(station, "FullInventory", 17);
  EXPECT_GT(station.sent("NotifyReport").size(), 3U);
  std::set<std::string> names;
  for (const Json& item : items) {
    names.insert(name_of(item));
    ASSERT_EQ(item["variableAttribute"].size(), 1U);
    EXPECT_TRUE(item.contains("variableCharacteristics"));
  }
  EXPECT_EQ(names.size(), items.size()) << "nothing comes twice";
  for (const char* name :
       {"OCPPCommCtrlr.HeartbeatInterval", "DeviceDataCtrlr.ItemsPerMessage[GetVariables]",
        "TxCtrlr.TxStopPoint", "ChargingStation.AvailabilityState",
        "Connector.AvailabilityState@{\"connectorId\":1,\"id\":2}"}) {
    EXPECT_EQ(names.count(name), 1U) << name;
  }
  for (const std::string& name : names)
    EXPECT_NE(name[0], '.') << "keys of 1.6 only";
}

TEST(Dialect2Report, B07_characteristics) {
  Station201 station;
  station.with("DeviceDataCtrlr.ItemsPerMessage[GetReport]", "7").boot();
  std::map<std::string, Json> found;
  for (const Json& item : report(station, "FullInventory", 1))
    found[name_of(item)] = item;
  const Json timeout = found["TxCtrlr.EVConnectionTimeOut"];
  EXPECT_EQ(timeout["variableCharacteristics"], (Json{{"dataType", "integer"},
                                                      {"unit", "s"},
                                                      {"minLimit", 0},
                                                      {"maxLimit", 86400},
                                                      {"supportsMonitoring", false}}));
  EXPECT_EQ(timeout["variableAttribute"][0], (Json{{"type", "Actual"},
                                                   {"value", "60"},
                                                   {"mutability", "ReadWrite"},
                                                   {"persistent", true},
                                                   {"constant", false}}));
  const Json point = found["TxCtrlr.TxStartPoint"]["variableCharacteristics"];
  EXPECT_EQ(point["dataType"], "MemberList");
  EXPECT_EQ(point["valuesList"], "EVConnected,Authorized,PowerPathClosed,EnergyTransfer");
  EXPECT_FALSE(point.contains("unit"));
  EXPECT_EQ(
      found["DeviceDataCtrlr.ItemsPerMessage[GetReport]"]["variableAttribute"][0]["mutability"],
      "ReadOnly");
  EXPECT_EQ(found["AuthCtrlr.Enabled"]["variableCharacteristics"]["dataType"], "boolean");
}

TEST(Dialect2Report, B07_FR_07_configuration_inventory_is_what_can_be_set) {
  Station201 station;
  station.with("DeviceDataCtrlr.ItemsPerMessage[GetReport]", "7").boot();
  const std::vector<Json> items = report(station, "ConfigurationInventory", 2);
  ASSERT_FALSE(items.empty());
  for (const Json& item : items)
    EXPECT_NE(item["variableAttribute"][0]["mutability"], "ReadOnly") << name_of(item);
  EXPECT_LT(items.size(), report(station, "FullInventory", 3).size());
}

TEST(Dialect2Report, B07_FR_09_summary_is_the_availability) {
  Station201 station;
  station.with("DeviceDataCtrlr.ItemsPerMessage[GetReport]", "7").boot();
  const std::vector<Json> items = report(station, "SummaryInventory", 2);
  ASSERT_EQ(items.size(), 3U);
  for (const Json& item : items)
    EXPECT_EQ(item["variable"]["name"], "AvailabilityState");
}

TEST(Dialect2Report, B07_FR_13_one_report_at_a_time) {
  Station201 station;
  station.on["NotifyReport"] = [](const Json&) { return Json(); };
  station.with("DeviceDataCtrlr.ItemsPerMessage[GetReport]", "7").boot();
  const Json full = {{"requestId", 1}, {"reportBase", "FullInventory"}};
  EXPECT_EQ(station.confirm("GetBaseReport", full)["status"], "Accepted");
  EXPECT_EQ(station.confirm("GetBaseReport", full)["status"], "Rejected");
}

TEST(Dialect2Report, a_report_goes_on_after_a_broken_connection) {
  Station201 station;
  int seen = 0;
  station.on["NotifyReport"] = [&](const Json&) { return ++seen == 2 ? Json() : Json::object(); };
  station.with("DeviceDataCtrlr.ItemsPerMessage[GetReport]", "7").boot();
  EXPECT_EQ(station.confirm("GetBaseReport",
                            {{"requestId", 1}, {"reportBase", "FullInventory"}})["status"],
            "Accepted");
  station.cut();
  station.run(60000);
  std::vector<int> numbers;
  for (const Json& piece : station.sent("NotifyReport"))
    numbers.push_back(piece["seqNo"]);
  ASSERT_GE(numbers.size(), 4U);
  EXPECT_EQ(std::vector<int>(numbers.begin(), numbers.begin() + 4), (std::vector<int>{0, 1, 1, 2}));
  EXPECT_EQ(station.sent("NotifyReport").back()["tbc"], false);
  for (const Json& piece : station.sent("NotifyReport"))
    EXPECT_EQ(piece["generatedAt"], station.sent("NotifyReport")[0]["generatedAt"]) << "V11";
}

}  // namespace
}  // namespace plugpoint::test
