// A station that is sent local lists.
#pragma once

#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {

using Strings = std::vector<std::string>;

inline Json entry(const std::string& token, const std::string& status = "Accepted") {
  return {{"idTag", token}, {"idTagInfo", {{"status", status}}}};
}

inline Json deletion(const std::string& token) {
  return {{"idTag", token}};
}

/// A station without a cache, whose central system sends lists.
class ListStation : public TestStation {
 public:
  ListStation() { settings.cache_entries = 0; }

  std::string send(const std::string& type, int version, const std::vector<Json>& entries) {
    const Json answer = confirm(
        "SendLocalList",
        {{"updateType", type}, {"listVersion", version}, {"localAuthorizationList", entries}});
    return answer.is_object() ? answer["status"] : Json("none");
  }
  int version() { return confirm("GetLocalListVersion", Json::object())["listVersion"]; }
  bool starts_offline(const std::string& token) {
    network = false;
    run(100);
    plug();
    tap(token);
    const bool permitted = hardware.evse(1).permitted;
    unplug();
    return permitted;
  }
  void go_online() {
    network = true;
    run(600000);
  }
  /// Error codes told for connector 0.
  Strings errors() const {
    Strings found;
    for (const Json& each : sent("StatusNotification")) {
      if (each["connectorId"] == 0) found.push_back(each["errorCode"]);
    }
    return found;
  }
};

}  // namespace plugpoint::test
