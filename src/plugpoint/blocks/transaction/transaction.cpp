#include "plugpoint/blocks/transaction/transaction.h"

#include "plugpoint/base/stack.h"
#include "plugpoint/blocks/journal_care.h"
#include "plugpoint/blocks/signing.h"
#include "plugpoint/blocks/transaction/recovery.h"

namespace plugpoint {

namespace {
constexpr Millis kStorageRetry = 5 * kSecond;
constexpr Millis kEnergyCheck = kSecond;
}  // namespace

bool Transactions::stops_at(FlashText point) const {
  // 1.6 knows one rule: authorized and connected, until either ends.
  if (station_.dialect == Dialect::ocpp16) return true;
  return station_.variables.contains(Key::TxStopPoint, point);
}

bool Transactions::start_point(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  const bool connected = board.facts.plugged;
  const bool authorized = board.claimed;
  if (station_.dialect == Dialect::ocpp16) return connected && authorized;
  const Variables& variables = station_.variables;
  if (connected && variables.contains(Key::TxStartPoint, PLUGPOINT_TEXT("EVConnected")))
    return !board.finished || authorized;
  if (authorized && variables.contains(Key::TxStartPoint, PLUGPOINT_TEXT("Authorized")))
    return true;
  if (!connected || !authorized) return false;
  if (variables.contains(Key::TxStartPoint, PLUGPOINT_TEXT("PowerPathClosed"))) return true;
  return board.facts.ev_ready;  // EnergyTransfer
}

void Transactions::fill(EvseId evse, TransactionRecord& record) {
  const EvseBoard& board = station_.board(evse);
  record.transaction = board.transaction.number;
  record.evse = evse;
  record.connector = board.facts.connector;
  record.stamp = Stamp::now(station_);
  record.state = charging_state(board);
  record.offline = !station_.online();
  // T10: raw, but a meter that fails or starts anew within a transaction takes nothing back.
  Session& session = session_of(evse);
  const std::int64_t reading = read_register_wh(station_, evse);
  if (!board.transaction.active || reading > session.register_wh) session.register_wh = reading;
  record.meter_wh = session.register_wh;
#if PLUGPOINT_SIGNED_METER_VALUES
  record.key_told = board.transaction.active && board.transaction.key_told;
#endif
}

void Transactions::consider_start(EvseId evse, Trigger trigger) {
  EvseBoard& board = station_.board(evse);
  if (board.transaction.active) {
    if (board.claimed) authorize_running(evse);
    return;
  }
  // An EVSE that nobody may use starts nothing by itself (TxStartPoint EVConnected).
  const bool open = board.claimed || (usable(evse) && !board.reserved);
  if (board.facts.faulted || !open || !start_point(evse)) return;
  if (!begin(evse, trigger)) return;
  if (board.claimed) authorize_running(evse);
}

/// T15: the reservation that ends with this start.
void Transactions::name_reservation(EvseId evse, TransactionRecord& record) {
#if PLUGPOINT_RESERVATION
  // In 2.x it was used up with the claim (H03.FR.09); in 1.6 it may have ended since.
  if (station_.dialect == Dialect::ocpp16) note_reservation(evse);
  const ReservationUse& use = station_.board(evse).reservation_use;
  if (use.number != 0) record.reservation_id = use.id;
#else
  static_cast<void>(evse);
  static_cast<void>(record);
#endif
}

bool Transactions::begin(EvseId evse, Trigger trigger) {
  if (!store_start(evse, trigger)) return false;
  SignedReading reading;
  if (signs_begin_and_end(station_)) reading = sign_register(station_, evse, SigningMoment::begin);
  tell_begin_values(evse, reading);
  keep_stop_data(evse, Context::transaction_begin, reading);
  station_.raise(Signal::transaction_started, evse);
  return true;
}

PLUGPOINT_OWN_FRAME bool Transactions::store_start(EvseId evse, Trigger trigger) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  // What an earlier start left open is stored first, so that messages stay in order.
  if (recover_at_ != kNever) {
    station_.raise(Signal::storage_failed);
    refuse(evse);
    return false;
  }
  TransactionRecord record;
  record.type = RecordType::started;
  fill(evse, record);
  record.transaction = 0;
  record.trigger = trigger;
  record.context = Context::transaction_begin;
  if (board.claimed) {
    record.token = session.token;
    record.remote_start_id = session.remote_start_id;
    // F02.FR.21: told even where the plug is what completes the start.
    if (session.remote_start_id) record.trigger = Trigger::RemoteStart;
    name_reservation(evse, record);
  } else {
    session.token = IdToken();
  }
  const Status status = station_.dialect == Dialect::ocpp2x
                            ? append_with_samples(station_, record, Key::TxStartedMeasurands)
                            : append(station_, record);
  if (status != Status::ok) {
    // T17: without a record there is no transaction, and the user must see it.
    station_.raise(Signal::storage_failed);
    refuse(evse);
    return false;
  }
  board.transaction = TransactionView{};
  board.transaction.active = true;
  board.transaction.number = record.transaction;
  board.transaction.started = station_.now();
  board.transaction.sequence = 1;
  board.finished = false;
  board.ev_gone = false;
  board.suspended = false;
  session.energy_limit_wh = -1;
  session.ending = StopReason::none;
  if (board.facts.plugged) session.deadline = kNever;
  session.told_state = record.state;
  return true;
}

