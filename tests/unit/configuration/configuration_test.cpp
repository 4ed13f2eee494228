// GetConfiguration and ChangeConfiguration (behaviours C01 to C04), and the table of Core keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

std::string change(TestStation& station, const std::string& key, const std::string& value) {
  return station.confirm("ChangeConfiguration", {{"key", key}, {"value", value}})["status"];
}

/// The KeyValue of one key; null when the station does not know it.
Json get(TestStation& station, const std::string& key) {
  const Json answer = station.confirm("GetConfiguration", {{"key", {key}}});
  return answer.contains("configurationKey") ? answer["configurationKey"][0] : Json();
}

std::string value_of(TestStation& station, const std::string& key) {
  return get(station, key)["value"];
}

/// A meter that measures what the tests of measurand lists ask for.
struct Measuring : TestStation {
  Measuring() {
    hardware.set_meter(1, Measurand::power_active_import, Decimal::of(1));
    hardware.set_meter(1, Measurand::voltage, Decimal::of(230), Phase::l1);
    hardware.set_meter(1, Measurand::current_import, Decimal::of(16), Phase::l2);
    hardware.set_meter(1, Measurand::soc, Decimal::of(50));
  }
};

enum class Kind { boolean, integer, list, text };

struct Row {
  const char* key;
  Kind kind;
  bool readonly;
  const char* good;  ///< A value that is not the default.
  const char* bad;   ///< One that its type or range forbids.
};

// 1.6 §9.1 to §9.4 for the profiles of this station: every required key, and the optional ones it
// has.
const Row kKeys[] = {
    {"AllowOfflineTxForUnknownId", Kind::boolean, false, "true", "yes"},
    {"AuthorizeRemoteTxRequests", Kind::boolean, false, "true", "1"},
    {"ClockAlignedDataInterval", Kind::integer, false, "900", "-1"},
    {"ConnectionTimeOut", Kind::integer, false, "90", "-1"},
    {"ConnectorPhaseRotation", Kind::list, false, "0.RST,1.RST", "1.ABC"},
    {"ConnectorPhaseRotationMaxLength", Kind::integer, true, "9", "x"},
    {"GetConfigurationMaxKeys", Kind::integer, true, "9", "x"},
    {"HeartbeatInterval", Kind::integer, false, "600", "-1"},
    {"LocalAuthorizeOffline", Kind::boolean, false, "false", ""},
    {"LocalPreAuthorize", Kind::boolean, false, "true", "TRUE!"},
    {"MaxEnergyOnInvalidId", Kind::integer, false, "500", "-1"},
    {"MessageTimeout", Kind::integer, false, "20", "0"},
    {"MeterValuesAlignedData", Kind::list, false, "Power.Active.Import", "Energy"},
    {"MeterValuesAlignedDataMaxLength", Kind::integer, true, "9", "x"},
    {"MeterValuesSampledData", Kind::list, false, "SoC", "Voltage.L4"},
    {"MeterValuesSampledDataMaxLength", Kind::integer, true, "9", "x"},
    {"MeterValueSampleInterval", Kind::integer, false, "10", "-1"},
    {"MinimumStatusDuration", Kind::integer, false, "5", "-1"},
    {"NumberOfConnectors", Kind::integer, true, "2", "x"},
    {"ResetRetries", Kind::integer, false, "5", "-1"},
#if PLUGPOINT_RESERVATION
    {"ReserveConnectorZeroSupported", Kind::boolean, true, "false", "no"},
#endif
#if PLUGPOINT_SIGNED_METER_VALUES
    {"StartTxnSampledData", Kind::list, false, "SoC", "SoC;Voltage"},
#endif
    {"StopTransactionOnEVSideDisconnect", Kind::boolean, false, "false", "no"},
    {"StopTransactionOnInvalidId", Kind::boolean, false, "false", "no"},
    {"StopTransactionMaxMeterValues", Kind::integer, true, "9", "x"},
    {"StopTxnAlignedData", Kind::list, false, "SoC", "soc"},
    {"StopTxnAlignedDataMaxLength", Kind::integer, true, "9", "x"},
    {"StopTxnSampledData", Kind::list, false, "SoC", "SoC;Voltage"},
    {"StopTxnSampledDataMaxLength", Kind::integer, true, "9", "x"},
    {"SupportedFeatureProfiles", Kind::text, true, "Core", ""},
    {"TransactionMessageAttempts", Kind::integer, false, "5", "-1"},
    {"TransactionMessageRetryInterval", Kind::integer, false, "5", "-1"},
    {"UnlockConnectorOnEVSideDisconnect", Kind::boolean, false, "false", "no"},
    {"WebSocketPingInterval", Kind::integer, false, "20", "-1"},
    {"AuthorizationCacheEnabled", Kind::boolean, false, "false", "no"},
    {"LocalAuthListEnabled", Kind::boolean, false, "false", "no"},
    {"LocalAuthListMaxLength", Kind::integer, true, "9", "x"},
    {"SendLocalListMaxLength", Kind::integer, true, "9", "x"},
    {"ChargeProfileMaxStackLevel", Kind::integer, true, "9", "x"},
    {"ChargingScheduleAllowedChargingRateUnit", Kind::list, true, "Current", "A"},
    {"ChargingScheduleMaxPeriods", Kind::integer, true, "9", "x"},
    {"MaxChargingProfilesInstalled", Kind::integer, true, "9", "x"},
};

