#include "plugpoint/blocks/availability/availability_v2.h"

#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

ChangeAvailabilityStatusEnumType change(Availability& availability,
                                        const ChangeAvailabilityRequest& request) {
  const bool operative = request.operationalStatus == OperationalStatusEnumType::Operative;
  // G04.FR.01: without an EVSE the whole station is meant. Each EVSE has one connector.
  const EVSEType* evse = request.evse;
  if (evse && evse->connectorId.value_or(1) != 1) return ChangeAvailabilityStatusEnumType::Rejected;
  switch (availability.change(evse ? evse->id : 0, operative)) {
    case AvailabilityResult::accepted:
      return ChangeAvailabilityStatusEnumType::Accepted;
    case AvailabilityResult::scheduled:
      return ChangeAvailabilityStatusEnumType::Scheduled;
    case AvailabilityResult::rejected:
      break;
  }
  return ChangeAvailabilityStatusEnumType::Rejected;
}

}  // namespace

void change_availability(Availability& availability, Call& call) {
  call.confirm_status<ChangeAvailabilityResponse>(
      change(availability, call.as<ChangeAvailabilityRequest>()));
}

}  // namespace plugpoint::v2
