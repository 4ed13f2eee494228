#include "plugpoint/blocks/reservation/reservation_v16.h"

#if PLUGPOINT_RESERVATION

#include "plugpoint/base/flash.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

// In the order of ReserveResult.
PLUGPOINT_FLASH constexpr ReservationStatus kStatuses[] = {
    ReservationStatus::Accepted, ReservationStatus::Faulted, ReservationStatus::Occupied,
    ReservationStatus::Rejected, ReservationStatus::Unavailable};

ReserveResult reserve(Reservations& reservations, const ReserveNowReq& request) {
  // A token that cannot be kept whole could be taken for another.
  const bool fits = !request.idTag.empty() && request.idTag.size() <= IdToken::kMax &&
                    request.parentIdTag.size() <= IdToken::kMax;
  if (!fits) return ReserveResult::rejected;
  Reservation wanted;
  wanted.id = request.reservationId;
  wanted.expiry = request.expiryDate;
  wanted.token = IdToken(request.idTag, TokenType::Central);
  if (!request.parentIdTag.empty()) wanted.group = IdToken(request.parentIdTag, TokenType::Central);
  return reservations.reserve(request.connectorId, wanted);
}

}  // namespace

void reserve_now(Reservations& reservations, Call& call) {
  const ReserveResult result = reserve(reservations, call.as<ReserveNowReq>());
  call.confirm_status<ReserveNowConf>(flash_load(kStatuses + static_cast<unsigned>(result)));
}

void cancel_reservation(Reservations& reservations, Call& call) {
  const bool cancelled = reservations.cancel(call.as<CancelReservationReq>().reservationId);
  call.confirm_status<CancelReservationConf>(cancelled ? CancelReservationStatus::Accepted
                                                       : CancelReservationStatus::Rejected);
}

}  // namespace plugpoint::v16

#endif  // PLUGPOINT_RESERVATION
