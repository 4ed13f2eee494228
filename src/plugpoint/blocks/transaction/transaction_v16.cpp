#include "plugpoint/blocks/transaction/transaction_v16.h"

#include "plugpoint/blocks/transaction/signed_value_v16.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;
using message::Action;

namespace {

// In the order of StopReason. The last three can only come about under 2.x.
PLUGPOINT_FLASH constexpr Reason kReasons[] = {
    Reason::unset,        Reason::Local,         Reason::Remote,        Reason::EVDisconnected,
    Reason::DeAuthorized, Reason::EmergencyStop, Reason::HardReset,     Reason::SoftReset,
    Reason::PowerLoss,    Reason::Reboot,        Reason::UnlockCommand, Reason::Other,
    Reason::Other,        Reason::HardReset,     Reason::Other};

// In the order of Context.
PLUGPOINT_FLASH constexpr ReadingContext kContexts[] = {ReadingContext::Sample_Periodic,
                                                        ReadingContext::Sample_Clock,
                                                        ReadingContext::Transaction_Begin,
                                                        ReadingContext::Transaction_End,
                                                        ReadingContext::Interruption_Begin,
                                                        ReadingContext::Interruption_End,
                                                        ReadingContext::Trigger,
                                                        ReadingContext::Other};

// In the order of Unit. Sent is `Celcius`, as 1.6 spells it (R13).
PLUGPOINT_FLASH constexpr UnitOfMeasure kUnits[] = {
    UnitOfMeasure::unset, UnitOfMeasure::Wh,      UnitOfMeasure::varh,   UnitOfMeasure::W,
    UnitOfMeasure::var,   UnitOfMeasure::VA,      UnitOfMeasure::A,      UnitOfMeasure::V,
    UnitOfMeasure::unset, UnitOfMeasure::Celcius, UnitOfMeasure::Percent};

// The neutral enums keep the order of the specification's lists, the generated ones that of the
// schemas; these tables lead from one to the other.
PLUGPOINT_FLASH constexpr message::v16::Measurand kMeasurands[] = {
    message::v16::Measurand::Energy_Active_Import_Register,
    message::v16::Measurand::Energy_Active_Export_Register,
    message::v16::Measurand::Energy_Reactive_Import_Register,
    message::v16::Measurand::Energy_Reactive_Export_Register,
    message::v16::Measurand::Energy_Active_Import_Interval,
    message::v16::Measurand::Energy_Active_Export_Interval,
    message::v16::Measurand::Energy_Reactive_Import_Interval,
    message::v16::Measurand::Energy_Reactive_Export_Interval,
    message::v16::Measurand::Power_Active_Import,
    message::v16::Measurand::Power_Active_Export,
    message::v16::Measurand::Power_Reactive_Import,
    message::v16::Measurand::Power_Reactive_Export,
    message::v16::Measurand::Power_Offered,
    message::v16::Measurand::Power_Factor,
    message::v16::Measurand::Current_Import,
    message::v16::Measurand::Current_Export,
    message::v16::Measurand::Current_Offered,
    message::v16::Measurand::Voltage,
    message::v16::Measurand::Frequency,
    message::v16::Measurand::Temperature,
    message::v16::Measurand::SoC,
    message::v16::Measurand::RPM};

PLUGPOINT_FLASH constexpr message::v16::Phase kPhases[] = {
    message::v16::Phase::unset, message::v16::Phase::L1,   message::v16::Phase::L2,
    message::v16::Phase::L3,    message::v16::Phase::N,    message::v16::Phase::L1_N,
    message::v16::Phase::L2_N,  message::v16::Phase::L3_N, message::v16::Phase::L1_L2,
    message::v16::Phase::L2_L3, message::v16::Phase::L3_L1};

bool translate(const Sample& sample, Context context, Arena& arena, SampledValue& value) {
  char text[kDecimalTextSize];
  value.value = arena.copy({text, format_decimal(sample.value(), text)});
  value.context = flash_load(kContexts + static_cast<unsigned>(context));
  value.measurand = flash_load(kMeasurands + static_cast<unsigned>(sample.measurand));
  value.phase = flash_load(kPhases + static_cast<unsigned>(sample.phase));
  // M06, errata 3.86: a frequency has no unit.
  value.unit = flash_load(kUnits + static_cast<unsigned>(unit_of(sample.measurand)));
  value.location = sample.measurand == plugpoint::Measurand::soc ? Location::EV : Location::Outlet;
  return !value.value.absent();
}

/// Puts what the meter signed in place of the register's value. `key_due`: the public key goes
/// along under OncePerTransaction.
void sign([[maybe_unused]] const Station& station, [[maybe_unused]] const TransactionRecord& record,
          [[maybe_unused]] bool key_due, [[maybe_unused]] Arena& arena,
          [[maybe_unused]] Span<SampledValue> values) {
#if PLUGPOINT_SIGNED_METER_VALUES
  if (!record.signed_reading) return;
  const auto key_goes = [&station](FlashText when) {
    return station.variables.contains(Key::PublicKeyWithSignedMeterValue, when);
  };
  const bool with_key = key_goes(PLUGPOINT_TEXT("EveryMeterValue")) ||
                        (key_due && key_goes(PLUGPOINT_TEXT("OncePerTransaction")));
  const Text key = with_key ? public_key(station, record.evse) : Text();
  const Arena::Mark mark = arena.mark();
  const Text text = signed_value(*record.signed_reading, key, arena);
  if (text.absent()) {
    arena.rewind(mark);
    return station.log(
        LogLevel::warning,
        PLUGPOINT_REASON("a signed meter value does not fit send_bytes: sent unsigned"));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!record.samples[i].is_register()) continue;
    values[i].value = text;
    values[i].format = ValueFormat::SignedData;
  }
#endif
}

