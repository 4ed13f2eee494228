// When the meter signs its readings: "Signed Meter Values in OCPP" 1.0, §3 (1.6 only).
#pragma once

#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

#if PLUGPOINT_SIGNED_METER_VALUES

/// Whether the begin and the end of a transaction are signed in StopTransaction (§3.3.3, §3.3.7).
bool signs_begin_and_end(const Station& station);
/// Has the meter sign; no data when it does not, or when it gave what cannot be sent.
SignedReading sign_register(Station& station, EvseId evse, SigningMoment moment);
/// Makes a set of meter values signed, if its samples and the keys want that (§3.3.5 to §3.3.8).
/// `reading` takes what is signed, and stays with the record; at the begin of a transaction it was
/// signed already.
void sign_meter_values(Station& station, TransactionRecord& record, SignedReading& reading);
/// A set of meter values was stored: whether it told the public key is remembered.
void note_key(Station& station, const TransactionRecord& record);

#else

inline bool signs_begin_and_end(const Station&) {
  return false;
}
inline SignedReading sign_register(Station&, EvseId, SigningMoment) {
  return {};
}
inline void sign_meter_values(Station&, TransactionRecord&, SignedReading&) {}
inline void note_key(Station&, const TransactionRecord&) {}

#endif

}  // namespace plugpoint
