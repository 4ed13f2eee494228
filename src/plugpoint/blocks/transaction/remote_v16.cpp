#include "plugpoint/blocks/transaction/remote_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

EvseId start(Transactions& transactions, const RemoteStartTransactionReq& request) {
  const Station& station = transactions.station();
  // B02: a pending station starts and stops nothing.
  if (station.registration != Registration::accepted) return 0;
  RemoteStart wanted;
  if (request.connectorId) {
    if (!station.has_evse(request.connectorId.value)) return 0;
    wanted.evse = static_cast<EvseId>(request.connectorId.value);
  }
  wanted.token = IdToken(request.idTag, TokenType::Central);
  if (wanted.token.empty()) return 0;
  if (!request.connectorId) wanted.evse = transactions.free_evse(wanted.token);
  if (wanted.evse == 0) return 0;
  return transactions.remote_start(wanted) ? EvseId{0} : wanted.evse;
}

RemoteStartStopStatus status_of(bool accepted) {
  return accepted ? RemoteStartStopStatus::Accepted : RemoteStartStopStatus::Rejected;
}

}  // namespace

EvseId remote_start_transaction(Transactions& transactions, Call& call) {
  const EvseId evse = start(transactions, call.as<RemoteStartTransactionReq>());
  call.confirm_status<RemoteStartTransactionConf>(status_of(evse != 0));
  return evse;
}

void remote_stop_transaction(Transactions& transactions, Call& call) {
  const EvseId evse = transactions.evse_of_id(call.as<RemoteStopTransactionReq>().transactionId);
  const bool allowed = transactions.station().registration == Registration::accepted;
  const bool stopped =
      allowed && evse != 0 && !transactions.stop(evse, StopReason::remote, Trigger::RemoteStop);
  call.confirm_status<RemoteStopTransactionConf>(status_of(stopped));
}

}  // namespace plugpoint::v16
