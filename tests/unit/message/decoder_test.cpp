// What the decoder makes of payloads. Whether it accepts exactly what the schemas accept is the
// matter of tests/codec_proof; here are its values, errors, memory and streams.
#include "plugpoint/message/v16.h"
#include "plugpoint/message/v2.h"
#include "unit/message/codec_support.h"

namespace plugpoint::message {
namespace {

const std::string kProfile =
    R"({"connectorId":1,"csChargingProfiles":{"chargingProfileId":7,"stackLevel":0,)"
    R"("chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute",)"
    R"("validFrom":"2025-01-01T00:00:00.000Z","chargingSchedule":{"chargingRateUnit":"A",)"
    R"("chargingSchedulePeriod":[{"startPeriod":0,"limit":32.0,"numberPhases":3},)"
    R"({"startPeriod":60,"limit":6.5},{"startPeriod":120,"limit":1e1}]}}})";

TEST(Decoder, fills_the_struct_of_1_6) {
  Message message(Version::ocpp16, Action::SetChargingProfile, Kind::request);
  const auto& request = message.decode(kProfile).payload<v16::SetChargingProfileReq>();
  EXPECT_EQ(request.connectorId, 1);
  const v16::ChargingProfile& profile = request.csChargingProfiles;
  EXPECT_EQ(profile.chargingProfileId, 7);
  EXPECT_FALSE(profile.transactionId.is_set);
  EXPECT_EQ(profile.chargingProfilePurpose, v16::ChargingProfilePurposeType::TxDefaultProfile);
  EXPECT_EQ(profile.recurrencyKind, v16::RecurrencyKindType::unset);
  EXPECT_EQ(profile.validFrom.ms, 1735689600000);
  EXPECT_FALSE(profile.validTo.is_set());
  const v16::ChargingSchedule& schedule = profile.chargingSchedule;
  EXPECT_FALSE(schedule.minChargingRate.is_set());
  ASSERT_EQ(schedule.chargingSchedulePeriod.size(), 3U);
  EXPECT_EQ(schedule.chargingSchedulePeriod[0].limit.to_milli(), 32000);
  EXPECT_EQ(schedule.chargingSchedulePeriod[0].numberPhases.value_or(0), 3);
  EXPECT_EQ(schedule.chargingSchedulePeriod[1].startPeriod, 60);
  EXPECT_EQ(schedule.chargingSchedulePeriod[1].limit.to_milli(), 6500);
  EXPECT_FALSE(schedule.chargingSchedulePeriod[1].numberPhases.is_set);
  EXPECT_EQ(schedule.chargingSchedulePeriod[2].limit.to_milli(), 10000);
}

TEST(Decoder, fills_the_struct_of_2_x) {
  Message message(Version::ocpp201, Action::TransactionEvent, Kind::request);
  const auto& request =
      message
          .decode(R"({"eventType":"Updated","timestamp":"2025-06-01T12:00:00Z",)"
                  R"("triggerReason":"MeterValuePeriodic","seqNo":42,"offline":true,)"
                  R"("transactionInfo":{"transactionId":"abc"},"evse":{"id":2},)"
                  R"("meterValue":[{"timestamp":"2025-06-01T12:00:00Z","sampledValue":)"
                  R"([{"value":1.25,"measurand":"Energy.Active.Import.Register",)"
                  R"("unitOfMeasure":{"unit":"kWh"}}]}]})")
          .payload<v2::TransactionEventRequest>();
  EXPECT_EQ(request.eventType, v2::TransactionEventEnumType::Updated);
  EXPECT_EQ(request.seqNo, 42);
  EXPECT_TRUE(request.offline.value_or(false));
  EXPECT_EQ(string_of(request.transactionInfo.transactionId), "abc");
  ASSERT_NE(request.evse, nullptr);
  EXPECT_EQ(request.evse->id, 2);
  EXPECT_EQ(request.idToken, nullptr);
  ASSERT_EQ(request.meterValue.size(), 1U);
  const v2::SampledValueType& sample = request.meterValue[0].sampledValue[0];
  EXPECT_EQ(sample.value.to_milli(), 1250);
  EXPECT_EQ(sample.measurand, v2::MeasurandEnumType::Energy_Active_Import_Register);
  EXPECT_TRUE(sample.phase == v2::PhaseEnumType::unset);
  EXPECT_EQ(string_of(sample.unitOfMeasure->unit), "kWh");
}

TEST(Decoder, the_pieces_do_not_matter) {
  Message whole(Version::ocpp16, Action::SetChargingProfile, Kind::request);
  const std::string expected = whole.encode(whole.decode(kProfile).decoder.payload());
  for (std::size_t step : {1U, 2U, 3U, 7U, 64U}) {
    Message cut(Version::ocpp16, Action::SetChargingProfile, Kind::request);
    EXPECT_EQ(cut.encode(cut.decode(kProfile, step).decoder.payload()), expected) << step;
  }
}

TEST(Decoder, an_absent_array_differs_from_an_empty_one) {
  Message message(Version::ocpp16, Action::GetConfiguration, Kind::request);
  EXPECT_TRUE(message.decode("{}").payload<v16::GetConfigurationReq>().key.absent());
  const auto& empty = message.decode(R"({"key":[]})").payload<v16::GetConfigurationReq>();
  EXPECT_FALSE(empty.key.absent());
  EXPECT_EQ(empty.key.size(), 0U);
}

TEST(Decoder, an_absent_text_differs_from_an_empty_one) {
  Message message(Version::ocpp16, Action::DataTransfer, Kind::request);
  const auto& request =
      message.decode(R"({"vendorId":"V","data":""})").payload<v16::DataTransferReq>();
  EXPECT_FALSE(request.data.absent());
  EXPECT_TRUE(request.data.empty());
  EXPECT_TRUE(request.messageId.absent());
}

TEST(Decoder, any_json_is_kept_as_compact_text) {
  Message message(Version::ocpp201, Action::DataTransfer, Kind::request);
  const auto data = [&](const std::string& text, std::size_t step) {
    const std::string payload = R"({"vendorId":"V","data": )" + text + " }";
    return string_of(message.decode(payload, step).payload<v2::DataTransferRequest>().data);
  };
  for (std::size_t step : {SIZE_MAX, std::size_t{1}}) {
    EXPECT_EQ(data(R"( { "a" : [ 1 , -2.50e3 , null ] , "b" : { } } )", step),
              R"({"a":[1,-2.50e3,null],"b":{}})");
    EXPECT_EQ(data(R"("q\"\\\u0001\u00e9")", step), "\"q\\\"\\\\\\u0001\xC3\xA9\"");
    EXPECT_EQ(data("null", step), "null");
    EXPECT_EQ(data("[[], [true, false]]", step), "[[],[true,false]]");
    EXPECT_EQ(data("17", step), "17");
  }
}

TEST(Decoder, custom_data_is_checked_but_not_kept) {
  Message message(Version::ocpp201, Action::Heartbeat, Kind::request);
  EXPECT_TRUE(message.decode(R"({"customData":{"vendorId":"V","x":[{"y":null}]}})").accepted());
  EXPECT_EQ(message.decode(R"({"customData":{"x":1}})").error().violation, Violation::occurrence);
  EXPECT_STREQ(message.error().path, "customData.vendorId");
  const std::string longest(255, 'v');
  EXPECT_TRUE(message.decode(R"({"customData":{"vendorId":")" + longest + R"("}})").accepted());
  EXPECT_EQ(
      message.decode(R"({"customData":{"vendorId":")" + longest + R"(v"}})").error().violation,
      Violation::property);
  Message old(Version::ocpp16, Action::Heartbeat, Kind::request);
  EXPECT_EQ(old.decode(R"({"customData":{"vendorId":"V"}})").error().violation, Violation::format);
}

TEST(Decoder, R02_a_null_payload_is_an_empty_object) {
  Message heartbeat(Version::ocpp16, Action::Heartbeat, Kind::request);
  EXPECT_TRUE(heartbeat.decode("null").accepted());
  Message authorize(Version::ocpp16, Action::Authorize, Kind::request);
  EXPECT_EQ(authorize.decode("null").error().violation, Violation::occurrence);
  EXPECT_EQ(authorize.decode(R"({"idTag":null})").error().violation, Violation::type);
}

TEST(Decoder, R07_an_unknown_member_at_any_depth_is_refused_with_its_path) {
  Message message(Version::ocpp16, Action::SetChargingProfile, Kind::request);
  std::string text = kProfile;
  text.replace(text.find("\"limit\":6.5"), 0, "\"extra\":[{\"limit\":1}],");
  EXPECT_EQ(message.decode(text).error().violation, Violation::format);
  EXPECT_STREQ(message.error().path,
               "csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].extra");
  message.tolerant = true;
  EXPECT_EQ(message.decode(text)
                .payload<v16::SetChargingProfileReq>()
                .csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1]
                .limit.to_milli(),
            6500);
}

TEST(Decoder, R08_each_kind_of_violation_has_its_path) {
  struct {
    const char* from;
    const char* to;
    Violation violation;
    const char* path;
  } const cases[] = {
      {"\"connectorId\":1,", "", Violation::occurrence, "connectorId"},
      {"\"connectorId\":1", "\"connectorId\":\"1\"", Violation::type, "connectorId"},
      {"\"connectorId\":1", "\"connectorId\":1,\"connectorId\":1", Violation::occurrence,
       "connectorId"},
      {"\"stackLevel\":0,", "", Violation::occurrence, "csChargingProfiles.stackLevel"},
      {"Absolute", "absolute", Violation::property, "csChargingProfiles.chargingProfileKind"},
      {"2025-01-01", "2025-02-30", Violation::property, "csChargingProfiles.validFrom"},
      {"6.5", "6.55", Violation::property,
       "csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].limit"},
      {"\"limit\":6.5", "\"numberPhases\":1", Violation::occurrence,
       "csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].limit"},
      {"{\"startPeriod\":60,\"limit\":6.5}", "5", Violation::type,
       "csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1]"},
  };
  for (const auto& one : cases) {
    Message message(Version::ocpp16, Action::SetChargingProfile, Kind::request);
    std::string text = kProfile;
    text.replace(text.find(one.from), std::strlen(one.from), one.to);
    message.decode(text);
    EXPECT_FALSE(message.accepted());
    EXPECT_TRUE(message.decoder.done());
    EXPECT_EQ(message.error().violation, one.violation) << text;
    EXPECT_STREQ(message.error().path, one.path);
  }
}

TEST(Decoder, a_long_path_is_cut) {
  Message message(Version::ocpp201, Action::Heartbeat, Kind::request);
  message.decode("{\"" + std::string(500, 'k') + "\":1}");
  EXPECT_EQ(std::string(message.error().path).size(), 64U);
}

TEST(Decoder, R09_lengths_count_characters) {
  Message message(Version::ocpp16, Action::Authorize, Kind::request);
  std::string tag;
  for (int i = 0; i < 20; ++i)
    tag += "\xF0\x9F\x98\x80";  // 4 bytes each
  EXPECT_EQ(
      message.decode(R"({"idTag":")" + tag + R"("})").payload<v16::AuthorizeReq>().idTag.size(),
      80U);
  EXPECT_EQ(message.decode(R"({"idTag":")" + tag + R"(x"})").error().violation,
            Violation::property);
  EXPECT_EQ(message.decode("{\"idTag\":\"\xC3\x28\"}").error().violation, Violation::format);
}

TEST(Decoder, R11_an_integer_may_be_spelled_as_any_number_of_that_value) {
  Message message(Version::ocpp16, Action::UnlockConnector, Kind::request);
  const auto connector = [&](const std::string& number) {
    return message.decode(R"({"connectorId":)" + number + "}")
        .payload<v16::UnlockConnectorReq>()
        .connectorId;
  };
  EXPECT_EQ(connector("5.0"), 5);
  EXPECT_EQ(connector("1e1"), 10);
  EXPECT_EQ(connector("-50e-1"), -5);
  EXPECT_EQ(connector("-2147483648"), INT32_MIN);
  EXPECT_EQ(connector("2147483647"), INT32_MAX);
  for (const char* number :
       {"2147483648", "-2147483649", "1e10", "1e40000", "99999999999999999999"})
    EXPECT_EQ(message.decode(R"({"connectorId":)" + std::string(number) + "}").error().violation,
              Violation::property);
  EXPECT_EQ(message.decode(R"({"connectorId":5.5})").error().violation, Violation::type);
}

TEST(Decoder, R11_a_transaction_id_of_1_6_has_64_bits) {
  Message message(Version::ocpp16, Action::RemoteStopTransaction, Kind::request);
  const auto id = [&](const std::string& number) {
    return message.decode(R"({"transactionId":)" + number + "}")
        .payload<v16::RemoteStopTransactionReq>()
        .transactionId;
  };
  EXPECT_EQ(id("9007199254740993"), 9007199254740993);
  EXPECT_EQ(id("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(id("-1"), -1);
  EXPECT_EQ(message.decode(R"({"transactionId":9223372036854775808})").error().violation,
            Violation::property);
}

TEST(Decoder, R11_a_limit_has_one_decimal_exactly) {
  Message message(Version::ocpp16, Action::SetChargingProfile, Kind::request);
  const auto with_limit = [&](const char* number) {
    std::string text = kProfile;
    return message.decode(text.replace(text.find("6.5"), 3, number)).error().violation;
  };
  // 0.3 is no multiple of 0.1 in binary floating point.
  for (const char* number : {"0.3", "16.10", "1e2", "3", "163e-1", "-0.7"})
    EXPECT_EQ(with_limit(number), Violation::none) << number;
  for (const char* number : {"0.25", "16.01", "1e-2"})
    EXPECT_EQ(with_limit(number), Violation::property) << number;
}

TEST(Decoder, R13_both_spellings_of_celsius) {
  Message message(Version::ocpp16, Action::MeterValues, Kind::request);
  for (const char* unit : {"Celcius", "Celsius"}) {
    message.decode(R"({"connectorId":0,"meterValue":[{"timestamp":"2025-06-01T12:00:00Z",)"
                   R"("sampledValue":[{"value":"20","measurand":"Temperature","unit":")" +
                   std::string(unit) + R"("}]}]})");
    EXPECT_TRUE(message.accepted()) << unit;
  }
}

