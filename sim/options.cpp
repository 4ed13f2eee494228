#include "sim/options.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "plugpoint/base/text.h"
#include "plugpoint/variables/key.h"

namespace plugpoint::sim {

namespace {

constexpr std::size_t kMaxId = 48;
constexpr std::size_t kMaxKeyName = 50;
constexpr std::size_t kMaxKeyValue = 500;

OptionRow text(const char* name, bool is_flag, std::optional<std::string> Options::*member,
               const char* meaning) {
  return {name, is_flag, member, nullptr, nullptr, meaning};
}

const OptionRow kRows[] = {
    text("url", true, &Options::url, "Central system, ws://host:port/path or wss://…"),
    text("id", true, &Options::id, "Identity of the charge point"),
    text("ocpp", true, &Options::ocpp, "Versions to offer, in order of preference (default 1.6)"),
    {"evses", true, nullptr, &Options::evses, nullptr, "Number of EVSEs, 1 to 250 (default 1)"},
    text("vendor", true, &Options::vendor, "Vendor in BootNotification"),
    text("model", true, &Options::model, "Model in BootNotification"),
    text("password", true, &Options::password, "Password for HTTP Basic authentication"),
    text("state", true, &Options::state, "Folder that keeps the state of the station"),
    text("log", true, &Options::log, "File that gets one JSON line a frame"),
    text("control", true, &Options::control, "\"stdio\": commands from standard input"),
    text("ca", true, &Options::ca, "File with the certificates to trust (PEM), for wss"),
    {"insecure-skip-verify", true, nullptr, nullptr, &Options::insecure_skip_verify,
     "Trust any certificate of the server (wss): for experiments only"},
    {"signing-meter", true, nullptr, nullptr, &Options::signing_meter,
     "The meters sign their readings (OCPP 1.6)"},
    {"verbose", true, nullptr, nullptr, &Options::verbose, "Show debug lines too"},
    text("onReset", false, &Options::on_reset, "\"exit\" or \"restart\" (default)"),
    text("chargePointVendor", false, &Options::vendor, "As vendor"),
    text("vendorName", false, &Options::vendor, "As vendor"),
    text("chargePointModel", false, &Options::model, "As model"),
    text("chargePointSerialNumber", false, &Options::serial_number, "Serial number"),
    text("serialNumber", false, &Options::serial_number, "As chargePointSerialNumber"),
    text("chargeBoxSerialNumber", false, &Options::charge_box_serial_number,
         "Serial number of the box inside (1.6)"),
    text("firmwareVersion", false, &Options::firmware_version, "Firmware version"),
    text("iccid", false, &Options::iccid, "ICCID of the modem's SIM card"),
    text("imsi", false, &Options::imsi, "IMSI of the modem's SIM card"),
    text("meterType", false, &Options::meter_type, "Type of the main meter (1.6)"),
    text("meterSerialNumber", false, &Options::meter_serial_number,
         "Serial number of the main meter (1.6)"),
};

[[noreturn]] void refuse(const std::string& why) {
  throw UsageError(why);
}

void parse_port(const std::string& url, const std::string& digits, StationOptions& station) {
  if (digits.empty() || digits.size() > 5 || digits.find_first_not_of("0123456789") != digits.npos)
    refuse("url: \"" + url + "\" has no valid port");
  const int port = std::stoi(digits);
  if (port < 1 || port > 65535) refuse("url: \"" + url + "\" has no valid port");
  station.port = static_cast<std::uint16_t>(port);
}

void parse_authority(const std::string& url, std::string authority, StationOptions& station) {
  if (authority.find('@') != authority.npos)
    refuse("url: give the password by --password, not inside the address");
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  if (colon != authority.npos && (bracket == authority.npos || colon > bracket)) {
    parse_port(url, authority.substr(colon + 1), station);
    authority.resize(colon);
  }
  if (authority.size() > 2 && authority.front() == '[' && authority.back() == ']')
    authority = authority.substr(1, authority.size() - 2);
  if (authority.empty()) refuse("url: \"" + url + "\" names no host");
  station.host = authority;
}

void parse_url(const std::string& url, StationOptions& station) {
  std::size_t at = 0;
  if (url.rfind("ws://", 0) == 0) {
    at = 5;
  } else if (url.rfind("wss://", 0) == 0) {
    at = 6;
    station.secure = true;
  } else {
    refuse("url: \"" + url + "\" does not start with ws:// or wss://");
  }
  for (const char c : url)
    if (c <= ' ' || c == 0x7F) refuse("url: spaces and control characters are not allowed");
  if (url.find_first_of("?#") != url.npos) refuse("url: \"" + url + "\" must end with the path");
  station.port = station.secure ? 443 : 80;
  const auto slash = url.find('/', at);
  parse_authority(url, url.substr(at, slash == url.npos ? url.npos : slash - at), station);
  station.path = slash == url.npos ? "/" : url.substr(slash);
}

// The versions that this program was built with, and their names in the WebSocket handshake.
const std::map<std::string, std::string> kVersions = {
#if PLUGPOINT_OCPP16
    {"1.6", "ocpp1.6"},
#endif
#if PLUGPOINT_OCPP201
    {"2.0.1", "ocpp2.0.1"},
#endif
};

std::string subprotocol_of(const std::string& version) {
  const auto found = kVersions.find(version);
  if (found != kVersions.end()) return found->second;
  std::string known;
  for (const auto& row : kVersions)
    known += (known.empty() ? "" : ", ") + row.first;
  refuse("ocpp: \"" + version + "\" is no version; known are " + known);
}

std::string subprotocols_of(const std::string& versions) {
  std::string list;
  for (std::size_t at = 0; at <= versions.size();) {
    const auto comma = std::min(versions.find(',', at), versions.size());
    list += (list.empty() ? "" : ",") + subprotocol_of(versions.substr(at, comma - at));
    at = comma + 1;
  }
  return list;
}

void check_id(const std::string& id) {
  if (id.empty() || characters({id.data(), id.size()}) > kMaxId)
    refuse("id: must have 1 to " + std::to_string(kMaxId) + " characters");
  for (const char c : id)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == ':')
      refuse("id: must not contain a colon or a control character");
}

void check_choices(const Options& options) {
  if (options.control && *options.control != "stdio")
    refuse("control: \"" + *options.control + "\" is unknown; it can be \"stdio\"");
  if (options.on_reset && *options.on_reset != "exit" && *options.on_reset != "restart")
    refuse("onReset: \"" + *options.on_reset + "\" is unknown; it can be \"exit\" or \"restart\"");
  if (options.evses && (*options.evses < 1 || *options.evses > 250))
    refuse("evses: must be 1 to 250");
}

// The limits of 1.6 (§7.29, §7.30), and one meaning for each name.
void check_keys(const std::vector<ExtraKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const ExtraKey& key = keys[i];
    const Text name(key.name.data(), key.name.size());
    if (characters(name) > kMaxKeyName)
      refuse("keys: the name \"" + key.name + "\" has more than 50 characters");
    if (characters({key.value.data(), key.value.size()}) > kMaxKeyValue)
      refuse("keys: the value of \"" + key.name + "\" has more than 500 characters");
    for (std::size_t known = 0; known < static_cast<std::size_t>(Key::count_); ++known)
      if (row_of(static_cast<Key>(known)).name16.is_ignoring_case(name))
        refuse("keys: \"" + key.name + "\" exists already; give its value among \"variables\"");
    for (std::size_t other = 0; other < i; ++other)
      if (equal_ignoring_case(name, {keys[other].name.data(), keys[other].name.size()}))
        refuse("keys: \"" + key.name + "\" is there twice");
  }
}

