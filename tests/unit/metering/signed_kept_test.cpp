// Signed meter values over outages and power cuts, and what does not fit (behaviour M09).
#include <gtest/gtest.h>

#include <algorithm>

#include "signing_station.h"

namespace plugpoint::test {
namespace {

/// How many warnings have this part.
std::ptrdiff_t warned(const TestStation& station, const std::string& part) {
  return std::count_if(
      station.log.warnings.begin(), station.log.warnings.end(),
      [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

// What is kept --------------------------------------------------------------------------------

TEST(SignedMeterValues, M09_offline_everything_is_kept) {
  WithKey station("OncePerTransaction");
  station.boot();
  station.network = false;
  station.run(1000);
  station.charge();
  station.run(70 * kSecond);
  station.tap("TAG1");
  station.run(1000);
  station.network = true;
  station.run(120 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}},
                                         {"Sample.Periodic", {signed_register("1")}}}));
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
  const Json id = station.sent("StopTransaction")[0]["transactionId"];
  for (const Json& request : station.sent("MeterValues"))
    EXPECT_EQ(request["transactionId"], id);
}

TEST(SignedMeterValues, M09_what_was_signed_offline_survives_a_power_cut) {
  WithKey station("OncePerTransaction");
  station.boot();
  station.network = false;
  station.run(1000);
  station.charge();
  station.run(70 * kSecond);
  station.tap("TAG1");
  station.power_cut();
  station.network = true;
  // The meter's present word must not take the place of what was kept.
  station.begin = station.end = "other";
  station.boot();
  station.run(120 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}},
                                         {"Sample.Periodic", {signed_register("1")}}}));
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
}

TEST(SignedMeterValues, M09_a_power_cut_within_the_transaction_keeps_the_begin) {
  SigningStation station{{"SampledDataSignReadings", "true"}};
  station.boot();
  station.charge();
  station.run(1000);
  station.power_cut();
  station.boot();
  EXPECT_EQ(station.sent("StopTransaction").at(0)["reason"], "PowerLoss");
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin")}}}));
}

// Before UTC is known: the time of a record is found by a look through the journal, in whose memory
// the record lies.
TEST(SignedMeterValues, M09_of_a_start_without_time) {
  WithKey station("EveryMeterValue");
  station.network = false;
  station.start();
  station.run(1000);
  station.charge();
  station.run(1000);
  station.power_cut();
  station.network = true;
  station.boot();
  station.run(60 * kSecond);
  EXPECT_EQ(meter_values(station),
            (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}}}));
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}}}));
}

// What does not fit ---------------------------------------------------------------------------

// The memory is what docs/integration.md says.
TEST(SignedMeterValues, M09_the_largest_data_passes) {
  SigningStation station{{"SampledDataSignReadings", "true"},
                         {"PublicKeyWithSignedMeterValue", "EveryMeterValue"},
                         {"StopTxnSampledData", "Power.Active.Import,Voltage"}};
  for (const Phase phase : {Phase::l1, Phase::l2, Phase::l3})
    station.hardware.set_meter(1, Measurand::voltage, Decimal::of(230), phase);
  const std::string key(264, 'k');
  station.own[0].value = {key.data(), key.size()};
  station.hardware.signing.method = std::string(SignedReading::kMaxMethod, 'm');
  station.hardware.signing.encoding = std::string(SignedReading::kMaxMethod, 'e');
  station.settings.record_bytes = 2100;
  station.settings.send_bytes = 3400;
  station.begin.assign(SignedReading::kMaxData, '\xFF');
  station.session();
  const Json set = station.sent("StopTransaction").at(0)["transactionData"][0];
  const Json value = Json::parse(set["sampledValue"][0]["value"].get<std::string>());
  EXPECT_EQ(value["signedMeterData"], std::string(2500, '/'));
}

TEST(SignedMeterValues, M09_larger_data_goes_unsigned) {
  SigningStation station{{"SampledDataSignReadings", "true"}, {"StopTxnSampledData", kRegister}};
  station.settings.record_bytes = 4096;
  station.settings.send_bytes = 8192;
  station.begin.assign(SignedReading::kMaxData + 1, 'x');
  station.session();
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {kRegister}},
                                      {"Transaction.End", {signed_register("end")}}}));
  EXPECT_EQ(warned(station, "too long"), 1);
}

TEST(SignedMeterValues, M09_what_does_not_fit_the_record_goes_unsigned) {
  SigningStation station{{"SampledDataSignReadings", "true"},
                         {"SampledDataSignStartedReadings", "true"},
                         {"StartTxnSampledData", kRegister},
                         {"PublicKeyWithSignedMeterValue", "OncePerTransaction"},
                         {"MeterValueSampleInterval", "0"}};
  station.begin.assign(700, 'x');
  station.session();
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {kRegister}}}));
  // The first that is signed after all takes the key.
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {kRegister}},
                                      {"Transaction.End", {signed_register("end", "KEY1")}}}));
  EXPECT_EQ(warned(station, "record_bytes"), 2);  // MeterValues and StopTransaction.
}

TEST(SignedMeterValues, M09_what_does_not_fit_the_send_memory_goes_unsigned) {
  SigningStation station{{"SampledDataSignReadings", "true"}};
  station.settings.record_bytes = 2200;
  station.settings.receive_bytes = 896;  // Both share their memory.
  station.settings.send_bytes = 1024;
  station.begin.assign(1500, 'x');
  station.session();
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {kRegister}},
                                      {"Transaction.End", {signed_register("end")}}}));
  EXPECT_EQ(warned(station, "send_bytes"), 1);
}

TEST(SignedMeterValues, M09_quotes_and_backslashes_pass_both_layers) {
  const std::string odd = "a\"b\\c\n\xC3\xA9";
  SigningStation station{{"SampledDataSignReadings", "true"},
                         {"PublicKeyWithSignedMeterValue", "EveryMeterValue"}};
  station.own[0].value = "K\"\\";
  station.begin = odd;
  station.hardware.signing.method = odd;
  station.hardware.signing.encoding = "\\\"";
  station.session();
  const Json set = station.sent("StopTransaction").at(0)["transactionData"][0];
  EXPECT_EQ(Json::parse(set["sampledValue"][0]["value"].get<std::string>()),
            (Json{{"signedMeterData", base64(odd)},
                  {"signingMethod", odd},
                  {"encodingMethod", "\\\""},
                  {"publicKey", "K\"\\"}}));
}

TEST(SignedMeterValues, M09_an_end_that_the_meter_does_not_sign_is_told_raw) {
  SigningStation station{{"SampledDataSignReadings", "true"}};
  station.end.clear();
  station.session();
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin")}},
                                      {"Transaction.End", {kRegister}}}));
  EXPECT_EQ(warned(station, "did not sign the end"), 1);
}

}  // namespace
}  // namespace plugpoint::test
