// How sessions react to people, plugs, the central system and answers.
#include "plugpoint/blocks/journal_care.h"
#include "plugpoint/blocks/reservation_rules.h"
#include "plugpoint/blocks/transaction/transaction.h"

namespace plugpoint {

namespace {
constexpr std::uint32_t kTidyAbove = 8192;
Error reserved() {
  return {Status::refused, PLUGPOINT_REASON("the EVSE is reserved for another token")};
}
}  // namespace

bool Transactions::usable(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  // 1.6 knows no state of the station as a whole: connector 0 stands for all connectors (§5.2).
  const bool open = station_.dialect == Dialect::ocpp16 || station_.board(0).operative;
  return !station_.restarting && !station_.updating && board.operative && open &&
         !board.facts.faulted;
}

bool Transactions::belongs_to_another(EvseId evse, const IdToken& token) const {
  // C01.FR.23: a transaction whose authorization has ended is not for somebody else.
  const IdToken& owner = session_of(evse).token;
  return station_.board(evse).transaction.active && !owner.empty() && token != owner;
}

bool Transactions::is_kept_for_another(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  return !board.transaction.active &&
         access_to(station_, evse, board.presented, board.group) != Access::open;
}

/// Which reservation the claim of an EVSE makes use of.
void Transactions::note_reservation(EvseId evse) {
#if PLUGPOINT_RESERVATION
  const Session& session = session_of(evse);
  station_.board(evse).reservation_use = use_of(station_, evse, session.token, session.group);
#else
  static_cast<void>(evse);
#endif
}

Error Transactions::present_token(EvseId evse, const IdToken& token) {
  const Session& session = session_of(evse);
  const EvseBoard& board = station_.board(evse);
  if (session.asking)
    return {Status::refused, PLUGPOINT_REASON("an authorization is under way at this EVSE")};
  if (session.ending != StopReason::none)
    return {Status::refused, PLUGPOINT_REASON("a transaction is being ended at this EVSE")};
  if (session.cable_held && token == session.token) {
    release_cable(evse);
    return {};
  }
  if (board.transaction.active && (board.authorized || session.energy_limit_wh >= 0))
    return present_to_stop(evse, token);
  if (!board.claimed) return present_to_start(evse, token);
  if (token != session.token)
    return {Status::refused, PLUGPOINT_REASON("another token has claimed this EVSE")};
  unclaim(evse);  // A09: presented again before plugging in.
  return {};
}

Error Transactions::present_to_stop(EvseId evse, const IdToken& token) {
  EvseBoard& board = station_.board(evse);
  board.presented = token;
  // A07: the same token needs nobody's permission to stop.
  if (token == session_of(evse).token)
    return stop(evse, StopReason::local, Trigger::StopAuthorized, &token);
  if (stops_alone(evse))
    return {Status::refused, PLUGPOINT_REASON("the running transaction is another token's")};
  board.purpose = Purpose::stop;
  ask(evse);
  return {};
}

Error Transactions::present_to_start(EvseId evse, const IdToken& token) {
  EvseBoard& board = station_.board(evse);
  if (!usable(evse))
    return {Status::refused, PLUGPOINT_REASON("the EVSE is faulted or unavailable")};
  if (belongs_to_another(evse, token))
    return {Status::refused, PLUGPOINT_REASON("another token has used the running transaction")};
  // A parent may still open what is closed to the token itself.
  if (!board.transaction.active && access_to(station_, evse, token, {}) == Access::closed)
    return reserved();
  board.presented = token;
  board.purpose = Purpose::start;
  board.finished = false;  // F2 of §4.9: somebody begins anew.
  ask(evse);
  return {};
}

void Transactions::ask(EvseId evse) {
  session_of(evse).asking = true;
  station_.raise(Signal::authorization_wanted, evse);
}

Error Transactions::check_token(EvseId evse, const IdToken& token) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  if (session.asking)
    return {Status::refused, PLUGPOINT_REASON("an authorization is under way at this EVSE")};
  // Both still need the token that was presented last.
  if (session.ending != StopReason::none)
    return {Status::refused, PLUGPOINT_REASON("a transaction is being ended at this EVSE")};
  if (board.claimed)
    return {Status::refused, PLUGPOINT_REASON("another token has claimed this EVSE")};
  board.presented = token;
  board.purpose = Purpose::check;
  ask(evse);
  return {};
}

