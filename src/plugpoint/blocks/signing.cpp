#include "plugpoint/blocks/signing.h"

#if PLUGPOINT_SIGNED_METER_VALUES

namespace plugpoint {

namespace {

bool on(const Station& station, Key key) {
  return station.dialect == Dialect::ocpp16 && station.variables.has(key) &&
         station.variables.boolean(key);
}

/// Whether MeterValues with this context are signed. The keys for single messages have an effect
/// only together with the one for all.
bool signs(const Station& station, Context context) {
  switch (context) {
    case Context::transaction_begin:
      return on(station, Key::SampledDataSignReadings) &&
             on(station, Key::SampledDataSignStartedReadings);
    case Context::sample_clock:
      return on(station, Key::AlignedDataSignReadings) &&
             on(station, Key::AlignedDataSignUpdatedReadings);
    default:
      return on(station, Key::SampledDataSignReadings) &&
             on(station, Key::SampledDataSignUpdatedReadings);
  }
}

bool has_register(Span<const Sample> samples) {
  for (const Sample& sample : samples) {
    if (sample.is_register()) return true;
  }
  return false;
}

}  // namespace

bool signs_begin_and_end(const Station& station) {
  return on(station, Key::SampledDataSignReadings) || on(station, Key::AlignedDataSignReadings);
}

SignedReading sign_register(Station& station, EvseId evse, SigningMoment moment) {
  SignedReading reading;
  if (!station.ports.hardware->sign_meter(evse, moment, reading)) {
    // At the begin a meter with one container for both signs nothing (§3.1.4).
    if (moment == SigningMoment::end)
      station.log(LogLevel::warning,
                  PLUGPOINT_REASON("the meter did not sign the end of a transaction"));
    return {};
  }
  const bool fits = reading.data.size() <= SignedReading::kMaxData &&
                    reading.signing_method.size() <= SignedReading::kMaxMethod &&
                    reading.encoding_method.size() <= SignedReading::kMaxMethod;
  if (fits && !reading.data.empty()) return reading;
  station.log(LogLevel::warning,
              PLUGPOINT_REASON("what the meter signed is empty or too long, and is sent unsigned"));
  return {};
}

void sign_meter_values(Station& station, TransactionRecord& record, SignedReading& reading) {
  if (!signs(station, record.context) || !has_register(record.samples)) return;
  if (record.context != Context::transaction_begin)
    reading = sign_register(station, record.evse, SigningMoment::between);
  if (reading.data.empty()) return;
  record.signed_reading = &reading;
  record.key_first = record.transaction != 0 && !record.key_told &&
                     station.variables.contains(Key::PublicKeyWithSignedMeterValue,
                                                PLUGPOINT_TEXT("OncePerTransaction"));
}

void note_key(Station& station, const TransactionRecord& record) {
  if (record.key_first) station.board(record.evse).transaction.key_told = true;
}

}  // namespace plugpoint

#endif
