// The interface of ESP8266-OCPP, on Plugpoint: OCPP 1.6J for Arduino sketches. Its sketches compile
// unchanged; docs/arduino.md is the guide.
//
// Include <ArduinoJson.h> (version 6 or 7) first where it is used; without it JsonObject is a small
// read-only type with the same [], as<T>(), is<T>() and isNull().
#pragma once

#include "plugpoint/config.h"

#if __cplusplus >= 201703L

#include <Arduino.h>

#include <functional>

#include "plugpoint/port_arduino/facade.h"

#if __has_include(<ArduinoJson.h>)
#include <ArduinoJson.h>
#else
#include "plugpoint/port_arduino/json_object.h"
using plugpoint::facade::JsonObject;
using plugpoint::facade::JsonVariant;
#endif

// Listeners. All are optional; they are called from inside OCPP_loop(), and may call everything
// here but OCPP_loop().
using PowerSampler = std::function<float()>;   ///< In W.
using EnergySampler = std::function<float()>;  ///< In Wh.
using OnReceiveConfListener = std::function<void(JsonObject payload)>;
using OnReceiveReqListener = std::function<void(JsonObject payload)>;
using OnSendConfListener = std::function<void(JsonObject payload)>;
using OnAbortListener = std::function<void()>;
using OnTimeoutListener = std::function<void()>;
using OnReceiveErrorListener =
    std::function<void(const char* code, const char* description, JsonObject details)>;

namespace plugpoint::facade {

/// Parses what a listener is given.
template <class Listener>
JsonListener with_json(Listener listener) {
  if (!listener) return nullptr;
  return [listener](const char* json) {
#if !defined(ARDUINOJSON_VERSION_MAJOR)
    const JsonTree document(json);
    listener(JsonObject(JsonVariant(document, document.root())));
#elif ARDUINOJSON_VERSION_MAJOR >= 7
    JsonDocument document;
    deserializeJson(document, json);
    listener(document.as<JsonObject>());
#else
    // Version 6 wants to know the room beforehand.
    for (std::size_t room = 256 + 2 * strlen(json); room < 65536; room *= 2) {
      DynamicJsonDocument document(room);
      if (deserializeJson(document, json) == DeserializationError::NoMemory) continue;
      return listener(document.as<JsonObject>());
    }
#endif
  };
}

inline Listeners listeners_of(OnReceiveConfListener conf, OnAbortListener abort,
                              OnTimeoutListener timeout, OnReceiveErrorListener error) {
  Listeners listeners;
  listeners.conf = with_json(conf);
  listeners.abort = abort;
  listeners.timeout = timeout;
  if (error)
    listeners.error = [error](const char* code, const char* description) {
      error(code, description, JsonObject());
    };
  return listeners;
}

}  // namespace plugpoint::facade

// Set-up
// -------------------------------------------------------------------------------------------

/// Begins. `CS_url` is a whole URL (`ws://host/path/id`, `wss://…`) or a path; its last segment is
/// the station's id. Wi-Fi may still be connecting; storage is LittleFS, which is formatted when it
/// was never used. The connection is made by OCPP_loop().
inline void OCPP_initialize(String CS_hostname, uint16_t CS_port, String CS_url) {
  plugpoint::facade::initialize(CS_hostname, CS_port, CS_url, 1);
}
/// The same for a station with several connectors. Functions below without a connector mean 1.
inline void OCPP_initialize(String CS_hostname, uint16_t CS_port, String CS_url,
                            uint8_t connectors) {
  plugpoint::facade::initialize(CS_hostname, CS_port, CS_url, connectors);
}
/// Does all work; call it as often as possible from loop(). It never waits for the network.
inline void OCPP_loop() {
  plugpoint::facade::loop();
}

