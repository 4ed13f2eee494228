#include "plugpoint/port_arduino/facade.h"

#if defined(ARDUINO)

#include "plugpoint/port_arduino/facade_station.h"

namespace plugpoint::facade {

namespace {
/// The one station of a sketch. It is made with the first use and never ends.
FacadeStation& self() {
  static auto* const kStation = new FacadeStation;
  return *kStation;
}

template <class Member, class Value>
void set(int connector, Member member, Value&& value) {
  if (ConnectorPart* part = self().connector(connector)) part->*member = std::forward<Value>(value);
}
}  // namespace

void initialize(const String& host, std::uint16_t port, const String& url,
                std::uint8_t connectors) {
  self().initialize(host, port, url, connectors);
}
void loop() {
  self().loop();
}
void set_power_sampler(int connector, std::function<float()> sampler) {
  set(connector, &ConnectorPart::power, std::move(sampler));
}
void set_energy_sampler(int connector, std::function<float()> sampler) {
  set(connector, &ConnectorPart::energy, std::move(sampler));
}
void set_ev_requests_energy_sampler(int connector, std::function<bool()> sampler) {
  set(connector, &ConnectorPart::ev_requests_energy, std::move(sampler));
}
void set_plugged_sampler(int connector, std::function<bool()> sampler) {
  set(connector, &ConnectorPart::plugged, std::move(sampler));
}
void on_limit_change(int connector, std::function<void(float)> listener) {
  set(connector, &ConnectorPart::limit_listener, std::move(listener));
}
void on_permission_change(int connector, std::function<void(bool)> listener) {
  set(connector, &ConnectorPart::permission_listener, std::move(listener));
}
void on_unlock(int connector, std::function<bool()> unlock) {
  set(connector, &ConnectorPart::unlock, std::move(unlock));
}
void on_reset(std::function<bool(bool)> reset) {
  self().reset_handler = std::move(reset);
}
void on_call(Listened call, JsonListener listener) {
  self().calls[static_cast<unsigned>(call)] = std::move(listener);
}
void authorize(int connector, const String& id_tag, Listeners listeners) {
  self().authorize(connector, id_tag, std::move(listeners));
}
void boot_notification(const String& model, const String& vendor, Listeners listeners) {
  self().boot_notification(model, vendor, std::move(listeners));
}
void start_transaction(int connector, const String& id_tag, Listeners listeners) {
  self().start_transaction(connector, id_tag, std::move(listeners));
}
void stop_transaction(int connector, Listeners listeners) {
  self().stop_transaction(connector, std::move(listeners));
}
int transaction_id(int connector) {
  return self().transaction_id(connector);
}
void set_password(const String& password) {
  self().password = password.c_str();
}
void set_max_power(float watts) {
  self().max_power_w = watts;
}
void set_log(Print* out) {
  self().log().set_output(out);
}
void use_secure_stream(arduino::ByteStream& stream) {
  self().secure_stream = &stream;
}
ChargePoint* charge_point() {
  return self().station();
}

}  // namespace plugpoint::facade

#endif  // ARDUINO