void Transactions::authorize_running(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  Session& session = session_of(evse);
  board.authorized = true;
  board.finished = false;
  if (board.facts.plugged) {
    session.deadline = kNever;
    board.claimed = false;
    station_.ports.hardware->lock(evse, true);
  }
  update_permission(evse);
}

PLUGPOINT_OWN_FRAME void Transactions::record_update(EvseId evse, Trigger trigger,
                                                     const IdToken* token) {
  EvseBoard& board = station_.board(evse);
  // 1.6 has no message for a change within a transaction but MeterValues.
  if (station_.dialect == Dialect::ocpp16 || !board.transaction.active) return;
  TransactionRecord record;
  record.type = RecordType::updated;
  fill(evse, record);
  record.trigger = trigger;
  record.sequence = board.transaction.sequence;
  if (token) record.token = *token;
  if (trigger == Trigger::RemoteStart) record.remote_start_id = session_of(evse).remote_start_id;
  const bool triggered = trigger == Trigger::Trigger;
  if (triggered) record.context = Context::trigger;
  const Status status =
      triggered ? append_with_samples(station_, record, Key::MeterValuesSampledData)  // F06.FR.07
                : append(station_, record);
  if (status != Status::ok) return station_.raise(Signal::storage_failed);
  ++board.transaction.sequence;
  session_of(evse).told_state = record.state;
}

void Transactions::state_changed(EvseId evse) {
  const EvseBoard& board = station_.board(evse);
  if (station_.dialect == Dialect::ocpp16 || !board.transaction.active) return;
  const ChargingState told = session_of(evse).told_state;
  const ChargingState state = charging_state(board);
  if (state == told) return;
  const bool paused =
      state == ChargingState::suspended_ev || state == ChargingState::suspended_evse;
  if (told == ChargingState::charging && paused &&
      stops_at(PLUGPOINT_TEXT("EnergyTransfer"))) {  // E06.FR.07
    const StopReason reason =
        state == ChargingState::suspended_ev ? StopReason::stopped_by_ev : StopReason::other;
    static_cast<void>(finish(evse, reason, Trigger::ChargingStateChanged, nullptr));
    return;
  }
  record_update(evse, Trigger::ChargingStateChanged);
}

/// StartTxnSampledData: MeterValues right after the start.
void Transactions::tell_begin_values([[maybe_unused]] EvseId evse,
                                     [[maybe_unused]] SignedReading& reading) {
#if PLUGPOINT_SIGNED_METER_VALUES
  if (station_.dialect != Dialect::ocpp16) return;
  Sample samples[kMaxSamples];
  const std::size_t count =
      read_samples(station_, evse, Key::StartTxnSampledData, {samples, kMaxSamples});
  if (count == 0) return;
  TransactionView& view = station_.board(evse).transaction;
  TransactionRecord record;
  record.type = RecordType::updated;
  fill(evse, record);
  record.context = Context::transaction_begin;
  record.sequence = view.sequence;
  record.samples = {samples, count};
  sign_meter_values(station_, record, reading);
  if (append(station_, record) != Status::ok) return station_.raise(Signal::storage_failed);
  ++view.sequence;
  note_key(station_, record);
#endif
}

