// Signed meter values (behaviour M09): "Signed Meter Values in OCPP" 1.0, section 3.
#include <gtest/gtest.h>

#include <map>

#include "signing_station.h"

namespace plugpoint::test {
namespace {

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

}  // namespace
}  // namespace plugpoint::test