class ConfigurationKey : public ::testing::TestWithParam<Row> {};

TEST_P(ConfigurationKey, exists_with_type_range_and_access) {
  const Row& row = GetParam();
  Measuring station;
  station.boot();
  const Json before = get(station, row.key);
  ASSERT_TRUE(before.is_object()) << "the key is missing";
  EXPECT_EQ(before["readonly"], row.readonly);
  const std::string value = before["value"];
  if (row.kind == Kind::boolean) {
    EXPECT_TRUE(value == "true" || value == "false") << value;
  }
  if (row.kind == Kind::integer) {
    EXPECT_TRUE(!value.empty() && value.find_first_not_of("0123456789") == std::string::npos)
        << value;
  }
  EXPECT_EQ(change(station, row.key, row.bad), "Rejected");
  EXPECT_EQ(value_of(station, row.key), value);
  EXPECT_EQ(change(station, row.key, row.good), row.readonly ? "Rejected" : "Accepted");
  EXPECT_EQ(value_of(station, row.key), row.readonly ? value : row.good);
  EXPECT_NE(value, row.good) << "the test is to show a change";
  station.power_cut();
  // Boot sets HeartbeatInterval; all else must come from the storage.
  station.on["BootNotification"] = [&](const Json&) {
    return Json{{"status", "Accepted"}, {"currentTime", station.utc()}, {"interval", 0}};
  };
  station.boot();
  EXPECT_EQ(value_of(station, row.key), row.readonly ? value : row.good) << "after a restart";
}

std::string name_of_row(const ::testing::TestParamInfo<Row>& info) {
  return info.param.key;
}
INSTANTIATE_TEST_SUITE_P(C01, ConfigurationKey, ::testing::ValuesIn(kKeys), name_of_row);

TEST(Configuration, C01_the_station_has_no_key_that_the_table_above_does_not_check) {
  TestStation station;
  station.boot();
  std::set<std::string> checked;
  for (const Row& row : kKeys)
    checked.insert(row.key);
  const Json all = station.confirm("GetConfiguration", Json::object());
  for (const Json& each : all["configurationKey"])
    EXPECT_EQ(checked.count(each["key"]), 1U) << each["key"];
}

// BlinkRepeat, LightIntensity and ConnectorSwitch3to1PhaseSupported speak of hardware that not
// every charger has.
TEST(Configuration, C01_optional_keys_exist_only_when_the_owner_gives_a_value) {
  TestStation without;
  without.boot();
  for (const char* key : {"BlinkRepeat", "LightIntensity", "ConnectorSwitch3to1PhaseSupported"}) {
    EXPECT_EQ(get(without, key), Json()) << key;
    EXPECT_EQ(change(without, key, "1"), "NotSupported") << key;
  }
  TestStation with;
  with.defaults = {{"BlinkRepeat", "3"},
                   {"LightIntensity", "80"},
                   {"ConnectorSwitch3to1PhaseSupported", "true"}};
  with.boot();
  EXPECT_EQ(get(with, "BlinkRepeat"),
            (Json{{"key", "BlinkRepeat"}, {"readonly", false}, {"value", "3"}}));
  EXPECT_EQ(
      get(with, "ConnectorSwitch3to1PhaseSupported"),
      (Json{{"key", "ConnectorSwitch3to1PhaseSupported"}, {"readonly", true}, {"value", "true"}}));
  EXPECT_EQ(change(with, "LightIntensity", "101"), "Rejected");
  EXPECT_EQ(change(with, "BlinkRepeat", "-1"), "Rejected");
  EXPECT_EQ(change(with, "ConnectorSwitch3to1PhaseSupported", "false"), "Rejected");
  EXPECT_EQ(change(with, "LightIntensity", "25"), "Accepted");
  with.power_cut();
  with.boot();
  EXPECT_EQ(value_of(with, "LightIntensity"), "25");
}

