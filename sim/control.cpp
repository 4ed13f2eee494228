#include "sim/control.h"

#include <algorithm>
#include <cmath>

#include "sim/installer_commands.h"
#include "sim/names.h"
#include "sim/station_host.h"

namespace plugpoint::sim {

namespace {

constexpr double kMaxNumber = 1e9;
constexpr std::int64_t kMsPerSecond = 1000;
const std::string kNoError;

using Kind = ArgumentKind;

std::uint8_t evse_of(const Json& arguments) {
  return arguments.at("evse").get<std::uint8_t>();
}

SimulatedEvse& evse_at(StationHost& host, const Json& arguments) {
  return host.hardware().evse(evse_of(arguments));
}

// Tells the station what changed and answers; `why_not` is what hindered when nothing did.
void finish(StationHost& host, bool done, const std::string& why_not, const Answer& answer) {
  if (done) host.wake();
  answer(done ? kNoError : why_not, {});
}

std::string nobody_at(const Json& arguments) {
  return "no vehicle is plugged in at EVSE " + arguments.at("evse").dump();
}

void plug_in(StationHost& host, const Json& arguments, const Answer& answer) {
  const bool done =
      evse_at(host, arguments)
          .plug_in(arguments.at("connector").get<std::uint8_t>(), arguments.at("draw").get<bool>());
  finish(host, done, "a vehicle is plugged in already", answer);
}

void plug_out(StationHost& host, const Json& arguments, const Answer& answer) {
  finish(host, evse_at(host, arguments).plug_out(), nobody_at(arguments), answer);
}

// Where a reader serves several EVSEs: the one where somebody waits to start, or else the one where
// somebody charges, or else the first.
std::uint8_t reader_choice(StationHost& host, const Json& evses) {
  const auto find = [&](auto&& fits) {
    for (const Json& one : evses)
      if (fits(one.get<std::uint8_t>())) return one.get<std::uint8_t>();
    return std::uint8_t{0};
  };
  const ChargePoint& station = *host.station();
  const auto charging = [&](std::uint8_t evse) { return station.board(evse).transaction.active; };
  const auto waiting = [&](std::uint8_t evse) {
    return !charging(evse) && host.hardware().evse(evse).plugged();
  };
  if (const std::uint8_t evse = find(waiting)) return evse;
  if (const std::uint8_t evse = find(charging)) return evse;
  return evses.front().get<std::uint8_t>();
}

void swipe(StationHost& host, const Json& arguments, const Answer& answer) {
  if (!host.station()) return answer("the station is off", {});
  TokenType type = TokenType::ISO14443;
  find_token_type(to_text(arguments.at("type").get_ref<const std::string&>()), type);
  const auto& token = arguments.at("token").get_ref<const std::string&>();
  host.wake();  // A plug that came just before counts.
  const Error error = host.station()->present_token(reader_choice(host, arguments.at("evses")),
                                                    to_text(token), type);
  host.wake();
  answer(error.text.c_str(), {});
}

void data_transfer(StationHost& host, const Json& arguments, const Answer& answer) {
  if (!host.station()) return answer("the station is off", {});
  const auto text_of = [&](const char* name) {
    return arguments.contains(name) ? to_text(arguments.at(name).get_ref<const std::string&>())
                                    : Text();
  };
  const Error error =
      host.station()->send_data_transfer(text_of("vendor"), text_of("message"), text_of("data"));
  host.wake();
  answer(error.text.c_str(), {});
}

void network(StationHost& host, const Json& arguments, const Answer& answer) {
  host.set_network(arguments.at("up").get<bool>());
  answer(kNoError, {});
}

void reservation(StationHost& host, const Json& arguments, const Answer& answer) {
  host.set_reservations(arguments.at("mode") == "accept");
  answer(kNoError, {});
}

void error(StationHost& host, const Json& arguments, const Answer& answer) {
  Fault fault = Fault::none;
  find_fault(arguments.at("error").get_ref<const std::string&>(), fault);
  if (!arguments.at("on").get<bool>()) fault = Fault::none;
  if (evse_of(arguments) == 0) {
    host.hardware().set_station_fault(fault);
  } else {
    evse_at(host, arguments).set_fault(fault);
  }
  finish(host, true, kNoError, answer);
}

void diode_fail(StationHost& host, const Json& arguments, const Answer& answer) {
  const auto after_ms = std::llround(arguments.at("after_s").get<double>() * kMsPerSecond);
  finish(host, evse_at(host, arguments).break_diode(after_ms), nobody_at(arguments), answer);
}

void set_ev_ready(StationHost& host, const Json& arguments, bool on, const Answer& answer) {
  finish(host, evse_at(host, arguments).set_ev_ready(on), nobody_at(arguments), answer);
}

void ev_pause(StationHost& host, const Json& arguments, const Answer& answer) {
  set_ev_ready(host, arguments, false, answer);
}

void ev_resume(StationHost& host, const Json& arguments, const Answer& answer) {
  set_ev_ready(host, arguments, true, answer);
}

void ev_ready(StationHost& host, const Json& arguments, const Answer& answer) {
  set_ev_ready(host, arguments, arguments.at("on").get<bool>(), answer);
}

void lock_failure(StationHost& host, const Json& arguments, const Answer& answer) {
  evse_at(host, arguments).set_lock_failure(arguments.at("on").get<bool>());
  finish(host, true, kNoError, answer);
}

void power_cycle(StationHost& host, const Json& arguments, const Answer& answer) {
  host.power_cycle(arguments.at("graceful").get<bool>(), [answer] { answer(kNoError, {}); });
}

void force(const Json& arguments, const char* name, double scale,
           std::optional<std::int32_t>& forced) {
  const auto given = arguments.find(name);
  if (given == arguments.end()) return;
  forced.reset();
  if (given->is_number())
    forced = static_cast<std::int32_t>(std::lround(given->get<double>() * scale));
}

std::string out_of_range(const Json& arguments) {
  constexpr std::pair<const char*, double> kLimits[] = {
      {"w", 1e6}, {"v", 1000}, {"a", 1000}, {"soc", 100}};
  for (const auto& [name, most] : kLimits) {
    const auto given = arguments.find(name);
    if (given != arguments.end() && given->is_number() && given->get<double>() > most)
      return std::string(name) + " is more than " + Json(static_cast<int>(most)).dump();
  }
  for (const char* name : {"wh", "soc"})
    if (arguments.contains(name) && arguments[name].is_null())
      return std::string(name) + " is set, not forced: it cannot be null";
  return "";
}

void meter(StationHost& host, const Json& arguments, const Answer& answer) {
  const std::string why_not = out_of_range(arguments);
  if (!why_not.empty()) return answer(why_not, {});
  host.wake();  // What flowed until now flowed with the old readings.
  SimulatedEvse& evse = evse_at(host, arguments);
  if (arguments.contains("wh"))
    evse.set_register_wh(std::llround(arguments.at("wh").get<double>()));
  if (arguments.contains("soc"))
    evse.set_soc(static_cast<std::int32_t>(std::lround(arguments.at("soc").get<double>() * 1000)));
  force(arguments, "w", 1, evse.forced.power_w);
  force(arguments, "v", 1000, evse.forced.voltage_mv);
  force(arguments, "a", 1000, evse.forced.current_ma);
  finish(host, true, kNoError, answer);
}

void firmware(StationHost& host, const Json& arguments, const Answer& answer) {
  ForcedResult result{};
  find_firmware_result(arguments.at("result").get_ref<const std::string&>(), result);
  host.files().force_firmware(result);
  answer(kNoError, {});
}

void log(StationHost& host, const Json& arguments, const Answer& answer) {
  ForcedResult result{};
  find_upload_result(arguments.at("result").get_ref<const std::string&>(), result);
  host.files().force_upload(result);
  host.files().set_log_available(arguments.at("available").get<bool>());
  answer(kNoError, {});
}

void state(StationHost& host, const Json&, const Answer& answer) {
  answer(kNoError, {{"state", host.snapshot()}});
}

void exit(StationHost&, const Json&, const Answer& answer) {
  answer(kNoError, {});
}

constexpr ArgumentRow kEvse = {"evse", Kind::evse, "1"};
constexpr ArgumentRow kConnector = {"connector", Kind::connector, "1"};
constexpr ArgumentRow kOn = {"on", Kind::boolean, "true"};
constexpr ArgumentRow kPlugIn[] = {kEvse, kConnector, {"draw", Kind::boolean, "true"}};
constexpr ArgumentRow kPlugOut[] = {kEvse, kConnector};
constexpr ArgumentRow kSwipe[] = {{"token", Kind::text, nullptr},
                                  {"type", Kind::token_type, "\"ISO14443\""},
                                  {"evses", Kind::evses, "[1]"}};
constexpr ArgumentRow kDataTransfer[] = {
    {"vendor", Kind::text, nullptr}, {"message", Kind::text, ""}, {"data", Kind::text, ""}};
constexpr ArgumentRow kNetwork[] = {{"up", Kind::boolean, "true"}};
constexpr ArgumentRow kReservation[] = {{"mode", Kind::reservation_mode, nullptr}};
constexpr ArgumentRow kError[] = {
    {"evse", Kind::evse_or_station, "1"}, {"error", Kind::error_code, "\"OtherError\""}, kOn};
constexpr ArgumentRow kDiode[] = {kEvse, {"after_s", Kind::number, "5"}};
constexpr ArgumentRow kOnlyEvse[] = {kEvse};
constexpr ArgumentRow kEvseOn[] = {kEvse, kOn};
constexpr ArgumentRow kPowerCycle[] = {{"graceful", Kind::boolean, "true"}};
constexpr ArgumentRow kMeter[] = {kEvse,
                                  {"wh", Kind::reading, ""},
                                  {"w", Kind::reading, ""},
                                  {"v", Kind::reading, ""},
                                  {"a", Kind::reading, ""},
                                  {"soc", Kind::reading, ""}};

constexpr ArgumentRow kFirmware[] = {{"result", Kind::firmware_result, "\"real\""}};
constexpr ArgumentRow kConfigSet[] = {{"key", Kind::text, nullptr},
                                      {"value", Kind::value, nullptr}};
constexpr ArgumentRow kKnownToken[] = {{"token", Kind::text, nullptr},
                                       {"status", Kind::token_status, "\"Accepted\""},
                                       {"expiry", Kind::date_time, ""},
                                       {"parent", Kind::text, ""}};
constexpr ArgumentRow kLog[] = {{"available", Kind::boolean, "true"},
                                {"result", Kind::upload_result, "\"real\""}};

const CommandRow kCommands[] = {
    {"plug_in", kPlugIn, plug_in, "A vehicle is plugged in; with draw it asks for energy."},
    {"plug_out", kPlugOut, plug_out, "The vehicle is unplugged."},
    {"swipe", kSwipe, swipe, "A token is presented at the reader of these EVSEs."},
    {"data_transfer", kDataTransfer, data_transfer,
     "Sends DataTransfer; the answer is told on standard error."},
    {"network", kNetwork, network, "The network cable is plugged in, or pulled."},
    {"reservation", kReservation, reservation,
     "Whether the station takes reservations: accept, or none, then ReserveNow is Rejected."},
    {"error", kError, error, "A fault, named as a ChargePointErrorCode, begins or ends."},
    {"diode_fail", kDiode, diode_fail,
     "The diode in the vehicle's pilot circuit fails after so many seconds of charging: OtherError "
     "until it is unplugged."},
    {"ev_pause", kOnlyEvse, ev_pause, "The vehicle asks for no more energy."},
    {"ev_resume", kOnlyEvse, ev_resume, "The vehicle asks for energy again."},
    {"lock_failure", kEvseOn, lock_failure,
     "The lock sticks: the next plug is not locked (ConnectorLockFailure), no plug is released."},
    {"power_cycle", kPowerCycle, power_cycle,
     "The station restarts: orderly, or by a cut of its power."},
    {"meter", kMeter, meter,
     "Sets the register (wh) and the state of charge (soc); forces power, voltage and current "
     "until "
     "null."},
    {"ev_ready", kEvseOn, ev_ready, "Whether the vehicle asks for energy."},
    {"firmware", kFirmware, firmware,
     "What comes of firmware downloads and installations from now on; all but real use no "
     "network."},
    {"log", kLog, log, "Whether there is a log to upload, and what comes of uploads from now on."},
    {"config_set", kConfigSet, config_set,
     "An installer sets a configuration key or variable, as ChangeConfiguration would."},
    {"local_list_add", kKnownToken, local_list_add,
     "A technician adds a token to the local authorization list, or changes it there."},
    {"auth_cache_add", kKnownToken, auth_cache_add,
     "A technician puts what is known of a token in the authorization cache."},
    {"state", {}, state, "What the station knows and does."},
    {"exit", {}, exit, "Powers the station off and ends the program."},
};

bool is_whole(const Json& value, std::uint64_t least, std::uint64_t most) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() >= least &&
         value.get<std::uint64_t>() <= most;
}

bool is_number(const Json& value) {
  return value.is_number() && value.get<double>() >= 0 && value.get<double>() <= kMaxNumber;
}

bool is_list_of_evses(const Json& value, unsigned evses) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(),
                     [&](const Json& one) { return is_whole(one, 1, evses); });
}

