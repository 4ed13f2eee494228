#include "plugpoint/blocks/remote_control/unlock.h"

namespace plugpoint {

UnlockResult Unlock::settle(UnlockResult result) {
  if (result == UnlockResult::failed) station_.raise(Signal::lock_failed, evse_);
  if (result != UnlockResult::pending) evse_ = 0;
  return result;
}

UnlockResult Unlock::request(std::int32_t evse, std::uint8_t connector) {
  if (!station_.has_evse(evse)) return UnlockResult::not_supported;
  const EvseBoard& board = station_.board(static_cast<EvseId>(evse));
  if (board.facts.fixed_cable) return UnlockResult::not_supported;
  evse_ = static_cast<EvseId>(evse);
  connector_ = connector;
  until_ = station_.now() + kLimit;
  // In 2.x a transaction that is not authorized goes on until the cable is out (F05.FR.02).
  if (station_.dialect == Dialect::ocpp16 && board.transaction.active) {
    // S10: the transaction ends first, so that no cable is released under load.
    station_.raise(Signal::end_wanted, evse_,
                   static_cast<std::uint16_t>(StopReason::unlock_command));
    return UnlockResult::pending;
  }
  return settle(station_.ports.hardware->unlock(evse_, connector_));
}

void Unlock::on(const RaisedSignal& raised) {
  // Nobody waits for the answer any more.
  if (raised.signal == Signal::disconnected) evse_ = 0;
}

bool Unlock::finished(UnlockResult& result) {
  if (!pending()) return false;
  result = station_.ports.hardware->unlock(evse_, connector_);
  if (result == UnlockResult::pending && station_.now() >= until_) result = UnlockResult::failed;
  if (result == UnlockResult::pending) return false;
  settle(result);
  return true;
}

}  // namespace plugpoint