// A meter that signs brings its public key itself.
void check_meter_keys(const std::vector<ExtraKey>& keys) {
  const std::string name = "MeterPublicKey";
  for (const ExtraKey& key : keys)
    if (equal_ignoring_case({key.name.data(), std::min(key.name.size(), name.size())},
                            {name.data(), name.size()}))
      refuse("keys: \"" + key.name + "\" exists already with signing-meter");
}

template <class T>
void take(std::optional<T>& base, const std::optional<T>& over) {
  if (over) base = over;
}

}  // namespace

Span<const OptionRow> option_rows() {
  return kRows;
}

void merge(Options& base, const Options& over) {
  for (const OptionRow& row : kRows) {
    if (row.text) take(base.*row.text, over.*row.text);
    if (row.number) take(base.*row.number, over.*row.number);
    if (row.boolean) take(base.*row.boolean, over.*row.boolean);
  }
  base.variables.insert(base.variables.end(), over.variables.begin(), over.variables.end());
  base.keys.insert(base.keys.end(), over.keys.begin(), over.keys.end());
}

StationOptions checked(const Options& options) {
  StationOptions station;
  if (!options.url) refuse("url: is missing; give --url ws://host:port/path");
  if (!options.id) refuse("id: is missing; give --id NAME");
  check_choices(options);
  check_id(*options.id);
  check_keys(options.keys);
  parse_url(*options.url, station);
  station.id = *options.id;
  station.subprotocols = subprotocols_of(options.ocpp.value_or("1.6"));
  station.evses = static_cast<std::uint8_t>(options.evses.value_or(1));
  station.has_password = options.password.has_value();
  station.password = options.password.value_or("");
  station.state = options.state ? *options.state : default_state_folder(station.id);
  if (station.state.empty()) refuse("state: must name a folder");
  station.log = options.log.value_or("");
  station.ca = options.ca.value_or("");
  station.insecure_skip_verify = options.insecure_skip_verify.value_or(false);
  station.signing_meter = options.signing_meter.value_or(false);
  if (station.signing_meter) check_meter_keys(options.keys);
  station.exit_on_reset = options.on_reset.value_or("restart") == "exit";
  station.verbose = options.verbose.value_or(false);
  station.control = options.control.has_value();
  station.given = options;
  return station;
}

std::string default_state_folder(const std::string& id) {
  const char* xdg = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::string base = xdg && *xdg == '/' ? xdg : std::string(home ? home : ".") + "/.local/state";
  std::string name;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || (c == '.' && !name.empty());
    char code[4];
    std::snprintf(code, sizeof code, "%%%02X",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    name += plain ? std::string(1, c) : code;
  }
  return base + "/plugpoint/" + name;
}

}  // namespace plugpoint::sim