TEST(Configuration, C01_the_owner_learns_which_key_was_changed) {
  TestStation station;
  station.defaults = {{"LightIntensity", "80"}};
  station.boot();
  station.events();
  EXPECT_EQ(change(station, "LightIntensity", "25"), "Accepted");
  EXPECT_EQ(change(station, "LightIntensity", "125"), "Rejected");
  std::vector<Key> changed;
  for (const Event& event : station.events()) {
    if (event.kind == Event::Kind::variable_changed)
      changed.push_back(static_cast<Key>(event.number));
  }
  EXPECT_EQ(changed, std::vector<Key>{Key::LightIntensity});
  EXPECT_EQ(station.station().variables().integer(Key::LightIntensity), 25);
}

TEST(Configuration, C01_a_station_without_cache_has_no_key_for_it) {
  TestStation station;
  station.settings.cache_entries = 0;
  station.boot();
  EXPECT_EQ(get(station, "AuthorizationCacheEnabled"), Json());
  EXPECT_EQ(change(station, "AuthorizationCacheEnabled", "true"), "NotSupported");
}

TEST(Configuration, C01_unknown_keys_are_not_supported) {
  TestStation station;
  station.boot();
  EXPECT_EQ(change(station, "CoffeeStrength", "5"), "NotSupported");
  // Variables of 2.x are no keys of 1.6.
  EXPECT_EQ(change(station, "TxStartPoint", "Authorized"), "NotSupported");
  EXPECT_EQ(change(station, "", "5"), "NotSupported");
}

TEST(Configuration, C01_the_owner_s_keys_are_read_and_written_and_may_need_a_restart) {
  const CustomKey keys[] = {
      {"Colour", "red", false, false}, {"Serial", "123", true, false}, {"Bays", "1", false, true}};
  TestStation station;
  station.settings.keys = {keys, 3};
  station.boot();
  EXPECT_EQ(get(station, "Serial"),
            (Json{{"key", "Serial"}, {"value", "123"}, {"readonly", true}}));
  EXPECT_EQ(change(station, "Serial", "124"), "Rejected");
  EXPECT_EQ(change(station, "colour", "blue"), "Accepted");
  EXPECT_EQ(change(station, "Bays", "2"), "RebootRequired");
  EXPECT_EQ(value_of(station, "Bays"), "2") << "the new value is shown at once";
  EXPECT_EQ(change(station, "Colour", std::string(500, 'x')), "Accepted");
  station.power_cut();
  station.boot();
  EXPECT_EQ(value_of(station, "Bays"), "2");
  EXPECT_EQ(value_of(station, "Colour"), std::string(500, 'x'));
}

TEST(Configuration, C02_forms_of_integers) {
  TestStation station;
  station.boot();
  const std::string before = value_of(station, "ConnectionTimeOut");
  for (const char* bad : {"", "-", "+", "+5", " 5", "5 ", "1.5", "1e1", "0x10",
                          "99999999999999999999", "2147483648", "-5", "five", "5s"})
    EXPECT_EQ(change(station, "ConnectionTimeOut", bad), "Rejected") << '"' << bad << '"';
  EXPECT_EQ(value_of(station, "ConnectionTimeOut"), before);
  EXPECT_EQ(change(station, "ConnectionTimeOut", "0"), "Accepted");
  EXPECT_EQ(change(station, "connectiontimeout", "0042"), "Accepted");
  EXPECT_EQ(value_of(station, "CONNECTIONTIMEOUT"), "42");
}

TEST(Configuration, C02_forms_of_booleans) {
  TestStation station;
  station.boot();
  for (const char* bad : {"", "0", "1", "yes", " true", "true ", "t", "null"})
    EXPECT_EQ(change(station, "LocalPreAuthorize", bad), "Rejected") << '"' << bad << '"';
  for (const char* good : {"true", "TRUE", "True"}) {
    EXPECT_EQ(change(station, "LocalPreAuthorize", good), "Accepted");
    EXPECT_EQ(value_of(station, "LocalPreAuthorize"), "true");
  }
  EXPECT_EQ(change(station, "LocalPreAuthorize", "FALSE"), "Accepted");
  EXPECT_EQ(value_of(station, "LocalPreAuthorize"), "false");
}