void Transactions::keep_stop_data(EvseId evse, Context context,
                                  [[maybe_unused]] const SignedReading& reading) {
  if (station_.dialect != Dialect::ocpp16) return;
  Sample samples[kMaxSamples];
  std::size_t count = 0;
#if PLUGPOINT_SIGNED_METER_VALUES
  // Signed Meter Values §3.1.4: the pair is sent whatever the lists name.
  const bool of_end = context == Context::transaction_end && signs_begin_and_end(station_);
  if (of_end || !reading.data.empty())
    count = read_register(station_, evse, {samples, kMaxSamples});
#endif
  // M04: begin and end have every measurand of both lists, once.
  count = read_samples(station_, evse, Key::StopTxnSampledData, {samples, kMaxSamples}, count);
  count = read_samples(station_, evse, Key::StopTxnAlignedData, {samples, kMaxSamples}, count);
  if (count == 0) return;
  TransactionRecord record;
  record.type = RecordType::stop_data;
  fill(evse, record);
  record.context = context;
  record.samples = {samples, count};
#if PLUGPOINT_SIGNED_METER_VALUES
  if (!reading.data.empty()) record.signed_reading = &reading;
#endif
  station_.board(evse).transaction.stop_data = true;
  if (append(station_, record) != Status::ok) station_.raise(Signal::storage_failed);
}

Error Transactions::end(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by) {
  if (!station_.board(evse).transaction.active)
    return {Status::not_found, PLUGPOINT_REASON("no transaction runs at this EVSE")};
  return finish(evse, reason, trigger, by);
}

Error Transactions::stop(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by) {
  EvseBoard& board = station_.board(evse);
  if (!board.transaction.active)
    return {Status::not_found, PLUGPOINT_REASON("no transaction runs at this EVSE")};
  if (stops_at(PLUGPOINT_TEXT("Authorized")) || stops_at(PLUGPOINT_TEXT("PowerPathClosed")) ||
      stops_at(PLUGPOINT_TEXT("EnergyTransfer")))
    return finish(evse, reason, trigger, by);
  // Energy ends now, the transaction at TxStopPoint: when the cable is unplugged (E06).
  board.authorized = false;
  board.finished = board.facts.plugged;
  update_permission(evse);
  record_update(evse, trigger, by);  // E07.FR.02: by whom it was stopped.
  return {};
}

Error Transactions::finish(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by) {
  Session& session = session_of(evse);
  if (session.ending == StopReason::none) {
    station_.board(evse).authorized = false;
    update_permission(evse);
    const SignedReading reading = signs_begin_and_end(station_)
                                      ? sign_register(station_, evse, SigningMoment::end)
                                      : SignedReading();
    keep_stop_data(evse, Context::transaction_end, reading);
    session.ended_at = station_.now();
    session.ending_by_token = by != nullptr;
  } else {
    reason = session.ending;
    trigger = session.ending_trigger;
  }
  return store_end(evse, reason, trigger, by);
}

PLUGPOINT_OWN_FRAME Error Transactions::store_end(EvseId evse, StopReason reason, Trigger trigger,
                                                  const IdToken* by) {
  EvseBoard& board = station_.board(evse);
  Session& session = session_of(evse);
  TransactionRecord record;
  record.type = RecordType::ended;
  fill(evse, record);
  record.reason = reason;
  record.trigger = trigger;
  record.stop_data = board.transaction.stop_data;
  record.sequence = board.transaction.sequence;
  record.context = Context::transaction_end;
  record.stamp = Stamp::at(station_, session.ended_at);
  if (session.ending_by_token)
    record.token = by ? *by : board.presented;  // T14: only if a person stopped it.
  const Status status = station_.dialect == Dialect::ocpp2x
                            ? append_with_samples(station_, record, Key::TxEndedMeasurands)
                            : append(station_, record);
  if (status != Status::ok) {
    // T17: energy is off; the end is written as soon as the storage takes it.
    session.ending = reason;
    session.ending_trigger = trigger;
    session.deadline = station_.now() + kStorageRetry;
    board.finished = true;
    station_.raise(Signal::storage_failed);
    return {Status::io_error,
            PLUGPOINT_REASON("the end of the transaction could not be stored yet")};
  }
  ended(evse, reason);
  return {};
}

