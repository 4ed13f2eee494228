// The library's enumerators under the names that people and OCPP give them.
#pragma once

#include <string>

#include "plugpoint/base/text.h"
#include "plugpoint/blocks/authorization/token_entry.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/port.h"

namespace plugpoint::sim {

inline std::string to_string(Text text) {
  return {text.data(), text.size()};
}
inline Text to_text(const std::string& text) {
  return {text.data(), text.size()};
}

enum class ForcedResult : std::uint8_t;
/// "real", "ok", "download_failed", "installation_failed".
const char* name_of_firmware(ForcedResult result);
bool find_firmware_result(const std::string& name, ForcedResult& result);
/// "real", "ok", "upload_failed".
const char* name_of_upload(ForcedResult result);
bool find_upload_result(const std::string& name, ForcedResult& result);

/// ChargePointStatus of 1.6 §7.7.
const char* name_of(EvseStatus status);
/// ChargePointErrorCode of 1.6 §7.6.
const char* name_of(Fault fault);
bool find_fault(const std::string& name, Fault& fault);
const char* name_of(Registration registration);
/// AuthorizationStatus of 1.6 §7.2.
bool find_token_status(const std::string& name, TokenStatus& status);
/// Reason of 1.6 §7.36, or of 2.x where 1.6 has none.
const char* name_of(StopReason reason);

}  // namespace plugpoint::sim
