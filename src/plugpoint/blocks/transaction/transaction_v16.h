// StartTransaction, StopTransaction and MeterValues of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/transaction/transaction.h"

namespace plugpoint::v16 {

/// Streams transactionData of a StopTransaction from the journal; kept while the request is
/// written.
struct StopDataSource {
  Transactions* transactions = nullptr;
  std::uint32_t number = 0;
  std::uint32_t offset = 0;
  std::uint32_t between = 0;  ///< Values between begin and end that were kept …
  std::uint32_t room = 0;     ///< … how many of them may be sent …
  std::uint32_t passed = 0;   ///< … and how many were looked at.
  bool key_told = false;      ///< The meter's public key was sent for this transaction.
  message::ElementSource source;
};

bool next_transaction_message(Transactions& transactions, StopDataSource& stop_data, Outgoing& out);
void transaction_message_answered(Transactions& transactions, const rpc::Answer& answer);

}  // namespace plugpoint::v16
