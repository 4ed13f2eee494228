#include "plugpoint/blocks/remote_control/trigger_v16.h"

#include "plugpoint/blocks/samples.h"
#include "plugpoint/config.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

struct Row {
  MessageTrigger message;
  Signal signal;
  bool per_connector;
  EvseId first;  ///< The first connector when none is named: 0 counts for statuses (S11) only.
};

// A message that is not listed is answered NotImplemented.
PLUGPOINT_FLASH constexpr Row kRows[] = {
    {MessageTrigger::BootNotification, Signal::boot_wanted, false, 0},
    {MessageTrigger::Heartbeat, Signal::heartbeat_wanted, false, 0},
    {MessageTrigger::StatusNotification, Signal::status_wanted, true, 0},
    {MessageTrigger::MeterValues, Signal::meter_values_wanted, true, 1},
#if PLUGPOINT_FIRMWARE
    {MessageTrigger::FirmwareStatusNotification, Signal::firmware_status_wanted, false, 0},
    {MessageTrigger::DiagnosticsStatusNotification, Signal::log_status_wanted, false, 0},
#endif
};

bool is_about_files(Signal signal) {
  return signal == Signal::firmware_status_wanted || signal == Signal::log_status_wanted;
}

bool find(const Station& station, MessageTrigger message, Row& found) {
  for (const Row& row : kRows) {
    found = flash_load(&row);
    if (found.message != message) continue;
    return !is_about_files(found.signal) || station.ports.hardware->file_protocols() != 0;
  }
  return false;
}

/// Whether a triggered MeterValues would contain anything; an empty one is not valid.
bool measures(const Station& station, EvseId from, EvseId to) {
  Sample sample;
  for (EvseId evse = from; evse <= to; ++evse) {
    if (read_samples(station, evse, Key::MeterValuesSampledData, {&sample, 1}) > 0) return true;
  }
  return false;
}

TriggerMessageStatus trigger(Station& station, const TriggerMessageReq& request) {
  Row row{};
  if (!find(station, request.requestedMessage, row)) return TriggerMessageStatus::NotImplemented;
  // B06, errata 3.35: a registered station has nothing to boot.
  if (row.message == MessageTrigger::BootNotification &&
      station.registration == Registration::accepted)
    return TriggerMessageStatus::Rejected;
  // Meter values go with the transaction messages, which wait for the registration (B02).
  if (row.message == MessageTrigger::MeterValues && station.registration != Registration::accepted)
    return TriggerMessageStatus::Rejected;
  if (!row.per_connector) {
    station.raise(row.signal);
    return TriggerMessageStatus::Accepted;
  }
  const bool metering = row.message == MessageTrigger::MeterValues;
  if (!request.connectorId) {
    if (metering && !measures(station, 1, station.evses())) return TriggerMessageStatus::Rejected;
    for (EvseId evse = row.first; evse <= station.evses(); ++evse)
      station.raise(row.signal, evse);
    return TriggerMessageStatus::Accepted;
  }
  const std::int32_t connector = request.connectorId.value;
  if (connector < 0 || connector > station.evses()) return TriggerMessageStatus::Rejected;
  const auto evse = static_cast<EvseId>(connector);
  if (metering && !measures(station, evse, evse)) return TriggerMessageStatus::Rejected;
  station.raise(row.signal, evse);
  return TriggerMessageStatus::Accepted;
}

}  // namespace

void trigger_message(Station& station, Call& call) {
  call.confirm_status<TriggerMessageConf>(trigger(station, call.as<TriggerMessageReq>()));
}

}  // namespace plugpoint::v16
