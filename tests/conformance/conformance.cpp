#include "conformance.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "plugpoint/base/time.h"

namespace plugpoint::test {

namespace {

/// Every frame goes to the file that an independent validator reads afterwards.
void record(bool from_station, const std::string& text) {
  const char* path = std::getenv("PLUGPOINT_CONFORMANCE_FRAMES");
  if (!path) return;
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::ofstream file(path, std::ios::app);
  const Json line = {{"test", test ? test->name() : ""},
                     {"from", from_station ? "station" : "tool"},
                     {"text", text}};
  file << line.dump() << "\n";
}

}  // namespace

Millis instant(const Json& text) {
  const std::string iso = text;
  DateTime time;
  EXPECT_TRUE(parse_date_time({iso.data(), iso.size()}, time)) << iso;
  return time.ms;
}

std::string iso_text(Millis utc) {
  char text[kDateTimeTextSize];
  format_date_time(DateTime{utc}, text);
  return {text, sizeof text};
}

Conformance16::Conformance16() {
  station.settings.evses = 2;
  station.observe = &record;
}

void Conformance16::TearDown() {
  if (!HasFatalFailure()) nothing_for(1000);
}

Frame Conformance16::next(Millis within) {
  const Millis until = station.now() + within;
  while (read_ == station.frames.size() && station.now() < until)
    station.run(std::min<Millis>(50, until - station.now()));
  if (read_ < station.frames.size()) return station.frames[read_++];
  ADD_FAILURE() << "the station sent nothing for " << within << " ms";
  return {};
}

Json Conformance16::next_call(const std::string& action, Millis within) {
  const Frame frame = next(within);
  EXPECT_EQ(frame.type, 2) << "expected " << action;
  EXPECT_EQ(frame.action, action) << frame.payload;
  return frame.action == action ? frame.payload : Json::object();
}

Json Conformance16::next_status(int connector, const std::string& status, Millis within,
                                const std::string& error_code) {
  Json told = next_call("StatusNotification", within);
  EXPECT_EQ(told.value("connectorId", -1), connector) << told;
  EXPECT_EQ(told.value("status", ""), status) << told;
  EXPECT_EQ(told.value("errorCode", ""), error_code) << told;
  return told;
}

void Conformance16::next_authorize(const std::string& tag) {
  EXPECT_EQ(next_call("Authorize"), Json({{"idTag", tag}}));
}

void Conformance16::next_statuses(const Strings& of_each) {
  Strings told(of_each.size());
  for (std::size_t i = 0; i < of_each.size(); ++i) {
    Json status = next_call("StatusNotification");
    const std::size_t connector = status.value("connectorId", of_each.size());
    ASSERT_LT(connector, told.size()) << status;
    EXPECT_EQ(told[connector], "") << "told twice: " << status;
    told[connector] = status["status"];
    EXPECT_EQ(status["errorCode"], "NoError");
  }
  EXPECT_EQ(told, of_each);
}

void Conformance16::nothing_for(Millis ms) {
  station.run(ms);
  for (; read_ < station.frames.size(); ++read_) {
    const Frame& frame = station.frames[read_];
    ADD_FAILURE() << "the station sent without need: " << frame.action << frame.payload;
  }
}

Json Conformance16::request_any(const std::string& action, const Json& payload) {
  nothing_for(0);
  const Json sent = station.call(action, payload);
  const Frame frame = next(0);
  EXPECT_NE(frame.type, 2) << frame.action << " before the answer to " << action;
  if (!sent.is_array() || sent[1] != frame.id) {
    ADD_FAILURE() << action << " was not answered at once, but " << sent;
    return Json::array({0, "", Json::object()});
  }
  return sent;
}

Json Conformance16::request(const std::string& action, const Json& payload) {
  Json answer = request_any(action, payload);
  EXPECT_EQ(answer[0], 3) << answer;
  return answer[0] == 3 ? answer[2] : Json::object();
}

std::string Conformance16::request_status(const std::string& action, const Json& payload) {
  Json answer = request(action, payload);
  EXPECT_EQ(answer.size(), 1U) << answer;
  return answer.value("status", "");
}

std::string Conformance16::configuration(const std::string& key) {
  Json answer = request("GetConfiguration", {{"key", {key}}});
  EXPECT_FALSE(answer.contains("unknownKey")) << answer;
  const Json keys = answer.value("configurationKey", Json::array());
  if (keys.size() != 1) {
    ADD_FAILURE() << answer;
    return "";
  }
  EXPECT_EQ(keys[0]["key"], key);
  return keys[0].value("value", "");
}

void Conformance16::answer(const std::string& action, const Json& payload) {
  station.on[action] = [payload](const Json&) { return payload; };
}

void Conformance16::booted() {
  station.start();
  next_call("BootNotification");
  next_statuses({"Available", "Available", "Available"});
  nothing_for(1000);
}

void Conformance16::configured(const std::string& key, const std::string& value) {
  ASSERT_EQ(request_status("ChangeConfiguration", {{"key", key}, {"value", value}}), "Accepted")
      << key;
}

void Conformance16::authorized(const std::string& tag) {
  const bool preparing = facts().plugged;
  present(tag);
  next_authorize(tag);
  if (!preparing) next_status(kConnector, "Preparing");
}

void Conformance16::charging(int connector, const Json& profile, const std::string& tag) {
  const bool asks = configuration("AuthorizeRemoteTxRequests") == "true";
  const bool reserved =
      station.station().status(static_cast<EvseId>(connector)) == EvseStatus::reserved;
  plug(connector);
  if (!reserved) next_status(connector, "Preparing");
  Json start = {{"connectorId", connector}, {"idTag", tag}};
  if (!profile.is_null()) start["chargingProfile"] = profile;
  ASSERT_EQ(request_status("RemoteStartTransaction", start), "Accepted");
  // Only who the connector is kept for ends the reservation (§4.9, G2): the status comes second.
  if (asks) next_authorize(tag);
  if (reserved) next_status(connector, "Preparing");
  Json started = next_call("StartTransaction");
  EXPECT_EQ(started["connectorId"], connector);
  EXPECT_EQ(started["idTag"], tag);
  next_status(connector, "Charging");
  transaction =
      static_cast<int>(station.station().board(static_cast<EvseId>(connector)).transaction.id);
  ASSERT_GT(transaction, 0);
}

void Conformance16::connector_unavailable(int connector) {
  ASSERT_EQ(
      request_status("ChangeAvailability", {{"connectorId", connector}, {"type", "Inoperative"}}),
      "Accepted");
  next_status(connector, "Unavailable");
}

void Conformance16::connector_occupied(int connector) {
  plug(connector);
  next_status(connector, "Preparing");
}

void Conformance16::connector_faulted(int connector) {
  facts(connector).faulted = true;
  facts(connector).fault = Fault::ground_failure;
  next_status(connector, "Faulted", 5000, "GroundFailure");
}

void Conformance16::charge_point_faulted() {
  // §4.9: connector 0 says nothing of the others; this fault is one of everything.
  for (int connector = 0; connector <= 2; ++connector) {
    facts(connector).faulted = true;
    facts(connector).fault = Fault::ground_failure;
  }
  for (int connector = 0; connector <= 2; ++connector)
    next_status(connector, "Faulted", 5000, "GroundFailure");
}

void Conformance16::charge_point_unavailable() {
  ASSERT_EQ(request_status("ChangeAvailability", {{"connectorId", 0}, {"type", "Inoperative"}}),
            "Accepted");
  next_statuses({"Unavailable", "Unavailable", "Unavailable"});
}

void Conformance16::id_tag_cached() {
  configured("AuthorizationCacheEnabled", "true");
  charging();
  present(kTag);
  EXPECT_EQ(next_call("StopTransaction")["transactionId"], transaction);
  next_status(kConnector, "Finishing");
  unplug();
  next_status(kConnector, "Available");
}

void Conformance16::id_tag_listed(const std::string& tag) {
  configured("LocalAuthListEnabled", "true");
  const Json entry = {{"idTag", tag}, {"idTagInfo", {{"status", "Accepted"}}}};
  ASSERT_EQ(request_status(
                "SendLocalList",
                {{"listVersion", 1}, {"updateType", "Full"}, {"localAuthorizationList", {entry}}}),
            "Accepted");
}

void Conformance16::plug(int connector) {
  facts(connector).cable = !facts(connector).fixed_cable;
  station.plug(static_cast<std::uint8_t>(connector));
}

void Conformance16::unplug(int connector) {
  facts(connector).cable = false;
  unplug_ev_side(connector);
}

void Conformance16::unplug_ev_side(int connector) {
  station.unplug(static_cast<std::uint8_t>(connector));
}

void Conformance16::power_cycle() {
  station.power_cut();
  station.run(100);
  station.start();
}

void Conformance16::connection_lost() {
  station.network = false;
  station.run(1000);
}

void Conformance16::connection_restored() {
  station.network = true;
}

}  // namespace plugpoint::test
