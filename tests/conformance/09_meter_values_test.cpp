// Section 09 of the official test cases: Meter Values.
#include <set>

#include "conformance.h"

namespace plugpoint::test {
namespace {

std::set<std::string> measurands_of(const std::string& list) {
  std::set<std::string> names;
  std::size_t from = 0;
  while (from < list.size()) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    names.insert(list.substr(from, comma - from));
    from = comma + 1;
  }
  if (names.empty()) names.insert("Energy.Active.Import.Register");
  return names;
}

/// One MeterValues with exactly these measurands and this context; its instant.
Millis check_meter_values(const Json& values, int connector, const std::string& context,
                          const std::set<std::string>& measurands) {
  EXPECT_EQ(values["connectorId"], connector);
  EXPECT_EQ(values["meterValue"].size(), 1U);
  std::set<std::string> given;
  for (const Json& sample : values["meterValue"][0]["sampledValue"]) {
    EXPECT_EQ(sample["context"], context);
    given.insert(sample["measurand"]);
  }
  EXPECT_EQ(given, measurands);
  return instant(values["meterValue"][0]["timestamp"]);
}

constexpr Millis kSampleInterval = 20000;

TEST_F(Conformance16, TC_070_CS) {
  station.hardware.set_meter(1, Measurand::power_active_import, Decimal::of(7400));
  booted();
  configured("MeterValueSampleInterval", "20");
  configured("ClockAlignedDataInterval", "0");
  const auto measurands = measurands_of(configuration("MeterValuesSampledData"));
  charging();
  Millis last = 0;
  for (int i = 0; i < 3; ++i) {
    Json values = next_call("MeterValues", kSampleInterval + 1000);
    EXPECT_EQ(values["transactionId"], transaction);
    const Millis at = check_meter_values(values, kConnector, "Sample.Periodic", measurands);
    if (i > 0) {
      EXPECT_EQ(at - last, kSampleInterval);
    }
    last = at;
  }
}

TEST_F(Conformance16, TC_071_CS) {
  booted();
  configured("MeterValueSampleInterval", "0");
  configured("ClockAlignedDataInterval", "20");
  const auto measurands = measurands_of(configuration("MeterValuesAlignedData"));
  charging();
  Millis last = 0;
  for (int i = 0; i < 3; ++i) {
    // The station's own meter and each connector's speak at the same instants.
    for (int connector = 0; connector <= 2; ++connector) {
      Json values = next_call("MeterValues", kSampleInterval + 1000);
      const Millis at = check_meter_values(values, connector, "Sample.Clock", measurands);
      EXPECT_EQ(values.contains("transactionId"), connector == kConnector);
      EXPECT_EQ(at % kSampleInterval, 0);
      if (connector > 0) {
        EXPECT_EQ(at, last);
      } else if (i > 0) {
        EXPECT_EQ(at - last, kSampleInterval);
      }
      last = at;
    }
  }
}

}  // namespace
}  // namespace plugpoint::test
