// Sessions of two users, and what the central system was told of them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

using Strings = std::vector<std::string>;

inline void start(TestStation& station, const std::string& token = "TAG",
                  std::uint8_t connector = 1) {
  station.plug(connector);
  EXPECT_FALSE(station.swipe(token, connector));
}

inline void stop(TestStation& station, const std::string& token = "TAG",
                 std::uint8_t connector = 1) {
  EXPECT_FALSE(station.swipe(token, connector));
  station.unplug(connector);
}

inline void go_offline(TestStation& station) {
  station.network = false;
  station.run(100);
}

inline void go_online(TestStation& station) {
  station.network = true;
  station.run(60000);
}

/// Transaction messages as "Start:TAG", "Meter:<id>", "Stop:<id>", in the order in which they came.
inline Strings story(const TestStation& station) {
  Strings told;
  for (const Frame& frame : station.frames) {
    if (frame.action == "StartTransaction")
      told.push_back("Start:" + frame.payload["idTag"].get<std::string>());
    if (frame.action == "MeterValues")
      told.push_back("Meter:" + frame.payload["transactionId"].dump());
    if (frame.action == "StopTransaction")
      told.push_back("Stop:" + frame.payload["transactionId"].dump());
  }
  return told;
}

inline void give_ids(TestStation& station, int first = 1) {
  station.on["StartTransaction"] = [n = first](const Json&) mutable {
    return Json{{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", n++}};
  };
}

inline std::vector<VariableDefault> offline_defaults() {
  return {{"AllowOfflineTxForUnknownId", "true"}};
}

}  // namespace plugpoint::test
