#include "sim/demo.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/demo_screen.h"
#include "sim/loopback_central_system.h"
#include "sim/names.h"
#include "sim/station_host.h"

namespace plugpoint::sim {

namespace {

using namespace std::chrono_literals;

constexpr const char* kToken = "04A1B2C3D4E5F6";
constexpr int kFasterFactor = 60;
constexpr int kLimitAmperes = 10;
constexpr std::size_t kSetsBeforeLimit = 3;
constexpr std::size_t kSetsAfterLimit = 3;
constexpr auto kTick = 100ms;

/// What the central system saw so far.
struct Seen {
  bool connected = false;
  bool boot = false;
  bool authorize = false;
  std::vector<std::string> statuses;  // Of connector 1.
  std::optional<Json> start;
  std::optional<Json> stop;
  std::size_t meter_values = 0;
  std::size_t sets_within_limit = 0;  // Since the limit was accepted.
  bool limit_accepted = false;
  std::vector<std::string> violations;

  bool status(const char* wanted) const {
    for (const std::string& one : statuses)
      if (one == wanted) return true;
    return false;
  }
};

/// A folder that is gone when the demo is over.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "plugpoint-demo-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw UsageError("cannot create a folder for the demo");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The value of a measurand in a MeterValues request, or nothing.
std::optional<double> sampled(const Json& payload, const std::string& measurand,
                              const std::string& phase = "") {
  for (const Json& set : payload.at("meterValue"))
    for (const Json& value : set.value("sampledValue", Json::array()))
      if (value.value("measurand", "Energy.Active.Import.Register") == measurand &&
          value.value("phase", "") == phase)
        return std::strtod(value.value("value", "").c_str(), nullptr);
  return std::nullopt;
}

std::string decimal(double value, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof text, "%.2f %s", value, unit);
  return text;
}

class Demo {
 public:
  explicit Demo(const DemoOptions& options);
  int run();

 private:
  /// One step: what is done at its beginning, and whether the central system saw its effect.
  struct Step {
    const char* text;
    void (Demo::*begin)();  // May be null.
    bool (Demo::*seen)() const;
    int share = 1;  ///< Of the progress bar.
  };
  static const Step kSteps[];
  static const std::size_t kStepCount;

  StationOptions station_options() const;
  void take_request(const std::string& action, const Json& payload);
  void take_meter_values(const Json& payload);
  void tick();
  void begin_step();
  void advance();
  int percent() const;
  void show_progress();
  void end();

  void plug_in();
  void swipe();
  void send_limit();
  void plug_out();

  bool booted() const { return seen_.connected && seen_.boot; }
  bool available() const { return seen_.status("Available"); }
  bool preparing() const { return seen_.status("Preparing"); }
  bool authorized() const { return seen_.authorize; }
  bool started() const { return seen_.start.has_value(); }
  bool charging() const { return seen_.status("Charging"); }
  bool metered() const { return seen_.meter_values >= kSetsBeforeLimit; }
  bool limited() const { return seen_.limit_accepted; }
  bool limit_obeyed() const;
  bool stopped() const;
  bool finishing() const { return seen_.status("Finishing"); }
  bool free_again() const { return seen_.start && seen_.statuses.back() == "Available"; }

