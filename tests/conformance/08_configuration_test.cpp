// Section 08 of the official test cases: Configuration Happy.
#include "conformance.h"

namespace plugpoint::test {
namespace {

/// The keys that TC_019 asks for, and whether they may be written: yes, no, either.
struct RequiredKey {
  const char* name;
  enum { kNo, kYes, kEither } writable;
};

constexpr RequiredKey kRequired[] = {
    // Core
    {"AuthorizeRemoteTxRequests", RequiredKey::kEither},
    {"ClockAlignedDataInterval", RequiredKey::kYes},
    {"ConnectionTimeOut", RequiredKey::kYes},
    {"ConnectorPhaseRotation", RequiredKey::kYes},
    {"GetConfigurationMaxKeys", RequiredKey::kNo},
    {"HeartbeatInterval", RequiredKey::kYes},
    {"LocalAuthorizeOffline", RequiredKey::kYes},
    {"LocalPreAuthorize", RequiredKey::kYes},
    {"MeterValuesAlignedData", RequiredKey::kYes},
    {"MeterValuesSampledData", RequiredKey::kYes},
    {"MeterValueSampleInterval", RequiredKey::kYes},
    {"NumberOfConnectors", RequiredKey::kNo},
    {"ResetRetries", RequiredKey::kYes},
    {"StopTransactionOnInvalidId", RequiredKey::kYes},
    {"StopTxnAlignedData", RequiredKey::kYes},
    {"StopTxnSampledData", RequiredKey::kYes},
    {"SupportedFeatureProfiles", RequiredKey::kNo},
    {"TransactionMessageAttempts", RequiredKey::kYes},
    {"TransactionMessageRetryInterval", RequiredKey::kYes},
    {"UnlockConnectorOnEVSideDisconnect", RequiredKey::kEither},
    // Local Auth List Management
    {"LocalAuthListEnabled", RequiredKey::kYes},
    {"LocalAuthListMaxLength", RequiredKey::kNo},
    {"SendLocalListMaxLength", RequiredKey::kNo},
    // Smart Charging
    {"ChargeProfileMaxStackLevel", RequiredKey::kNo},
    {"ChargingScheduleAllowedChargingRateUnit", RequiredKey::kNo},
    {"ChargingScheduleMaxPeriods", RequiredKey::kNo},
    {"MaxChargingProfilesInstalled", RequiredKey::kNo},
};

/// What GetConfiguration gave, by key.
std::map<std::string, Json> keys_of(const Json& answer) {
  EXPECT_FALSE(answer.contains("unknownKey")) << answer;
  std::map<std::string, Json> found;
  for (const Json& entry : answer["configurationKey"])
    EXPECT_TRUE(found.emplace(entry["key"], entry).second) << "twice: " << entry;
  return found;
}

TEST_F(Conformance16, TC_019_CS) {
  booted();
  const std::string profiles = configuration("SupportedFeatureProfiles");
  for (const char* profile : {"Core", "LocalAuthListManagement", "SmartCharging"})
    EXPECT_NE(profiles.find(profile), std::string::npos) << profiles;
  const auto all = keys_of(request("GetConfiguration", {{"key", Json::array()}}));
  for (const RequiredKey& required : kRequired) {
    const auto found = all.find(required.name);
    ASSERT_NE(found, all.end()) << required.name;
    EXPECT_TRUE(found->second.contains("value")) << required.name;
    if (required.writable == RequiredKey::kEither) continue;
    EXPECT_EQ(found->second["readonly"], required.writable == RequiredKey::kNo) << required.name;
  }
  const std::size_t most = std::stoul(configuration("GetConfigurationMaxKeys"));
  Json some = Json::array();
  for (const auto& [name, entry] : all) {
    if (some.size() < most) some.push_back(name);
  }
  const auto given = keys_of(request("GetConfiguration", {{"key", some}}));
  EXPECT_EQ(given.size(), std::min(most, all.size()));
  for (const Json& name : some)
    EXPECT_EQ(given.count(name), 1U) << name;
}

TEST_F(Conformance16, TC_021_CS) {
  booted();
  EXPECT_NE(configuration("MeterValueSampleInterval"), "20");
  EXPECT_EQ(
      request_status("ChangeConfiguration", {{"key", "MeterValueSampleInterval"}, {"value", "20"}}),
      "Accepted");
  EXPECT_EQ(configuration("MeterValueSampleInterval"), "20");
}

}  // namespace
}  // namespace plugpoint::test