Error Transactions::start(EvseId evse, const IdToken& token) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  if (session.asking)
    return {Status::refused, PLUGPOINT_REASON("an authorization is under way at this EVSE")};
  if (board.transaction.active)
    return {Status::refused, PLUGPOINT_REASON("a transaction runs at this EVSE")};
  if (board.claimed && token != session.token)
    return {Status::refused, PLUGPOINT_REASON("another token has claimed this EVSE")};
  if (!usable(evse))
    return {Status::refused, PLUGPOINT_REASON("the EVSE is faulted or unavailable")};
  // The parent of the token that was checked last is known.
  if (token != board.presented) board.group = IdToken();
  if (access_to(station_, evse, token, board.group) != Access::open) return reserved();
  board.presented = token;
  board.purpose = Purpose::start;
  board.finished = false;
  claim(evse, token, board.group);
  if (board.transaction.active || board.claimed) return {};
  return {Status::io_error, PLUGPOINT_REASON("the start of the transaction could not be stored")};
}

bool Transactions::stops_alone(EvseId evse) const {
  // A07: another token stops within the same group only. A transaction whose start was confirmed
  // without a parentIdTag has none, so there is nothing to ask.
  return station_.dialect == Dialect::ocpp16 && session_of(evse).group.empty() &&
         station_.board(evse).transaction.id != -1;
}

EvseId Transactions::free_evse(const IdToken& token) const {
  EvseId found = 0;
  unsigned best = 0;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const EvseBoard& board = station_.board(evse);
    const bool busy = board.transaction.active || board.claimed || session_of(evse).asking;
    const Access access = access_to(station_, evse, token, {});
    if (busy || !usable(evse) || access == Access::closed) continue;
    // Rather one that is kept for this token than one with a plug than any; last, one for which its
    // parent must be asked.
    unsigned fit = board.reserved ? 4 : (board.facts.plugged ? 3 : 2);
    if (access == Access::by_group) fit = 1;
    if (fit <= best) continue;
    best = fit;
    found = evse;
  }
  return found;
}

Error Transactions::remote_start(const RemoteStart& wanted) {
  Session& session = session_of(wanted.evse);
  EvseBoard& board = station_.board(wanted.evse);
  const bool running =
      board.transaction.active && (board.authorized || session.ending != StopReason::none);
  if (running || board.claimed || session.asking)
    return {Status::refused, PLUGPOINT_REASON("the EVSE is in use")};
  if (!usable(wanted.evse))
    return {Status::refused, PLUGPOINT_REASON("the EVSE is faulted or unavailable")};
  if (belongs_to_another(wanted.evse, wanted.token))
    return {Status::refused, PLUGPOINT_REASON("another token has used the running transaction")};
  const Access access = board.transaction.active
                            ? Access::open
                            : access_to(station_, wanted.evse, wanted.token, wanted.group);
  if (access == Access::closed) return reserved();
  session.remote_start_id = wanted.remote_start_id;
  board.presented = wanted.token;
  board.group = wanted.group;
  board.purpose = Purpose::remote_start;
  if (!board.transaction.active) board.finished = false;
  session.asking = true;
  // A01. Either way the status goes through Preparing before the transaction starts. §5.13: who may
  // come by its parent is asked for in any case.
  const bool ask =
      station_.variables.boolean(Key::AuthorizeRemoteTxRequests) || access == Access::by_group;
  station_.raise(ask ? Signal::authorization_wanted : Signal::token_accepted, wanted.evse);
  return {};
}

