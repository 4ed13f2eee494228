#include "plugpoint/c_api/handle.h"

using namespace plugpoint;         // NOLINT(google-build-using-namespace): the functions are global
using namespace plugpoint::c_api;  // NOLINT(google-build-using-namespace)

bool plugpoint_next_event(plugpoint_charge_point_t* charge_point, plugpoint_event_t* event) {
  Event next;
  if (!charge_point || !event || !is_sized(*event) || !charge_point->station->next_event(next))
    return false;
  plugpoint_event_t out{};
  out.kind = static_cast<plugpoint_event_kind_t>(next.kind);
  out.evse = next.evse;
  out.number = next.number;
  out.text = next.why.absent() ? c_text(next.text) : c_text(next.why);
  give(event, out);
  return true;
}

uint8_t plugpoint_evses(const plugpoint_charge_point_t* charge_point) {
  return charge_point ? charge_point->station->evses() : std::uint8_t{0};
}

plugpoint_evse_status_t plugpoint_status(const plugpoint_charge_point_t* charge_point,
                                         uint8_t evse) {
  if (!charge_point) return PLUGPOINT_EVSE_STATUS_UNAVAILABLE;
  return static_cast<plugpoint_evse_status_t>(charge_point->station->status(evse));
}

void plugpoint_board(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                     plugpoint_evse_board_t* board) {
  if (!charge_point) return;
  const EvseBoard& known = charge_point->station->board(evse);
  plugpoint_evse_board_t out{};
  out.status = static_cast<plugpoint_evse_status_t>(known.status);
  out.presented = c_text(known.presented.text());
  out.presented_type = static_cast<plugpoint_token_type_t>(known.presented.type());
  out.group = c_text(known.group.text());
  out.group_type = static_cast<plugpoint_token_type_t>(known.group.type());
  out.purpose = static_cast<plugpoint_purpose_t>(known.purpose);
  out.operative = known.operative;
  out.closing = known.closing;
  out.reserved = known.reserved;
  out.claimed = known.claimed;
  out.authorized = known.authorized;
  out.finished = known.finished;
  out.suspended = known.suspended;
  out.ev_gone = known.ev_gone;
  out.permitted = known.permitted;
  give(board, out);
}

void plugpoint_board_facts(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                           plugpoint_facts_t* facts) {
  if (charge_point) give(facts, c_facts(charge_point->station->board(evse).facts));
}

void plugpoint_board_limit(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                           plugpoint_charging_limit_t* limit) {
  if (charge_point) give(limit, c_limit(charge_point->station->board(evse).limit));
}

void plugpoint_board_transaction(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                                 plugpoint_transaction_view_t* transaction) {
  if (!charge_point) return;
  const TransactionView& known = charge_point->station->board(evse).transaction;
  plugpoint_transaction_view_t out{};
  out.active = known.active;
  out.number = known.number;
  out.id = known.id;
  out.started = known.started;
  out.sequence = known.sequence;
  out.stop_data = known.stop_data;
  give(transaction, out);
}

void plugpoint_board_reservation(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                                 plugpoint_reservation_t* reservation) {
  if (!charge_point) return;
  plugpoint_reservation_t out{};
#if PLUGPOINT_RESERVATION
  const Reservation& known = charge_point->station->board(evse).reservation;
  if (known.active()) {
    out.number = known.number;
    out.id = known.id;
    out.expiry = known.expiry.ms;
    out.token = c_text(known.token.text());
    out.token_type = static_cast<plugpoint_token_type_t>(known.token.type());
    out.group = c_text(known.group.text());
    out.group_type = static_cast<plugpoint_token_type_t>(known.group.type());
  }
#else
  static_cast<void>(evse);
#endif
  give(reservation, out);
}

plugpoint_registration_t plugpoint_registration(const plugpoint_charge_point_t* charge_point) {
  if (!charge_point) return PLUGPOINT_REGISTRATION_NONE;
  return static_cast<plugpoint_registration_t>(charge_point->station->registration());
}

bool plugpoint_connected(const plugpoint_charge_point_t* charge_point) {
  return charge_point && charge_point->station->connected();
}

plugpoint_text_t plugpoint_subprotocol(const plugpoint_charge_point_t* charge_point) {
  return charge_point ? c_text(charge_point->station->subprotocol()) : plugpoint_text_t{};
}

bool plugpoint_utc(const plugpoint_charge_point_t* charge_point, int64_t* utc_ms) {
  const DateTime utc = charge_point ? charge_point->station->utc() : DateTime{};
  if (!utc.is_set() || !utc_ms) return false;
  *utc_ms = utc.ms;
  return true;
}

uint32_t plugpoint_queue_length(const plugpoint_charge_point_t* charge_point) {
  return charge_point ? charge_point->station->queue_length() : 0;
}

void plugpoint_memory_use(const plugpoint_charge_point_t* charge_point,
                          plugpoint_memory_use_t* use) {
  if (!charge_point) return;
  const ChargePoint::MemoryUse known = charge_point->station->memory_use();
  plugpoint_memory_use_t out{};
  out.block = charge_point->block;
  out.receive_peak = known.receive_peak;
  out.send_peak = known.send_peak;
  out.text_used = known.text_used;
  out.journal_used = known.journal_used;
  give(use, out);
}

plugpoint_text_t plugpoint_measurand_name(plugpoint_measurand_t measurand) {
  const auto known = named(measurand, static_cast<unsigned>(Measurand::count_), Measurand::count_);
  return known == Measurand::count_ ? plugpoint_text_t{} : c_text(name_of(known));
}

plugpoint_text_t plugpoint_phase_name(plugpoint_phase_t phase) {
  const auto known = named(phase, static_cast<unsigned>(Phase::count_), Phase::count_);
  return known == Phase::count_ ? plugpoint_text_t{} : c_text(name_of(known));
}

plugpoint_unit_t plugpoint_measurand_unit(plugpoint_measurand_t measurand) {
  const auto known = named(measurand, static_cast<unsigned>(Measurand::count_), Measurand::count_);
  if (known == Measurand::count_) return PLUGPOINT_UNIT_NONE;
  return static_cast<plugpoint_unit_t>(unit_of(known));
}

bool plugpoint_find_measurand(const char* name, plugpoint_measurand_t* measurand) {
  Measurand found;
  if (!measurand || !find_measurand(name, found)) return false;
  *measurand = static_cast<plugpoint_measurand_t>(found);
  return true;
}

bool plugpoint_find_phase(const char* name, plugpoint_phase_t* phase) {
  Phase found;
  if (!phase || !find_phase(name, found)) return false;
  *phase = static_cast<plugpoint_phase_t>(found);
  return true;
}

size_t plugpoint_text_copy(plugpoint_text_t text, char* into, size_t room) {
  if (!text.data || !into) return 0;
  const std::size_t count = text.size < room ? text.size : room;
  for (std::size_t i = 0; i < count; ++i)
    into[i] = static_cast<char>(flash_byte(text.data + i));
  return count;
}
