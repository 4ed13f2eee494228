// Signed meter values (behaviour M09): "Signed Meter Values in OCPP" 1.0, section 3.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "signing_station.h"

namespace plugpoint::test {
namespace {

const Told kBeginAndEnd = {{"Transaction.Begin", {signed_register("begin")}},
                           {"Transaction.End", {signed_register("end")}}};

/// Name -> readonly and value of what GetConfiguration shows of signing.
std::map<std::string, std::string> signing_keys(TestStation& station) {
  std::map<std::string, std::string> found;
  const Json answer = station.confirm("GetConfiguration", Json::object());
  for (const Json& key : answer["configurationKey"]) {
    const std::string name = key["key"];
    if (name.find("Sign") != name.npos || name.find("PublicKey") != name.npos ||
        name == "StartTxnSampledData")
      found[name] = (key["readonly"] == true ? "RO " : "RW ") + key.value("value", "");
  }
  return found;
}

/// How many warnings have this part.
std::ptrdiff_t warned(const TestStation& station, const std::string& part) {
  return std::count_if(
      station.log.warnings.begin(), station.log.warnings.end(),
      [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

TEST(SignedMeterValues, M09_keys_come_with_a_meter_that_signs) {
  SigningStation station;
  station.boot();
  const std::map<std::string, std::string> expected = {
      {"AlignedDataSignReadings", "RW false"},
      {"AlignedDataSignUpdatedReadings", "RW false"},
      {"MeterPublicKey1", "RO KEY1"},
      {"PublicKeyWithSignedMeterValue", "RW Never"},
      {"SampledDataSignReadings", "RW false"},
      {"SampledDataSignStartedReadings", "RW false"},
      {"SampledDataSignUpdatedReadings", "RW false"},
      {"StartTxnSampledData", "RW "}};
  EXPECT_EQ(signing_keys(station), expected);
}

TEST(SignedMeterValues, M09_keys_are_absent_when_the_meter_does_not_sign) {
  // The owner's value brings the key into being no more than the central system's.
  SigningStation station{{"SampledDataSignReadings", "true"}};
  station.hardware.signing.data = nullptr;
  station.settings.keys = {};
  station.session();
  const std::map<std::string, std::string> expected = {{"StartTxnSampledData", "RW "}};
  EXPECT_EQ(signing_keys(station), expected);
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "SampledDataSignReadings"}, {"value", "true"}})["status"],
            "NotSupported");
  EXPECT_EQ(stop_data(station), Told());
}

TEST(SignedMeterValues, M09_public_key_takes_one_of_its_three_values) {
  SigningStation station;
  station.boot();
  const auto change = [&](const std::string& value) {
    return station.confirm("ChangeConfiguration",
                           {{"key", "PublicKeyWithSignedMeterValue"}, {"value", value}})["status"];
  };
  EXPECT_EQ(change("OncePerTransaction"), "Accepted");
  EXPECT_EQ(change("EveryMeterValue"), "Accepted");
  EXPECT_EQ(change("Never"), "Accepted");
  EXPECT_EQ(change("Always"), "Rejected");
  EXPECT_EQ(change("Never,EveryMeterValue"), "Rejected");
  EXPECT_EQ(change(""), "Rejected");
}

TEST(SignedMeterValues, M09_nothing_is_signed_before_it_is_wanted) {
  SigningStation station{
      {"StopTxnSampledData", kRegister},          {"StartTxnSampledData", kRegister},
      {"SampledDataSignStartedReadings", "true"}, {"SampledDataSignUpdatedReadings", "true"},
      {"AlignedDataSignUpdatedReadings", "true"}, {"ClockAlignedDataInterval", "60"},
      {"MeterValueSampleInterval", "60"}};
  station.session(130 * kSecond);
  EXPECT_TRUE(station.hardware.signing.asked.empty());
  for (const auto& [context, samples] : meter_values(station))
    EXPECT_EQ(samples[0], kRegister) << context;
}

// §2.1: "would require only setting SampledDataSignReadings to true".
TEST(SignedMeterValues, M09_begin_and_end_need_nothing_but_their_key) {
  for (const char* key : {"SampledDataSignReadings", "AlignedDataSignReadings"}) {
    SigningStation station{{key, "true"}, {"MeterValueSampleInterval", "60"}};
    station.session(70 * kSecond);
    EXPECT_EQ(stop_data(station), kBeginAndEnd) << key;
    // Only the transaction's ends: the other keys are false.
    EXPECT_EQ(meter_values(station), (Told{{"Sample.Periodic", {kRegister, kPower}}}));
    EXPECT_EQ(station.hardware.signing.asked,
              (std::vector<SigningMoment>{SigningMoment::begin, SigningMoment::end}));
  }
}

TEST(SignedMeterValues, M09_other_measurands_stay_raw) {
  SigningStation station{
      {"SampledDataSignReadings", "true"},
      {"StopTxnSampledData", "Power.Active.Import,Energy.Active.Import.Register"},
      {"MeterValueSampleInterval", "60"}};
  station.session(70 * kSecond);
  // Between begin and end the register in transactionData is not signed (§5.1).
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin"), kPower}},
                                      {"Sample.Periodic", {kPower, kRegister}},
                                      {"Transaction.End", {signed_register("end"), kPower}}}));
}