TEST(Decoder, an_integer_of_2_0_1_may_be_a_number_in_2_1) {
  const std::string text =
      R"({"evseId":1,"chargingNeeds":{"requestedEnergyTransfer":"DC","dcChargingParameters":)"
      R"({"evMaxCurrent":62.5,"evMaxVoltage":400}}})";
  Message old(Version::ocpp201, Action::NotifyEVChargingNeeds, Kind::request);
  EXPECT_EQ(old.decode(text).error().violation, Violation::type);
  Message message(Version::ocpp21, Action::NotifyEVChargingNeeds, Kind::request);
  EXPECT_EQ(message.decode(text)
                .payload<v2::NotifyEVChargingNeedsRequest>()
                .chargingNeeds.dcChargingParameters->evMaxCurrent.to_milli(),
            62500);
}

TEST(Decoder, a_member_or_value_of_2_1_is_unknown_to_2_0_1) {
  const std::string member =
      R"({"idTokenInfo":{"status":"Accepted"},"allowedEnergyTransfer":["DC"]})";
  Message old_authorize(Version::ocpp201, Action::Authorize, Kind::response);
  EXPECT_EQ(old_authorize.decode(member).error().violation, Violation::format);
  EXPECT_STREQ(old_authorize.error().path, "allowedEnergyTransfer");
  Message authorize(Version::ocpp21, Action::Authorize, Kind::response);
  EXPECT_EQ(authorize.decode(member).payload<v2::AuthorizeResponse>().allowedEnergyTransfer.size(),
            1U);
  const std::string reset = R"({"type":"ImmediateAndResume"})";
  Message old(Version::ocpp201, Action::Reset, Kind::request);
  EXPECT_EQ(old.decode(reset).error().violation, Violation::property);
  Message message(Version::ocpp21, Action::Reset, Kind::request);
  EXPECT_EQ(message.decode(reset).payload<v2::ResetRequest>().type,
            v2::ResetEnumType::ImmediateAndResume);
}