TEST(Configuration, C03_without_names_every_readable_key_comes) {
  TestStation station;
  station.boot();
  const Json all = station.confirm("GetConfiguration", Json::object());
  EXPECT_EQ(station.confirm("GetConfiguration", {{"key", Json::array()}}), all);
  EXPECT_GE(all["configurationKey"].size(), 30U);
  EXPECT_FALSE(all.contains("unknownKey"));
  std::set<std::string> names;
  for (const Json& each : all["configurationKey"]) {
    EXPECT_TRUE(names.insert(each["key"]).second) << each;
    EXPECT_TRUE(each["readonly"].is_boolean());
    EXPECT_TRUE(each["value"].is_string());
  }
}

TEST(Configuration, C03_unknown_names_are_told_apart) {
  TestStation station;
  station.boot();
  const Json some = station.confirm(
      "GetConfiguration", {{"key", {"Nope", "ResetRetries", "AuthorizationKey", "resetretries"}}});
  EXPECT_EQ(some["unknownKey"], (Json{"Nope", "AuthorizationKey"}));
  EXPECT_EQ(some["configurationKey"].size(), 2U);
  const Json none = station.confirm("GetConfiguration", {{"key", {"Nope"}}});
  EXPECT_EQ(none["unknownKey"], Json{"Nope"});
  EXPECT_FALSE(none.contains("configurationKey"));
}

TEST(Configuration, C03_max_keys_limits_the_names_asked_for_only) {
  TestStation station;
  station.defaults = {{"GetConfigurationMaxKeys", "3"}};
  station.boot();
  EXPECT_GE(station.confirm("GetConfiguration", Json::object())["configurationKey"].size(), 30U);
  const Json three = {"ResetRetries", "Nope", "HeartbeatInterval"};
  EXPECT_EQ(station.call("GetConfiguration", {{"key", three}})[0], 3);
  Json four = three;
  four.push_back("ConnectionTimeOut");
  const Json refused = station.call("GetConfiguration", {{"key", four}});
  EXPECT_EQ(refused[0], 4);
  EXPECT_EQ(refused[2], "OccurenceConstraintViolation");
}

TEST(Configuration, C03_in_little_memory_all_names_are_answered_or_none) {
  TestStation station;
  station.settings.receive_bytes = 512;
  station.settings.send_bytes = 512;
  station.boot();
  int answered = 0;
  Json names = Json::array();
  for (const char* name :
       {"AllowOfflineTxForUnknownId", "AuthorizationCacheEnabled", "AuthorizeRemoteTxRequests",
        "ClockAlignedDataInterval", "ConnectionTimeOut", "ConnectorPhaseRotation",
        "GetConfigurationMaxKeys", "HeartbeatInterval", "LocalAuthorizeOffline",
        "LocalPreAuthorize", "MeterValuesAlignedData", "MeterValuesSampledData",
        "MeterValueSampleInterval", "NumberOfConnectors", "ResetRetries"}) {
    names.push_back(name);
    const Json answer = station.call("GetConfiguration", {{"key", names}});
    if (answer[0] == 3) {
      ++answered;
      EXPECT_EQ(answer[2]["configurationKey"].size(), names.size());
    } else {
      EXPECT_EQ(answer[2], "InternalError");
    }
  }
  EXPECT_GE(answered, 8);
  EXPECT_LT(answered, 15) << "the memory was not little";
  EXPECT_EQ(station.call("GetConfiguration", Json::object())[0], 3);
}

TEST(Configuration, C03_as_many_names_as_max_keys_says_are_answered) {
  TestStation station;
  station.boot();
  const int most = std::stoi(value_of(station, "GetConfigurationMaxKeys"));
  Json names = Json::array();
  for (int i = 0; i < most; ++i) {
    std::string name = "UnknownKey" + std::to_string(i);
    name.resize(50, 'x');
    names.push_back(name);
  }
  EXPECT_EQ(station.confirm("GetConfiguration", {{"key", names}})["unknownKey"].size(),
            static_cast<std::size_t>(most));
}

TEST(Configuration, C04_a_failing_write_is_rejected_and_the_old_value_stays) {
  TestStation station;
  station.boot();
  station.storage.fail_after(3);
  EXPECT_EQ(change(station, "ConnectionTimeOut", "77"), "Rejected");
  EXPECT_EQ(value_of(station, "ConnectionTimeOut"), "60");
  station.storage.mend();
  EXPECT_EQ(change(station, "ConnectionTimeOut", "78"), "Accepted");
  station.power_cut();
  station.boot();
  EXPECT_EQ(value_of(station, "ConnectionTimeOut"), "78");
}

