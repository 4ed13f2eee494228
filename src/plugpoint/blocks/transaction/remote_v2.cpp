#include "plugpoint/blocks/transaction/remote_v2.h"

#include "plugpoint/blocks/id_token_v2.h"
#include "plugpoint/blocks/transaction/transaction_uuid_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

constexpr StatusInfoType kNotAccepted{"CSNotAccepted", {}};
constexpr StatusInfoType kUnknownEvse{"UnknownEvse", {}};
constexpr StatusInfoType kInvalidIdToken{"InvalidIdToken", {}};
constexpr StatusInfoType kTxInProgress{"TxInProgress", {}};
constexpr StatusInfoType kUnknownTxId{"UnknownTxId", {}};

/// Starts; null when that worked, else why it did not.
const StatusInfoType* start(Transactions& transactions,
                            const RequestStartTransactionRequest& request, RemoteStart& wanted) {
  const Station& station = transactions.station();
  if (station.registration != Registration::accepted) return &kNotAccepted;  // B02.FR.05
  if (request.evseId && !station.has_evse(request.evseId.value)) return &kUnknownEvse;
  if (!read_token(request.idToken, wanted.token) ||
      (request.groupIdToken && !read_token(*request.groupIdToken, wanted.group)))
    return &kInvalidIdToken;
  wanted.evse = request.evseId ? static_cast<EvseId>(request.evseId.value)
                               : transactions.free_evse(wanted.token);
  if (wanted.evse == 0) return &kTxInProgress;
  wanted.remote_start_id = request.remoteStartId;
  return transactions.remote_start(wanted) ? &kTxInProgress : nullptr;
}

bool waits_for_delivery(store::Journal& journal, std::uint32_t number) {
  std::uint32_t offset = 0;
  store::Record stored;
  while (journal.next(offset, stored)) {
    const bool delivered =
        stored.type >= store::Journal::kNote || stored.sequence <= journal.popped();
    if (!delivered && transaction_of(stored) == number) return true;
  }
  return false;
}

}  // namespace

EvseId request_start_transaction(Transactions& transactions, Call& call) {
  auto* response = call.confirm<RequestStartTransactionResponse>();
  if (!response) return 0;
  const auto& request = call.as<RequestStartTransactionRequest>();
  const Station& station = transactions.station();
  RemoteStart wanted;
  response->statusInfo = start(transactions, request, wanted);
  if (response->statusInfo) {
    response->status = RequestStartStopStatusEnumType::Rejected;
    return 0;
  }
  response->status = RequestStartStopStatusEnumType::Accepted;
  const TransactionView& running = station.board(wanted.evse).transaction;
  char id[kUuidSize];
  // F01.FR.13
  if (running.active)
    response->transactionId = call.arena.copy(transaction_id(station.journal, running.number, id));
  return wanted.evse;
}

void request_stop_transaction(Transactions& transactions, Call& call) {
  auto* response = call.confirm<RequestStopTransactionResponse>();
  if (!response) return;
  const EvseId evse = evse_of(transactions, call.as<RequestStopTransactionRequest>().transactionId);
  const bool allowed = transactions.station().registration == Registration::accepted;
  // F03.FR.07: a transaction is matched; how far stopping gets is for TxStopPoint.
  const bool stopped =
      allowed && evse != 0 && !transactions.stop(evse, StopReason::remote, Trigger::RemoteStop);
  response->status =
      stopped ? RequestStartStopStatusEnumType::Accepted : RequestStartStopStatusEnumType::Rejected;
  if (!stopped) response->statusInfo = allowed ? &kUnknownTxId : &kNotAccepted;
}

void get_transaction_status(Transactions& transactions, Call& call) {
  auto* response = call.confirm<GetTransactionStatusResponse>();
  if (!response) return;
  store::Journal& journal = transactions.station().journal;
  const Text id = call.as<GetTransactionStatusRequest>().transactionId;
  if (id.absent()) {  // E14.FR.06 to FR.08
    response->messagesInQueue = !journal.empty();
    return;
  }
  std::uint32_t number = 0;
  const bool known = find_number(journal, id, number);
  response->ongoingIndicator = known && transactions.evse_of_number(number) != 0;
  response->messagesInQueue = known && waits_for_delivery(journal, number);
}

}  // namespace plugpoint::v2
