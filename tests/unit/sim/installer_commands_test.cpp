// Control lines of installers and technicians: config_set, local_list_add, auth_cache_add.
#include "station_host_fixture.h"

namespace plugpoint::sim {
namespace {

class InstallerTest : public StationHostTest {
 protected:
  std::string error(const std::string& line) {
    const Json answer = command(line);
    EXPECT_EQ(answer["ok"], false) << line;
    return answer.value("error", "");
  }
  /// The answer of the station to a call of the central system.
  Json call(const std::string& action, const Json& payload) {
    Json answer;
    bool came = false;
    central.request(action, payload, [&](const Json& given) {
      answer = given;
      came = true;
    });
    EXPECT_TRUE(until([&] { return came; }));
    return answer;
  }
  Json value(const std::string& key) {
    const Json answer = call("GetConfiguration", {{"key", {key}}});
    return answer["configurationKey"][0]["value"];
  }
  int list_version() { return call("GetLocalListVersion", Json::object())["listVersion"]; }
  /// Whether a token starts a transaction without the central system.
  bool starts_offline(const std::string& token) {
    EXPECT_TRUE(ok(R"({"cmd":"network","up":false})"));
    EXPECT_TRUE(ok(R"({"cmd":"plug_in"})"));
    EXPECT_TRUE(ok(R"({"cmd":"swipe","token":")" + token + "\"}"));
    const bool permitted = state()["evses"][0]["permitted"];
    EXPECT_TRUE(ok(R"({"cmd":"plug_out"})"));
    return permitted;
  }
};

TEST_F(InstallerTest, C01_config_set_takes_effect_at_once_and_stays) {
  start();
  start_transaction();
  EXPECT_EQ(seen("MeterValues"), 0U);
  ASSERT_TRUE(ok(R"({"cmd":"config_set","key":"MeterValueSampleInterval","value":5})"));
  ASSERT_TRUE(until([&] { return seen("MeterValues") >= 2; }));
  ASSERT_TRUE(ok(R"({"cmd":"config_set","key":"TxCtrlr.EVConnectionTimeOut","value":"77"})"));
  ASSERT_TRUE(ok(R"({"cmd":"config_set","key":"localpreauthorize","value":true})"));
  ASSERT_TRUE(ok(R"({"cmd":"config_set","key":"MeterValuesSampledData","value":""})"));
  ASSERT_TRUE(ok(R"({"cmd":"power_cycle","graceful":false})"));
  ASSERT_TRUE(until_booted(2));
  EXPECT_EQ(value("MeterValueSampleInterval"), "5");
  EXPECT_EQ(value("ConnectionTimeOut"), "77");
  EXPECT_EQ(value("LocalPreAuthorize"), "true");
  EXPECT_EQ(value("MeterValuesSampledData"), "");
}

TEST_F(InstallerTest, C01_config_set_says_what_is_wrong_and_changes_nothing) {
  start();
  const Json before = state()["variables"];
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"NoSuchKey","value":1})"),
            "the station has no variable \"NoSuchKey\"");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"NumberOfConnectors","value":2})"),
            "\"NumberOfConnectors\" is read-only");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"MessageTimeout","value":0})"),
            "\"MessageTimeout\" must be a whole number from 1 to 3600");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"LocalPreAuthorize","value":1})"),
            "\"LocalPreAuthorize\" must be true or false");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"TxCtrlr.TxStartPoint","value":"Sometime"})"),
            "\"TxCtrlr.TxStartPoint\" must be a list of "
            "EVConnected,Authorized,PowerPathClosed,EnergyTransfer");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"MessageTimeout","value":null})"),
            "\"value\" must be a text, a number, true or false");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"MessageTimeout"})"), "\"value\" is missing");
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"MessageTimeout","value":1,"unit":"s"})"),
            "\"unit\" is no argument of config_set");
  EXPECT_EQ(state()["variables"], before);
}

