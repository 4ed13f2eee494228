#include "sim/installer_commands.h"

#include "sim/names.h"
#include "sim/station_host.h"

namespace plugpoint::sim {

namespace {

const char* const kOff = "the station is off";

std::string from_to(const KeyRow& row) {
  return std::to_string(row.min) + " to " + std::to_string(row.max);
}

/// What a value of this variable must be.
std::string must_be(const KeyRow& row) {
  switch (row.type) {
    case VariableType::boolean:
      return "true or false";
    case VariableType::integer:
      return "a whole number from " + from_to(row);
    case VariableType::string:
      return "a text of " + from_to(row) + " characters";
    case VariableType::measurands:
      return "a list of measurands that the meter has, separated by commas";
    case VariableType::choices:
      return std::string("a list of ") + row.unit().c_str();
    case VariableType::rotation:
      return "a list of rotations, for example 0.RST,1.RST";
  }
  return "";
}

std::string why_not_set(const ChargePoint& station, WriteResult result, const std::string& key) {
  const std::string quoted = "\"" + key + "\"";
  const Variables& variables = station.variables();
  switch (result) {
    case WriteResult::accepted:
    case WriteResult::reboot_required:
      return "";
    case WriteResult::unknown:
      return "the station has no variable " + quoted;
    case WriteResult::read_only:
      return quoted + " is read-only";
    case WriteResult::invalid:
      return quoted + " must be " + must_be(variables.row(variables.find_any(to_text(key))));
    case WriteResult::not_stored:
      return quoted + " could not be stored: the old value stays";
  }
  return "";
}

Text text_of(const Json& arguments, const char* name) {
  const auto given = arguments.find(name);
  return given == arguments.end() ? Text() : to_text(given->get_ref<const std::string&>());
}

/// The texts are those of the arguments.
KnownToken known_token(const Json& arguments) {
  KnownToken known;
  known.token = text_of(arguments, "token");
  known.group = text_of(arguments, "parent");
  find_token_status(arguments.at("status").get_ref<const std::string&>(), known.status);
  if (arguments.contains("expiry")) parse_date_time(text_of(arguments, "expiry"), known.expiry);
  return known;
}

void add(StationHost& host, const Json& arguments, const Answer& answer,
         Error (ChargePoint::*function)(const KnownToken& known)) {
  if (!host.station()) return answer(kOff, {});
  const Error error = (host.station()->*function)(known_token(arguments));
  host.wake();
  answer(error.text.c_str(), {});
}

}  // namespace

void config_set(StationHost& host, const Json& arguments, const Answer& answer) {
  if (!host.station()) return answer(kOff, {});
  const auto& key = arguments.at("key").get_ref<const std::string&>();
  const Json& given = arguments.at("value");
  const std::string value = given.is_string() ? given.get<std::string>() : given.dump();
  const WriteResult result = host.station()->set_variable(to_text(key), to_text(value));
  const std::string why_not = why_not_set(*host.station(), result, key);
  host.wake();
  if (result == WriteResult::reboot_required) return answer("", {{"reboot_required", true}});
  answer(why_not, {});
}

void local_list_add(StationHost& host, const Json& arguments, const Answer& answer) {
  add(host, arguments, answer, &ChargePoint::add_to_local_list);
}

void auth_cache_add(StationHost& host, const Json& arguments, const Answer& answer) {
  add(host, arguments, answer, &ChargePoint::add_to_cache);
}

}  // namespace plugpoint::sim