TEST(SignedMeterValues, M09_form_of_a_signed_value) {
  SigningStation station{{"SampledDataSignReadings", "true"},
                         {"PublicKeyWithSignedMeterValue", "EveryMeterValue"}};
  station.session();
  const Json set = station.sent("StopTransaction").at(0)["transactionData"][0];
  const Json sample = set["sampledValue"][0];
  EXPECT_EQ(sample["format"], "SignedData");
  EXPECT_EQ(sample["context"], "Transaction.Begin");
  EXPECT_EQ(sample["measurand"], kRegister);
  EXPECT_EQ(sample["unit"], "Wh");
  EXPECT_EQ(sample["location"], "Outlet");
  EXPECT_EQ(Json::parse(sample["value"].get<std::string>()),
            (Json{{"signedMeterData", "YmVnaW4="},
                  {"signingMethod", "ECDSA-secp256r1-SHA256"},
                  {"encodingMethod", "OCMF"},
                  {"publicKey", "KEY1"}}));
}

// §3.1.4: begin and end in one container go with Transaction.End.
TEST(SignedMeterValues, M09_one_container_for_begin_and_end) {
  SigningStation station{{"SampledDataSignReadings", "true"}};
  station.begin.clear();
  station.end = "both";
  station.session();
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.End", {signed_register("both")}}}));
}

TEST(SignedMeterValues, M09_one_container_beside_an_unsigned_begin) {
  SigningStation station{{"SampledDataSignReadings", "true"}, {"StopTxnSampledData", kRegister}};
  station.begin.clear();
  station.end = "both";
  station.session();
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {kRegister}},
                                      {"Transaction.End", {signed_register("both")}}}));
}

TEST(SignedMeterValues, M09_start_values_follow_the_start_with_any_meter) {
  SigningStation station{
      {"StartTxnSampledData", "Energy.Active.Import.Register,Power.Active.Import"},
      {"MeterValueSampleInterval", "0"}};
  station.hardware.signing.data = nullptr;
  station.session();
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {kRegister, kPower}}}));
  const std::vector<std::string> actions = station.actions();
  const auto start = std::find(actions.begin(), actions.end(), "StartTransaction");
  ASSERT_NE(start, actions.end());
  const auto next = std::find_if(start + 1, actions.end(), [](const std::string& action) {
    return action.find("Transaction") != action.npos || action == "MeterValues";
  });
  EXPECT_EQ(*next, "MeterValues");
  EXPECT_EQ(station.sent("MeterValues")[0]["transactionId"],
            station.sent("StopTransaction")[0]["transactionId"]);
  EXPECT_EQ(station.sent("MeterValues")[0]["meterValue"][0]["timestamp"],
            station.sent("StartTransaction")[0]["timestamp"]);
}

TEST(SignedMeterValues, M09_no_start_values_where_the_list_is_empty) {
  SigningStation station{{"MeterValueSampleInterval", "0"},
                         {"SampledDataSignReadings", "true"},
                         {"SampledDataSignStartedReadings", "true"}};
  station.session();
  EXPECT_TRUE(station.sent("MeterValues").empty());
}

TEST(SignedMeterValues, M09_start_values_are_signed_once_for_both_messages) {
  SigningStation station{
      {"StartTxnSampledData", "Power.Active.Import,Energy.Active.Import.Register"},
      {"SampledDataSignReadings", "true"},
      {"SampledDataSignStartedReadings", "true"},
      {"MeterValueSampleInterval", "0"}};
  station.session();
  EXPECT_EQ(meter_values(station),
            (Told{{"Transaction.Begin", {kPower, signed_register("begin")}}}));
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
  EXPECT_EQ(station.hardware.signing.asked,
            (std::vector<SigningMoment>{SigningMoment::begin, SigningMoment::end}));
}

TEST(SignedMeterValues, M09_started_key_alone_signs_no_others) {
  SigningStation station{{"StartTxnSampledData", kPower},
                         {"SampledDataSignReadings", "true"},
                         {"SampledDataSignStartedReadings", "true"},
                         {"MeterValueSampleInterval", "60"}};
  station.session(70 * kSecond);
  EXPECT_EQ(meter_values(station),
            (Told{{"Transaction.Begin", {kPower}}, {"Sample.Periodic", {kRegister, kPower}}}));
}

TEST(SignedMeterValues, M09_updated_readings) {
  SigningStation station{{"SampledDataSignReadings", "true"},
                         {"SampledDataSignUpdatedReadings", "true"},
                         {"MeterValueSampleInterval", "60"},
                         {"ClockAlignedDataInterval", "90"}};
  station.session(100 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Sample.Periodic", {signed_register("1"), kPower}},
                                         {"Sample.Clock", {kRegister}}}));
}

