// ReserveNow and CancelReservation of 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/reservation/reservation.h"

#if PLUGPOINT_RESERVATION

namespace plugpoint::v16 {

void reserve_now(Reservations& reservations, Call& call);
void cancel_reservation(Reservations& reservations, Call& call);

}  // namespace plugpoint::v16

#endif
