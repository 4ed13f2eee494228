#include "plugpoint/blocks/reset/reset_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

void reset(Reset& block, Call& call) {
  const bool hard = call.as<message::v16::ResetReq>().type == message::v16::ResetType::Hard;
  block.request(hard ? ResetKind::hard : ResetKind::soft,
                hard ? StopReason::hard_reset : StopReason::soft_reset, false);
  call.confirm_status<message::v16::ResetConf>(message::v16::ResetStatus::Accepted);
}

}  // namespace plugpoint::v16
