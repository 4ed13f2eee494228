#include "plugpoint/blocks/reset/reset_v2.h"

#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

void reset(Reset& block, Call& call) {
  const auto& request = call.as<ResetRequest>();
  // B11.FR.09: a single EVSE cannot be reset; nor can a transaction go on over a reset (2.1).
  if (request.evseId || request.type == ResetEnumType::ImmediateAndResume)
    return call.confirm_status<ResetResponse>(ResetStatusEnumType::Rejected);
  const bool on_idle = request.type == ResetEnumType::OnIdle;
  const bool waits = on_idle && block.transaction_running();
  block.request(ResetKind::hard, StopReason::immediate_reset, on_idle);
  call.confirm_status<ResetResponse>(waits ? ResetStatusEnumType::Scheduled
                                           : ResetStatusEnumType::Accepted);
}

}  // namespace plugpoint::v2
