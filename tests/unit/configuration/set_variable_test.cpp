// Variables that an installer sets at the charger: ChargePoint::set_variable.
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

std::string confirmed_value(TestStation& station, const std::string& key) {
  return station.confirm("GetConfiguration", {{"key", {key}}})["configurationKey"][0]["value"];
}

bool told_of_change(TestStation& station, Key key) {
  for (const Event& event : station.events()) {
    if (event.kind == Event::Kind::variable_changed &&
        event.number == static_cast<std::uint8_t>(key))
      return true;
  }
  return false;
}

TEST(SetVariable, C01_a_new_value_takes_effect_at_once_and_the_owner_is_told) {
  TestStation station;
  station.boot();
  station.plug();
  station.tap("TAG");
  EXPECT_EQ(station.station().set_variable("MeterValueSampleInterval", "10"),
            WriteResult::accepted);
  station.clear();
  station.run(31000);
  EXPECT_EQ(station.sent("MeterValues").size(), 3U);
  EXPECT_TRUE(told_of_change(station, Key::MeterValueSampleInterval));
  EXPECT_EQ(confirmed_value(station, "MeterValueSampleInterval"), "10");
}

TEST(SetVariable, C01_both_versions_names_name_the_same_in_any_case) {
  TestStation station;
  station.boot();
  for (const char* name : {"ConnectionTimeOut", "connectiontimeout", "TxCtrlr.EVConnectionTimeOut",
                           "txctrlr.evconnectiontimeout"}) {
    EXPECT_EQ(station.station().set_variable(name, "45"), WriteResult::accepted) << name;
    EXPECT_EQ(confirmed_value(station, "ConnectionTimeOut"), "45") << name;
    EXPECT_EQ(station.station().set_variable(name, "60"), WriteResult::accepted) << name;
  }
  EXPECT_EQ(station.station().set_variable("OCPPCommCtrlr.MessageTimeout[Default]", "20"),
            WriteResult::accepted);
  EXPECT_EQ(confirmed_value(station, "MessageTimeout"), "20");
}

TEST(SetVariable, C01_what_is_refused_says_why_and_changes_nothing) {
  TestStation station;
  const CustomKey keys[] = {{"Colour", "green", false, true}};
  station.settings.keys = keys;
  station.settings.cache_entries = 0;
  station.boot();
  struct {
    const char* name;
    const char* value;
    WriteResult expected;
  } const rows[] = {
      {"NoSuchKey", "1", WriteResult::unknown},
      {"", "1", WriteResult::unknown},
      {"OCPPCommCtrlr.MessageTimeout", "1", WriteResult::unknown},
      {"OCPPCommCtrlr.MessageTimeout[Other]", "1", WriteResult::unknown},
      {"AuthorizationCacheEnabled", "true", WriteResult::unknown},  // There is no cache.
      {"NumberOfConnectors", "2", WriteResult::read_only},
      {"DeviceDataCtrlr.ItemsPerMessage[GetReport]", "2", WriteResult::read_only},
      {"HeartbeatInterval", "-1", WriteResult::invalid},
      {"HeartbeatInterval", "", WriteResult::invalid},
      {"LocalPreAuthorize", "1", WriteResult::invalid},
      {"MeterValuesSampledData", "Warmth", WriteResult::invalid},
  };
  const Json before = station.confirm("GetConfiguration", Json::object());
  for (const auto& row : rows)
    EXPECT_EQ(station.station().set_variable(row.name, row.value), row.expected) << row.name;
  EXPECT_EQ(station.confirm("GetConfiguration", Json::object()), before);
  EXPECT_EQ(station.station().set_variable("colour", "red"), WriteResult::reboot_required);
}

TEST(SetVariable, C04_the_value_survives_a_cut_of_power) {
  TestStation station;
  station.boot();
  ASSERT_EQ(station.station().set_variable("WebSocketPingInterval", "77"), WriteResult::accepted);
  station.power_cut();
  station.boot();
  EXPECT_EQ(confirmed_value(station, "WebSocketPingInterval"), "77");
}

TEST(SetVariable, C04_what_cannot_be_stored_is_told_and_the_old_value_stays) {
  TestStation station;
  station.boot();
  station.events();
  station.storage.fail_after(0);
  EXPECT_EQ(station.station().set_variable("WebSocketPingInterval", "77"), WriteResult::not_stored);
  EXPECT_EQ(confirmed_value(station, "WebSocketPingInterval"), "30");
  bool told = false;
  for (const Event& event : station.events())
    told = told || event.kind == Event::Kind::storage_failed;
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace plugpoint::test
