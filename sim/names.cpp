#include "sim/names.h"

#include "sim/files.h"

#include <cstddef>

namespace plugpoint::sim {

namespace {

// Each in the order of its enum.
constexpr const char* kStatuses[] = {"Available",     "Preparing",   "Charging",
                                     "SuspendedEVSE", "SuspendedEV", "Finishing",
                                     "Reserved",      "Unavailable", "Faulted"};
constexpr const char* kFaults[] = {
    "NoError",           "ConnectorLockFailure", "EVCommunicationError",
    "GroundFailure",     "HighTemperature",      "InternalError",
    "LocalListConflict", "OtherError",           "OverCurrentFailure",
    "OverVoltage",       "PowerMeterFailure",    "PowerSwitchFailure",
    "ReaderFailure",     "ResetFailure",         "UnderVoltage",
    "WeakSignal"};
constexpr const char* kRegistrations[] = {"None", "Pending", "Rejected", "Accepted"};
constexpr const char* kReasons[] = {
    "None",          "Local",     "Remote",    "EVDisconnected", "DeAuthorized",
    "EmergencyStop", "HardReset", "SoftReset", "PowerLoss",      "Reboot",
    "UnlockCommand", "Other",     "Timeout",   "ImmediateReset", "StoppedByEV"};

// "" is no name: `unknown` is no status that somebody has.
constexpr const char* kTokenStatuses[] = {"",        "Accepted", "Blocked",
                                          "Expired", "Invalid",  "ConcurrentTx"};
constexpr const char* kFirmwareResults[] = {"real", "ok", "download_failed", "installation_failed"};
constexpr const char* kUploadResults[] = {"real", "ok", "upload_failed"};

template <std::size_t N, class Enum>
const char* at(const char* const (&names)[N], Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? names[index] : "?";
}

template <std::size_t N, class Enum>
bool find(const char* const (&names)[N], const std::string& name, Enum& value) {
  for (std::size_t i = 0; i < N; ++i) {
    if (name.empty() || name != names[i]) continue;
    value = static_cast<Enum>(i);
    return true;
  }
  return false;
}

}  // namespace

const char* name_of(EvseStatus status) {
  return at(kStatuses, status);
}
const char* name_of(Fault fault) {
  return at(kFaults, fault);
}
const char* name_of(Registration registration) {
  return at(kRegistrations, registration);
}
const char* name_of(StopReason reason) {
  return at(kReasons, reason);
}

bool find_fault(const std::string& name, Fault& fault) {
  return find(kFaults, name, fault);
}
bool find_token_status(const std::string& name, TokenStatus& status) {
  return find(kTokenStatuses, name, status);
}

const char* name_of_firmware(ForcedResult result) {
  return kFirmwareResults[static_cast<unsigned>(result)];
}
bool find_firmware_result(const std::string& name, ForcedResult& result) {
  return find(kFirmwareResults, name, result);
}
const char* name_of_upload(ForcedResult result) {
  return kUploadResults[static_cast<unsigned>(result)];
}
bool find_upload_result(const std::string& name, ForcedResult& result) {
  return find(kUploadResults, name, result);
}

}  // namespace plugpoint::sim
