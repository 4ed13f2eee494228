// A whole simulated station, told what to do by control lines, against the central system of the
// demo; time runs 100 times as fast.
#include "sim/station_host.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "sim/control.h"
#include "sim/loopback_central_system.h"
#include "temporary_folder.h"

namespace plugpoint::sim {
namespace {

using namespace std::chrono_literals;

constexpr int kFactor = 100;
constexpr std::int64_t kUtcMs = 1'780'000'000'000;

struct Request {
  std::string action;
  Json payload;
};

class StationHostTest : public ::testing::Test {
 protected:
  StationOptions options(const std::string& id, std::uint8_t evses = 1) {
    Options given;
    given.url = "ws://127.0.0.1:" + std::to_string(central.port()) + "/ocpp";
    given.id = id;
    given.evses = evses;
    given.state = folder.file(id);
    // Several resets and network losses happen within a second of real time, and a busy machine
    // must not look like a dead connection.
    given.variables = {{"OCPPCommCtrlr.RetryBackOffRandomRange", "0"},
                       {"MessageTimeout", "3600"},
                       {"WebSocketPingInterval", "0"},
                       {"ConnectionTimeOut", "3600"}};
    return checked(given);
  }

  void start(std::uint8_t evses = 1) {
    host = std::make_unique<StationHost>(loop, options("CP1", evses), time, HostObserver{});
    control = std::make_unique<Control>(
        *host, [this](const std::string& line) { answers.push_back(Json::parse(line)); }, [] {});
    host->power_on();
    ASSERT_TRUE(until([&] { return seen("BootNotification") == 1 && connected(); }));
  }
  /// Runs the loop until something is true; false when it does not become true in time.
  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      loop.context().run_for(5ms);
    }
    return true;
  }
  /// The answer to a command.
  Json command(const std::string& line) {
    const std::size_t before = answers.size();
    control->line(line);
    EXPECT_TRUE(until([&] { return answers.size() > before; })) << line;
    return answers.size() > before ? answers.back() : Json();
  }
  bool ok(const std::string& line) { return command(line).value("ok", false); }
  Json state() { return command(R"({"cmd":"state"})").at("state"); }
  bool connected() { return state()["connection"]["connected"]; }

  std::size_t seen(const std::string& action) const {
    std::size_t count = 0;
    for (const Request& request : requests)
      count += request.action == action ? 1 : 0;
    return count;
  }
  const Json& last(const std::string& action) const {
    static const Json kNothing = Json::object();
    for (auto request = requests.rbegin(); request != requests.rend(); ++request)
      if (request->action == action) return request->payload;
    return kNothing;
  }
  bool until_status(int connector, const std::string& status) {
    return until([&] {
      return last("StatusNotification").value("connectorId", -1) == connector &&
             last("StatusNotification").value("status", "") == status;
    });
  }
  void start_transaction() {
    const std::size_t before = seen("StartTransaction");
    ASSERT_TRUE(ok(R"({"cmd":"plug_in"})"));
    ASSERT_TRUE(ok(R"({"cmd":"swipe","token":"TAG"})"));
    ASSERT_TRUE(until([&] { return seen("StartTransaction") > before; }));
    ASSERT_TRUE(until([&] { return state()["evses"][0]["transaction"]["id"] > 0; }));
  }

  TemporaryFolder folder;
  posix::EventLoop loop;
  SimTime time{kFactor};
  std::vector<Request> requests;
  std::vector<std::string> violations;
  LoopbackCentralSystem central{loop.context(),
                                time,
                                kUtcMs,
                                {{},
                                 [this](const std::string& action, const Json& payload) {
                                   requests.push_back({action, payload});
                                 },
                                 [this](const std::string& what) { violations.push_back(what); }}};
  std::vector<Json> answers;
  std::unique_ptr<StationHost> host;
  std::unique_ptr<Control> control;
};

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
  ASSERT_TRUE(until([&] { return seen("BootNotification") == 2; }));
}

TEST_F(StationHostTest, ResetRestartsTheStation) {
  start();
  std::string status;
  central.request("Reset", {{"type", "Hard"}},
                  [&](const Json& answer) { status = answer.value("status", ""); });
  ASSERT_TRUE(until([&] { return seen("BootNotification") == 2; }));
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
