// The tool of the official test cases of OCPP 1.6: it plays the central system and reads what the
// station sends in order, so that nothing unexpected passes.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

using Strings = std::vector<std::string>;

/// An instant in a message, as UTC in ms.
Millis instant(const Json& text);
/// The other way round.
std::string iso_text(Millis utc);

/// A station of two connectors in virtual time, and the tool. Each message of the station is read
/// once, in order; one that no step of the case asks for fails the test.
class Conformance16 : public ::testing::Test {
 public:
  // What the document leaves to the configuration of the tool.
  static constexpr int kConnector = 1;
  static constexpr int kOtherConnector = 2;
  static constexpr const char* kTag = "VALID-1";   ///< <Configured Valid IdTag>
  static constexpr const char* kTag2 = "VALID-2";  ///< <Configured Valid IdTag 2>
  static constexpr const char* kInvalidTag = "INVALID";
  static constexpr const char* kParent = "PARENT";

  TestStation station;
  int transaction = 0;  ///< The transactionId of the reusable state Charging.

  Conformance16();
  void TearDown() override;
  Facts& facts(int connector = kConnector) {
    return station.hardware.evse(static_cast<std::uint8_t>(connector)).facts;
  }

  // Messages of the station ---------------------------------------------------------------------
  /// The next message of the station, which must come within this virtual time.
  Frame next(Millis within = 5000);
  /// The next message must be this request; its payload.
  Json next_call(const std::string& action, Millis within = 5000);
  /// The next message must be StatusNotification with these values; its payload.
  Json next_status(int connector, const std::string& status, Millis within = 5000,
                   const std::string& error_code = "NoError");
  void next_authorize(const std::string& tag);
  /// The next messages must be StatusNotification of connector 0 and each connector, in any order.
  void next_statuses(const Strings& of_each);
  /// Nothing is sent in this time.
  void nothing_for(Millis ms);

  // Requests of the tool --------------------------------------------------------------------------
  /// Sends a request; the station's next message must be its confirmation, whose payload this is.
  Json request(const std::string& action, const Json& payload);
  /// Same, but a CALLERROR is returned too: the whole frame, `[3,…]` or `[4,…]`.
  Json request_any(const std::string& action, const Json& payload);
  /// Same as `request`, for an answer that has nothing but a status.
  std::string request_status(const std::string& action, const Json& payload);
  std::string configuration(const std::string& key);

  // Answers of the tool ---------------------------------------------------------------------------
  /// From now on an action is answered with this.
  void answer(const std::string& action, const Json& payload);
  static Json id_tag_info(const std::string& status) {
    return {{"idTagInfo", {{"status", status}}}};
  }

  // Before: configuration, memory and reusable states ---------------------------------------------
  /// The general preconditions: accepted, idle, everything told.
  void booted();
  void configured(const std::string& key, const std::string& value);
  /// Reusable state Authorized. The cable may be in.
  void authorized(const std::string& tag = kTag);
  /// Reusable state Charging: plug-in first, then a remote start.
  void charging(int connector = kConnector, const Json& profile = nullptr,
                const std::string& tag = kTag);
  /// Reusable states SetConnectorUnavailable, SetConnectorOccupied and SetConnectorFaulted.
  void connector_unavailable(int connector = kConnector);
  void connector_occupied(int connector = kConnector);
  void connector_faulted(int connector = kConnector);
  /// SetChargePointFaulted and SetChargePointUnavailable: connector 0 and each connector.
  void charge_point_faulted();
  void charge_point_unavailable();
  /// Memory state IdTagCached.
  void id_tag_cached();
  /// Memory state IdTagLocalAuthList.
  void id_tag_listed(const std::string& tag = kTag);

  // Manual actions ------------------------------------------------------------------------------
  /// The cable goes in, or out, on both sides.
  void plug(int connector = kConnector);
  void unplug(int connector = kConnector);
  /// A loose cable stays in the charger's socket.
  void unplug_ev_side(int connector = kConnector);
  void present(const std::string& tag, int connector = kConnector) {
    station.tap(tag, static_cast<std::uint8_t>(connector));
  }
  void power_cycle();
  void connection_lost();
  void connection_restored();

 private:
  std::size_t read_ = 0;
};

}  // namespace plugpoint::test