void Transactions::ended(EvseId evse, StopReason reason) {
  EvseBoard& board = station_.board(evse);
  Session& session = session_of(evse);
  // T01: until the same token, or one of its group, is presented. S09: as configured.
  const bool hold_cable =
      reason == StopReason::deauthorized
          ? board.facts.plugged
          : reason == StopReason::ev_disconnected &&
                !station_.variables.boolean(Key::UnlockConnectorOnEVSideDisconnect);
  session.cable_held = hold_cable;
  session.ending = StopReason::none;
  session.deadline = kNever;
  session.asking = false;
  board.transaction.active = false;
  board.transaction.id = -1;
  board.claimed = false;
#if PLUGPOINT_RESERVATION
  board.reservation_use = {};
#endif
  board.ev_gone = false;
  board.suspended = false;
  board.finished = board.facts.occupied();
  if (!hold_cable) station_.ports.hardware->lock(evse, false);
  station_.raise(Signal::transaction_ended, evse, static_cast<std::uint16_t>(reason));
}

void Transactions::end_all(StopReason reason, Trigger trigger) {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (station_.board(evse).transaction.active)
      static_cast<void>(finish(evse, reason, trigger, nullptr));
  }
}

void Transactions::update_permission(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  const bool no_energy = board.limit.current_ma == 0 || board.limit.power_w == 0;
  const bool permit = board.transaction.active && board.authorized && board.facts.plugged &&
                      !board.suspended && !board.facts.faulted && !no_energy;
  if (permit == board.permitted) return;
  board.permitted = permit;
  station_.ports.hardware->permit(evse, permit);
}

void Transactions::check_energy_limit(EvseId evse) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  if (session.energy_limit_wh < 0 || board.suspended || !board.transaction.active) return;
  if (read_register_wh(station_, evse) < session.energy_limit_wh) return;
  board.suspended = true;
  update_permission(evse);
  state_changed(evse);  // E05.FR.02
}

void Transactions::timed_out(EvseId evse) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  session.deadline = kNever;
  if (session.ending != StopReason::none) {
    static_cast<void>(finish(evse, session.ending, session.ending_trigger, nullptr));
    return;
  }
  if (board.claimed && !board.facts.plugged) {
    // Presented but not plugged in: back to Available (S05); 2.x E03.
    if (board.transaction.active) {
      static_cast<void>(finish(evse, StopReason::timeout, Trigger::EVConnectTimeout, nullptr));
    } else {
      unclaim(evse);
      board.finished = board.facts.occupied() && !board.reserved;
    }
  } else if (board.facts.occupied() && !board.transaction.active && !board.finished &&
             !session.asking && !board.reserved) {
    board.finished = true;  // Plugged in but nobody came: Finishing (B6, errata 3.20).
  }
}

std::uint32_t Transactions::recover() {
  if (recover_at_ == kNever) number_this_boot(station_);
  recover_at_ = kNever;
  std::uint32_t closed = 0;
  if (close_lost_transactions(station_, closed) != Status::ok) {
    recover_at_ = station_.now() + kStorageRetry;
    station_.raise(Signal::storage_failed);
  }
  return closed;
}

void Transactions::step() {
  // Tried again when the storage refused at the start.
  if (station_.now() >= recover_at_ && recover() > 0)
    station_.log(LogLevel::info,
                 PLUGPOINT_REASON("transactions that were open at the start were ended"));
  tidy();
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (station_.now() >= session_of(evse).deadline) timed_out(evse);
    check_energy_limit(evse);
  }
}

Millis Transactions::next_deadline() const {
  Millis next = delivery_.next_deadline();
  if (recover_at_ < next) next = recover_at_;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const Session& session = session_of(evse);
    if (session.deadline < next) next = session.deadline;
    if (session.energy_limit_wh >= 0 && station_.board(evse).permitted &&
        station_.now() + kEnergyCheck < next)
      next = station_.now() + kEnergyCheck;
  }
  return next;
}

}  // namespace plugpoint
