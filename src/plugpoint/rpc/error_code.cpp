#include "plugpoint/rpc/error_code.h"

namespace plugpoint::rpc {

namespace {

// In the order of ErrorCode. What a version does not know is sent as its nearest code.
PLUGPOINT_FLASH constexpr char kNames[] =
    "NotImplemented\0"
    "NotSupported\0"
    "InternalError\0"
    "ProtocolError\0"
    "SecurityError\0"
    "FormatViolation\0"
    "PropertyConstraintViolation\0"
    "OccurrenceConstraintViolation\0"
    "TypeConstraintViolation\0"
    "GenericError\0"
    "MessageTypeNotSupported\0"
    "RpcFrameworkError\0";

}  // namespace

FlashText name_of(ErrorCode code, message::Version version) {
  if (code == ErrorCode::occurrence_constraint_violation && version != message::Version::ocpp21)
    return PLUGPOINT_TEXT("OccurenceConstraintViolation");
  if (version == message::Version::ocpp16) {
    if (code == ErrorCode::format_violation || code == ErrorCode::rpc_framework_error)
      return PLUGPOINT_TEXT("FormationViolation");
    if (code == ErrorCode::message_type_not_supported) code = ErrorCode::protocol_error;
  }
  return FlashText(kNames).entry(static_cast<unsigned>(code));
}

ErrorCode code_of(message::Violation violation) {
  switch (violation) {
    case message::Violation::occurrence:
      return ErrorCode::occurrence_constraint_violation;
    case message::Violation::type:
      return ErrorCode::type_constraint_violation;
    case message::Violation::property:
      return ErrorCode::property_constraint_violation;
    case message::Violation::memory:
      return ErrorCode::internal_error;  // R12
    case message::Violation::refused:
      return ErrorCode::internal_error;
    case message::Violation::none:
    case message::Violation::format:
      break;
  }
  return ErrorCode::format_violation;
}

}  // namespace plugpoint::rpc