/// All but the timestamp, which may only be found once the record was translated: that looks
/// through the journal, in whose memory the record's signed reading lies.
bool translate(const Station& station, const TransactionRecord& record, bool key_due, Arena& arena,
               MeterValue& meter_value) {
  Span<SampledValue> values = arena.make_array<SampledValue>(record.samples.size());
  if (values.absent()) return false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!translate(record.samples[i], record.context, arena, values[i])) return false;
  }
  sign(station, record, key_due, arena, values);
  meter_value.sampledValue = values;
  return true;
}

bool fill_start(const TransactionRecord& record, DateTime timestamp, Outgoing& out) {
  auto* request = out.make<StartTransactionReq>(Action::StartTransaction);
  if (!request) return false;
  request->connectorId = record.evse;
  request->idTag = out.arena.copy(record.token.text());
  request->meterStart = static_cast<std::int32_t>(record.meter_wh);
  request->timestamp = timestamp;
  if (record.reservation_id) request->reservationId = record.reservation_id;  // T15
  return true;
}

bool begins_or_ends(Context context) {
  return context == Context::transaction_begin || context == Context::transaction_end;
}

/// Counts what was kept for the transaction, and how much of it StopTransactionMaxMeterValues
/// lets pass (errata 3.91): begin and end always.
void measure(StopDataSource& self, const Station& station) {
  std::uint32_t ends = 0;
  std::uint32_t offset = 0;
  store::Record stored;
  while (station.journal.next(offset, stored)) {
    TransactionRecord head;
    if (stored.type != static_cast<std::uint8_t>(RecordType::stop_data)) continue;
    if (transaction_of(stored) != self.number || !parse_head(stored, head)) continue;
    ++(begins_or_ends(head.context) ? ends : self.between);
  }
  const auto most =
      static_cast<std::uint32_t>(station.variables.integer(Key::StopTransactionMaxMeterValues));
  self.room = most > ends ? most - ends : 0;
}

/// Whether a record is among those that are sent; those left out lie evenly between the others.
bool chosen(StopDataSource& self, Context context) {
  if (begins_or_ends(context) || self.between <= self.room) return true;
  const std::uint32_t before = self.passed++;
  return self.passed * self.room / self.between != before * self.room / self.between;
}

