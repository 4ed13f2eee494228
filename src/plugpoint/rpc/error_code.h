// The error codes of CALLERROR, in each version's own spelling.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/message/codec.h"

namespace plugpoint::rpc {

/// Error codes of OCPP-J 1.6 §4.2.3 and 2.x part 4 §4.3.
enum class ErrorCode : std::uint8_t {
  not_implemented,
  not_supported,
  internal_error,
  protocol_error,
  security_error,
  format_violation,
  property_constraint_violation,
  occurrence_constraint_violation,
  type_constraint_violation,
  generic_error,
  message_type_not_supported,
  rpc_framework_error,
};

/// The code as the version spells it: 1.6 says `FormationViolation`, 1.6 and 2.0.1 say
/// `OccurenceConstraintViolation` (OCPP-J 1.6 errata 5).
FlashText name_of(ErrorCode code, message::Version version);

/// The code that answers a payload which broke its schema.
ErrorCode code_of(message::Violation violation);

}  // namespace plugpoint::rpc
