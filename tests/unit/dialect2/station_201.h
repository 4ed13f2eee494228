// A station that speaks OCPP 2.0.1 with a scripted central system.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

using Strings = std::vector<std::string>;

class Station201 : public TestStation {
 public:
  Station201() {
    settings.subprotocols = "ocpp2.0.1,ocpp1.6";
    peer.subprotocol = "ocpp2.0.1";
  }

  /// Presets a variable of the device model.
  Station201& with(const char* name, const char* value) {
    defaults.push_back({name, value});
    return *this;
  }

  std::vector<Json> transaction_events() const { return sent("TransactionEvent"); }

  /// The events in short: `Started/CablePluggedIn/EVConnected`.
  Strings told() const {
    Strings found;
    for (const Json& event : transaction_events()) {
      found.push_back(event["eventType"].get<std::string>() + "/" +
                      event["triggerReason"].get<std::string>() + "/" +
                      event["transactionInfo"].value("chargingState", "-"));
    }
    return found;
  }

  /// The statuses told for a connector, in order.
  Strings connector_statuses(int evse) const {
    Strings found;
    for (const Json& payload : sent("StatusNotification")) {
      if (payload["evseId"] == evse) found.push_back(payload["connectorStatus"]);
    }
    return found;
  }

  std::string transaction_id() const {
    const std::vector<Json> all = transaction_events();
    return all.empty() ? std::string()
                       : all.back()["transactionInfo"]["transactionId"].get<std::string>();
  }

  /// Asks the status of one variable: the element of the answer.
  Json get(const std::string& component, const std::string& variable,
           const std::string& instance = {}) {
    Json item = {{"component", {{"name", component}}}, {"variable", {{"name", variable}}}};
    if (!instance.empty()) item["variable"]["instance"] = instance;
    return confirm("GetVariables",
                   {{"getVariableData", Json::array({item})}})["getVariableResult"][0];
  }

  Json set(const std::string& component, const std::string& variable, const std::string& value,
           const std::string& instance = {}) {
    Json item = {{"component", {{"name", component}}},
                 {"variable", {{"name", variable}}},
                 {"attributeValue", value}};
    if (!instance.empty()) item["variable"]["instance"] = instance;
    return confirm("SetVariables",
                   {{"setVariableData", Json::array({item})}})["setVariableResult"][0];
  }
};

inline Json token(const std::string& text, const std::string& type = "ISO14443") {
  return {{"idToken", text}, {"type", type}};
}

/// An answer to TransactionEvent that judges the token, if there is one.
inline Json verdict(const Json& event, const std::string& status) {
  if (!event.contains("idToken")) return Json::object();
  return {{"idTokenInfo", {{"status", status}}}};
}

}  // namespace plugpoint::test