  DemoOptions options_;
  TemporaryFolder folder_;
  posix::EventLoop loop_;
  SimTime time_;
  DemoScreen screen_;
  Seen seen_;
  LoopbackCentralSystem central_;
  std::unique_ptr<StationHost> host_;
  boost::asio::steady_timer timer_;
  boost::asio::signal_set signals_;
  std::chrono::steady_clock::time_point step_until_;
  std::size_t step_ = 0;
  bool advancing_ = false;
  bool failed_ = false;
};

const Demo::Step Demo::kSteps[] = {
    {"the station connects and boots", nullptr, &Demo::booted},
    {"connector 1 is available", nullptr, &Demo::available},
    {"a car is plugged in", &Demo::plug_in, &Demo::preparing},
    {"the driver presents a token, which is authorized", &Demo::swipe, &Demo::authorized},
    {"the transaction starts", nullptr, &Demo::started},
    {"the car charges", nullptr, &Demo::charging},
    {"meter values arrive", nullptr, &Demo::metered, 6},
    {"the central system limits charging to 10 A", &Demo::send_limit, &Demo::limited},
    {"the hardware obeys the limit", nullptr, &Demo::limit_obeyed, 6},
    {"the driver presents the token again: the transaction stops", &Demo::swipe, &Demo::stopped},
    {"the connector waits for the cable to be taken out", nullptr, &Demo::finishing},
    {"the car is unplugged, connector 1 is available again", &Demo::plug_out, &Demo::free_again},
};
const std::size_t Demo::kStepCount = sizeof(kSteps) / sizeof(kSteps[0]);

std::int64_t utc_now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Demo::Demo(const DemoOptions& options)
    : options_(options),
      time_(options.real_time ? 1 : kFasterFactor),
      central_(loop_.context(), time_, utc_now_ms(),
               {[this] { seen_.connected = true; },
                [this](const std::string& action, const Json& payload) {
                  take_request(action, payload);
                },
                [this](const std::string& what) { seen_.violations.push_back(what); }}),
      timer_(loop_.context()),
      signals_(loop_.context(), SIGINT, SIGTERM) {
  host_ = std::make_unique<StationHost>(loop_, station_options(), time_, HostObserver{});
}

StationOptions Demo::station_options() const {
  Options options;
  options.url = "ws://127.0.0.1:" + std::to_string(central_.port()) + "/ocpp";
  options.id = "DEMO-1";
  options.state = folder_.path() + "/state";
  options.variables = {{"MeterValueSampleInterval", options_.real_time ? "5" : "60"},
                       {"MeterValuesSampledData",
                        "Energy.Active.Import.Register,Power.Active.Import,Current.Import.L1,SoC"}};
  // Where half a second passes for 30, a busy machine must not look like a dead connection.
  if (!options_.real_time) {
    options.variables.push_back({"MessageTimeout", "1800"});
    options.variables.push_back({"WebSocketPingInterval", "0"});
  }
  return checked(options);
}

int Demo::run() {
  screen_.line(
      "One OCPP 1.6 charging session between a station and a central system in this process,");
  screen_.line("over a WebSocket on 127.0.0.1:" + std::to_string(central_.port()) +
               (options_.real_time ? "." : ". Time runs 60 times as fast."));
  screen_.line("");
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    failed_ = true;
    end();
  });
  step_until_ = std::chrono::steady_clock::now() + 60s;
  host_->power_on();
  tick();
  loop_.run();
  return failed_ ? 1 : 0;
}

void Demo::take_request(const std::string& action, const Json& payload) {
  if (action == "BootNotification") seen_.boot = true;
  if (action == "Authorize") seen_.authorize = payload.at("idTag") == kToken;
  if (action == "StatusNotification" && payload.at("connectorId") == 1)
    seen_.statuses.push_back(payload.at("status"));
  if (action == "StartTransaction") seen_.start = payload;
  if (action == "StopTransaction") seen_.stop = payload;
  if (action == "MeterValues") take_meter_values(payload);
  boost::asio::post(loop_.context(), [this] { advance(); });
}

void Demo::take_meter_values(const Json& payload) {
  ++seen_.meter_values;
  const double energy_wh = sampled(payload, "Energy.Active.Import.Register").value_or(0);
  const double power_w = sampled(payload, "Power.Active.Import").value_or(0);
  const double soc = sampled(payload, "SoC").value_or(0);
  const double current_a = sampled(payload, "Current.Import", "L1").value_or(1e9);
  if (seen_.limit_accepted && current_a <= kLimitAmperes) ++seen_.sets_within_limit;
  screen_.step(time_.now(), "    ",
               decimal(energy_wh / 1000, "kWh") + "  " + decimal(power_w / 1000, "kW") + "  SoC " +
                   decimal(soc, "%"));
}

bool Demo::limit_obeyed() const {
  return host_->hardware().evse(1).offered_ma() <= kLimitAmperes * 1000 &&
         seen_.sets_within_limit >= kSetsAfterLimit;
}