EvseId Transactions::evse_of_number(std::uint32_t number) const {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const TransactionView& running = station_.board(evse).transaction;
    if (running.active && running.number == number) return evse;
  }
  return 0;
}

EvseId Transactions::evse_of_id(std::int64_t id) const {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const TransactionView& running = station_.board(evse).transaction;
    // -1 stands for unknown and matches nothing (T13).
    if (running.active && running.id == id && id != -1) return evse;
  }
  return 0;
}

void Transactions::refuse(EvseId evse) {
  Session& session = session_of(evse);
  session.asking = false;
  session.remote_start_id = {};
  EvseBoard& board = station_.board(evse);
  if (board.transaction.active) return;
  if (board.claimed) unclaim(evse);
  if (board.facts.occupied() && session.deadline == kNever && !board.reserved)
    board.finished = true;
}

void Transactions::accepted(EvseId evse) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  session.asking = false;
  if (board.purpose == Purpose::check) return;
  if (board.purpose == Purpose::stop) {
    // A07, V14: another token may stop only within the same group.
    const bool same_group = !session.group.empty() && board.group == session.group;
    if (same_group && board.transaction.active) {
      static_cast<void>(stop(evse, StopReason::local, Trigger::StopAuthorized, &board.presented));
    } else {
      station_.raise(Signal::token_refused, evse,
                     static_cast<std::uint16_t>(Refusal::not_of_group));
    }
    return;
  }
  // Errata 3.5: one of the same group releases a cable that was kept locked.
  if (session.cable_held && !session.group.empty() && board.group == session.group) {
    release_cable(evse);
    return refuse(evse);
  }
  // A fault or an unplugging may have come in between.
  if (!usable(evse)) return refuse(evse);
  // Another may have taken the last EVSE but the one that is kept.
  if (is_kept_for_another(evse))
    return station_.raise(Signal::token_refused, evse,
                          static_cast<std::uint16_t>(Refusal::reserved));
  claim(evse, board.presented, board.group);
}

void Transactions::claim(EvseId evse, const IdToken& token, const IdToken& group) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  session.token = token;
  session.group = group;
  session.cable_held = false;
  if (board.purpose != Purpose::remote_start) session.remote_start_id = {};
  board.claimed = true;
  note_reservation(evse);
  if (!board.facts.plugged)
    session.deadline = station_.now() + station_.variables.seconds_in_ms(Key::ConnectionTimeOut);
  const bool ran = board.transaction.active;
  // G2 of §4.9: where the cable is in already, Preparing comes before the transaction.
  if (board.status != EvseStatus::reserved) consider_start(evse, trigger_of_claim(evse));
  if (ran) record_update(evse, trigger_of_claim(evse), &session.token);
}

Trigger Transactions::trigger_of_claim(EvseId evse) const {
  const bool remote = station_.board(evse).purpose == Purpose::remote_start;
  return remote ? Trigger::RemoteStart : Trigger::Authorized;
}

void Transactions::status_changed(EvseId evse) {
  if (evse == 0) return;
  const EvseBoard& board = station_.board(evse);
  if (board.claimed && !board.transaction.active) consider_start(evse, trigger_of_claim(evse));
  state_changed(evse);
}

void Transactions::release_cable(EvseId evse) {
  session_of(evse).cable_held = false;
  station_.ports.hardware->lock(evse, false);
}

void Transactions::unclaim(EvseId evse) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  board.claimed = false;
#if PLUGPOINT_RESERVATION
  board.reservation_use = {};
#endif
  session.remote_start_id = {};
  session.deadline = kNever;
}

