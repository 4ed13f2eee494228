// A station whose hardware moves files.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

using Strings = std::vector<std::string>;
using State = ProgressState;

/// The statuses of an update in which nothing fails.
inline const Strings kWhole = {"Downloading", "Downloaded", "Installing", "Installed"};

struct FirmwareStation : TestStation {
  FirmwareStation() { hardware.files.protocols = bit(FileProtocol::http) | bit(FileProtocol::ftp); }

  FakeFiles& files() { return hardware.files; }

  /// The answer to UpdateFirmware: [3,…] or [4,…].
  Json update(const Json& more = Json::object(),
              const std::string& location = "http://example.org/fw.bin") {
    Json request = {{"location", location}, {"retrieveDate", "2025-06-01T12:00:00Z"}};
    if (more.is_object()) request.update(more);
    return call("UpdateFirmware", request);
  }
  Json diagnose(const Json& more = Json::object(),
                const std::string& location = "ftp://example.org/logs") {
    Json request = {{"location", location}};
    if (more.is_object()) request.update(more);
    return call("GetDiagnostics", request);
  }
  std::string trigger(const std::string& message) {
    return confirm("TriggerMessage", {{"requestedMessage", message}})["status"];
  }

  /// The statuses told, in order; a repetition with the same message id counts once.
  Strings told(const std::string& action = "FirmwareStatusNotification") const {
    Strings statuses;
    Strings ids;
    for (const Frame& frame : frames) {
      if (frame.type != 2 || frame.action != action) continue;
      if (std::find(ids.begin(), ids.end(), frame.id) != ids.end()) continue;
      ids.push_back(frame.id);
      statuses.push_back(frame.payload["status"]);
    }
    return statuses;
  }
  Strings uploads_told() const { return told("DiagnosticsStatusNotification"); }
};

}  // namespace plugpoint::test