TEST(Decoder, what_was_an_enumeration_in_2_0_1_is_a_text_in_2_1) {
  const std::string text = R"({"idToken":{"idToken":"A","type":"Other"}})";
  Message old(Version::ocpp201, Action::Authorize, Kind::request);
  EXPECT_EQ(old.decode(text).error().violation, Violation::property);
  EXPECT_STREQ(old.error().path, "idToken.type");
  Message message(Version::ocpp21, Action::Authorize, Kind::request);
  EXPECT_EQ(string_of(message.decode(text).payload<v2::AuthorizeRequest>().idToken.type), "Other");
}

// Memory --------------------------------------------------------------------------------------

TEST(Decoder, R12_too_little_memory_is_an_error_of_its_own) {
  Message enough(Version::ocpp16, Action::SetChargingProfile, Kind::request);
  enough.decode(kProfile);
  const std::size_t peak = enough.arena.peak();
  for (std::size_t memory = 0; memory < peak; memory += 8) {
    Message message(Version::ocpp16, Action::SetChargingProfile, Kind::request, memory);
    message.decode(kProfile, 5);
    EXPECT_EQ(message.error().violation, Violation::memory) << memory;
    EXPECT_TRUE(message.decoder.done());
  }
  Message exact(Version::ocpp16, Action::SetChargingProfile, Kind::request, peak);
  EXPECT_TRUE(exact.decode(kProfile).accepted());
}