/// HTTP Basic password (AuthorizationKey); before OCPP_initialize.
inline void OCPP_setAuthorizationKey(const String& key) {
  plugpoint::facade::set_password(key);
}
/// For `wss`: the CA certificates that are trusted (PEM, one or several), before OCPP_initialize.
/// `pem` must stay where it is. The clock must be set (configTime) before a server can be checked.
inline void OCPP_setCaCertificate(const char* pem) {
  plugpoint::facade::use_ca_certificate(pem);
}
/// What the charger is able to supply, and what setOnChargingRateLimitChange tells when the central
/// system sets no limit, in W; 11,000 W unless it is called before OCPP_initialize.
inline void OCPP_setMaxChargingPower(float watts) {
  plugpoint::facade::set_max_power(watts);
}
/// Where log lines go; Serial unless it is called. nullptr: nowhere.
inline void OCPP_setLog(Print* out) {
  plugpoint::facade::set_log(out);
}
/// The station itself, for what this interface does not offer; null before OCPP_initialize.
inline plugpoint::ChargePoint* OCPP_chargePoint() {
  return plugpoint::facade::charge_point();
}

// Samplers: polled with each OCPP_loop(), so they must be quick
// ---------------------------------------

/// Power that flows to the EV, in W. Without an energy sampler it is integrated over time.
inline void setPowerActiveImportSampler(std::function<float()> power) {
  plugpoint::facade::set_power_sampler(1, power);
}
inline void setPowerActiveImportSampler(int connectorId, std::function<float()> power) {
  plugpoint::facade::set_power_sampler(connectorId, power);
}
/// The energy meter's register, in Wh: it only ever grows.
inline void setEnergyActiveImportSampler(std::function<float()> energy) {
  plugpoint::facade::set_energy_sampler(1, energy);
}
inline void setEnergyActiveImportSampler(int connectorId, std::function<float()> energy) {
  plugpoint::facade::set_energy_sampler(connectorId, energy);
}
/// Whether the EV asks for energy. Without it an EV is taken to ask.
inline void setEvRequestsEnergySampler(std::function<bool()> evRequestsEnergy) {
  plugpoint::facade::set_ev_requests_energy_sampler(1, evRequestsEnergy);
}
inline void setEvRequestsEnergySampler(int connectorId, std::function<bool()> evRequestsEnergy) {
  plugpoint::facade::set_ev_requests_energy_sampler(connectorId, evRequestsEnergy);
}
/// Whether a cable connects to an EV. Without it the EV is taken to be plugged in from
/// startTransaction to stopTransaction. With it, a transaction begins and ends with the cable.
inline void setConnectorPluggedSampler(std::function<bool()> plugged) {
  plugpoint::facade::set_plugged_sampler(1, plugged);
}
inline void setConnectorPluggedSampler(int connectorId, std::function<bool()> plugged) {
  plugpoint::facade::set_plugged_sampler(connectorId, plugged);
}

// What the station wants
// ------------------------------------------------------------------------------

/// The charging limit in W: told once at the start and on each change.
inline void setOnChargingRateLimitChange(std::function<void(float watts)> listener) {
  plugpoint::facade::on_limit_change(1, listener);
}
inline void setOnChargingRateLimitChange(int connectorId,
                                         std::function<void(float watts)> listener) {
  plugpoint::facade::on_limit_change(connectorId, listener);
}
/// Energy may flow (true) or must not: the contactor. It must call nothing of this interface.
inline void setOnChargePermissionChange(std::function<void(bool permitted)> listener) {
  plugpoint::facade::on_permission_change(1, listener);
}
inline void setOnChargePermissionChange(int connectorId,
                                        std::function<void(bool permitted)> listener) {
  plugpoint::facade::on_permission_change(connectorId, listener);
}
/// Releases the cable; whether it could. Without it UnlockConnector is answered NotSupported.
inline void setOnUnlockConnector(std::function<bool()> unlock) {
  plugpoint::facade::on_unlock(1, unlock);
}
inline void setOnUnlockConnector(int connectorId, std::function<bool()> unlock) {
  plugpoint::facade::on_unlock(connectorId, unlock);
}
/// Restarts the charger, in place of ESP.restart(); false when it cannot. All that is to be sent
/// before has been sent.
inline void setOnReset(std::function<bool(bool hard)> reset) {
  plugpoint::facade::on_reset(reset);
}

// Calls of the central system: the station has dealt with them when these are called
// ------------------

