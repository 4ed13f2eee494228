// What users write on the command line and in configuration files, right and wrong.
#include "sim/options.h"

#include <gtest/gtest.h>
#include <cstdlib>

#include "sim/config_file.h"

namespace plugpoint::sim {
namespace {

Options basic() {
  Options options;
  options.url = "ws://localhost:9000/ocpp";
  options.id = "CP1";
  options.state = "/nowhere";
  return options;
}

std::string refusal_of(const Options& options) {
  try {
    checked(options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

std::string config_refusal(const std::string& text) {
  try {
    parse_config(text, "x.json");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Options, AddressIsTakenApart) {
  const StationOptions station = checked(basic());
  EXPECT_EQ(station.host, "localhost");
  EXPECT_EQ(station.port, 9000);
  EXPECT_EQ(station.path, "/ocpp");
  EXPECT_FALSE(station.secure);
}

TEST(Options, AddressNeedsNeitherPortNorPath) {
  Options options = basic();
  options.url = "wss://central.example";
  const StationOptions station = checked(options);
  EXPECT_EQ(station.host, "central.example");
  EXPECT_EQ(station.port, 443);
  EXPECT_EQ(station.path, "/");
  EXPECT_TRUE(station.secure);
  options.url = "ws://[::1]:8080/a/b";
  EXPECT_EQ(checked(options).host, "::1");
  EXPECT_EQ(checked(options).port, 8080);
  options.url = "ws://[::1]/";
  EXPECT_EQ(checked(options).host, "::1");
  EXPECT_EQ(checked(options).port, 80);
}

TEST(Options, BadAddressesAreRefused) {
  for (const char* url :
       {"", "localhost", "http://localhost/", "ws://", "ws:///path", "ws://h:0/", "ws://h:65536/",
        "ws://h:1x/", "ws://h:/", "ws://me:secret@h/", "ws://h/ x", "ws://h/?a=b", "ws://h/#top"}) {
    Options options = basic();
    options.url = url;
    EXPECT_EQ(refusal_of(options).rfind("url: ", 0), 0U) << url;
  }
}

TEST(Options, VersionsBecomeSubprotocolsInOrder) {
  Options options = basic();
#if PLUGPOINT_OCPP16
  EXPECT_EQ(checked(options).subprotocols, "ocpp1.6");
#endif
#if PLUGPOINT_OCPP16 && PLUGPOINT_OCPP201
  options.ocpp = "2.0.1,1.6";
  EXPECT_EQ(checked(options).subprotocols, "ocpp2.0.1,ocpp1.6");
#endif
  for (const char* bad : {"", "1.5", "1.6,", "1.6 ", "ocpp1.6"}) {
    options.ocpp = bad;
    EXPECT_EQ(refusal_of(options).rfind("ocpp: ", 0), 0U) << bad;
  }
}

TEST(Options, MissingAndBadValuesAreNamed) {
  Options options = basic();
  options.url.reset();
  EXPECT_EQ(refusal_of(options).rfind("url: is missing", 0), 0U);
  options = basic();
  options.id.reset();
  EXPECT_EQ(refusal_of(options).rfind("id: is missing", 0), 0U);
  for (const std::string& bad :
       {std::string(), std::string(49, 'x'), std::string("a:b"), std::string("a\nb")}) {
    options.id = bad;
    EXPECT_EQ(refusal_of(options).rfind("id: ", 0), 0U) << bad;
  }
  options = basic();
  for (const int bad : {0, -1, 251}) {
    options.evses = bad;
    EXPECT_EQ(refusal_of(options).rfind("evses: ", 0), 0U) << bad;
  }
  options = basic();
  options.control = "tcp";
  EXPECT_EQ(refusal_of(options).rfind("control: ", 0), 0U);
  options = basic();
  options.on_reset = "maybe";
  EXPECT_EQ(refusal_of(options).rfind("onReset: ", 0), 0U);
}

TEST(Options, KeysOfTheUserHaveNamesOfTheirOwn) {
  for (const auto& keys :
       std::vector<std::vector<ExtraKey>>{{{std::string(51, 'k'), "", false}},
                                          {{"k", std::string(501, 'v'), false}},
                                          {{"heartbeatinterval", "", false}},
                                          {{"Colour", "red", false}, {"colour", "blue", false}}}) {
    Options options = basic();
    options.keys = keys;
    EXPECT_EQ(refusal_of(options).rfind("keys: ", 0), 0U) << keys[0].name;
  }
  Options options = basic();
  options.keys = {{std::string(50, 'k'), std::string(500, 'v'), false}};
  EXPECT_EQ(refusal_of(options), "");
}

TEST(Options, StateIsKeptBelowTheUsersStateFolder) {
  ::setenv("XDG_STATE_HOME", "/var/xdg", 1);
  EXPECT_EQ(default_state_folder("CP 1"), "/var/xdg/plugpoint/CP%201");
  EXPECT_EQ(default_state_folder("../x"), "/var/xdg/plugpoint/%2E.%2Fx");
  ::unsetenv("XDG_STATE_HOME");
  ::setenv("HOME", "/home/ann", 1);
  EXPECT_EQ(default_state_folder("CP1"), "/home/ann/.local/state/plugpoint/CP1");
}

TEST(Config, TakesTheNamesOfTheFlagsAndOfBootNotification) {
  const Options options = parse_config(R"({
    "url": "ws://h/", "id": "CP7", "ocpp": "1.6", "evses": 2, "password": "p", "log": "l",
    "control": "stdio", "state": "s", "onReset": "exit", "insecure-skip-verify": true,
    "chargePointVendor": "Ann", "chargePointModel": "One", "chargePointSerialNumber": "1",
    "chargeBoxSerialNumber": "2", "firmwareVersion": "3", "iccid": "4", "imsi": "5",
    "meterType": "6", "meterSerialNumber": "7"})",
                                       "x.json");
  EXPECT_EQ(options.id, "CP7");
  EXPECT_EQ(options.evses, 2);
  EXPECT_EQ(options.on_reset, "exit");
  EXPECT_EQ(options.insecure_skip_verify, true);
  EXPECT_EQ(options.vendor, "Ann");
  EXPECT_EQ(options.model, "One");
  EXPECT_EQ(options.serial_number, "1");
  EXPECT_EQ(options.meter_serial_number, "7");
}

TEST(Config, VariablesMayBeNumbersBooleansAndTexts) {
  const Options options =
      parse_config(R"({"variables": {"A": 10, "B": true, "C": "Voltage", "D": -1}})", "x.json");
  ASSERT_EQ(options.variables.size(), 4U);
  EXPECT_EQ(options.variables[0].value, "10");
  EXPECT_EQ(options.variables[1].value, "true");
  EXPECT_EQ(options.variables[2].value, "Voltage");
  EXPECT_EQ(options.variables[3].value, "-1");
}

TEST(Config, KeysOfTheUser) {
  const Options options = parse_config(
      R"({"keys": [{"name": "Colour", "value": "red", "readonly": true}, {"name": "Size"}]})",
      "x.json");
  ASSERT_EQ(options.keys.size(), 2U);
  EXPECT_EQ(options.keys[0].name, "Colour");
  EXPECT_TRUE(options.keys[0].readonly);
  EXPECT_FALSE(options.keys[1].readonly);
}

TEST(Config, EachMistakeIsOneLineWithTheFile) {
  for (const char* text :
       {"", "{", "[]", "{\"url\": 5}", "{\"evses\": \"2\"}", "{\"evses\": 1.5}", "{\"evses\": -1}",
        "{\"insecure-skip-verify\": 1}", "{\"colour\": \"red\"}", "{\"config\": \"y.json\"}",
        "{\"variables\": []}", "{\"variables\": {\"A\": null}}", "{\"variables\": {\"A\": [1]}}",
        "{\"keys\": {}}", "{\"keys\": [1]}", "{\"keys\": [{\"value\": \"x\"}]}",
        "{\"keys\": [{\"name\": \"A\", \"value\": 1}]}",
        "{\"keys\": [{\"name\": \"A\", \"value\": \"\", \"secret\": true}]}",
        "{\"vendor\": \"a\", \"vendorName\": \"b\"}"}) {
    const std::string why = config_refusal(text);
    EXPECT_EQ(why.rfind("x.json: ", 0), 0U) << text;
    EXPECT_EQ(why.find('\n'), std::string::npos) << why;
  }
}

TEST(Config, MissingFileIsRefused) {
  EXPECT_THROW(read_config_file("/no/such/file"), UsageError);
}

TEST(Config, FlagsWinOverTheFile) {
  Options options = parse_config(R"({"id": "FILE", "vendor": "File", "evses": 2})", "x.json");
  Options flags;
  flags.id = "FLAG";
  merge(options, flags);
  EXPECT_EQ(options.id, "FLAG");
  EXPECT_EQ(options.vendor, "File");
  EXPECT_EQ(options.evses, 2);
}

}  // namespace
}  // namespace plugpoint::sim