TEST(Decoder, memory_needed_is_that_of_the_result) {
  std::string text = R"({"key":[)";
  for (int i = 0; i < 50; ++i)
    text += (i > 0 ? ",\"k" : "\"k") + std::to_string(10 + i) + "\"";
  text += "]}";
  Message message(Version::ocpp16, Action::GetConfiguration, Kind::request);
  const auto& request = message.decode(text).payload<v16::GetConfigurationReq>();
  ASSERT_EQ(request.key.size(), 50U);
  EXPECT_EQ(string_of(request.key[0]), "k10");
  EXPECT_EQ(string_of(request.key[49]), "k59");
  EXPECT_LE(message.arena.peak(), sizeof(v16::GetConfigurationReq) + 50 * (sizeof(Text) + 3) + 8);
}

// Streams -------------------------------------------------------------------------------------

struct Tags {
  std::vector<std::string> seen;
  std::size_t most = SIZE_MAX;

  static bool take(void* context, const void* element) {
    auto& tags = *static_cast<Tags*>(context);
    const auto& entry = *static_cast<const v16::AuthorizationData*>(element);
    if (tags.seen.size() == tags.most) return false;
    tags.seen.push_back(string_of(entry.idTag) + (entry.idTagInfo ? "+" : ""));
    return true;
  }
};

