#include "plugpoint/blocks/connector/connector.h"

#include "plugpoint/blocks/connector/transitions.h"

namespace plugpoint {

namespace {
bool same(const StatusContent& a, const StatusContent& b) {
  return a.status == b.status && a.fault == b.fault && a.ev_gone == b.ev_gone &&
         a.plugged == b.plugged;
}

/// The status of an EVSE whose transaction runs with authorization.
EvseStatus status_in_charge(const EvseBoard& board) {
  // S03: when both sides pause, the station's side is told.
  const bool no_energy = board.limit.current_ma == 0 || board.limit.power_w == 0;
  if (board.suspended || no_energy || !board.facts.evse_ready) return EvseStatus::suspended_evse;
  if (board.ev_gone || !board.facts.plugged || !board.facts.ev_ready)
    return EvseStatus::suspended_ev;
  return EvseStatus::charging;
}

/// Whether a reservation shows. G2 of §4.9: only who it is kept for leads out of Reserved; no
/// other's use leads there.
bool kept_for_a_reservation(const EvseBoard& board) {
  const bool at_rest = !board.facts.occupied() || board.status == EvseStatus::available ||
                       board.status == EvseStatus::reserved;
  return board.reserved && at_rest;
}

/// The status of an EVSE without a transaction.
EvseStatus status_at_rest(const EvseBoard& board) {
  if (!board.operative && !board.claimed) return EvseStatus::unavailable;
  const bool kept = kept_for_a_reservation(board);
  // S08: what ends a use closes the EVSE in the same step.
  const bool in_use = board.claimed || (board.facts.occupied() && !board.finished && !kept);
  if (board.closing && !in_use) return EvseStatus::unavailable;
  if (kept && !board.claimed) return EvseStatus::reserved;
  if (board.facts.occupied()) return board.finished ? EvseStatus::finishing : EvseStatus::preparing;
  return board.claimed ? EvseStatus::preparing : EvseStatus::available;
}
}  // namespace

StatusContent::StatusContent() : ev_gone(false), plugged(false) {}

EvseStatus Connector::derive(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  if (board.facts.faulted) return EvseStatus::faulted;
  // S01: the station as a whole is only available, unavailable or faulted.
  if (evse == 0) return board.operative ? EvseStatus::available : EvseStatus::unavailable;
  if (!board.transaction.active) return status_at_rest(board);
  if (board.authorized) return status_in_charge(board);
  return board.finished ? EvseStatus::finishing : EvseStatus::preparing;
}

StatusReport Connector::present(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  StatusReport report;
  report.status = board.status;
  const Fault own = evses_[evse].own_fault;
  report.fault = own == Fault::none ? board.facts.fault : own;
  if (board.facts.faulted && report.fault == Fault::none) report.fault = Fault::other_error;
  report.ev_gone = board.ev_gone;
  report.plugged = station_.dialect == Dialect::ocpp2x && board.facts.plugged;
  const Stamp now = Stamp::now(station_);
  report.ms = now.ms;
  report.is_utc = now.boot == 0;
  report.mark = station_.journal.next_sequence();
  return report;
}

bool Connector::differs(EvseId evse, const StatusReport& report) const {
  const Evse& state = evses_[evse];
  if (state.queued > 0) return !same(state.queue[state.queued - 1], report);
  return !state.ever_reported || !same(state.reported, report);
}

void Connector::enqueue(EvseId evse, const StatusReport& report) {
  Evse& state = evses_[evse];
  if (!station_.online()) {
    // Only the last status is of interest after an offline period (R16).
    state.queued = 0;
    if (state.ever_reported && same(state.reported, report)) return;
  } else if (state.queued == Evse::kQueue) {
    leave_out_one(evse, report.status);
  }
  state.queue[state.queued++] = report;
}

void Connector::leave_out_one(EvseId evse, EvseStatus next) {
  Evse& state = evses_[evse];
  // §9.1.20: short ones may be left out. What is left should still be a way through the table.
  std::size_t victim = 0;
  EvseStatus before = state.reported.status;
  for (std::size_t i = 0; i < Evse::kQueue; ++i) {
    const EvseStatus after = i + 1 < Evse::kQueue ? state.queue[i + 1].status : next;
    if (before == after || transition_allowed(before, after)) {
      victim = i;
      break;
    }
    before = state.queue[i].status;
  }
  --state.queued;
  for (std::size_t i = victim; i < state.queued; ++i)
    state.queue[i] = state.queue[i + 1];
}

void Connector::collapse(EvseId evse) {
  Evse& state = evses_[evse];
  if (state.queued == 0) return;
  const StatusReport last = state.queue[state.queued - 1];
  state.queued = 0;
  if (state.ever_reported && same(state.reported, last)) return;
  state.queue[state.queued++] = last;
}

void Connector::update(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  const EvseStatus wanted = derive(evse);
  const bool changes = wanted != board.status;
  // S01: only by the transitions of §4.9, so there may be statuses between.
  while (wanted != board.status) {
    board.status = next_towards(board.status, wanted, board.facts.occupied());
    if (wanted != board.status) tell(evse);
  }
  if (changes) station_.raise(Signal::status_changed, evse);
  tell(evse);
}

void Connector::tell(EvseId evse) {
  Evse& state = evses_[evse];
  const StatusReport report = present(evse);
  if (!differs(evse, report)) {
    state.candidate_since = kNever;
    return;
  }
  const Millis shortest = station_.variables.seconds_in_ms(Key::MinimumStatusDuration);
  if (shortest <= 0 || !state.ever_reported) return enqueue(evse, report);
  // S02: a status is told when it has lasted; the clock starts anew with each change.
  if (state.candidate_since == kNever || !same(state.candidate, report)) {
    state.candidate = report;
    state.candidate_since = station_.now();
  } else if (station_.now() - state.candidate_since >= shortest) {
    enqueue(evse, state.candidate);
    state.candidate_since = kNever;
  }
}

void Connector::step() {
  for (EvseId evse = 0; evse <= station_.evses(); ++evse)
    update(evse);
}

Millis Connector::next_deadline() const {
  const Millis shortest = station_.variables.seconds_in_ms(Key::MinimumStatusDuration);
  Millis next = kNever;
  for (const Evse& state : evses_) {
    if (state.candidate_since != kNever && state.candidate_since + shortest < next)
      next = state.candidate_since + shortest;
  }
  return next;
}

void Connector::clear_lock_fault(EvseId evse) {
  Fault& fault = evses_[evse].own_fault;
  if (fault == Fault::connector_lock_failure) fault = Fault::none;
}

void Connector::on(const RaisedSignal& raised) {
  switch (raised.signal) {
    case Signal::disconnected:
      offline_since_ = station_.now();
      for (EvseId evse = 0; evse <= station_.evses(); ++evse)
        collapse(evse);
      break;
    case Signal::connected:
      // B04 of 2.x: after OfflineThreshold every status is told again (V07).
      if (station_.dialect == Dialect::ocpp2x && station_.registration == Registration::accepted &&
          station_.now() - offline_since_ >
              station_.variables.seconds_in_ms(Key::OfflineThreshold)) {
        for (Evse& state : evses_)
          state.forced = true;
      }
      break;
    case Signal::registered:
      for (Evse& state : evses_)
        state.forced = true;
      break;
    case Signal::status_wanted:
      evses_[raised.evse].forced = true;
      break;
    case Signal::lock_failed:
      evses_[raised.evse].own_fault = Fault::connector_lock_failure;
      break;
    case Signal::list_conflict:
      // A04: each conflict is told, though the last one may still stand.
      evses_[0].own_fault = raised.detail == 0 ? Fault::none : Fault::local_list_conflict;
      evses_[0].forced = evses_[0].forced || raised.detail != 0;
      break;
    case Signal::facts_changed:
    case Signal::transaction_started:
      if (!station_.board(raised.evse).facts.occupied() ||
          raised.signal == Signal::transaction_started)
        clear_lock_fault(raised.evse);
      break;
    default:
      break;
  }
}

bool Connector::next_report(EvseId& evse, StatusReport& report) const {
  bool found = false;
  for (EvseId each = 0; each <= station_.evses(); ++each) {
    const Evse& state = evses_[each];
    // B02: a pending station tells only what it was asked for.
    if (!state.forced && (state.queued == 0 || !station_.online())) continue;
    const StatusReport candidate = state.queued > 0 ? state.queue[0] : present(each);
    // Oldest first; a forced repetition of a known status has no place in the order of events.
    if (!found || candidate.mark < report.mark) {
      evse = each;
      report = candidate;
      found = true;
    }
  }
  return found;
}

void Connector::report_sent(EvseId evse) {
  Evse& state = evses_[evse];
  if (state.queued > 0) {
    state.reported = state.queue[0];
    --state.queued;
    for (std::size_t i = 0; i < state.queued; ++i)
      state.queue[i] = state.queue[i + 1];
  } else {
    state.reported = present(evse);
  }
  // What was asked for is answered by the newest status.
  if (state.queued == 0) state.forced = false;
  state.ever_reported = true;
}

}  // namespace plugpoint
