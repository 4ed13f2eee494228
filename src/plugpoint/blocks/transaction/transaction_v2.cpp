#include "plugpoint/blocks/transaction/transaction_v2.h"

#include "plugpoint/blocks/id_token_v2.h"
#include "plugpoint/blocks/transaction/meter_value_v2.h"
#include "plugpoint/blocks/transaction/transaction_uuid_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;
using message::Action;

namespace {

// In the order of StopReason. A reset from afar is always Immediate here; one that waits ends
// nothing.
constexpr ReasonEnumType kReasons[] = {
    ReasonEnumType::unset,          ReasonEnumType::Local,          ReasonEnumType::Remote,
    ReasonEnumType::EVDisconnected, ReasonEnumType::DeAuthorized,   ReasonEnumType::EmergencyStop,
    ReasonEnumType::ImmediateReset, ReasonEnumType::ImmediateReset, ReasonEnumType::PowerLoss,
    ReasonEnumType::Reboot,         ReasonEnumType::Other,          ReasonEnumType::Other,
    ReasonEnumType::Timeout,        ReasonEnumType::ImmediateReset, ReasonEnumType::StoppedByEV};
static_assert(sizeof kReasons / sizeof kReasons[0] ==
              static_cast<unsigned>(StopReason::stopped_by_ev) + 1);

// In the order of plugpoint::Trigger. `none` comes from records that were made under 1.6.
constexpr TriggerReasonEnumType kTriggers[] = {TriggerReasonEnumType::ChargingStateChanged,
                                               TriggerReasonEnumType::Authorized,
                                               TriggerReasonEnumType::CablePluggedIn,
                                               TriggerReasonEnumType::ChargingStateChanged,
                                               TriggerReasonEnumType::Deauthorized,
                                               TriggerReasonEnumType::EVCommunicationLost,
                                               TriggerReasonEnumType::EVConnectTimeout,
                                               TriggerReasonEnumType::EVDeparted,
                                               TriggerReasonEnumType::MeterValueClock,
                                               TriggerReasonEnumType::MeterValuePeriodic,
                                               TriggerReasonEnumType::RemoteStart,
                                               TriggerReasonEnumType::RemoteStop,
                                               TriggerReasonEnumType::ResetCommand,
                                               TriggerReasonEnumType::StopAuthorized,
                                               TriggerReasonEnumType::Trigger,
                                               TriggerReasonEnumType::UnlockCommand,
                                               TriggerReasonEnumType::AbnormalCondition,
                                               TriggerReasonEnumType::EnergyLimitReached};
static_assert(sizeof kTriggers / sizeof kTriggers[0] ==
              static_cast<unsigned>(Trigger::EnergyLimitReached) + 1);

// In the order of ChargingState.
constexpr ChargingStateEnumType kStates[] = {
    ChargingStateEnumType::Idle, ChargingStateEnumType::EVConnected,
    ChargingStateEnumType::Charging, ChargingStateEnumType::SuspendedEV,
    ChargingStateEnumType::SuspendedEVSE};

TransactionEventEnumType event_of(RecordType type) {
  if (type == RecordType::started) return TransactionEventEnumType::Started;
  return type == RecordType::ended ? TransactionEventEnumType::Ended
                                   : TransactionEventEnumType::Updated;
}

bool fill_info(const store::Journal& journal, const TransactionRecord& record, Arena& arena,
               TransactionType& info) {
  char id[kUuidSize];
  info.transactionId = arena.copy(transaction_id(journal, record.transaction, id));
  info.remoteStartId = record.remote_start_id;
  if (record.type == RecordType::ended)
    info.stoppedReason = kReasons[static_cast<unsigned>(record.reason)];
  // What the EV did when the power went away is not known.
  if (record.reason != StopReason::power_loss)
    info.chargingState = kStates[static_cast<unsigned>(record.state)];
  return !info.transactionId.absent();
}

/// V04: `evse` is only told by the first event that knows it, and when the EV is connected
/// (E01.FR.16).
bool fill_evse(const TransactionRecord& record, Arena& arena, const EVSEType*& evse) {
  const bool plugged = record.state != ChargingState::idle;
  if (record.type != RecordType::started && (record.trigger != Trigger::CablePluggedIn || !plugged))
    return true;
  auto* known = arena.make<EVSEType>();
  if (!known) return false;
  known->id = record.evse;
  if (plugged) known->connectorId = 1;
  evse = known;
  return true;
}

bool fill_token(const TransactionRecord& record, Arena& arena, const IdTokenType*& token) {
  if (record.token.empty()) return true;
  auto* known = arena.make<IdTokenType>();
  token = known;
  return known && write_token(record.token, arena, *known);
}

bool fill_event(Transactions& transactions, const TransactionRecord& record, DateTime timestamp,
                bool was_offline, Outgoing& out) {
  auto* request = out.make<TransactionEventRequest>(Action::TransactionEvent);
  if (!request) return false;
  request->eventType = event_of(record.type);
  request->timestamp = timestamp;
  request->triggerReason = kTriggers[static_cast<unsigned>(record.trigger)];
  request->seqNo = record.sequence;
  if (record.offline || was_offline) request->offline = true;
  request->reservationId = record.reservation_id;
  return fill_info(transactions.station().journal, record, out.arena, request->transactionInfo) &&
         fill_evse(record, out.arena, request->evse) &&
         fill_token(record, out.arena, request->idToken) &&
         meter_value(record, timestamp, out.arena, request->meterValue);
}

bool fill_meter_values(const TransactionRecord& record, DateTime timestamp, Outgoing& out) {
  auto* request = out.make<MeterValuesRequest>(Action::MeterValues);
  if (!request) return false;
  request->evseId = record.evse;
  return meter_value(record, timestamp, out.arena, request->meterValue);
}

}  // namespace

bool next_transaction_message(Transactions& transactions, Outgoing& out) {
  Delivery& delivery = transactions.delivery();
  Station& station = transactions.station();
  TransactionRecord record;
  std::uint32_t sequence = 0;
  while (delivery.front(out.arena, record, sequence)) {
    const bool outside = record.type == RecordType::meter_values;
    if (outside && !has_meter_value(record)) {
      delivery.done();
      continue;
    }
    const DateTime timestamp = resolve(station, record.stamp);
    const bool filled =
        outside ? fill_meter_values(record, timestamp, out)
                : fill_event(transactions, record, timestamp, delivery.was_offline(sequence), out);
    if (!filled) {
      station.log(
          LogLevel::error,
          PLUGPOINT_REASON("a transaction message does not fit the send memory and is dropped"));
      delivery.done();
      return false;
    }
    char id[Delivery::kIdSize];
    out.request.id = out.arena.copy(delivery.message_id(sequence, id));
    out.request.tag = record.transaction;
    return true;
  }
  return false;
}

void transaction_message_answered(Transactions& transactions, const rpc::Answer& answer) {
  Delivery& delivery = transactions.delivery();
  // Offline never counts as an attempt: the message goes first after the reconnect.
  if (answer.outcome == rpc::Outcome::connection) return;
  if (answer.outcome != rpc::Outcome::result) {
    delivery.failed();
    return;
  }
  delivery.done();
  if (answer.action != Action::TransactionEvent) return;
  const IdTokenInfoType* info =
      static_cast<const TransactionEventResponse*>(answer.payload)->idTokenInfo;
  if (!info) return;
  const EvseId evse = transactions.evse_of_number(answer.tag);
  transactions.token_verdict(answer.tag, allows(*info, evse), group_of(*info));
}

}  // namespace plugpoint::v2