bool Demo::stopped() const {
  return seen_.stop && seen_.stop->at("meterStop") > seen_.start->at("meterStart");
}

void Demo::plug_in() {
  host_->hardware().evse(1).plug_in(1, true);
  host_->wake();
}

void Demo::swipe() {
  const Error error = host_->station()->present_token(1, kToken);
  if (error) screen_.line(std::string("the station refused the token: ") + error.text.c_str());
  host_->wake();
}

void Demo::send_limit() {
  const Json period = {{"startPeriod", 0}, {"limit", kLimitAmperes}};
  const Json schedule = {{"chargingRateUnit", "A"},
                         {"chargingSchedulePeriod", Json::array({period})}};
  const Json profile = {{"chargingProfileId", 1},
                        {"stackLevel", 0},
                        {"chargingProfilePurpose", "TxDefaultProfile"},
                        {"chargingProfileKind", "Relative"},
                        {"chargingSchedule", schedule}};
  central_.request("SetChargingProfile", {{"connectorId", 1}, {"csChargingProfiles", profile}},
                   [this](const Json& answer) {
                     seen_.limit_accepted =
                         answer.is_object() && answer.value("status", "") == "Accepted";
                     boost::asio::post(loop_.context(), [this] { advance(); });
                   });
}

void Demo::plug_out() {
  host_->hardware().evse(1).plug_out();
  host_->wake();
}

void Demo::begin_step() {
  if (step_ == kStepCount) return;
  const auto begin = kSteps[step_].begin;
  if (begin) (this->*begin)();
}

void Demo::advance() {
  if (advancing_) return;
  advancing_ = true;
  while (step_ < kStepCount) {
    const auto seen = kSteps[step_].seen;
    if (!(this->*seen)()) break;
    screen_.step(time_.now(), "[ok]", kSteps[step_].text);
    step_until_ = std::chrono::steady_clock::now() + 60s;
    ++step_;
    begin_step();
    show_progress();
  }
  advancing_ = false;
  if (step_ == kStepCount) end();
}

int Demo::percent() const {
  double done = 0;
  int all = 0;
  for (std::size_t i = 0; i < kStepCount; ++i) {
    if (i < step_) done += kSteps[i].share;
    all += kSteps[i].share;
  }
  if (step_ < kStepCount && kSteps[step_].share > 1) {
    const std::size_t sets = seen_.limit_accepted ? seen_.sets_within_limit : seen_.meter_values;
    const std::size_t wanted = seen_.limit_accepted ? kSetsAfterLimit : kSetsBeforeLimit;
    done += kSteps[step_].share * static_cast<double>(std::min(sets, wanted)) /
            static_cast<double>(wanted);
  }
  return static_cast<int>(done * 100 / all);
}

void Demo::show_progress() {
  const SimulatedEvse& evse = host_->hardware().evse(1);
  const std::string now = host_->station() ? name_of(host_->station()->status(1)) : "Off";
  screen_.progress(percent(), now + "  " + decimal(evse.power_w() / 1000.0, "kW") + "  " +
                                  decimal(static_cast<double>(evse.register_wh()) / 1000, "kWh"));
}

void Demo::tick() {
  show_progress();
  if (std::chrono::steady_clock::now() > step_until_) {
    failed_ = true;
    return end();
  }
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void Demo::end() {
  timer_.cancel();
  signals_.cancel();
  screen_.clear();
  for (const std::string& what : seen_.violations)
    screen_.line("not in order: " + what);
  if (step_ < kStepCount)
    screen_.line(std::string("not seen by the central system: ") + kSteps[step_].text);
  failed_ = failed_ || step_ < kStepCount || !seen_.violations.empty();
  host_->power_off([this] {
    central_.stop();
    loop_.stop();
  });
  if (failed_) return;
  screen_.line("\nThe central system saw every step. " +
               decimal(static_cast<double>(host_->hardware().evse(1).register_wh()) / 1000, "kWh") +
               " were charged.");
}

}  // namespace

int run_demo(const DemoOptions& options) {
  return Demo(options).run();
}

}  // namespace plugpoint::sim
