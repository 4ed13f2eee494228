#include "plugpoint/rpc/error_code.h"

namespace plugpoint::rpc {

namespace {

struct Spelling {
  const char* ocpp16;
  const char* ocpp201;
  const char* ocpp21;
};

// In the order of ErrorCode. What a version does not know is sent as its nearest code.
constexpr Spelling kSpellings[] = {
    {"NotImplemented", "NotImplemented", "NotImplemented"},
    {"NotSupported", "NotSupported", "NotSupported"},
    {"InternalError", "InternalError", "InternalError"},
    {"ProtocolError", "ProtocolError", "ProtocolError"},
    {"SecurityError", "SecurityError", "SecurityError"},
    {"FormationViolation", "FormatViolation", "FormatViolation"},
    {"PropertyConstraintViolation", "PropertyConstraintViolation", "PropertyConstraintViolation"},
    {"OccurenceConstraintViolation", "OccurenceConstraintViolation",
     "OccurrenceConstraintViolation"},
    {"TypeConstraintViolation", "TypeConstraintViolation", "TypeConstraintViolation"},
    {"GenericError", "GenericError", "GenericError"},
    {"ProtocolError", "MessageTypeNotSupported", "MessageTypeNotSupported"},
    {"FormationViolation", "RpcFrameworkError", "RpcFrameworkError"},
};

}  // namespace

Text name_of(ErrorCode code, message::Version version) {
  const Spelling& spelling = kSpellings[static_cast<unsigned>(code)];
  switch (version) {
    case message::Version::ocpp16:
      return spelling.ocpp16;
    case message::Version::ocpp201:
      return spelling.ocpp201;
    case message::Version::ocpp21:
      break;
  }
  return spelling.ocpp21;
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