void Transactions::plug_changed(EvseId evse) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  if (board.facts.plugged) {
    board.ev_gone = false;
    board.finished = false;  // F2 of §4.9, where the cable had stayed in the socket.
    const bool ran = board.transaction.active;
    if (!board.claimed && !ran)
      session.deadline = station_.now() + station_.variables.seconds_in_ms(Key::ConnectionTimeOut);
    consider_start(evse, Trigger::CablePluggedIn);
    if (ran) record_update(evse, Trigger::CablePluggedIn);
    return;
  }
  board.finished = board.finished && board.facts.occupied();
  if (session.cable_held && station_.variables.boolean(Key::UnlockConnectorOnEVSideDisconnect))
    release_cable(evse);
  if (!board.transaction.active) {
    if (!board.claimed && !board.facts.occupied()) session.deadline = kNever;
    return;
  }
  if (ends_by_unplugging(evse)) {
    static_cast<void>(
        end(evse, StopReason::ev_disconnected, Trigger::EVCommunicationLost, nullptr));
  } else {
    board.ev_gone = true;  // S09: the transaction goes on without the EV.
    record_update(evse, Trigger::EVCommunicationLost);
  }
}

void Transactions::cable_changed(EvseId evse) {
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  const bool idle = !board.transaction.active && !board.claimed && !board.facts.plugged;
  if (!board.facts.cable && session.cable_held) release_cable(evse);
  if (!idle) return;
  board.finished = false;
  session.deadline = board.facts.cable
                         ? station_.now() + station_.variables.seconds_in_ms(Key::ConnectionTimeOut)
                         : kNever;
}

bool Transactions::ends_by_unplugging(EvseId evse) const {
  // E09.FR.01: unplugging ends the authorization, unless it is configured otherwise. A transaction
  // that nobody may use any more must not stay open for ever.
  const bool deauthorizes = station_.variables.boolean(Key::StopTransactionOnEVSideDisconnect) ||
                            !station_.board(evse).authorized;
  if (station_.dialect == Dialect::ocpp16) return deauthorizes;
  // E06.FR.02, FR.06, FR.07: without the EV these are over in any case.
  const bool connection_counts = stops_at(PLUGPOINT_TEXT("EVConnected")) ||
                                 stops_at(PLUGPOINT_TEXT("PowerPathClosed")) ||
                                 stops_at(PLUGPOINT_TEXT("EnergyTransfer"));
  return connection_counts || deauthorizes;
}

void Transactions::opened(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  const bool in_use = board.transaction.active || board.claimed;
  if (evse == 0 || !board.operative || !board.facts.occupied() || in_use || board.reserved) return;
  // H2, G2 of §4.9: a cable that is in already is a use that begins now.
  board.finished = false;
  session_of(evse).deadline =
      station_.now() + station_.variables.seconds_in_ms(Key::ConnectionTimeOut);
}

void Transactions::facts_changed(EvseId evse) {
  if (evse == 0) return;
  Session& session = session_of(evse);
  const bool plugged = station_.board(evse).facts.plugged;
  if (plugged != session.was_plugged) {
    session.was_plugged = plugged;
    plug_changed(evse);
  } else {
    // TxStartPoint EnergyTransfer waits for the EV to ask for energy.
    consider_start(evse, Trigger::ChargingStateChanged);
  }
  const bool cable = station_.board(evse).facts.cable;
  if (cable != session.had_cable) {
    session.had_cable = cable;
    cable_changed(evse);
  }
  update_permission(evse);
  state_changed(evse);
}

void Transactions::assign_id(std::uint32_t number, std::int64_t id) {
  store::RecordBuilder builder = station_.journal.build();
  builder.u32(number).i64(id);
  if (station_.journal.append(static_cast<std::uint8_t>(RecordType::id_assigned), builder,
                              store::Journal::Weight::closing) != Status::ok)
    station_.raise(Signal::storage_failed);
  assigned_number_ = number;
  assigned_id_ = id;
  const EvseId evse = evse_of_number(number);
  if (evse != 0) station_.board(evse).transaction.id = id;
}

std::int64_t Transactions::id_of(std::uint32_t number) const {
  const EvseId evse = evse_of_number(number);
  if (evse != 0 && station_.board(evse).transaction.id != -1)
    return station_.board(evse).transaction.id;
  if (number == assigned_number_) return assigned_id_;
  std::uint32_t offset = 0;
  store::Record stored;
  std::int64_t id = -1;
  while (station_.journal.next(offset, stored)) {
    if (stored.type != static_cast<std::uint8_t>(RecordType::id_assigned)) continue;
    store::RecordReader in(stored.payload);
    if (in.u32() == number) id = in.i64();
  }
  return id;
}

