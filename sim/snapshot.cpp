// What the control command `state` shows of a station.
#include "plugpoint/base/decimal.h"
#include "plugpoint/station/storage_areas.h"
#include "sim/names.h"
#include "sim/station_host.h"

namespace plugpoint::sim {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value, double scale) {
  return value / scale;
}

Json meter_of(const SimulatedEvse& evse) {
  return {{"wh", evse.register_wh()},
          {"w", evse.power_w()},
          {"v", number(evse.voltage_mv(), 1000)},
          {"a", number(evse.current_ma(), 1000)},
          {"soc", number(evse.soc_millipercent(), 1000)}};
}

Json limit_of(const ChargingLimit& limit) {
  if (limit.current_ma == ChargingLimit::kUnlimited && limit.power_w == ChargingLimit::kUnlimited)
    return nullptr;
  return {{"a", number(limit.current_ma, 1000)}, {"w", limit.power_w}, {"phases", limit.phases}};
}

Json transaction_of(const TransactionView& transaction) {
  if (!transaction.active) return nullptr;
  return {{"id", transaction.id}, {"number", transaction.number}};
}

Json reservation_of(const ChargePoint* station, std::uint8_t evse) {
#if PLUGPOINT_RESERVATION
  if (!station || !station->board(evse).reservation.active()) return nullptr;
  const Reservation& reservation = station->board(evse).reservation;
  char expiry[kDateTimeTextSize];
  format_date_time(reservation.expiry, expiry);
  Json json = {{"id", reservation.id}, {"expiry", std::string(expiry, sizeof expiry)}};
  json["token"] = to_string(reservation.token.text());
  json["group"] = to_string(reservation.group.text());
  return json;
#else
  static_cast<void>(station);
  static_cast<void>(evse);
  return nullptr;
#endif
}

Json evse_of(const ChargePoint* station, const SimulatedEvse& evse, std::uint8_t number) {
  const Facts facts = evse.facts();
  Json json = {{"evse", number}};
  json["status"] = station ? Json(name_of(station->status(number))) : Json();
  json["plugged"] = evse.plugged();
  json["ev_ready"] = facts.ev_ready;
  json["locked"] = evse.locked();
  json["fault"] = name_of(facts.fault);
  json["transaction"] = station ? transaction_of(station->board(number).transaction) : Json();
  json["reservation"] = reservation_of(station, number);
  json["meter"] = meter_of(evse);
  json["permitted"] = evse.permitted();
  json["limit"] = limit_of(evse.charging_limit());
  return json;
}

Json connection_of(const ChargePoint* station, bool network) {
  Json json = {{"network", network}, {"connected", station && station->connected()}};
  json["subprotocol"] = station ? to_string(station->subprotocol()) : "";
  json["registration"] = name_of(station ? station->registration() : Registration::none);
  return json;
}

std::string variable_name(const KeyRow& row) {
  if (!row.name16.empty()) return row.name16.c_str();
  std::string name = std::string(row.component().c_str()) + "." + row.variable().c_str();
  if (!row.instance().empty()) name += std::string("[") + row.instance().c_str() + "]";
  return name;
}

Json variables_of(const Variables& variables) {
  Json json = Json::object();
  for (VariableIndex i = 0; i < variables.count(); ++i) {
    if (!variables.has(i)) continue;
    const KeyRow row = variables.row(i);
    ValueRoom room;
    const bool hidden = (row.flags & KeyRow::kWriteOnly) != 0;
    json[variable_name(row)] = hidden ? Json() : Json(to_string(variables.value(i, room)));
  }
  return json;
}

Json memory_of(const ChargePoint& station) {
  const ChargePoint::MemoryUse use = station.memory_use();
  return {{"block", use.block},
          {"receive_peak", use.receive_peak},
          {"send_peak", use.send_peak},
          {"text_used", use.text_used},
          {"journal_used", use.journal_used}};
}

Json storage_of(const StationHost& host, const ChargePoint& station) {
  const MeteredStorage& storage = host.storage();
  Json areas = Json::object();
  std::uint64_t bound = 0;
  StorageArea area;
  for (std::size_t i = 0; storage_area(host.settings(), station.variables(), i, area); ++i) {
    bound += area.bound;
    if (storage.peak(area.name) == 0) continue;
    areas[area.name] = {{"used", storage.used(area.name)},
                        {"peak", storage.peak(area.name)},
                        {"bound", area.bound}};
  }
  return {{"used", storage.total()},      {"peak", storage.total_peak()}, {"bound", bound},
          {"written", storage.written()}, {"erased", storage.erased()},   {"areas", areas}};
}

const char* name_of(ProgressState state) {
  constexpr const char* kNames[] = {"idle", "running", "done", "failed", "restart"};
  return kNames[static_cast<unsigned>(state)];
}

Json work_of(const Progress& progress) {
  Json json = {{"state", name_of(progress.state)}};
  if (*progress.text != '\0') json["why"] = progress.text;
  return json;
}

Json firmware_of(const SimulatedFiles& files) {
  Json json = {{"version", files.version()}, {"result", name_of_firmware(files.forced_firmware())}};
  json["download"] = work_of(files.download_progress());
  json["download"]["bytes"] = files.downloaded_bytes();
  json["install"] = work_of(files.install_progress());
  return json;
}

Json log_of(const SimulatedFiles& files) {
  Json json = {{"available", files.log_available()},
               {"result", name_of_upload(files.forced_upload())}};
  json["upload"] = work_of(files.upload_progress());
  json["upload"]["bytes"] = files.uploaded_bytes();
  return json;
}

}  // namespace

Json StationHost::snapshot() const {
  const ChargePoint* charge_point = station();
  Json evses = Json::array();
  for (std::uint8_t i = 1; i <= this->evses(); ++i)
    evses.push_back(evse_of(charge_point, hardware().evse(i), i));
  Json json = {{"powered", charge_point != nullptr}, {"evses", std::move(evses)}};
  json["reservation"] = reservation_of(charge_point, 0);
  json["reservations"] = reservations() ? "accept" : "none";
  json["connection"] = connection_of(charge_point, network());
  json["firmware"] = firmware_of(files());
  json["log"] = log_of(files());
  json["queue_length"] = charge_point ? charge_point->queue_length() : 0;
  json["variables"] = charge_point ? variables_of(charge_point->variables()) : Json();
  json["memory"] = charge_point ? memory_of(*charge_point) : Json();
  json["storage"] = charge_point ? storage_of(*this, *charge_point) : Json();
  return json;
}

}  // namespace plugpoint::sim
