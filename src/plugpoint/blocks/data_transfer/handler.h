// How an owner takes part in DataTransfer.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"

namespace plugpoint {

/// What a handler of incoming DataTransfer answers.
enum class DataTransferStatus : std::uint8_t {
  accepted,
  rejected,
  unknown_message_id,
  unknown_vendor_id
};

/// Handles DataTransfer calls of one vendor and message. `answer` is room for the `data` of the
/// answer; the handler sets `answer_size` (0: no data).
struct DataTransferHandler {
  Text vendor_id;
  Text message_id;  ///< Absent: every message of the vendor, also those without an id.
  DataTransferStatus (*handle)(void* context, Text message_id, Text data, Span<char> answer,
                               std::size_t& answer_size) = nullptr;
  void* context = nullptr;
};

}  // namespace plugpoint
