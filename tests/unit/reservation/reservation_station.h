// A station whose connectors are reserved.
#pragma once

#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {

using Strings = std::vector<std::string>;

/// Two connectors; the central system knows RELATIVE as one of FAMILY, and everybody as valid.
class ReservationStation : public TestStation {
 public:
  explicit ReservationStation(std::uint8_t evses = 2) {
    settings.evses = evses;
    on["Authorize"] = [this](const Json& request) { return Json{{"idTagInfo", info(request)}}; };
    on["StartTransaction"] = [this](const Json& request) {
      return Json{{"idTagInfo", info(request)}, {"transactionId", ++transactions_}};
    };
  }

  bool tells_parent = true;

  /// An instant of the central system's clock, so many ms from now.
  std::string in(Millis ms) const {
    DateTime start;
    parse_date_time({utc_text.data(), utc_text.size()}, start);
    char text[kDateTimeTextSize];
    format_date_time(DateTime{start.ms + now() + ms}, text);
    return std::string(text, sizeof text);
  }
  /// The status that ReserveNow is answered with.
  std::string reserve(int connector, int id, const std::string& tag = "OWNER",
                      const std::string& parent = "", Millis ms = 3600000) {
    Json request = {
        {"connectorId", connector}, {"expiryDate", in(ms)}, {"idTag", tag}, {"reservationId", id}};
    if (!parent.empty()) request["parentIdTag"] = parent;
    const Json answer = confirm("ReserveNow", request);
    return answer.is_object() ? answer["status"] : Json("none");
  }
  std::string cancel(int id) {
    return confirm("CancelReservation", {{"reservationId", id}})["status"];
  }
  std::string remote_start(const std::string& tag, int connector = 0) {
    Json request = {{"idTag", tag}};
    if (connector != 0) request["connectorId"] = connector;
    return confirm("RemoteStartTransaction", request)["status"];
  }
  void fault(std::uint8_t connector, bool is_on) {
    hardware.evse(connector).facts.faulted = is_on;
    run(100);
  }
  std::string set_operative(int connector, bool operative) {
    return confirm(
        "ChangeAvailability",
        {{"connectorId", connector}, {"type", operative ? "Operative" : "Inoperative"}})["status"];
  }
  /// Charges from plugging in to unplugging.
  void use(const std::string& tag, std::uint8_t connector) {
    plug(connector);
    tap(tag, connector);
    run(1000);
    tap(tag, connector);
    unplug(connector);
  }
  /// The station loses its power and starts again, `off_ms` later.
  void restart(Millis off_ms = 0) {
    power_cut();
    stay_off(off_ms);
    start();
    run(1000);
  }
  /// The network goes, or comes back and everything is told.
  void set_network(bool up) {
    network = up;
    run(up ? 600000 : 100);
  }
  EvseStatus status(std::uint8_t connector) { return station().status(connector); }
  /// The text of the last event that told a refusal; empty: none.
  std::string refusal() {
    std::string text;
    char room[96];
    for (const Event& event : events()) {
      if (event.kind != Event::Kind::token_refused) continue;
      const Text why = event.why.view(room);
      text.assign(why.data(), why.size());
    }
    return text;
  }

 private:
  Json info(const Json& request) const {
    Json known = {{"status", "Accepted"}};
    if (request["idTag"] == "RELATIVE" && tells_parent) known["parentIdTag"] = "FAMILY";
    return known;
  }

  int transactions_ = 0;
};

}  // namespace plugpoint::test