std::string local_list(int count) {
  std::string text = R"({"listVersion":1,"localAuthorizationList":[)";
  for (int i = 0; i < count; ++i) {
    text += std::string(i > 0 ? "," : "") + R"({"idTag":"TAG)" + std::to_string(i) +
            R"(","idTagInfo":{"status":"Accepted"}})";
  }
  return text + R"(],"updateType":"Full"})";
}

TEST(Decoder, a_list_of_1000_passes_through_a_few_hundred_bytes) {
  Tags tags;
  const ElementSink sink = {v16::SendLocalListReq::kLocalAuthorizationList, Tags::take, &tags};
  Message message(Version::ocpp16, Action::SendLocalList, Kind::request, 256);
  message.sink = &sink;
  const auto& request = message.decode(local_list(1000), 100).payload<v16::SendLocalListReq>();
  EXPECT_EQ(request.updateType, v16::UpdateType::Full);
  EXPECT_FALSE(request.localAuthorizationList.absent());
  EXPECT_EQ(request.localAuthorizationList.size(), 0U);
  ASSERT_EQ(tags.seen.size(), 1000U);
  EXPECT_EQ(tags.seen[999], "TAG999+");
}

TEST(Decoder, an_element_can_be_refused) {
  Tags tags;
  tags.most = 2;
  const ElementSink sink = {v16::SendLocalListReq::kLocalAuthorizationList, Tags::take, &tags};
  Message message(Version::ocpp16, Action::SendLocalList, Kind::request);
  message.sink = &sink;
  EXPECT_EQ(message.decode(local_list(5)).error().violation, Violation::refused);
  EXPECT_STREQ(message.error().path, "localAuthorizationList[2]");
}

TEST(Decoder, a_bad_element_is_not_handed_on) {
  Tags tags;
  const ElementSink sink = {v16::SendLocalListReq::kLocalAuthorizationList, Tags::take, &tags};
  Message message(Version::ocpp16, Action::SendLocalList, Kind::request);
  message.sink = &sink;
  message.decode(R"({"listVersion":1,"localAuthorizationList":[{"idTag":"A"},{"x":1}]})");
  EXPECT_STREQ(message.error().path, "localAuthorizationList[1].x");
  EXPECT_EQ(tags.seen.size(), 1U);
}

TEST(Decoder, a_nested_array_of_the_same_index_is_not_streamed) {
  // meterValue is the streamed array; its elements hold arrays of their own.
  static int taken = 0;
  taken = 0;
  const ElementSink sink = {v16::MeterValuesReq::kMeterValue,
                            [](void*, const void* element) {
                              const auto& value = *static_cast<const v16::MeterValue*>(element);
                              taken += static_cast<int>(value.sampledValue.size());
                              return true;
                            },
                            nullptr};
  Message message(Version::ocpp16, Action::MeterValues, Kind::request);
  message.sink = &sink;
  const std::string value =
      R"({"timestamp":"2025-06-01T12:00:00Z","sampledValue":[{"value":"1"},{"value":"2"}]})";
  message.decode(R"({"connectorId":1,"meterValue":[)" + value + "," + value + "]}");
  EXPECT_TRUE(message.accepted());
  EXPECT_EQ(taken, 4);
}

}  // namespace
}  // namespace plugpoint::message
