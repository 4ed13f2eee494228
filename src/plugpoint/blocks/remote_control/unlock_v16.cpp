#include "plugpoint/blocks/remote_control/unlock_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

void confirm(UnlockResult result, Call& call) {
  UnlockStatus status = UnlockStatus::NotSupported;
  if (result == UnlockResult::unlocked) status = UnlockStatus::Unlocked;
  if (result == UnlockResult::failed) status = UnlockStatus::UnlockFailed;
  call.confirm_status<UnlockConnectorConf>(status);
}

}  // namespace

void unlock_connector(Unlock& unlock, Call& call) {
  if (unlock.pending() || !call.may_defer) return confirm(UnlockResult::failed, call);
  const UnlockResult result = unlock.request(call.as<UnlockConnectorReq>().connectorId, 1);
  if (result == UnlockResult::pending) {
    call.reply.deferred = true;
  } else {
    confirm(result, call);
  }
}

bool late_unlock_answer(Unlock& unlock, Call& call) {
  UnlockResult result{};
  if (!unlock.finished(result)) return false;
  confirm(result, call);
  return true;
}

}  // namespace plugpoint::v16
