#include "plugpoint/blocks/remote_control/unlock_v2.h"

#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

constexpr StatusInfoType kFixedCable{"FixedCable", {}};

void confirm(UnlockResult result, Call& call) {
  auto* response = call.confirm<UnlockConnectorResponse>();
  if (!response) return;
  response->status = result == UnlockResult::unlocked ? UnlockStatusEnumType::Unlocked
                                                      : UnlockStatusEnumType::UnlockFailed;
  if (result == UnlockResult::not_supported) response->statusInfo = &kFixedCable;
}

}  // namespace

void unlock_connector(const Station& station, Unlock& unlock, Call& call) {
  const auto& request = call.as<UnlockConnectorRequest>();
  if (!station.has_evse(request.evseId) || request.connectorId != 1)
    return call.confirm_status<UnlockConnectorResponse>(UnlockStatusEnumType::UnknownConnector);
  const EvseBoard& board = station.board(static_cast<EvseId>(request.evseId));
  if (board.transaction.active && board.authorized)  // F05.FR.02
    return call.confirm_status<UnlockConnectorResponse>(
        UnlockStatusEnumType::OngoingAuthorizedTransaction);
  if (unlock.pending() || !call.may_defer) return confirm(UnlockResult::failed, call);
  const UnlockResult result = unlock.request(request.evseId, 1);
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

}  // namespace plugpoint::v2
