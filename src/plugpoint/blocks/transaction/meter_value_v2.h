// MeterValueType of OCPP 2.x from the samples of a record.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/transaction_record.h"
#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

/// Whether the record has a sample that 2.x knows: it has no temperature and no RPM.
bool has_meter_value(const TransactionRecord& record);

/// Writes the record's samples as one element; `values` stays absent when there is none. False when
/// the arena is full.
bool meter_value(const TransactionRecord& record, DateTime timestamp, Arena& arena,
                 Span<const message::v2::MeterValueType>& values);

}  // namespace plugpoint::v2
