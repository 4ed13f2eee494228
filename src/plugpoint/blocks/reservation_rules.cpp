#include "plugpoint/blocks/reservation_rules.h"

#if PLUGPOINT_RESERVATION

namespace plugpoint {

namespace {

Access access_by(const Reservation& reservation, const IdToken& token, const IdToken& group) {
  if (is_for(reservation, token, group)) return Access::open;
  return group.empty() && !reservation.group.empty() ? Access::by_group : Access::closed;
}

}  // namespace

bool is_for(const Reservation& reservation, const IdToken& token, const IdToken& group) {
  // A parent is compared with parents only (1.6 §3.10).
  return token == reservation.token || (!group.empty() && group == reservation.group);
}

bool is_unused(const Station& station, EvseId evse) {
  const EvseBoard& board = station.board(evse);
  const bool open = station.dialect == Dialect::ocpp16 || station.board(0).operative;
  return open && board.operative && !board.closing && !board.facts.faulted &&
         !board.facts.plugged && !board.claimed && !board.transaction.active;
}

bool is_spared(const Station& station, EvseId besides) {
  for (EvseId evse = 1; evse <= station.evses(); ++evse) {
    if (evse != besides && is_unused(station, evse) && !station.board(evse).reservation.active())
      return true;
  }
  return false;
}

bool is_in_use(const Station& station, const Reservation& reservation) {
  for (EvseId evse = 1; evse <= station.evses(); ++evse) {
    const EvseBoard& board = station.board(evse);
    const bool uses = board.transaction.active
                          ? board.reservation_use.number == reservation.number
                          : board.claimed && !board.reservation.active() &&
                                is_for(reservation, board.presented, board.group);
    if (uses) return true;
  }
  return false;
}

Access access_to(const Station& station, EvseId evse, const IdToken& token, const IdToken& group) {
  const Reservation& own = station.board(evse).reservation;
  if (own.active()) return access_by(own, token, group);
  // §5.13: one connector remains for whom no specific one is reserved.
  const Reservation& any = station.board(0).reservation;
  if (!any.active() || is_spared(station, evse) || is_in_use(station, any)) return Access::open;
  return access_by(any, token, group);
}

ReservationUse use_of(const Station& station, EvseId evse, const IdToken& token,
                      const IdToken& group) {
  const Reservation& own = station.board(evse).reservation;
  const Reservation& found = own.active() ? own : station.board(0).reservation;
  if (!found.active() || !is_for(found, token, group)) return {};
  return {found.number, found.id};
}

}  // namespace plugpoint

#endif  // PLUGPOINT_RESERVATION
