// What ESP8266-OCPP.h stands on. It hands JSON on as text, so that only the sketch's own
// translation unit needs to know which JSON library is there.
#pragma once

#include <Arduino.h>

#include <functional>

#include "plugpoint/config.h"

#if !PLUGPOINT_OCPP16
#error "ESP8266-OCPP.h speaks OCPP 1.6: set PLUGPOINT_OCPP16 to 1"
#endif

namespace plugpoint {
class ChargePoint;
}

namespace plugpoint::arduino {
class ByteStream;
}

namespace plugpoint::facade {

using JsonListener = std::function<void(const char* json)>;

/// What is told of one request of the sketch. Each may be empty.
struct Listeners {
  JsonListener conf;
  std::function<void()> abort;
  std::function<void()> timeout;
  std::function<void(const char* code, const char* description)> error;
};

/// Calls of the central system that a sketch can listen to.
enum class Listened : std::uint8_t {
  set_charging_profile,
  remote_start,
  remote_stop,
  reset,
  count_
};

// Connectors are numbered from 1; a number that does not exist is ignored.
void initialize(const String& host, std::uint16_t port, const String& url, std::uint8_t connectors);
void loop();
void set_power_sampler(int connector, std::function<float()> sampler);
void set_energy_sampler(int connector, std::function<float()> sampler);
void set_ev_requests_energy_sampler(int connector, std::function<bool()> sampler);
void set_plugged_sampler(int connector, std::function<bool()> sampler);
void on_limit_change(int connector, std::function<void(float)> listener);
void on_permission_change(int connector, std::function<void(bool)> listener);
void on_unlock(int connector, std::function<bool()> unlock);
void on_reset(std::function<bool(bool hard)> reset);
void on_call(Listened call, JsonListener listener);
void authorize(int connector, const String& id_tag, Listeners listeners);
void boot_notification(const String& model, const String& vendor, Listeners listeners);
/// An empty `id_tag`: the one that was authorized last at this connector.
void start_transaction(int connector, const String& id_tag, Listeners listeners);
void stop_transaction(int connector, Listeners listeners);
int transaction_id(int connector);
void set_password(const String& password);
void set_max_power(float watts);
void set_log(Print* out);
/// The stream to use for `wss`; must outlive the charge point.
void use_secure_stream(arduino::ByteStream& stream);
void use_ca_certificate(const char* pem);
ChargePoint* charge_point();

}  // namespace plugpoint::facade
