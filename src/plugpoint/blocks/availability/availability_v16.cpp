#include "plugpoint/blocks/availability/availability_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

void change_availability(Availability& availability, Call& call) {
  const auto& request = call.as<ChangeAvailabilityReq>();
  const AvailabilityResult result =
      availability.change(request.connectorId, request.type == AvailabilityType::Operative);
  AvailabilityStatus status = AvailabilityStatus::Rejected;
  if (result == AvailabilityResult::accepted) status = AvailabilityStatus::Accepted;
  if (result == AvailabilityResult::scheduled) status = AvailabilityStatus::Scheduled;
  call.confirm_status<ChangeAvailabilityConf>(status);
}

}  // namespace plugpoint::v16
