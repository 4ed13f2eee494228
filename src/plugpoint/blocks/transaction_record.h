// What the journal keeps of transactions: neutral records that either dialect can send.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/optional.h"
#include "plugpoint/blocks/samples.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// The kinds of record. Those below store::Journal::kNote are messages.
enum class RecordType : std::uint8_t {
  started = 1,
  updated = 2,  ///< Meter values or a change of state within a transaction.
  ended = 3,
  meter_values = 4,  ///< Meter values outside any transaction.
  id_assigned = 64,  ///< The central system's transactionId.
  stop_data = 65,    ///< Meter values that go into StopTransaction.transactionData.
  clock = 66,        ///< UTC became known: offset of a boot's monotonic clock.
  progress = 67,     ///< The register, kept for a power loss between meter values.
};

/// Why a TransactionEvent is sent (2.x TriggerReasonEnumType, those that the library uses).
enum class Trigger : std::uint8_t {
  none,
  Authorized,
  CablePluggedIn,
  ChargingStateChanged,
  Deauthorized,
  EVCommunicationLost,
  EVConnectTimeout,
  EVDeparted,
  MeterValueClock,
  MeterValuePeriodic,
  RemoteStart,
  RemoteStop,
  ResetCommand,
  StopAuthorized,
  Trigger,
  UnlockCommand,
  AbnormalCondition,
  EnergyLimitReached,
};

/// How far a session has come; ChargingStateEnumType of 2.x.
enum class ChargingState : std::uint8_t {
  idle,
  ev_connected,
  charging,
  suspended_ev,
  suspended_evse
};

/// The state of an EVSE with a transaction, from the facts of this moment.
ChargingState charging_state(const EvseBoard& board);

/// An instant that is kept over restarts. Before UTC is known it is monotonic time of one start of
/// the station, and is turned into UTC when it is sent (B09).
struct Stamp {
  std::int64_t ms = 0;
  std::uint16_t boot = 0;  ///< 0: `ms` is UTC; else the number of the start that it counts from.

  static Stamp now(const Station& station);
  static Stamp at(const Station& station, Millis instant);
};

struct TransactionRecord {
  RecordType type = RecordType::updated;
  std::uint32_t transaction = 0;  ///< Number of the `started` record; 0 outside transactions.
  EvseId evse = 0;
  std::uint8_t connector = 1;
  Stamp stamp;
  Trigger trigger = Trigger::none;
  ChargingState state = ChargingState::idle;
  StopReason reason = StopReason::none;
  Context context = Context::sample_periodic;
  bool offline = false;
  bool stop_data = false;  ///< Of `ended`: records of type `stop_data` were written.
  std::uint16_t sequence = 0;
  std::int64_t meter_wh = 0;
  IdToken token;  ///< Empty: none.
  Optional<std::int32_t> reservation_id;
  Optional<std::int32_t> remote_start_id;
  Span<const Sample> samples;
#if PLUGPOINT_SIGNED_METER_VALUES
  bool key_told = false;   ///< The meter's public key went with an earlier MeterValues …
  bool key_first = false;  ///< … or goes with this one (OncePerTransaction).
  /// What the meter signed of the register among `samples`; null: it is not signed. After `parse`
  /// its texts lie in the journal's memory: valid until the journal is used again.
  const SignedReading* signed_reading = nullptr;
#endif
};

/// Writes a record's payload.
void build(store::RecordBuilder& builder, const TransactionRecord& record);
/// Reads a payload without its samples, which needs no memory. False when it is damaged.
bool parse_head(const store::Record& stored, TransactionRecord& record);
/// Reads a payload; samples are copied to the arena. False when it is damaged or does not fit.
bool parse(const store::Record& stored, Arena& arena, TransactionRecord& record);
/// The number of the transaction that a record belongs to, without reading the rest.
std::uint32_t transaction_of(const store::Record& stored);

/// Appends a record to the journal, making room if it is full (T16). `started` records get their
/// own sequence as number.
Status append(Station& station, TransactionRecord& record);
/// The same, with the readings that the variable `list` names. They take stack meanwhile only.
Status append_with_samples(Station& station, TransactionRecord& record, Key list);

/// UTC of a stamp, or unset while it cannot be known.
DateTime resolve(Station& station, const Stamp& stamp);

}  // namespace plugpoint
