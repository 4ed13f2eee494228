// Who may use an EVSE while reservations hold. Several blocks ask; the board answers.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// What a reservation says to a token that wants to begin at an EVSE.
enum class Access : std::uint8_t {
  open,
  by_group,  ///< Only if its parent is that of the reservation, and its parent is not known.
  closed,    ///< Kept for another.
};

#if PLUGPOINT_RESERVATION

/// Whether a reservation is for this token (1.6 §5.13, 2.x H03.FR.01 to FR.06).
bool is_for(const Reservation& reservation, const IdToken& token, const IdToken& group);
/// Whether nobody uses the EVSE and anybody could.
bool is_unused(const Station& station, EvseId evse);
/// Whether another EVSE than this is left for a reservation that names none.
bool is_spared(const Station& station, EvseId besides);
/// Whether somebody uses an EVSE on this reservation, which names none.
bool is_in_use(const Station& station, const Reservation& reservation);

/// `group`: the parent of the token; empty: not known, or none.
Access access_to(const Station& station, EvseId evse, const IdToken& token, const IdToken& group);
/// The reservation that this token makes use of when it begins at this EVSE.
ReservationUse use_of(const Station& station, EvseId evse, const IdToken& token,
                      const IdToken& group);

#else

inline Access access_to(const Station&, EvseId, const IdToken&, const IdToken&) {
  return Access::open;
}

#endif

}  // namespace plugpoint