inline void setOnSetChargingProfileRequest(OnReceiveReqListener onReceiveReq) {
  plugpoint::facade::on_call(plugpoint::facade::Listened::set_charging_profile,
                             plugpoint::facade::with_json(onReceiveReq));
}
/// With `payload["status"]` "Accepted" the sketch calls startTransaction, which uses the tag of the
/// central system.
inline void setOnRemoteStartTransactionSendConf(OnSendConfListener onSendConf) {
  plugpoint::facade::on_call(plugpoint::facade::Listened::remote_start,
                             plugpoint::facade::with_json(onSendConf));
}
inline void setOnRemoteStopTransactionSendConf(OnSendConfListener onSendConf) {
  plugpoint::facade::on_call(plugpoint::facade::Listened::remote_stop,
                             plugpoint::facade::with_json(onSendConf));
}
/// The restart itself follows by setOnReset or ESP.restart().
inline void setOnResetSendConf(OnSendConfListener onSendConf) {
  plugpoint::facade::on_call(plugpoint::facade::Listened::reset,
                             plugpoint::facade::with_json(onSendConf));
}

// Requests: conf tells the answer; timeout and error each also call abort. Boot, start and stop are
// tried again by the station, so that their conf may still come after an abort.
//
// While offline, boot, start and stop call no listener: conf (or timeout, or error) comes once the
// station is connected again, in the order of the requests, also where further transactions have
// followed. The listeners of at most 8 earlier transactions of a connector wait; of the oldest
// beyond that, abort is called. A restart forgets listeners, but no transaction. An authorize that
// nobody can answer, and that the station may not decide, calls timeout and abort at once.
// ----------------------

/// Asks whether a token may charge. When it may, startTransaction uses it.
inline void authorize(String& idTag, OnReceiveConfListener onConf = nullptr,
                      OnAbortListener onAbort = nullptr, OnTimeoutListener onTimeout = nullptr,
                      OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::authorize(
      1, idTag, plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}
inline void authorize(int connectorId, const String& idTag, OnReceiveConfListener onConf = nullptr,
                      OnAbortListener onAbort = nullptr, OnTimeoutListener onTimeout = nullptr,
                      OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::authorize(
      connectorId, idTag, plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}
/// Says who the station is, as soon as it is connected.
inline void bootNotification(String chargePointModel, String chargePointVendor,
                             OnReceiveConfListener onConf = nullptr,
                             OnAbortListener onAbort = nullptr,
                             OnTimeoutListener onTimeout = nullptr,
                             OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::boot_notification(
      chargePointModel, chargePointVendor,
      plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}
/// Starts a transaction, also while offline: what is to be told is stored, and told later. Its
/// token is that of a remote start, or the one authorized last, or `NO-AUTHORIZATION`.
inline void startTransaction(OnReceiveConfListener onConf = nullptr,
                             OnAbortListener onAbort = nullptr,
                             OnTimeoutListener onTimeout = nullptr,
                             OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::start_transaction(
      1, String(), plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}
inline void startTransaction(int connectorId, const String& idTag = String(),
                             OnReceiveConfListener onConf = nullptr,
                             OnAbortListener onAbort = nullptr,
                             OnTimeoutListener onTimeout = nullptr,
                             OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::start_transaction(
      connectorId, idTag, plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}
inline void stopTransaction(OnReceiveConfListener onConf = nullptr,
                            OnAbortListener onAbort = nullptr,
                            OnTimeoutListener onTimeout = nullptr,
                            OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::stop_transaction(
      1, plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}
inline void stopTransaction(int connectorId, OnReceiveConfListener onConf = nullptr,
                            OnAbortListener onAbort = nullptr,
                            OnTimeoutListener onTimeout = nullptr,
                            OnReceiveErrorListener onError = nullptr) {
  plugpoint::facade::stop_transaction(
      connectorId, plugpoint::facade::listeners_of(onConf, onAbort, onTimeout, onError));
}

/// The transactionId: -1 outside a transaction, 0 while the central system has not given one yet.
inline int getTransactionId() {
  return plugpoint::facade::transaction_id(1);
}
inline int getTransactionId(int connectorId) {
  return plugpoint::facade::transaction_id(connectorId);
}

#endif  // C++17