// Empty when the value fits, else what it must be.
std::string must_be(Kind kind, const Json& value, unsigned evses) {
  const std::string most = std::to_string(evses);
  TokenType type;
  Fault fault;
  ForcedResult result;
  TokenStatus status;
  DateTime time;
  switch (kind) {
    case Kind::evse:
      return is_whole(value, 1, evses) ? "" : "an EVSE from 1 to " + most;
    case Kind::evse_or_station:
      return is_whole(value, 0, evses) ? "" : "an EVSE from 0 to " + most;
    case Kind::connector:
      return is_whole(value, 1, 1) ? "" : "1: each EVSE has one connector";
    case Kind::evses:
      return is_list_of_evses(value, evses) ? "" : "a list of EVSEs from 1 to " + most;
    case Kind::boolean:
      return value.is_boolean() ? "" : "true or false";
    case Kind::number:
      return is_number(value) ? "" : "a number from 0 on";
    case Kind::reading:
      return value.is_null() || is_number(value) ? "" : "a number from 0 on, or null";
    case Kind::text:
      return value.is_string() && !value.get_ref<const std::string&>().empty() ? "" : "a text";
    case Kind::token_type:
      return value.is_string() &&
                     find_token_type(to_text(value.get_ref<const std::string&>()), type)
                 ? ""
                 : "a type of token, for example \"ISO14443\"";
    case Kind::value:
      return value.is_primitive() && !value.is_null() ? "" : "a text, a number, true or false";
    case Kind::token_status:
      return value.is_string() && find_token_status(value.get_ref<const std::string&>(), status)
                 ? ""
                 : R"("Accepted", "Blocked", "Expired", "Invalid" or "ConcurrentTx")";
    case Kind::date_time:
      return value.is_string() &&
                     parse_date_time(to_text(value.get_ref<const std::string&>()), time)
                 ? ""
                 : "a date and time, for example \"2030-01-01T00:00:00Z\"";
    case Kind::error_code:
      return value.is_string() && find_fault(value.get_ref<const std::string&>(), fault)
                 ? ""
                 : "a ChargePointErrorCode, for example \"GroundFailure\"";
    case Kind::reservation_mode:
      return value == "accept" || value == "none" ? "" : "\"accept\" or \"none\"";
    case Kind::firmware_result:
      return value.is_string() && find_firmware_result(value.get_ref<const std::string&>(), result)
                 ? ""
                 : R"("real", "ok", "download_failed" or "installation_failed")";
    case Kind::upload_result:
      return value.is_string() && find_upload_result(value.get_ref<const std::string&>(), result)
                 ? ""
                 : R"("real", "ok" or "upload_failed")";
  }
  return "";
}