TEST(Configuration, C04_texts_that_do_not_fit_the_memory_are_rejected) {
  const CustomKey keys[] = {{"A", "", false}, {"B", "", false}, {"C", "", false}};
  TestStation station;
  station.settings.keys = {keys, 3};
  station.settings.text_bytes = 600;
  station.boot();
  EXPECT_EQ(change(station, "A", std::string(400, 'a')), "Accepted");
  EXPECT_EQ(change(station, "B", std::string(400, 'b')), "Rejected");
  EXPECT_EQ(value_of(station, "B"), "");
  EXPECT_EQ(change(station, "A", "short"), "Accepted");
  EXPECT_EQ(change(station, "B", std::string(400, 'b')), "Accepted");
  station.power_cut();
  station.boot();
  EXPECT_EQ(value_of(station, "A"), "short");
  EXPECT_EQ(value_of(station, "B"), std::string(400, 'b'));
}

TEST(Configuration, C04_a_thousand_changes_do_not_fill_the_storage) {
  TestStation station;
  station.boot();
  for (int i = 1; i <= 1000; ++i)
    change(station, "ConnectionTimeOut", std::to_string(i));
  EXPECT_LT(station.storage.size("variables"), 8192U);
  station.power_cut();
  station.boot();
  EXPECT_EQ(value_of(station, "ConnectionTimeOut"), "1000");
}

TEST(Configuration, C04_a_default_of_the_owner_gives_way_to_what_the_central_system_wrote) {
  TestStation station;
  station.defaults = {{"ConnectionTimeOut", "20"}};
  station.boot();
  EXPECT_EQ(value_of(station, "ConnectionTimeOut"), "20");
  change(station, "ConnectionTimeOut", "60");
  station.power_cut();
  station.boot();
  EXPECT_EQ(value_of(station, "ConnectionTimeOut"), "60") << "though it is the built-in default";
}

TEST(Configuration, C04_the_stated_length_of_a_list_is_the_one_that_holds) {
  Measuring station;
  station.defaults = {{"MeterValuesSampledDataMaxLength", "2"},
                      {"ConnectorPhaseRotationMaxLength", "2"}};
  station.boot();
  EXPECT_EQ(change(station, "MeterValuesSampledData", "SoC,Voltage.L1"), "Accepted");
  EXPECT_EQ(change(station, "MeterValuesSampledData", "SoC,Voltage.L1,Current.Import.L2"),
            "Rejected");
  EXPECT_EQ(change(station, "ConnectorPhaseRotation", "0.RST,1.RST"), "Accepted");
  EXPECT_EQ(change(station, "ConnectorPhaseRotation", "0.RST,1.RST,2.RST"), "Rejected");
}

TEST(Configuration, C04_the_phase_rotation_has_room_for_every_connector) {
  TestStation station;
  station.settings.evses = 20;
  station.boot();
  EXPECT_EQ(value_of(station, "ConnectorPhaseRotationMaxLength"), "21");
  std::string all = "0.RST";
  for (int i = 1; i <= 20; ++i)
    all += "," + std::to_string(i) + ".RST";
  EXPECT_EQ(change(station, "ConnectorPhaseRotation", all), "Accepted");
}

TEST(Configuration, M05_measurand_lists) {
  Measuring station;
  station.boot();
  EXPECT_EQ(change(station, "MeterValuesSampledData", "Voltage.L1, Current.Import.L2 ,SoC"),
            "Accepted");
  const std::string kept = value_of(station, "MeterValuesSampledData");
  for (const char* bad : {"Frequency", "Voltage.L1-L2", "voltage", "SoC,", ",SoC", "SoC,,Voltage",
                          "Voltage.", ".L1", "Energy.Active.Export.Register", "SoC.L1"})
    EXPECT_EQ(change(station, "MeterValuesSampledData", bad), "Rejected") << bad;
  std::string many = "SoC";
  for (int i = 0; i < 12; ++i)
    many += ",SoC";
  EXPECT_EQ(change(station, "MeterValuesSampledData", many), "Rejected")
      << "13 are more than MaxLength";
  EXPECT_EQ(value_of(station, "MeterValuesSampledData"), kept);
  EXPECT_EQ(change(station, "MeterValuesSampledData", ""), "Accepted");
  EXPECT_EQ(value_of(station, "MeterValuesSampledData"), "");
  EXPECT_EQ(change(station, "MeterValuesSampledData", "  SoC  "), "Accepted");
  EXPECT_EQ(value_of(station, "MeterValuesSampledData"), "SoC");
}

}  // namespace
}  // namespace plugpoint::test
