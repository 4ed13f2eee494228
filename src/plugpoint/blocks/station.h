// What every block knows of the station: its services, the board of facts, and the signals.
//
// Blocks never include each other. Each field of the board has exactly one writer, named beside it;
// everybody may read. A block that did something others react to raises a signal, which the station
// hands to all blocks after the present step of work, so that nothing re-enters.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/time.h"
#include "plugpoint/blocks/id_token.h"
#include "plugpoint/config.h"
#include "plugpoint/port.h"
#include "plugpoint/store/journal.h"
#include "plugpoint/variables/variables.h"

namespace plugpoint {

/// EVSEs are numbered from 1; 0 is the station as a whole.
using EvseId = std::uint8_t;

/// The neutral state of an EVSE; the statuses of 1.6 §4.9. 2.x reports what it maps to.
enum class EvseStatus : std::uint8_t {
  available,
  preparing,
  charging,
  suspended_evse,
  suspended_ev,
  finishing,
  reserved,
  unavailable,
  faulted,
};

/// Why a transaction ended; 1.6 §7.36 and ReasonEnumType of 2.x.
enum class StopReason : std::uint8_t {
  none,
  local,
  remote,
  ev_disconnected,
  deauthorized,
  emergency_stop,
  hard_reset,
  soft_reset,
  power_loss,
  reboot,
  unlock_command,
  other,
  timeout,
  immediate_reset,
  stopped_by_ev,
};

/// The running transaction of an EVSE.
struct TransactionView {
  bool active = false;
  std::uint32_t number = 0;  ///< Unique within the journal.
  std::int64_t id = -1;      ///< The central system's transactionId (1.6); -1 while unknown.
  Millis started = 0;
  std::uint16_t sequence = 0;  ///< seqNo of the next TransactionEvent (2.x).
  bool stop_data = false;      ///< A `stop_data` record of it was written.
  bool key_told = false;       ///< The meter's public key went with a MeterValues of it (1.6).
};

/// An EVSE kept for somebody; that of EVSE 0 is for any one of them.
struct Reservation {
  std::uint32_t number = 0;  ///< Of its record, never given twice; 0: there is none.
  std::int32_t id = 0;       ///< The central system's reservationId.
  DateTime expiry;
  Millis at_latest = kNever;  ///< Ends it where UTC is not known again after a restart.
  IdToken token;
  IdToken group;              ///< Parent of those who may use it too; empty: none.
  bool end_unstored = false;  ///< It is over, which could not be stored yet.

  bool active() const { return number != 0; }
};

/// The reservation that somebody who uses an EVSE makes use of.
struct ReservationUse {
  std::uint32_t number = 0;  ///< Of the reservation; 0: none.
  std::int32_t id = 0;
};

/// What a token is asked for.
enum class Purpose : std::uint8_t {
  start,
  stop,
  remote_start,
  check,  ///< Only whether it may charge; nothing follows from the answer.
};

/// Why a token was refused: detail of Signal::token_refused.
enum class Refusal : std::uint8_t {
  not_valid,
  not_of_group,  ///< Valid, but not to stop this transaction.
  reserved,      ///< Valid, but the EVSE is kept for another.
};

/// The facts of one EVSE that several blocks need.
struct EvseBoard {
  Facts facts;                                ///< Writer: station (polled from the hardware).
  EvseStatus status = EvseStatus::available;  ///< Writer: connector.
  ChargingLimit limit;                        ///< Writer: smart charging.
  TransactionView transaction;                ///< Writer: transaction.
  IdToken presented;                          ///< Writer: transaction. The token to authorize.
  IdToken group;                              ///< Writer: authorization. Parent of `presented`.
  Purpose purpose = Purpose::start;           ///< Writer: transaction. What for.
  bool operative = true;                      ///< Writer: availability. What is in force now.
  bool closing = false;     ///< Writer: availability. Inoperative once the present use is over.
  bool reserved = false;    ///< Writer: reservation. Kept for somebody, who has not come yet.
  bool claimed = false;     ///< Writer: transaction. A token is accepted and waits for the plug.
  bool authorized = false;  ///< Writer: transaction. The running transaction may use energy.
  bool finished = false;    ///< Writer: transaction. Plugged, but the session is over.
  bool suspended = false;   ///< Writer: transaction. The station withholds energy (T02).
  bool ev_gone = false;     ///< Writer: transaction. Unplugged while the transaction goes on (S09).
  bool permitted = false;   ///< Writer: transaction. What the hardware was told last.
#if PLUGPOINT_RESERVATION
  Reservation reservation;         ///< Writer: reservation.
  ReservationUse reservation_use;  ///< Writer: transaction. Of the claim or the transaction.
#endif
};

/// How far the station may talk.
enum class Registration : std::uint8_t { none, pending, rejected, accepted };

/// Which dialect the connection speaks, or spoke last.
enum class Dialect : std::uint8_t { ocpp16, ocpp2x };

/// What happened; see `Station::raise`.
enum class Signal : std::uint8_t {
  connected,  ///< The WebSocket is open.
  disconnected,
  registered,                ///< BootNotification was accepted.
  clock_set,                 ///< UTC was learned or corrected.
  facts_changed,             ///< Of `evse`.
  status_changed,            ///< Of `evse`.
  authorization_wanted,      ///< For `presented` of `evse`.
  transaction_started,       ///< On `evse`.
  transaction_ended,         ///< On `evse`.
  token_accepted,            ///< The authorization asked for `evse` was granted.
  token_refused,             ///< The token presented at `evse` may not: `detail` is the Refusal.
  limit_changed,             ///< Of `evse`.
  availability_changed,      ///< Of `evse`.
  variable_changed,          ///< `detail` is the VariableIndex.
  meter_values_wanted,       ///< Of `evse`: send a set with context Trigger.
  boot_wanted,               ///< Send BootNotification (TriggerMessage).
  heartbeat_wanted,          ///< Send Heartbeat (TriggerMessage).
  status_wanted,             ///< Send StatusNotification of `evse`.
  lock_failed,               ///< The cable of `evse` could not be unlocked.
  list_conflict,             ///< Of local list and central system; `detail` 0: it is resolved.
  end_wanted,                ///< End the transaction of `evse` (0: all) for StopReason `detail`.
  storage_failed,            ///< A record could not be stored.
  transaction_event_wanted,  ///< Report the transaction of `evse` (TriggerMessage of 2.x).
  reservation_changed,       ///< `reserved` of `evse`.
  updating_changed,          ///< Station::updating has changed.
  restart_wanted,            ///< Restart the hardware: an installation needs it.
  firmware_status_wanted,    ///< Tell how the firmware update stands (TriggerMessage).
  log_status_wanted,         ///< Tell how the upload of the log stands (TriggerMessage).
};

struct RaisedSignal {
  Signal signal;
  EvseId evse;
  std::uint16_t detail;
};

/// Services and board; owned by the ChargePoint, shared by reference.
class Station {
 public:
  /// `boards`: one for each EVSE and the station; `signals`: `signal_room` of them.
  Station(const Ports& given, Variables& all, store::Journal& messages, Span<EvseBoard> boards,
          Span<RaisedSignal> signals)
      : ports(given), variables(all), journal(messages), board_(boards), queue_(signals) {}

