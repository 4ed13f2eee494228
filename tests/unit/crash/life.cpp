#include "unit/crash/life.h"

#include <cmath>
#include <utility>

#include "unit/crash/life_names.h"

namespace plugpoint::test {

namespace {

Json list_entry(int index, const std::string& status) {
  return {{"idTag", list_token(index)}, {"idTagInfo", {{"status", status}}}};
}

const char* status_in(int version, int index) {
  static const char* const kStatuses[] = {"Accepted", "Blocked", "Accepted", "Expired"};
  return kStatuses[(index * 7 + version) % 4];
}

void forget(Reservations& all, int id) {
  for (auto each = all.begin(); each != all.end();)
    each = each->second.id == id ? all.erase(each) : std::next(each);
}

Json to_json(int id, const StoredProfile& profile) {
  return {{"chargingProfileId", id},
          {"stackLevel", profile.level},
          {"chargingProfilePurpose", profile.purpose},
          {"chargingProfileKind", profile.connector == 0 ? "Absolute" : "Relative"},
          {"chargingSchedule",
           {{"chargingRateUnit", "A"},
            {"chargingSchedulePeriod", {{{"startPeriod", 0}, {"limit", profile.limit / 10.0}}}}}}};
}

}  // namespace

Life::Life() : ledger(station) {
  static const CustomKey kKeys[] = {{"Colour", "red"}, {"Motto", ""}};
  station.settings.evses = kConnectors;
  station.settings.journal_bytes = 8192;
  station.settings.cache_entries = 16;
  station.settings.keys = {kKeys, 2};
  for (const VariableDefault& each : {VariableDefault{"OCPPCommCtrlr.RetryBackOffWaitMinimum", "1"},
                                      VariableDefault{"OCPPCommCtrlr.RetryBackOffRandomRange", "0"},
                                      VariableDefault{"OCPPCommCtrlr.RetryBackOffRepeatTimes", "0"},
                                      VariableDefault{"LocalPreAuthorize", "true"}})
    station.defaults.push_back(each);
  station.power_fails_with_storage = true;
  ledger.started = [this](const Json& start, Millis at) {
    const std::string token = start["idTag"];
    EXPECT_TRUE(was_swiped(start["connectorId"], token, at)) << "another's token: " << token;
    told_[token].insert("Accepted");
    if (!start.contains("reservationId")) return;
    // T15: it is used up, by the token for which it was made, and not once more.
    const int id = start["reservationId"];
    EXPECT_EQ(reserved_for_[id], token);
    reserved_for_.erase(id);
    reservations_.change(Outcome::done, [&](Reservations& all) { forget(all, id); });
  };
  station.on["StatusNotification"] = [this](const Json& status) -> Json {
    // §5.13: what was Unavailable is not reserved any more.
    if (status["status"] == "Unavailable") {
      const int connector = status["connectorId"];
      reservations_.change(Outcome::done, [&](Reservations& all) { all.erase(connector); });
    }
    return Json::object();
  };
  station.on["Authorize"] = [this](const Json& payload) {
    const std::string token = payload["idTag"];
    const char* status = token[0] == 'L' ? "Invalid" : "Accepted";
    told_[token].insert(status);
    return Json{{"idTagInfo", {{"status", status}}}};
  };
  station.hardware.files.protocols = bit(FileProtocol::http) | bit(FileProtocol::ftp);
  const auto hear = [this](StatusesTold& told) {
    return [this, &told](const Json& payload) {
      told.hear(station.frames.back().id, payload["status"]);
      return Json::object();
    };
  };
  station.on["FirmwareStatusNotification"] = hear(firmware_);
  station.on["DiagnosticsStatusNotification"] = hear(uploads_);
}

void Life::power_on() {
  station.start();
  station.run(5000);
  settle();
}

void Life::power_off() {
  ledger.power_cuts.push_back(station.now());
  station.power_cut();
  settle();
}

void Life::wait(int seconds) {
  station.run(seconds * 1000);
  settle();
}

void Life::online(bool on) {
  online_ = station.network = on;
  if (!on) offline_since_ = station.now();
  station.run(5000);
  settle();
}

void Life::plug(std::uint8_t connector, bool on) {
  on ? station.plug(connector) : station.unplug(connector);
  settle();
}

void Life::note_swipe(std::uint8_t connector, const std::string& token) {
  if (!station.station().board(connector).transaction.active)
    swiped_[connector][station.now()] = token;
}

bool Life::was_swiped(int connector, const std::string& token, Millis at) const {
  const std::map<Millis, std::string>& swiped = swiped_.at(connector);
  auto each = swiped.upper_bound(at);
  while (each != swiped.begin()) {
    --each;
    if (each->second == token) return true;
    if (each->first <= at - ledger.slack) return false;
  }
  return false;
}

void Life::swipe(std::uint8_t connector, const std::string& token) {
  note_swipe(connector, token);
  static_cast<void>(station.swipe(token, connector));
  settle();
}

void Life::session(std::uint8_t connector, const std::string& token) {
  plug(connector, true), swipe(connector, token), wait(125);
  swipe(connector, token), plug(connector, false);
}

// After each operation ----------------------------------------------------------------------------

void Life::settle() {
  ++operations;
  bool resets = false;
  for (; commands_seen_ < station.hardware.commands.size(); ++commands_seen_)
    resets = resets || station.hardware.commands[commands_seen_].kind == Command::Kind::reset;
  if (station.running() && resets) {
    ++done["Restart"];
    station.power_cut();
  }
  while (!station.running())
    restarted();
  if (online_) {
    blind_restarts_ = 0;
    if (station.station().queue_length() == 0) ledger.slack = 0;
    if (unseen_ && !updating_) look();
  }
}

void Life::restarted() {
  if (station.storage.failed()) {
    ++cuts;
    ledger.power_cuts.push_back(station.now());
    station.storage.mend();
    if (cut_again_after > 0) station.storage.fail_after(std::exchange(cut_again_after, 0));
  }
  for (auto& evse : station.hardware.evses)
    evse.permitted = evse.locked = false;
  station.frames.clear();
  unseen_ = true;
  if (!online_ && ++blind_restarts_ > 1) ledger.slack = station.now() - offline_since_;
  // A TxProfile ends with its transaction, and none outlasts a restart.
  profiles_.change(Outcome::done, [](Profiles& all) { all.erase_if(of_transaction); });
  station.start();
  station.run(5000);
}

Json Life::ask(const std::string& action, const Json& payload) {
  return station.call(action, payload);
}

/// A request without an answer may have been done or not.
Outcome Life::outcome(const std::string& name, const Json& answer) {
  if (answer.is_null()) return Outcome::unknown;
  const std::string status = status_of(answer);
  if (status != "Accepted" && status != "Scheduled") return Outcome::refused;
  ++done[name];
  return Outcome::done;
}

// The central system
// --------------------------------------------------------------------------------

void Life::configure(const std::string& key, const std::string& value) {
  const Json answer = ask("ChangeConfiguration", {{"key", key}, {"value", value}});
  configuration_.change(outcome("ChangeConfiguration", answer),
                        [&](Configuration& all) { all[key] = value; });
  settle();
}

void Life::change_availability(int connector, bool on) {
  const Json answer = ask("ChangeAvailability",
                          {{"connectorId", connector}, {"type", on ? "Operative" : "Inoperative"}});
  const Outcome came = outcome("ChangeAvailability", answer);
  operative_.change(came, [&](Operative& all) {
    if (connector == 0) all.fill(on);
    all[static_cast<std::size_t>(connector)] = on;
  });
  // §5.13: a connector that is not available is not reserved any more.
  if (!on)
    reservations_.change(came, [&](Reservations& all) {
      connector == 0 ? all.clear() : static_cast<void>(all.erase(connector));
    });
  settle();
}

void Life::send_list(const Json& request, const std::function<void(TokenList&)>& change) {
  const std::string type = request["updateType"];
  list_.change(outcome("SendLocalList" + type, ask("SendLocalList", request)), change);
  settle();
}

void Life::send_full_list(int version, int first, int count) {
  TokenList fresh;
  fresh.version = version;
  Json entries = Json::array();
  for (int index = first; index < first + count; ++index) {
    fresh.statuses[list_token(index)] = status_in(version, index);
    entries.push_back(list_entry(index, status_in(version, index)));
  }
  send_list({{"updateType", "Full"}, {"listVersion", version}, {"localAuthorizationList", entries}},
            [&](TokenList& list) { list = fresh; });
}

void Life::send_differential_list(int version, int first, int count) {
  Json entries = Json::array();
  for (int index = first; index < first + count; ++index) {
    if (index % 5 == 0) {
      entries.push_back({{"idTag", list_token(index)}});
    } else {
      entries.push_back(list_entry(index, status_in(version, index)));
    }
  }
  send_list({{"updateType", "Differential"},
             {"listVersion", version},
             {"localAuthorizationList", entries}},
            [&](TokenList& list) {
              list.version = version;
              for (int index = first; index < first + count; ++index) {
                if (index % 5 == 0) {
                  list.statuses.erase(list_token(index));
                } else {
                  list.statuses[list_token(index)] = status_in(version, index);
                }
              }
            });
}

void Life::set_profile(int id, const StoredProfile& profile) {
  profile_ids_.insert(id);
  const Json answer = ask("SetChargingProfile", {{"connectorId", profile.connector},
                                                 {"csChargingProfiles", to_json(id, profile)}});
  profiles_.change(outcome("Set" + profile.purpose, answer),
                   [&](Profiles& all) { all.set(id, profile); });
  settle();
}

void Life::clear_profile(int id) {
  const Json answer = ask("ClearChargingProfile", {{"id", id}});
  const auto has = [&](const Profiles& all) { return all.has(id); };
  const std::string status = status_of(answer);
  if (status == "Unknown") {
    // A TxProfile may have gone with its transaction.
    profiles_.change(Outcome::done, [](Profiles& all) { all.erase_if(of_transaction); });
    profiles_.see([&](const Profiles& all) { return !has(all); }, "an unknown profile");
  }
  if (status == "Accepted") profiles_.see(has, "a profile that was cleared");
  profiles_.change(outcome("ClearChargingProfile", answer), [&](Profiles& all) {
    all.erase_if([&](int each, const StoredProfile&) { return each == id; });
  });
  settle();
}

void Life::clear_profiles(const std::string& purpose, int level) {
  const Json answer =
      ask("ClearChargingProfile", {{"chargingProfilePurpose", purpose}, {"stackLevel", level}});
  profiles_.change(outcome("ClearChargingProfile", answer), [&](Profiles& all) {
    all.erase_if([&](int, const StoredProfile& each) {
      return each.purpose == purpose && each.level == level;
    });
  });
  settle();
}

void Life::clear_all_profiles() {
  const Json answer = ask("ClearChargingProfile", Json::object());
  profiles_.change(outcome("ClearChargingProfile", answer), [](Profiles& all) {
    all.erase_if([](int, const StoredProfile&) { return true; });
  });
  settle();
}

void Life::clear_cache() {
  if (outcome("ClearCache", ask("ClearCache", Json::object())) == Outcome::done) {
    EXPECT_TRUE(TokenArea(station.storage, "auth-cache").empty());
    EXPECT_TRUE(TokenArea(station.storage, "auth-cache-in").empty());
  }
  settle();
}

void Life::remote_start(std::uint8_t connector, const std::string& token, int profile_id) {
  profile_ids_.insert(profile_id);
  const StoredProfile profile{"TxProfile", connector, 1, 60 + profile_id};
  note_swipe(connector, token);
  const Json answer =
      ask("RemoteStartTransaction", {{"connectorId", connector},
                                     {"idTag", token},
                                     {"chargingProfile", to_json(profile_id, profile)}});
  profiles_.change(outcome("RemoteStartTransaction", answer),
                   [&](Profiles& all) { all.set(profile_id, profile); });
  settle();
}

void Life::remote_stop(std::uint8_t connector) {
  const std::int64_t id = station.station().board(connector).transaction.id;
  static_cast<void>(
      outcome("RemoteStopTransaction", ask("RemoteStopTransaction", {{"transactionId", id}})));
  settle();
}

void Life::reserve(int connector, int id, const std::string& token, int seconds) {
  const Millis expiry = station.now() + seconds * kSecond;
  DateTime at;
  parse_date_time({station.utc_text.data(), station.utc_text.size()}, at);
  char text[kDateTimeTextSize];
  format_date_time(DateTime{at.ms + expiry}, text);
  reserved_for_[id] = token;
  const Json answer = ask("ReserveNow", {{"connectorId", connector},
                                         {"expiryDate", std::string(text, sizeof text)},
                                         {"idTag", token},
                                         {"reservationId", id}});
  reservations_.change(outcome("ReserveNow", answer), [&](Reservations& all) {
    forget(all, id);
    all[connector] = {id, expiry};
  });
  settle();
}

void Life::cancel_reservation(int id) {
  const Json answer = ask("CancelReservation", {{"reservationId", id}});
  reservations_.change(outcome("CancelReservation", answer),
                       [&](Reservations& all) { forget(all, id); });
  settle();
}

void Life::finish_transfers(StatusesTold& told) {
  settle();
  wait(30);
  for (int i = 0; i < 10 && told.under_way(); ++i)
    wait(30);
  updating_ = false;
  settle();
}

void Life::update_firmware() {
  updating_ = true;
  firmware_.asked(ask("UpdateFirmware", {{"location", "http://example.org/fw.bin"},
                                         {"retrieveDate", station.utc_text}}));
  // §5.13: connectors are Unavailable while it is installed, if it comes to that.
  reservations_.change(Outcome::unknown, [](Reservations& all) { all.clear(); });
  finish_transfers(firmware_);
  done["UpdateFirmware"] = firmware_.told();
}

void Life::get_diagnostics() {
  uploads_.asked(ask("GetDiagnostics", {{"location", "ftp://example.org/logs"}}));
  finish_transfers(uploads_);
  done["GetDiagnostics"] = uploads_.told();
}

void Life::trigger_meter_values(int connector) {
  ask("TriggerMessage", {{"requestedMessage", "MeterValues"}, {"connectorId", connector}});
  settle();
}

void Life::reset(const std::string& type) {
  static_cast<void>(outcome("Reset" + type, ask("Reset", {{"type", type}})));
  station.run(10000);
  settle();
}

void Life::finish() {
  station.storage.mend();
  online(true);
  wait(30);
  for (const std::uint8_t connector : {std::uint8_t{1}, std::uint8_t{2}})
    plug(connector, false);
  wait(120);
  EXPECT_EQ(station.station().queue_length(), 0U);
  ledger.expect_all_closed();
  firmware_.expect_all_told();
  uploads_.expect_all_told();
  look();
  look_at_availability();
  profiles_.change(Outcome::done, [](Profiles& all) { all.erase_if(of_transaction); });
  for (const int id : profile_ids_)
    clear_profile(id);
  // Energy flows only after the start is stored; a start may be stored when the power goes.
  int permitted = 0;
  for (const Command& command : station.hardware.commands)
    permitted += command.kind == Command::Kind::permit && command.on ? 1 : 0;
  const int started = static_cast<int>(ledger.transactions.size());
  EXPECT_GE(started, permitted);
  EXPECT_LE(started, permitted + cuts);
}

}  // namespace plugpoint::test
