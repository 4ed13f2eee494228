#include "plugpoint/blocks/metering/metering.h"

#include "plugpoint/base/stack.h"
#include "plugpoint/blocks/signing.h"

namespace plugpoint {

namespace {
constexpr Millis kDay = 86400 * kSecond;
}

bool Metering::record(EvseId evse, Key list, Context context, Trigger trigger,
                      bool in_transaction) {
  Sample samples[kMaxSamples];
  const std::size_t count = read_samples(station_, evse, list, {samples, kMaxSamples});
  if (count == 0) return false;
  EvseBoard& board = station_.board(evse);
  const bool running = in_transaction && evse != 0 && board.transaction.active;
  TransactionRecord record;
  record.type = running ? RecordType::updated : RecordType::meter_values;
  record.transaction = running ? board.transaction.number : 0;
  record.evse = evse;
  record.connector = board.facts.connector;
  record.stamp = Stamp::now(station_);
  record.trigger = trigger;
  record.state = charging_state(board);
  record.context = context;
  record.offline = !station_.online();
  record.sequence = board.transaction.sequence;
  record.meter_wh = evse != 0 ? read_register_wh(station_, evse) : 0;
  record.samples = {samples, count};
#if PLUGPOINT_SIGNED_METER_VALUES
  record.key_told = running && board.transaction.key_told;
  SignedReading reading;
  sign_meter_values(station_, record, reading);
#endif
  const Status status = append(station_, record);
  // T16: periodic values are the first to go when the storage is full.
  if (status != Status::ok) return false;
  if (running) {
    ++board.transaction.sequence;
    note_key(station_, record);
    timer_of(evse).progress_at = station_.now() + kProgress;
  }
  return true;
}

void Metering::record_stop_data(EvseId evse, Key list, Context context) {
  if (station_.dialect != Dialect::ocpp16) return;
  Sample samples[kMaxSamples];
  const std::size_t count = read_samples(station_, evse, list, {samples, kMaxSamples});
  if (count == 0) return;
  TransactionRecord record;
  record.type = RecordType::stop_data;
  record.transaction = station_.board(evse).transaction.number;
  record.evse = evse;
  record.stamp = Stamp::now(station_);
  record.context = context;
  record.samples = {samples, count};
  station_.board(evse).transaction.stop_data = true;
  static_cast<void>(append(station_, record));
}

PLUGPOINT_OWN_FRAME void Metering::note_progress(EvseId evse) {
  const EvseBoard& board = station_.board(evse);
  TransactionRecord record;
  record.type = RecordType::progress;
  record.transaction = board.transaction.number;
  record.evse = evse;
  record.connector = board.facts.connector;
  record.stamp = Stamp::now(station_);
  // The number of the last event that was written.
  record.sequence = static_cast<std::uint16_t>(board.transaction.sequence - 1);
  record.meter_wh = read_register_wh(station_, evse);
#if PLUGPOINT_SIGNED_METER_VALUES
  record.key_told = board.transaction.key_told;
#endif
  if (append(station_, record) != Status::ok) station_.raise(Signal::storage_failed);
  timer_of(evse).progress_at = station_.now() + kProgress;
}

void Metering::sample(EvseId evse) {
  restart_sampling(evse);
  record(evse, Key::MeterValuesSampledData, Context::sample_periodic, Trigger::MeterValuePeriodic);
  record_stop_data(evse, Key::StopTxnSampledData, Context::sample_periodic);
}

void Metering::restart_sampling(EvseId evse) {
  const Millis interval = station_.variables.seconds_in_ms(Key::MeterValueSampleInterval);
  const bool running = station_.board(evse).transaction.active;
  timer_of(evse).sample_at = running && interval > 0 ? station_.now() + interval : kNever;
}

void Metering::schedule_alignment() {
  const Millis interval = station_.variables.seconds_in_ms(Key::ClockAlignedDataInterval);
  align_at_ = kNever;
  if (interval == 0 || !station_.clock.utc_known()) return;
  const std::int64_t utc = station_.clock.utc().ms;
  std::int64_t of_day = utc % kDay;
  if (of_day < 0) of_day += kDay;
  // M02: multiples of the interval since midnight; what does not divide a day starts anew there.
  Millis next = (of_day / interval + 1) * interval;
  if (next > kDay) next = kDay;
  align_at_ = station_.clock.instant_of(DateTime{utc - of_day + next});
}

void Metering::align() {
  for (EvseId evse = 0; evse <= station_.evses(); ++evse) {
    record(evse, Key::MeterValuesAlignedData, Context::sample_clock, Trigger::MeterValueClock);
    if (evse != 0 && station_.board(evse).transaction.active)
      record_stop_data(evse, Key::StopTxnAlignedData, Context::sample_clock);
  }
  schedule_alignment();
}

void Metering::step() {
  const Millis now = station_.now();
  if (now >= align_at_) align();
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (now >= timer_of(evse).sample_at) sample(evse);
    if (now >= timer_of(evse).progress_at) note_progress(evse);
  }
}

Millis Metering::next_deadline() const {
  Millis next = align_at_;
  for (const Timer& timer : timers_) {
    if (timer.sample_at < next) next = timer.sample_at;
    if (timer.progress_at < next) next = timer.progress_at;
  }
  return next;
}

void Metering::on(const RaisedSignal& raised) {
  switch (raised.signal) {
    case Signal::transaction_started:
      restart_sampling(raised.evse);
      timer_of(raised.evse).progress_at = station_.now() + kProgress;
      break;
    case Signal::transaction_ended:
      timer_of(raised.evse).sample_at = timer_of(raised.evse).progress_at = kNever;
      break;
    case Signal::clock_set:
      schedule_alignment();
      break;
    case Signal::meter_values_wanted:
      if (station_.dialect == Dialect::ocpp16) {
        record(raised.evse, Key::MeterValuesSampledData, Context::trigger, Trigger::Trigger);
      } else {  // F06.FR.06: MeterValues also while a transaction runs.
        record(raised.evse, Key::MeterValuesAlignedData, Context::trigger, Trigger::Trigger, false);
      }
      break;
    case Signal::variable_changed:
      if (raised.detail == static_cast<std::uint16_t>(Key::ClockAlignedDataInterval))
        schedule_alignment();
      if (raised.detail == static_cast<std::uint16_t>(Key::MeterValueSampleInterval)) {
        for (EvseId evse = 1; evse <= station_.evses(); ++evse)
          restart_sampling(evse);
      }
      break;
    default:
      break;
  }
}

}  // namespace plugpoint
