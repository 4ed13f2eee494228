// A station whose meter signs, and what its messages carry of that.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plugpoint/base/base64.h"
#include "support/test_station.h"

namespace plugpoint::test {

inline std::string base64(const std::string& bytes) {
  std::string out;
  for (std::size_t i = 0; i < base64_size(bytes.size()); ++i)
    out += base64_char([&](std::size_t k) { return bytes[k]; }, bytes.size(), i);
  return out;
}

/// The meter signs "begin", "1", "2", … and "end". MeterPublicKey1 is "KEY1".
struct SigningStation : TestStation {
  using Values = std::initializer_list<VariableDefault>;

  explicit SigningStation(Values values = {}) {
    defaults = {{"AllowOfflineTxForUnknownId", "true"}};
    defaults.insert(defaults.end(), values);
    settings.keys = keys;
    hardware.set_register(1, 1000);
    hardware.drop_meter(0, Measurand::energy_active_import_register);
    hardware.set_meter(1, Measurand::power_active_import, Decimal::of(7000));
    hardware.signing.data = [this](std::uint8_t, SigningMoment moment) -> std::string {
      if (moment == SigningMoment::begin) return begin;
      return moment == SigningMoment::end ? end : std::to_string(++between);
    };
  }

  void charge() {
    plug();
    tap("TAG1");
  }
  /// A whole transaction of this length.
  void session(Millis ms = 1000) {
    boot();
    charge();
    run(ms);
    tap("TAG1");
    run(1000);
  }

  std::string begin = "begin";
  std::string end = "end";
  int between = 0;
  std::vector<CustomKey> own = {{"MeterPublicKey1", "KEY1", true}};
  Span<const CustomKey> keys = {own.data(), own.size()};
};

/// The samples of a set, each as "measurand" or, if it is signed, "measurand:data:publicKey".
inline std::vector<std::string> samples_of(const Json& meter_value) {
  std::vector<std::string> found;
  for (const Json& sample : meter_value["sampledValue"]) {
    std::string text = sample["measurand"];
    if (sample.value("format", "Raw") == "SignedData") {
      const Json value = Json::parse(sample["value"].get<std::string>());
      EXPECT_EQ(value.size(), 4U);
      for (const char* plain : {"begin", "end", "1", "2", "3", "4", "both"})
        if (value["signedMeterData"] == base64(plain)) text += std::string(":") + plain;
      text += ":" + value["publicKey"].get<std::string>();
    }
    found.push_back(text);
  }
  return found;
}

/// Contexts and samples of a list of sets.
using Told = std::vector<std::pair<std::string, std::vector<std::string>>>;
inline Told told(const Json& sets) {
  Told found;
  for (const Json& set : sets)
    found.emplace_back(set["sampledValue"][0]["context"], samples_of(set));
  return found;
}
inline Told stop_data(const TestStation& station) {
  const std::vector<Json> stops = station.sent("StopTransaction");
  return stops.empty() ? Told() : told(stops.back().value("transactionData", Json::array()));
}
/// Of the MeterValues of transactions.
inline Told meter_values(const TestStation& station) {
  Told found;
  for (const Json& request : station.sent("MeterValues")) {
    for (const auto& set : told(request["meterValue"]))
      found.push_back(set);
  }
  return found;
}

constexpr const char* kRegister = "Energy.Active.Import.Register";
constexpr const char* kPower = "Power.Active.Import";
/// How `samples_of` shows a signed register.
inline std::string signed_register(const std::string& data, const std::string& key = "") {
  return std::string(kRegister) + ":" + data + ":" + key;
}
inline const Told kBeginAndEnd = {{"Transaction.Begin", {signed_register("begin")}},
                                  {"Transaction.End", {signed_register("end")}}};

/// Signs all that can be signed, and gives its public key at these times.
struct WithKey : SigningStation {
  explicit WithKey(const char* when, const char* started = "true", const char* updated = "true")
      : SigningStation{{"PublicKeyWithSignedMeterValue", when},
                       {"SampledDataSignReadings", "true"},
                       {"SampledDataSignStartedReadings", started},
                       {"SampledDataSignUpdatedReadings", updated},
                       {"StartTxnSampledData", kRegister},
                       {"MeterValuesSampledData", kRegister},
                       {"MeterValueSampleInterval", "60"}} {}
};

}  // namespace plugpoint::test