void Transactions::token_verdict(std::uint32_t number, bool valid, Text group) {
  const EvseId evse = evse_of_number(number);
  if (evse == 0) return;
  Session& session = session_of(evse);
  EvseBoard& board = station_.board(evse);
  if (!group.empty()) session.group = IdToken(group, TokenType::Central);
  if (valid) return;
  if (!board.authorized || session.ending != StopReason::none || session.energy_limit_wh >= 0)
    return;
  if (station_.variables.boolean(Key::StopTransactionOnInvalidId)) {
    // E05.FR.09, FR.10: TxStopPoint says whether the transaction ends, or only its energy.
    static_cast<void>(stop(evse, StopReason::deauthorized, Trigger::Deauthorized));
    return;
  }
  // T02: only the energy ends, after MaxEnergyOnInvalidId.
  session.energy_limit_wh =
      read_register_wh(station_, evse) + station_.variables.integer(Key::MaxEnergyOnInvalidId);
  check_energy_limit(evse);
}

void Transactions::note_clock() {
  if (station_.journal.size() == 0) return;
  store::RecordBuilder builder = station_.journal.build();
  builder.u16(station_.boot_number).i64(station_.clock.utc_of(0).ms);
  static_cast<void>(station_.journal.append(static_cast<std::uint8_t>(RecordType::clock), builder,
                                            store::Journal::Weight::ordinary));
}

bool Transactions::any_open() const {
  if (recover_at_ != kNever) return true;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (station_.board(evse).transaction.active) return true;
  }
  return false;
}

void Transactions::tidy() {
  // Each rewriting waits until the journal has doubled, so that the flash wears little. What nobody
  // needs any more is removed earlier: that spares reading and copying it.
  store::Journal& journal = station_.journal;
  const std::uint32_t half = journal.limit() / 2;
  const std::uint32_t least = half < kTidyAbove ? half : kTidyAbove;
  const std::uint32_t allowed = tidied_at_ * 2 < least ? least : tidied_at_ * 2;
  if (journal.size() <= allowed / 2) return;
  const bool unneeded = journal.empty() && station_.drained && !any_open();
  if (!unneeded && journal.size() < allowed) return;
  const Status status = unneeded ? journal.clear() : tidy_journal(station_);
  if (status != Status::refused) tidied_at_ = journal.size();
}

void Transactions::on(const RaisedSignal& raised) {
  switch (raised.signal) {
    case Signal::token_accepted:
      return accepted(raised.evse);
    case Signal::token_refused:
      if (raised.detail == static_cast<unsigned>(Refusal::not_of_group)) return;
      if (station_.board(raised.evse).purpose != Purpose::check) return refuse(raised.evse);
      session_of(raised.evse).asking = false;
      return;
    case Signal::facts_changed:
      return facts_changed(raised.evse);
    case Signal::availability_changed:
    case Signal::reservation_changed:
      return opened(raised.evse);
    case Signal::limit_changed:
      if (raised.evse == 0) return;
      update_permission(raised.evse);
      return state_changed(raised.evse);
    case Signal::status_changed:
      return status_changed(raised.evse);
    case Signal::transaction_event_wanted:
      return record_update(raised.evse, Trigger::Trigger);
    case Signal::connected:
      return delivery_.note_connection();
    case Signal::clock_set:
      return note_clock();
    case Signal::end_wanted: {
      const auto reason = static_cast<StopReason>(raised.detail);
      const Trigger trigger =
          reason == StopReason::unlock_command ? Trigger::UnlockCommand : Trigger::ResetCommand;
      if (raised.evse == 0) return end_all(reason, trigger);
      static_cast<void>(end(raised.evse, reason, trigger));
      return;
    }
    default:
      return;
  }
}

}  // namespace plugpoint