TEST_F(InstallerTest, C05_local_list_add_is_known_offline_and_keeps_the_version) {
  start();
  EXPECT_EQ(list_version(), 0);
  ASSERT_TRUE(ok(R"({"cmd":"local_list_add","token":"FIRST"})"));
  EXPECT_EQ(list_version(), 1);
  const Json full = {
      {"listVersion", 7},
      {"updateType", "Full"},
      {"localAuthorizationList", {{{"idTag", "SENT"}, {"idTagInfo", {{"status", "Accepted"}}}}}}};
  EXPECT_EQ(call("SendLocalList", full)["status"], "Accepted");
  ASSERT_TRUE(ok(R"({"cmd":"local_list_add","token":"LISTED","parent":"FAMILY",)"
                 R"("expiry":"2099-01-01T00:00:00+01:00"})"));
  ASSERT_TRUE(ok(R"({"cmd":"local_list_add","token":"BAD","status":"Blocked"})"));
  ASSERT_TRUE(ok(R"({"cmd":"local_list_add","token":"OLD","expiry":"2020-01-01T00:00:00Z"})"));
  EXPECT_EQ(list_version(), 7);
  EXPECT_TRUE(starts_offline("SENT"));
  EXPECT_TRUE(starts_offline("LISTED"));
  EXPECT_FALSE(starts_offline("FIRST"));
  EXPECT_FALSE(starts_offline("BAD"));
  EXPECT_FALSE(starts_offline("OLD"));
}

TEST_F(InstallerTest, A05_auth_cache_add_is_known_offline) {
  start();
  ASSERT_TRUE(ok(R"({"cmd":"auth_cache_add","token":"CACHED"})"));
  ASSERT_TRUE(ok(R"({"cmd":"auth_cache_add","token":"BAD","status":"Invalid"})"));
  EXPECT_TRUE(starts_offline("CACHED"));
  EXPECT_FALSE(starts_offline("BAD"));
  EXPECT_FALSE(starts_offline("STRANGER"));
}

TEST_F(InstallerTest, C05_wrong_tokens_get_an_error_and_change_nothing) {
  start();
  for (const std::string cmd : {"local_list_add", "auth_cache_add"}) {
    const std::string head = R"({"cmd":")" + cmd + R"(","token":"TAG",)";
    EXPECT_EQ(error(R"({"cmd":")" + cmd + "\"}"), "\"token\" is missing");
    EXPECT_EQ(
        error(R"({"cmd":")" + cmd + R"(","token":"longer than twenty characters"})"),
        "a token of OCPP 1.6 has 1 to 20 characters of printable ASCII, and so has its parent");
    EXPECT_EQ(
        error(head + R"("parent":"longer than twenty characters"})"),
        "a token of OCPP 1.6 has 1 to 20 characters of printable ASCII, and so has its parent");
    EXPECT_EQ(error(head + R"("status":"Unknown"})"),
              "\"status\" must be \"Accepted\", \"Blocked\", \"Expired\", \"Invalid\" or "
              "\"ConcurrentTx\"");
    EXPECT_EQ(error(head + R"("expiry":"tomorrow"})"),
              "\"expiry\" must be a date and time, for example \"2030-01-01T00:00:00Z\"");
    EXPECT_EQ(error(head + R"("colour":"red"})"), "\"colour\" is no argument of " + cmd);
  }
  EXPECT_EQ(list_version(), 0);
  EXPECT_FALSE(starts_offline("TAG"));
}

TEST_F(InstallerTest, A04_a_listed_token_or_a_switched_off_list_is_refused) {
  start();
  ASSERT_TRUE(ok(R"({"cmd":"local_list_add","token":"TAG"})"));
  EXPECT_EQ(error(R"({"cmd":"auth_cache_add","token":"TAG"})"),
            "the token is in the local list, which decides");
  ASSERT_TRUE(ok(R"({"cmd":"config_set","key":"LocalAuthListEnabled","value":false})"));
  EXPECT_EQ(error(R"({"cmd":"local_list_add","token":"TAG"})"),
            "there is no local list, or it is disabled");
  ASSERT_TRUE(ok(R"({"cmd":"config_set","key":"AuthorizationCacheEnabled","value":false})"));
  EXPECT_EQ(error(R"({"cmd":"auth_cache_add","token":"TAG"})"),
            "there is no authorization cache, or it is disabled");
}

TEST_F(InstallerTest, C01_a_station_that_is_off_can_be_told_nothing) {
  start();
  host->cut_power();
  EXPECT_EQ(error(R"({"cmd":"config_set","key":"MessageTimeout","value":20})"),
            "the station is off");
  EXPECT_EQ(error(R"({"cmd":"local_list_add","token":"TAG"})"), "the station is off");
  EXPECT_EQ(error(R"({"cmd":"auth_cache_add","token":"TAG"})"), "the station is off");
}

}  // namespace
}  // namespace plugpoint::sim