TEST(SignedMeterValues, M09_aligned_readings) {
  SigningStation station{{"AlignedDataSignReadings", "true"},
                         {"AlignedDataSignUpdatedReadings", "true"},
                         {"MeterValueSampleInterval", "60"},
                         {"ClockAlignedDataInterval", "90"}};
  station.session(100 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Sample.Periodic", {kRegister, kPower}},
                                         {"Sample.Clock", {signed_register("1")}}}));
}

TEST(SignedMeterValues, M09_a_triggered_set_is_signed_as_a_sampled_one) {
  SigningStation station{{"SampledDataSignReadings", "true"},
                         {"SampledDataSignUpdatedReadings", "true"},
                         {"PublicKeyWithSignedMeterValue", "OncePerTransaction"}};
  station.boot();
  station.confirm("TriggerMessage", {{"requestedMessage", "MeterValues"}, {"connectorId", 1}});
  station.run(1000);
  // Outside transactions there is no first value to carry the key.
  EXPECT_EQ(meter_values(station), (Told{{"Trigger", {signed_register("1"), kPower}}}));
}

TEST(SignedMeterValues, M09_a_change_counts_at_once) {
  SigningStation station{{"MeterValueSampleInterval", "0"}};
  station.boot();
  station.charge();
  station.run(1000);
  station.confirm("ChangeConfiguration", {{"key", "SampledDataSignReadings"}, {"value", "true"}});
  station.tap("TAG1");
  station.run(1000);
  // The begin has passed unsigned.
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.End", {signed_register("end")}}}));
}

// The public key ------------------------------------------------------------------------------

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

TEST(SignedMeterValues, M09_public_key_never) {
  WithKey station("Never");
  station.session(70 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {signed_register("begin")}},
                                         {"Sample.Periodic", {signed_register("1")}}}));
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
}

TEST(SignedMeterValues, M09_public_key_with_every_value) {
  WithKey station("EveryMeterValue");
  station.session(70 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}},
                                         {"Sample.Periodic", {signed_register("1", "KEY1")}}}));
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}},
                                      {"Transaction.End", {signed_register("end", "KEY1")}}}));
}

TEST(SignedMeterValues, M09_public_key_once_with_the_start) {
  WithKey station("OncePerTransaction");
  station.session(70 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}},
                                         {"Sample.Periodic", {signed_register("1")}}}));
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
  // And again in the next transaction.
  station.unplug();
  station.run(1000);
  station.clear();
  station.charge();
  station.run(1000);
  EXPECT_EQ(meter_values(station),
            (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}}}));
}

TEST(SignedMeterValues, M09_public_key_once_with_the_first_update) {
  WithKey station("OncePerTransaction", "false");
  station.session(130 * kSecond);
  EXPECT_EQ(meter_values(station), (Told{{"Transaction.Begin", {kRegister}},
                                         {"Sample.Periodic", {signed_register("1", "KEY1")}},
                                         {"Sample.Periodic", {signed_register("2")}}}));
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
}

TEST(SignedMeterValues, M09_public_key_once_with_the_stop) {
  WithKey station("OncePerTransaction", "false", "false");
  station.session(70 * kSecond);
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}},
                                      {"Transaction.End", {signed_register("end")}}}));
}

TEST(SignedMeterValues, M09_public_key_once_survives_a_power_cut) {
  WithKey told_before("OncePerTransaction");
  told_before.boot();
  told_before.charge();
  // Long enough for records that were delivered to be removed, and the newest to be an unsigned
  // note of the register.
  told_before.run(1000 * kSecond);
  told_before.power_cut();
  told_before.clear();
  told_before.boot();
  EXPECT_EQ(stop_data(told_before), (Told{{"Transaction.Begin", {signed_register("begin")}}}));

  WithKey not_told("OncePerTransaction", "false", "false");
  not_told.boot();
  not_told.charge();
  not_told.run(70 * kSecond);
  not_told.power_cut();
  not_told.boot();
  EXPECT_EQ(stop_data(not_told), (Told{{"Transaction.Begin", {signed_register("begin", "KEY1")}}}));
}

TEST(SignedMeterValues, M09_each_connector_has_its_own_key) {
  SigningStation station{{"PublicKeyWithSignedMeterValue", "EveryMeterValue"},
                         {"SampledDataSignReadings", "true"}};
  station.settings.evses = 2;
  station.hardware.set_register(2, 5);
  station.own = {{"MeterPublicKey1", "KEY1", true}, {"MeterPublicKey2", "KEY2", true}};
  station.settings.keys = {station.own.data(), station.own.size()};
  station.boot();
  station.plug(2);
  station.tap("TAG2", 2);
  station.run(1000);
  station.tap("TAG2", 2);
  station.run(1000);
  EXPECT_EQ(stop_data(station), (Told{{"Transaction.Begin", {signed_register("begin", "KEY2")}},
                                      {"Transaction.End", {signed_register("end", "KEY2")}}}));
}

TEST(SignedMeterValues, M09_empty_where_the_owner_gave_no_key) {
  SigningStation station{{"PublicKeyWithSignedMeterValue", "EveryMeterValue"},
                         {"SampledDataSignReadings", "true"}};
  station.settings.keys = {};
  station.session();
  EXPECT_EQ(stop_data(station), kBeginAndEnd);
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
