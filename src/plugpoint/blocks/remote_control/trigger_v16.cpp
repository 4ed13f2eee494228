#include "plugpoint/blocks/remote_control/trigger_v16.h"

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

// What is not listed is not implemented by the station.
constexpr Row kRows[] = {
    {MessageTrigger::BootNotification, Signal::boot_wanted, false, 0},
    {MessageTrigger::Heartbeat, Signal::heartbeat_wanted, false, 0},
    {MessageTrigger::StatusNotification, Signal::status_wanted, true, 0},
    {MessageTrigger::MeterValues, Signal::meter_values_wanted, true, 1},
};

const Row* find(MessageTrigger message) {
  for (const Row& row : kRows) {
    if (row.message == message) return &row;
  }
  return nullptr;
}

TriggerMessageStatus trigger(Station& station, const TriggerMessageReq& request) {
  const Row* row = find(request.requestedMessage);
  if (!row) return TriggerMessageStatus::NotImplemented;
  // B06, errata 3.35: a registered station has nothing to boot.
  if (row->message == MessageTrigger::BootNotification &&
      station.registration == Registration::accepted)
    return TriggerMessageStatus::Rejected;
  // Meter values go with the transaction messages, which wait for the registration (B02).
  if (row->message == MessageTrigger::MeterValues && station.registration != Registration::accepted)
    return TriggerMessageStatus::Rejected;
  if (!row->per_connector) {
    station.raise(row->signal);
    return TriggerMessageStatus::Accepted;
  }
  if (!request.connectorId) {
    for (EvseId evse = row->first; evse <= station.evses(); ++evse)
      station.raise(row->signal, evse);
    return TriggerMessageStatus::Accepted;
  }
  const std::int32_t connector = request.connectorId.value;
  if (connector < 0 || connector > station.evses()) return TriggerMessageStatus::Rejected;
  station.raise(row->signal, static_cast<EvseId>(connector));
  return TriggerMessageStatus::Accepted;
}

}  // namespace

void trigger_message(Station& station, Call& call) {
  call.confirm_status<TriggerMessageConf>(trigger(station, call.as<TriggerMessageReq>()));
}

}  // namespace plugpoint::v16
