// The control interface: what its lines may say.
#include "sim/control.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace plugpoint::sim {
namespace {

TEST(ControlRequest, DefaultsAreFilledIn) {
  const ControlRequest request = parse_request(R"({"cmd":"plug_in"})", 2);
  ASSERT_TRUE(request.command) << request.error;
  EXPECT_STREQ(request.command->name, "plug_in");
  EXPECT_EQ(request.arguments, Json::parse(R"({"evse":1,"connector":1,"draw":true})"));
}

TEST(ControlRequest, GivenArgumentsWin) {
  const ControlRequest request =
      parse_request(R"({"cmd":"plug_in","evse":2,"connector":1,"draw":false})", 2);
  ASSERT_TRUE(request.command) << request.error;
  EXPECT_EQ(request.arguments["evse"], 2);
  EXPECT_EQ(request.arguments["draw"], false);
}

TEST(ControlRequest, SwipeNeedsATokenAndKnowsItsType) {
  EXPECT_FALSE(parse_request(R"({"cmd":"swipe"})", 2).command);
  EXPECT_FALSE(parse_request(R"({"cmd":"swipe","token":""})", 2).command);
  EXPECT_FALSE(parse_request(R"({"cmd":"swipe","token":"A","type":"Barcode"})", 2).command);
  EXPECT_FALSE(parse_request(R"({"cmd":"swipe","token":"A","evses":[]})", 2).command);
  EXPECT_FALSE(parse_request(R"({"cmd":"swipe","token":"A","evses":[3]})", 2).command);
  const ControlRequest request = parse_request(R"({"cmd":"swipe","token":"A"})", 2);
  ASSERT_TRUE(request.command) << request.error;
  EXPECT_EQ(request.arguments["type"], "ISO14443");
  EXPECT_EQ(request.arguments["evses"], Json::array({1}));
}

TEST(ControlRequest, ReservationsAreAcceptedOrNot) {
  EXPECT_TRUE(parse_request(R"({"cmd":"reservation","mode":"none"})", 1).command);
  EXPECT_TRUE(parse_request(R"({"cmd":"reservation","mode":"accept"})", 1).command);
  EXPECT_EQ(parse_request(R"({"cmd":"reservation","mode":"maybe"})", 1).error,
            "\"mode\" must be \"accept\" or \"none\"");
  EXPECT_FALSE(parse_request(R"({"cmd":"reservation"})", 1).command);
}

TEST(ControlRequest, ReadingsMayBeLeftOutOrGivenUp) {
  const ControlRequest request = parse_request(R"({"cmd":"meter","w":3500.5,"v":null})", 1);
  ASSERT_TRUE(request.command) << request.error;
  EXPECT_FALSE(request.arguments.contains("wh"));
  EXPECT_TRUE(request.arguments["v"].is_null());
}

TEST(ControlRequest, FaultMayConcernTheWholeStation) {
  EXPECT_TRUE(parse_request(R"({"cmd":"error","evse":0,"error":"GroundFailure"})", 1).command);
  EXPECT_FALSE(parse_request(R"({"cmd":"error","error":"groundfailure"})", 1).command);
}

TEST(ControlRequest, MistakesAreErrorsWithAText) {
  for (const char* line : {"",
                           "plug_in",
                           "{",
                           "[]",
                           "5",
                           "null",
                           "{}",
                           R"({"cmd":5})",
                           R"({"cmd":"fly"})",
                           R"({"cmd":"PLUG_IN"})",
                           R"({"cmd":"plug_in","evse":0})",
                           R"({"cmd":"plug_in","evse":3})",
                           R"({"cmd":"plug_in","evse":-1})",
                           R"({"cmd":"plug_in","evse":1.5})",
                           R"({"cmd":"plug_in","evse":"1"})",
                           R"({"cmd":"plug_in","evse":18446744073709551616})",
                           R"({"cmd":"plug_in","connector":2})",
                           R"({"cmd":"plug_in","draw":1})",
                           R"({"cmd":"plug_in","colour":"red"})",
                           R"({"cmd":"state","evse":1})",
                           R"({"cmd":"meter","wh":-1})",
                           R"({"cmd":"meter","wh":"1"})",
                           R"({"cmd":"meter","wh":1e300})",
                           R"({"cmd":"network","up":"yes"})",
                           R"({"cmd":"diode_fail","after_s":-1})"}) {
    const ControlRequest request = parse_request(line, 2);
    EXPECT_FALSE(request.command) << line;
    EXPECT_FALSE(request.error.empty()) << line;
  }
}

TEST(ControlRequest, HasTheCommandsThatScriptsRelyOn) {
  const std::set<std::string> wanted = {
      "plug_in",  "plug_out",  "swipe",        "network",        "error",         "diode_fail",
      "ev_pause", "ev_resume", "lock_failure", "power_cycle",    "meter",         "ev_ready",
      "state",    "exit",      "config_set",   "local_list_add", "auth_cache_add"};
  std::set<std::string> found;
  for (const CommandRow& row : command_rows())
    found.insert(row.name);
  for (const std::string& name : wanted)
    EXPECT_EQ(found.count(name), 1U) << name;
}

// The line of the table in docs/simulator.md: | `plug_in` | `evse` (1), … | meaning |
std::string documented(const CommandRow& row) {
  std::string arguments;
  for (const ArgumentRow& argument : row.arguments) {
    arguments += std::string(arguments.empty() ? "`" : ", `") + argument.name + "`";
    if (argument.fallback && *argument.fallback)
      arguments += std::string(" (") + argument.fallback + ")";
  }
  return std::string("| `") + row.name + "` | " + arguments + (arguments.empty() ? "| " : " | ") +
         row.meaning + " |";
}

TEST(ControlDocs, TableOfCommandsIsUpToDate) {
  std::ifstream file(PLUGPOINT_SOURCE_DIR "/docs/simulator.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const CommandRow& row : command_rows())
    EXPECT_NE(page.find(documented(row)), std::string::npos) << documented(row);
}

}  // namespace
}  // namespace plugpoint::sim
