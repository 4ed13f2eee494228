// The transactionId of OCPP 2.x, which the station itself makes.
#pragma once

#include "plugpoint/base/text.h"
#include "plugpoint/blocks/transaction/transaction.h"

namespace plugpoint::v2 {

constexpr std::size_t kUuidSize = 36;

/// Writes the transactionId of the transaction with this number: a UUID (RFC 9562 version 8) from
/// the random salt of the journal and the number, so that it is the same after each restart and
/// never comes twice (E01.FR.08). `into` holds kUuidSize characters.
Text transaction_id(const store::Journal& journal, std::uint32_t number, char* into);

/// The number that a transactionId stands for; false when it is none of this journal.
bool find_number(const store::Journal& journal, Text id, std::uint32_t& number);

/// The EVSE whose running transaction has this transactionId; 0: none.
EvseId evse_of(Transactions& transactions, Text id);

}  // namespace plugpoint::v2