std::string fill(const CommandRow& command, Json& arguments, unsigned evses) {
  for (const ArgumentRow& row : command.arguments) {
    if (!arguments.contains(row.name)) {
      if (!row.fallback) return std::string("\"") + row.name + "\" is missing";
      if (*row.fallback == '\0') continue;
      arguments[row.name] = Json::parse(row.fallback);
    }
    const std::string wanted = must_be(row.kind, arguments[row.name], evses);
    if (!wanted.empty()) return std::string("\"") + row.name + "\" must be " + wanted;
  }
  for (const auto& [name, value] : arguments.items()) {
    if (std::none_of(command.arguments.begin(), command.arguments.end(),
                     [&, &wanted = name](const ArgumentRow& row) { return wanted == row.name; }))
      return std::string("\"") + name + "\" is no argument of " + command.name;
  }
  return "";
}

}  // namespace

Span<const CommandRow> command_rows() {
  return kCommands;
}

ControlRequest parse_request(const std::string& line, unsigned evses) {
  ControlRequest request;
  Json given = Json::parse(line, nullptr, false);
  if (!given.is_object()) {
    request.error = "a command is one JSON object in one line";
    return request;
  }
  if (!given.contains("cmd") || !given["cmd"].is_string()) {
    request.error = "\"cmd\" must name the command";
    return request;
  }
  const auto name = given["cmd"].get<std::string>();
  given.erase("cmd");
  const auto* command = std::find_if(std::begin(kCommands), std::end(kCommands),
                                     [&](const CommandRow& row) { return name == row.name; });
  if (command == std::end(kCommands)) {
    request.error = "there is no command \"" + name + "\"";
    return request;
  }
  request.error = fill(*command, given, evses);
  if (request.error.empty()) request.command = command;
  request.arguments = std::move(given);
  return request;
}

Control::Control(StationHost& host, std::function<void(const std::string&)> write,
                 std::function<void()> exit)
    : host_(host), write_(std::move(write)), exit_(std::move(exit)) {}

void Control::line(const std::string& text) {
  waiting_.push_back(text);
  next();
}

void Control::next() {
  if (in_next_) return;  // An answer that came at once: the loop below goes on.
  in_next_ = true;
  while (!busy_ && !waiting_.empty()) {
    const std::string text = std::move(waiting_.front());
    waiting_.pop_front();
    run(parse_request(text, host_.evses()));
  }
  in_next_ = false;
}

void Control::run(const ControlRequest& request) {
  busy_ = true;
  if (!request.command) return answer(request.error, {});
  request.command->run(
      host_, request.arguments,
      [this](const std::string& why, const Json& members) { answer(why, members); });
  if (request.command->run == exit) exit_();
}

void Control::answer(const std::string& error, const Json& members) {
  Json line = {{"ok", error.empty()}};
  if (!error.empty()) line["error"] = error;
  if (members.is_object()) line.update(members);
  write_(line.dump(-1, ' ', false, Json::error_handler_t::replace));
  busy_ = false;
  next();
}

}  // namespace plugpoint::sim
