// What control lines make of a simulated station.
#include "station_host_fixture.h"

namespace plugpoint::sim {
namespace {

TEST_F(StationHostTest, StateShowsTheQueueAndTheUseOfStorage) {
  start();
  const Json before = state()["storage"];
  start_transaction();
  ASSERT_TRUE(ok(R"({"cmd":"network","up":false})"));
  ASSERT_TRUE(ok(R"({"cmd":"swipe","token":"TAG"})"));
  ASSERT_TRUE(until([&] { return state()["queue_length"] >= 1; }));
  const Json storage = state()["storage"];
  const Json journal = storage["areas"]["transactions"];
  EXPECT_GT(journal["used"], 0);
  EXPECT_EQ(journal["used"], state()["memory"]["journal_used"]);
  EXPECT_GE(journal["peak"], journal["used"]);
  EXPECT_GT(journal["bound"], journal["peak"]);
  EXPECT_GT(storage["used"], before["used"]);
  EXPECT_GE(storage["peak"], storage["used"]);
  EXPECT_GE(storage["bound"], storage["peak"]);
  EXPECT_GT(storage["written"], before["written"]);
  EXPECT_TRUE(storage.contains("erased"));
}

TEST_F(StationHostTest, SessionByControlLines) {
  start(2);
  start_transaction();
  EXPECT_EQ(last("StartTransaction").at("meterStart"), 0);
  ASSERT_TRUE(until_status(1, "Charging"));
  ASSERT_TRUE(until([&] { return host->hardware().evse(1).register_wh() >= 10; }));
  const Json evse = state()["evses"][0];
  EXPECT_EQ(evse["status"], "Charging");
  EXPECT_EQ(evse["permitted"], true);
  EXPECT_EQ(evse["meter"]["w"], 11'040);
  EXPECT_EQ(state()["evses"][1]["status"], "Available");
  ASSERT_TRUE(ok(R"({"cmd":"ev_pause"})"));
  ASSERT_TRUE(until_status(1, "SuspendedEV"));
  ASSERT_TRUE(ok(R"({"cmd":"ev_resume"})"));
  ASSERT_TRUE(until_status(1, "Charging"));
  ASSERT_TRUE(ok(R"({"cmd":"swipe","token":"TAG"})"));
  ASSERT_TRUE(until([&] { return seen("StopTransaction") == 1; }));
  EXPECT_GE(last("StopTransaction").at("meterStop"), 10);
  ASSERT_TRUE(ok(R"({"cmd":"plug_out"})"));
  ASSERT_TRUE(until_status(1, "Available"));
  EXPECT_EQ(violations, std::vector<std::string>{});
}

TEST_F(StationHostTest, StateShowsVariablesConnectionAndQueue) {
  start();
  const Json shown = state();
  EXPECT_EQ(shown["powered"], true);
  EXPECT_EQ(shown["queue_length"], 0);
  EXPECT_EQ(shown["connection"]["subprotocol"], "ocpp1.6");
  EXPECT_EQ(shown["connection"]["registration"], "Accepted");
  EXPECT_EQ(shown["variables"]["HeartbeatInterval"], "300");
  EXPECT_EQ(shown["variables"]["OCPPCommCtrlr.RetryBackOffRandomRange"], "0");
  EXPECT_GT(shown["memory"]["block"], 0);
}

TEST_F(StationHostTest, WrongCommandsGetAnErrorAndNothingElseHappens) {
  start();
  for (const char* line : {"nonsense", R"({"cmd":"plug_out"})", R"({"cmd":"ev_pause"})",
                           R"({"cmd":"swipe","token":"longer than twenty characters"})",
                           R"({"cmd":"meter","w":1000001})", R"({"cmd":"meter","soc":101})",
                           R"({"cmd":"meter","wh":null})"}) {
    const Json answer = command(line);
    EXPECT_EQ(answer["ok"], false) << line;
    EXPECT_TRUE(answer["error"].is_string()) << line;
  }
  EXPECT_EQ(state()["evses"][0]["plugged"], false);
}

TEST_F(StationHostTest, NetworkLossKeepsTheTransactionMessageForLater) {
  start();
  start_transaction();
  ASSERT_TRUE(ok(R"({"cmd":"network","up":false})"));
  EXPECT_FALSE(connected());
  ASSERT_TRUE(ok(R"({"cmd":"swipe","token":"TAG"})"));
  EXPECT_EQ(state()["queue_length"], 1);
  EXPECT_EQ(seen("StopTransaction"), 0U);
  ASSERT_TRUE(ok(R"({"cmd":"network","up":true})"));
  ASSERT_TRUE(until([&] { return seen("StopTransaction") == 1; }));
  ASSERT_TRUE(until([&] { return state()["queue_length"] == 0; }));
  EXPECT_EQ(seen("BootNotification"), 1U);
}

TEST_F(StationHostTest, CutOfPowerEndsTheTransactionWithPowerLoss) {
  start();
  start_transaction();
  ASSERT_TRUE(ok(R"({"cmd":"power_cycle","graceful":false})"));
  ASSERT_TRUE(until([&] { return seen("StopTransaction") == 1; }));
  EXPECT_EQ(last("StopTransaction").at("reason"), "PowerLoss");
  EXPECT_EQ(seen("BootNotification"), 2U);
  EXPECT_EQ(state()["evses"][0]["plugged"], true);
}

TEST_F(StationHostTest, OrderlyRestartDeliversBeforeItGoesDown) {
  start();
  start_transaction();
  ASSERT_TRUE(ok(R"({"cmd":"power_cycle"})"));
  EXPECT_EQ(seen("StopTransaction"), 1U);
  EXPECT_EQ(last("StopTransaction").at("reason"), "Reboot");
  ASSERT_TRUE(until_booted(2));
}

TEST_F(StationHostTest, ResetRestartsTheStation) {
  start();
  std::string status;
  central.request("Reset", {{"type", "Hard"}},
                  [&](const Json& answer) { status = answer.value("status", ""); });
  ASSERT_TRUE(until_booted(2));
  EXPECT_EQ(status, "Accepted");
}

TEST_F(StationHostTest, FaultsAreTold) {
  start();
  ASSERT_TRUE(ok(R"({"cmd":"error","error":"GroundFailure"})"));
  ASSERT_TRUE(until_status(1, "Faulted"));
  EXPECT_EQ(last("StatusNotification").at("errorCode"), "GroundFailure");
  ASSERT_TRUE(ok(R"({"cmd":"error","error":"GroundFailure","on":false})"));
  ASSERT_TRUE(until_status(1, "Available"));
  ASSERT_TRUE(ok(R"({"cmd":"lock_failure"})"));
  ASSERT_TRUE(ok(R"({"cmd":"plug_in"})"));
  ASSERT_TRUE(until_status(1, "Faulted"));
  EXPECT_EQ(last("StatusNotification").at("errorCode"), "ConnectorLockFailure");
}

TEST_F(StationHostTest, DiodeFailsWhileCharging) {
  start();
  start_transaction();
  ASSERT_TRUE(ok(R"({"cmd":"diode_fail","after_s":10})"));
  ASSERT_TRUE(until_status(1, "Faulted"));
  EXPECT_EQ(last("StatusNotification").at("errorCode"), "OtherError");
  EXPECT_EQ(state()["evses"][0]["meter"]["w"], 0);
}

TEST_F(StationHostTest, SetReadingsAreWhatTheStationReports) {
  start();
  ASSERT_TRUE(ok(R"({"cmd":"meter","wh":123456,"v":231.5,"soc":42.5})"));
  const Json meter = state()["evses"][0]["meter"];
  EXPECT_EQ(meter["wh"], 123456);
  EXPECT_EQ(meter["v"], 231.5);
  EXPECT_EQ(meter["soc"], 42.5);
  start_transaction();
  EXPECT_EQ(last("StartTransaction").at("meterStart"), 123456);
}

TEST_F(StationHostTest, SecondProgramOnTheSameStateIsRefused) {
  start();
  EXPECT_THROW(StationHost(loop, options("CP1"), time, HostObserver{}), UsageError);
}

TEST_F(StationHostTest, RefusalsNameTheVariable) {
  StationOptions bad = options("CP2");
  bad.given.variables = {{"HeartbeatInterval", "10"}, {"NoSuchThing", "1"}};
  StationHost station(loop, bad, time, HostObserver{});
  try {
    station.power_on();
    FAIL() << "an unknown variable was taken";
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()).rfind("variable \"NoSuchThing\": ", 0), 0U) << error.what();
  }
}

}  // namespace
}  // namespace plugpoint::sim
