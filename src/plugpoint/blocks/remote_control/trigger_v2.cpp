#include "plugpoint/blocks/remote_control/trigger_v2.h"

#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

struct Row {
  MessageTriggerEnumType message;
  Signal signal;
  bool per_evse;
  bool needs_registration;  ///< Goes with the transaction messages, which wait for it (B02).
  EvseId first;             ///< The first EVSE when none is named (F06.FR.11).
};

// A message that is not listed is answered NotImplemented.
constexpr Row kRows[] = {
    {MessageTriggerEnumType::BootNotification, Signal::boot_wanted, false, false, 0},
    {MessageTriggerEnumType::Heartbeat, Signal::heartbeat_wanted, false, false, 0},
    {MessageTriggerEnumType::StatusNotification, Signal::status_wanted, true, false, 1},
    {MessageTriggerEnumType::MeterValues, Signal::meter_values_wanted, true, true, 0},
    {MessageTriggerEnumType::TransactionEvent, Signal::transaction_event_wanted, true, true, 1},
};

const Row* find(MessageTriggerEnumType message) {
  for (const Row& row : kRows) {
    if (row.message == message) return &row;
  }
  return nullptr;
}

/// Raises the signal for the EVSEs that the request means; false when there is none.
bool raise(Station& station, const Row& row, const EVSEType* evse) {
  if (!row.per_evse) {
    station.raise(row.signal);  // F06.FR.03: an EVSE that means nothing here is ignored.
    return true;
  }
  const EvseId from = evse ? static_cast<EvseId>(evse->id) : row.first;
  const EvseId to = evse ? from : station.evses();
  bool any = false;
  for (EvseId each = from; each <= to; ++each) {
    const bool running = station.board(each).transaction.active;
    if (row.signal == Signal::transaction_event_wanted && !running) continue;
    station.raise(row.signal, each);
    any = true;
  }
  return any;
}

TriggerMessageStatusEnumType trigger(Station& station, const TriggerMessageRequest& request) {
  const Row* row = find(request.requestedMessage);
  if (!row) return TriggerMessageStatusEnumType::NotImplemented;
  const bool registered = station.registration == Registration::accepted;
  // F06.FR.17: a registered station has nothing to boot.
  if (registered && row->signal == Signal::boot_wanted)
    return TriggerMessageStatusEnumType::Rejected;
  if (!registered && row->needs_registration) return TriggerMessageStatusEnumType::Rejected;
  const EVSEType* evse = row->per_evse ? request.evse : nullptr;
  if (evse && (evse->id < row->first || evse->id > station.evses()))
    return TriggerMessageStatusEnumType::Rejected;
  if (evse && evse->connectorId.value_or(1) != 1) return TriggerMessageStatusEnumType::Rejected;
  // F06.FR.12: a status is asked of a connector.
  if (row->signal == Signal::status_wanted && (!evse || !evse->connectorId))
    return TriggerMessageStatusEnumType::Rejected;
  return raise(station, *row, evse) ? TriggerMessageStatusEnumType::Accepted
                                    : TriggerMessageStatusEnumType::Rejected;
}

}  // namespace

void trigger_message(Station& station, Call& call) {
  call.confirm_status<TriggerMessageResponse>(trigger(station, call.as<TriggerMessageRequest>()));
}

}  // namespace plugpoint::v2