/// The next element of transactionData: what was kept for this transaction, in order.
bool next_stop_data(void* context, Arena& arena, void* element) {
  auto& self = *static_cast<StopDataSource*>(context);
  Station& station = self.transactions->station();
  store::Record stored;
  while (station.journal.next(self.offset, stored)) {
    if (stored.type != static_cast<std::uint8_t>(RecordType::stop_data)) continue;
    if (transaction_of(stored) != self.number) continue;
    TransactionRecord record;
    if (!parse_head(stored, record) || !chosen(self, record.context)) continue;
    if (!parse(stored, arena, record)) continue;
    auto& value = *static_cast<MeterValue*>(element);
    if (!translate(station, record, !self.key_told, arena, value)) return false;
#if PLUGPOINT_SIGNED_METER_VALUES
    self.key_told = self.key_told || record.signed_reading;
#endif
    value.timestamp = resolve(station, record.stamp);
    return true;
  }
  return false;
}

bool fill_stop(Transactions& transactions, StopDataSource& stop_data,
               const TransactionRecord& record, DateTime timestamp, Outgoing& out) {
  auto* request = out.make<StopTransactionReq>(Action::StopTransaction);
  if (!request) return false;
  request->transactionId = transactions.id_of(record.transaction);
  if (!record.token.empty()) request->idTag = out.arena.copy(record.token.text());
  request->meterStop = static_cast<std::int32_t>(record.meter_wh);
  request->timestamp = timestamp;
  request->reason = flash_load(
      kReasons + static_cast<unsigned>(record.reason));  // Local too: old servers need it (R13).
  if (!record.stop_data) return true;
  stop_data = {};
  stop_data.transactions = &transactions;
  stop_data.number = record.transaction;
#if PLUGPOINT_SIGNED_METER_VALUES
  stop_data.key_told = record.key_told;
#endif
  measure(stop_data, transactions.station());
  stop_data.source = {StopTransactionReq::kTransactionData, &next_stop_data, &stop_data};
  out.request.elements = &stop_data.source;
  return true;
}

bool fill_meter_values(Transactions& transactions, const TransactionRecord& record, Outgoing& out) {
  auto* request = out.make<MeterValuesReq>(Action::MeterValues);
  Span<MeterValue> values = out.arena.make_array<MeterValue>(1);
  if (!request || values.absent()) return false;
  bool key_due = false;
#if PLUGPOINT_SIGNED_METER_VALUES
  key_due = record.key_first;
#endif
  Station& station = transactions.station();
  if (!translate(station, record, key_due, out.arena, values[0])) return false;
  values[0].timestamp = resolve(station, record.stamp);
  request->connectorId = record.evse;
  // M03: of the transaction in which it was taken; T03: -1 while its id is unknown.
  if (record.transaction != 0) request->transactionId = transactions.id_of(record.transaction);
  request->meterValue = values;
  return true;
}

}  // namespace

bool next_transaction_message(Transactions& transactions, StopDataSource& stop_data,
                              Outgoing& out) {
  Delivery& delivery = transactions.delivery();
  Station& station = transactions.station();
  TransactionRecord record;
  std::uint32_t sequence = 0;
  while (delivery.front(out.arena, record, sequence)) {
    // A change of state without meter values has no message in 1.6.
    const bool silent = record.type != RecordType::started && record.type != RecordType::ended;
    if (silent && record.samples.empty()) {
      delivery.done();
      continue;
    }
    bool filled = false;
    if (record.type == RecordType::started) {
      filled = fill_start(record, resolve(station, record.stamp), out);
    } else if (record.type == RecordType::ended) {
      filled = fill_stop(transactions, stop_data, record, resolve(station, record.stamp), out);
    } else {
      filled = fill_meter_values(transactions, record, out);
    }
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
  // Offline never counts as an attempt (T06): the message goes first after the reconnect.
  if (answer.outcome == rpc::Outcome::connection) return;
  if (answer.outcome != rpc::Outcome::result) {
    delivery.failed();
    return;
  }
  if (answer.action != Action::StartTransaction) return delivery.done();
  const auto& conf = *static_cast<const StartTransactionConf*>(answer.payload);
  // The id is stored before the start leaves the queue: a power cut in between repeats the start
  // with its old message id, but never loses the id of a start that was accepted.
  transactions.assign_id(answer.tag, conf.transactionId);
  delivery.done();
  transactions.token_verdict(answer.tag, conf.idTagInfo.status == AuthorizationStatus::Accepted,
                             conf.idTagInfo.parentIdTag);
}

}  // namespace plugpoint::v16