  /// Signals that a station with this many EVSEs may have to queue.
  static constexpr std::size_t signal_room(std::size_t evses) { return 16 + 8 * (evses + 1); }

  Clock clock;
  const Ports& ports;
  Variables& variables;
  store::Journal& journal;
  Registration registration = Registration::none;  ///< Writer: boot.
#if PLUGPOINT_OCPP16 && PLUGPOINT_OCPP2X
  Dialect dialect = Dialect::ocpp16;  ///< Writer: station, by `speak`.
#else
  /// The only one compiled in; the compiler leaves out what is there for the other.
  static constexpr Dialect dialect = PLUGPOINT_OCPP16 ? Dialect::ocpp16 : Dialect::ocpp2x;
#endif
  bool connected = false;   ///< Writer: station.
  bool drained = true;      ///< Writer: station. All output was taken.
  bool restarting = false;  ///< Writer: reset. Nothing new may start.
  bool updating = false;    ///< Writer: firmware. New firmware waits for transactions to end, or is
                            ///< installed: nothing new may start.
  StopReason lost_reason =
      StopReason::power_loss;     ///< Why transactions that were open at the start ended (B12).
  std::uint16_t boot_number = 1;  ///< Writer: transaction. Counts starts in the journal.
  std::int32_t nominal_voltage_v = 230;  ///< Phase to neutral.

  /// The dialect from now on: one that is compiled in.
  void speak([[maybe_unused]] Dialect spoken) {
#if PLUGPOINT_OCPP16 && PLUGPOINT_OCPP2X
    dialect = spoken;
#endif
  }
  Millis now() const {
    return clock.now();
  }
  /// Whether requests may be sent: connected and registered.
  bool online() const {
    return connected && registration == Registration::accepted;
  }
  /// Number of EVSEs, without 0.
  EvseId evses() const {
    return static_cast<EvseId>(board_.size() - 1);
  }
  bool has_evse(std::int32_t id) const {
    return id >= 1 && id <= evses();
  }
  EvseBoard& board(EvseId evse) {
    return board_[evse];
  }
  const EvseBoard& board(EvseId evse) const {
    return board_[evse];
  }

  /// Queues a signal; equal ones that wait are raised once. The queue has room for what all EVSEs
  /// can raise in one step of work (`signal_room`).
  void raise(Signal signal, EvseId evse = 0, std::uint16_t detail = 0);
  bool has_signal() const {
    return signals_ > 0;
  }
  /// Whether the next signal is one that the blocks must act upon before a status can be derived.
  bool unsettled() const {
    return signals_ > 0 && (queued(0).signal == Signal::facts_changed ||
                            queued(0).signal == Signal::availability_changed);
  }
  bool take_signal(RaisedSignal& raised);

  void log(LogLevel level, Text text) const {
    if (ports.log) ports.log->line(level, text);
  }
  /// A text that may lie in flash.
  void log(LogLevel level, FlashText text) const;
  void log(LogLevel level, const char* text) const {
    log(level, FlashText(text));
  }

 private:
  std::size_t place(std::size_t at) const {
    at += first_;
    return at < queue_.size() ? at : at - queue_.size();
  }
  RaisedSignal& queued(std::size_t at) {
    return queue_[place(at)];
  }
  const RaisedSignal& queued(std::size_t at) const {
    return queue_[place(at)];
  }

  Span<EvseBoard> board_;
  Span<RaisedSignal> queue_;
  std::uint16_t first_ = 0;
  std::uint16_t signals_ = 0;
};

}  // namespace plugpoint
