// What the user decides about a simulated station: one table for the flags of the command line and
// the names in a configuration file.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugpoint/base/span.h"

namespace plugpoint::sim {

/// A mistake of the user: one clear line.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A further 1.6 configuration key.
struct ExtraKey {
  std::string name;
  std::string value;
  bool readonly = false;
};

/// A value for a variable that the library knows, in place of its default.
struct VariableValue {
  std::string name;
  std::string value;
};

/// What one source says; an unset member was not said. Later sources win.
struct Options {
  std::optional<std::string> url;
  std::optional<std::string> id;
  std::optional<std::string> ocpp;  ///< "1.6", or in order of preference "2.0.1,1.6".
  std::optional<int> evses;
  std::optional<std::string> password;
  std::optional<std::string> state;    ///< Folder.
  std::optional<std::string> log;      ///< File.
  std::optional<std::string> control;  ///< "stdio".
  std::optional<std::string> ca;       ///< File with the certificates to trust (wss).
  std::optional<bool> insecure_skip_verify;
  std::optional<bool> signing_meter;
  std::optional<std::string> on_reset;  ///< "exit" or "restart".
  std::optional<bool> verbose;
  // BootNotification.
  std::optional<std::string> vendor;
  std::optional<std::string> model;
  std::optional<std::string> serial_number;
  std::optional<std::string> charge_box_serial_number;
  std::optional<std::string> firmware_version;
  std::optional<std::string> iccid;
  std::optional<std::string> imsi;
  std::optional<std::string> meter_type;
  std::optional<std::string> meter_serial_number;
  // From a file only.
  std::vector<VariableValue> variables;
  std::vector<ExtraKey> keys;
};

/// One setting: its names and where its value goes. Exactly one of the three members is set.
struct OptionRow {
  const char* name;  ///< In a file; with `--` in front on the command line, if it is a flag.
  bool is_flag;
  std::optional<std::string> Options::*text;
  std::optional<int> Options::*number;
  std::optional<bool> Options::*boolean;
  const char* meaning;
};
Span<const OptionRow> option_rows();

/// Puts what `over` says in place of what `base` says.
void merge(Options& base, const Options& over);

/// What a station needs, checked and complete.
struct StationOptions {
  std::string host = "localhost";
  std::uint16_t port = 80;
  bool secure = false;
  std::string path = "/";
  std::string id;
  std::string subprotocols;
  std::uint8_t evses = 1;
  std::string password;
  bool has_password = false;
  std::string state;
  std::string log;
  std::string ca;
  bool insecure_skip_verify = false;
  bool signing_meter = false;
  bool exit_on_reset = false;
  bool verbose = false;
  bool control = false;
  /// What the disk of the state has free, in bytes; empty: what the system says.
  std::function<std::uint64_t()> free_bytes;
  Options given;  ///< Identity, variables and keys.
};

/// Checks everything that can be checked without a station. Throws UsageError.
StationOptions checked(const Options& options);

/// The folder where a station keeps its state when nobody says otherwise: named after the id, below
/// $XDG_STATE_HOME or ~/.local/state.
std::string default_state_folder(const std::string& id);

}  // namespace plugpoint::sim
