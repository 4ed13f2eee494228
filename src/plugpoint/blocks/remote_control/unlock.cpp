#include "plugpoint/blocks/remote_control/unlock.h"

namespace plugpoint {

UnlockResult Unlock::settle(UnlockResult result) {
  if (result == UnlockResult::failed) station_.raise(Signal::lock_failed, evse_);
  if (result != UnlockResult::pending) evse_ = 0;
  return result;
}

UnlockResult Unlock::request(std::int32_t evse, std::uint8_t connector) {
  if (!station_.has_evse(evse)) return UnlockResult::not_supported;
  evse_ = static_cast<EvseId>(evse);
  connector_ = connector;
  until_ = station_.now() + kLimit;
  const UnlockResult result = station_.ports.hardware->unlock(evse_, connector_);
  // S10. In 2.x a transaction that is not authorized goes on until the cable is out (F05.FR.02).
  const bool ends = station_.dialect == Dialect::ocpp16 && station_.board(evse_).transaction.active;
  if (ends && result != UnlockResult::not_supported)
    station_.raise(Signal::end_wanted, evse_, static_cast<std::uint16_t>(StopReason::unlock_command));
  return settle(result);
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
