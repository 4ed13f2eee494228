// The control interface: one JSON object a line, one answer a line.
#pragma once

#include <deque>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "plugpoint/base/span.h"

namespace plugpoint::sim {

class StationHost;
using Json = nlohmann::ordered_json;

/// What an argument may be.
enum class ArgumentKind {
  evse,             ///< 1 to the number of EVSEs.
  evse_or_station,  ///< 0 too.
  connector,        ///< 1: each EVSE has one.
  evses,            ///< A list of EVSEs, not empty.
  boolean,
  number,   ///< 0 or more.
  reading,  ///< A number of 0 or more, or null to give up a forced reading.
  text,     ///< Not empty.
  value,    ///< Any text, a number, true or false.
  token_type,
  token_status,  ///< AuthorizationStatus of 1.6 §7.2.
  date_time,     ///< ISO 8601.
  error_code,
  reservation_mode,  ///< "accept" or "none".
  firmware_result,   ///< "real", "ok", "download_failed" or "installation_failed".
  upload_result,     ///< "real", "ok" or "upload_failed".
};

struct ArgumentRow {
  const char* name;
  ArgumentKind kind;
  const char* fallback;  ///< JSON text; null: must be given; "": may be left out.
};

/// The answer to one command; it may come later than the call.
using Answer = std::function<void(const std::string& error, const Json& members)>;

struct CommandRow {
  const char* name;
  Span<const ArgumentRow> arguments;
  void (*run)(StationHost& host, const Json& arguments, const Answer& answer);
  const char* meaning;
};
Span<const CommandRow> command_rows();

/// One line, checked: all arguments are there and fit.
struct ControlRequest {
  const CommandRow* command = nullptr;  ///< Null on error.
  Json arguments;
  std::string error;
};
ControlRequest parse_request(const std::string& line, unsigned evses);

/// Runs commands one after the other and answers each with one line.
class Control {
 public:
  /// `write` gets each line without its end; `exit` is called after the answer to the command
  /// `exit`.
  Control(StationHost& host, std::function<void(const std::string&)> write,
          std::function<void()> exit);

  void line(const std::string& text);
  /// Whether all commands so far were answered.
  bool idle() const { return !busy_ && waiting_.empty(); }

 private:
  void next();
  void run(const ControlRequest& request);
  void answer(const std::string& error, const Json& members);

  StationHost& host_;
  std::function<void(const std::string&)> write_;
  std::function<void()> exit_;
  std::deque<std::string> waiting_;
  bool busy_ = false;  // A command is under way.
  bool in_next_ = false;
};

}  // namespace plugpoint::sim
