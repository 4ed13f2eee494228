// A whole simulated station, told what to do by control lines, against the central system of the
// demo; time runs 100 times as fast.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "sim/control.h"
#include "sim/loopback_central_system.h"
#include "sim/station_host.h"
#include "temporary_folder.h"

namespace plugpoint::sim {

class StationHostTest : public ::testing::Test {
 protected:
  static constexpr int kFactor = 100;
  static constexpr std::int64_t kUtcMs = 1'780'000'000'000;
  struct Request {
    std::string action;
    Json payload;
  };

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

  void start(std::uint8_t evses = 1) { start(options("CP1", evses)); }
  void start(const StationOptions& given) {
    host = std::make_unique<StationHost>(loop, given, time, HostObserver{});
    control = std::make_unique<Control>(
        *host, [this](const std::string& line) { answers.push_back(Json::parse(line)); }, [] {});
    host->power_on();
    ASSERT_TRUE(until_booted(1));
  }
  /// Until the station knows that the central system accepted its `times`-th BootNotification: a
  /// token that is presented earlier is judged by the offline rules.
  bool until_booted(std::size_t times) {
    return until([&] {
      return seen("BootNotification") == times &&
             state()["connection"]["registration"] == "Accepted";
    });
  }
  /// Runs the loop until something is true; false when it does not become true in time.
  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      loop.context().run_one_for(std::chrono::milliseconds(5));
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

}  // namespace plugpoint::sim
