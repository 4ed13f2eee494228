// What the encoder writes and refuses.
#include "plugpoint/message/v16.h"
#include "plugpoint/message/v2.h"
#include "unit/message/codec_support.h"

namespace plugpoint::message {
namespace {

v16::StatusNotificationReq available() {
  v16::StatusNotificationReq request;
  request.connectorId = 1;
  request.errorCode = v16::ChargePointErrorCode::NoError;
  request.status = v16::ChargePointStatus::Available;
  return request;
}

TEST(Encoder, writes_what_is_there_and_nothing_else) {
  Message message(Version::ocpp16, Action::StatusNotification, Kind::request);
  v16::StatusNotificationReq request = available();
  EXPECT_EQ(message.encode(&request),
            R"({"connectorId":1,"errorCode":"NoError","status":"Available"})");
  request.info = "";
  request.timestamp = {1748779200123};
  EXPECT_EQ(message.encode(&request),
            R"({"connectorId":1,"errorCode":"NoError","info":"","status":"Available",)"
            R"("timestamp":"2025-06-01T12:00:00.123Z"})");
}

TEST(Encoder, an_empty_payload_is_an_empty_object) {
  Message message(Version::ocpp16, Action::Heartbeat, Kind::request);
  const v16::HeartbeatReq request;
  EXPECT_EQ(message.encode(&request), "{}");
}

TEST(Encoder, text_is_escaped_over_any_window) {
  Message message(Version::ocpp16, Action::DataTransfer, Kind::request);
  v16::DataTransferReq request;
  std::string data;
  for (int i = 0; i < 300; ++i)
    data += i % 3 == 0 ? "\"" : i % 3 == 1 ? "\x01" : "\xE2\x82\xAC";
  request.vendorId = "V";
  request.data = {data.data(), data.size()};
  const std::string expected = message.encode(&request, 8192);
  EXPECT_EQ(string_of(message.decode(expected).payload<v16::DataTransferReq>().data), data);
  for (std::size_t room : {64U, 65U, 70U, 71U, 100U, 127U})
    EXPECT_EQ(message.encode(&request, room), expected) << room;
}

TEST(Encoder, any_json_is_written_as_it_is) {
  Message message(Version::ocpp201, Action::DataTransfer, Kind::request);
  v2::DataTransferRequest request;
  request.vendorId = "V";
  request.data = R"({"a":[1,null]})";
  EXPECT_EQ(message.check(&request), Violation::none);
  EXPECT_EQ(message.encode(&request), R"({"data":{"a":[1,null]},"vendorId":"V"})");
  for (const char* bad : {"", "{", "nul", "1 2", "{\"a\":}", "\"\xFF\""}) {
    request.data = bad;
    EXPECT_EQ(message.check(&request), Violation::format) << bad;
  }
}

TEST(Encoder, a_member_that_the_version_does_not_have_is_left_out) {
  v2::ChargingSchedulePeriodType period;
  period.limit = Decimal::of(10);
  period.setpoint = Decimal::of(5);  // 2.1
  const v2::ChargingSchedulePeriodType periods[] = {period};
  v2::SetChargingProfileRequest request;
  v2::ChargingScheduleType schedule;
  schedule.chargingRateUnit = v2::ChargingRateUnitEnumType::A;
  schedule.chargingSchedulePeriod = periods;
  const v2::ChargingScheduleType schedules[] = {schedule};
  request.chargingProfile.chargingProfilePurpose =
      v2::ChargingProfilePurposeEnumType::TxDefaultProfile;
  request.chargingProfile.chargingProfileKind = v2::ChargingProfileKindEnumType::Absolute;
  request.chargingProfile.chargingSchedule = schedules;
  Message old(Version::ocpp201, Action::SetChargingProfile, Kind::request);
  Message message(Version::ocpp21, Action::SetChargingProfile, Kind::request);
  EXPECT_EQ(old.encode(&request).find("setpoint"), std::string::npos);
  EXPECT_NE(message.encode(&request).find("\"setpoint\":5"), std::string::npos);
}

// Check ---------------------------------------------------------------------------------------

TEST(Check, R10_what_is_too_long_is_refused) {
  Message message(Version::ocpp16, Action::StatusNotification, Kind::request);
  v16::StatusNotificationReq request = available();
  const std::string info(51, 'x');
  request.info = {info.data(), 50};
  EXPECT_EQ(message.check(&request), Violation::none);
  request.info = {info.data(), 51};
  EXPECT_EQ(message.check(&request), Violation::property);
}

TEST(Check, a_missing_enumeration_date_text_or_array_is_refused) {
  Message status(Version::ocpp16, Action::StatusNotification, Kind::request);
  v16::StatusNotificationReq request = available();
  request.status = v16::ChargePointStatus::unset;
  EXPECT_EQ(status.check(&request), Violation::occurrence);
  Message heartbeat(Version::ocpp16, Action::Heartbeat, Kind::response);
  v16::HeartbeatConf beat;
  EXPECT_EQ(heartbeat.check(&beat), Violation::occurrence);
  beat.currentTime = {0};
  EXPECT_EQ(heartbeat.check(&beat), Violation::none);
  Message authorize(Version::ocpp16, Action::Authorize, Kind::request);
  EXPECT_EQ(authorize.check(&static_cast<const v16::AuthorizeReq&>(v16::AuthorizeReq{})),
            Violation::occurrence);
  Message values(Version::ocpp16, Action::MeterValues, Kind::request);
  EXPECT_EQ(values.check(&static_cast<const v16::MeterValuesReq&>(v16::MeterValuesReq{})),
            Violation::occurrence);
}

TEST(Check, the_path_leads_to_the_value) {
  v16::SampledValue samples[2];
  samples[0].value = "1";
  v16::MeterValue value;
  value.timestamp = {0};
  value.sampledValue = Span<const v16::SampledValue>(samples, 2);
  v16::MeterValuesReq request;
  request.meterValue = Span<const v16::MeterValue>(&value, 1);
  PathRoom room;
  const DecodeError error =
      Encoder::check(Version::ocpp16, Action::MeterValues, Kind::request, &request, room);
  EXPECT_EQ(error.violation, Violation::occurrence);
  EXPECT_STREQ(error.path, "meterValue[0].sampledValue[1].value");
}

TEST(Check, text_that_is_not_utf8_is_refused) {
  Message message(Version::ocpp16, Action::Authorize, Kind::request);
  v16::AuthorizeReq request;
  for (const char* bad : {"\xFF", "a\xC3", "\xC0\x80", "\xED\xA0\x80"}) {
    request.idTag = bad;
    EXPECT_EQ(message.check(&request), Violation::property);
  }
}

TEST(Check, a_value_of_2_1_is_refused_for_2_0_1) {
  v2::ResetRequest request;
  request.type = v2::ResetEnumType::ImmediateAndResume;
  EXPECT_EQ(Message(Version::ocpp201, Action::Reset, Kind::request).check(&request),
            Violation::property);
  EXPECT_EQ(Message(Version::ocpp21, Action::Reset, Kind::request).check(&request),
            Violation::none);
}

TEST(Check, a_value_that_no_enumeration_has_is_refused) {
  Message message(Version::ocpp16, Action::StatusNotification, Kind::request);
  v16::StatusNotificationReq request = available();
  request.status = static_cast<v16::ChargePointStatus>(200);
  EXPECT_EQ(message.check(&request), Violation::property);
}

TEST(Check, ranges_and_decimals_are_held_exactly) {
  v16::ChargingSchedulePeriod period;
  period.limit = {1605, -2};
  v16::GetCompositeScheduleConf conf;
  conf.status = v16::GetCompositeScheduleStatus::Accepted;
  v16::ChargingSchedule schedule;
  schedule.chargingRateUnit = v16::ChargingRateUnitType::A;
  schedule.chargingSchedulePeriod = Span<const v16::ChargingSchedulePeriod>(&period, 1);
  conf.chargingSchedule = &schedule;
  Message message(Version::ocpp16, Action::GetCompositeSchedule, Kind::response);
  EXPECT_EQ(message.check(&conf), Violation::property);
  period.limit = {1610, -2};
  EXPECT_EQ(message.check(&conf), Violation::none);
}

TEST(Check, a_date_outside_the_years_0_to_9999_is_refused) {
  Message message(Version::ocpp16, Action::Heartbeat, Kind::response);
  v16::HeartbeatConf conf;
  conf.currentTime = {253402300799999};
  EXPECT_EQ(message.encode(&conf), R"({"currentTime":"9999-12-31T23:59:59.999Z"})");
  EXPECT_EQ(message.check(&conf), Violation::none);
  conf.currentTime = {253402300800000};
  EXPECT_EQ(message.check(&conf), Violation::property);
}

// Streams -------------------------------------------------------------------------------------

/// Delivers so many configuration keys, whose text lives in the arena.
struct Keys {
  int count;
  int bad = -1;
  int next = 0;

  static bool deliver(void* context, Arena& arena, void* element) {
    auto& keys = *static_cast<Keys*>(context);
    if (keys.next == keys.count) return false;
    const std::string name = "Key" + std::to_string(keys.next);
    auto& key = *static_cast<v16::KeyValue*>(element);
    EXPECT_TRUE(key.value.absent()) << "an element starts value-initialised";
    if (keys.next != keys.bad) key.key = arena.copy({name.data(), name.size()});
    key.readonly = keys.next % 2 == 0;
    if (keys.next % 3 == 0) key.value = "v";
    ++keys.next;
    return true;
  }
};

std::string stream(Keys& keys, std::size_t room, Message& message) {
  const ElementSource source = {v16::GetConfigurationConf::kConfigurationKey, Keys::deliver, &keys};
  const Text unknown[] = {"Nobody"};
  v16::GetConfigurationConf conf;
  conf.unknownKey = unknown;
  return message.encode(&conf, room, &source);
}

TEST(Encoder, streams_elements_from_a_source) {
  for (std::size_t room : {64U, 100U, 5000U}) {
    Keys keys{1000};
    Message message(Version::ocpp16, Action::GetConfiguration, Kind::response, 1U << 20);
    const std::string text = stream(keys, room, message);
    EXPECT_EQ(message.encoder.error().violation, Violation::none);
    const auto& conf = message.decode(text).payload<v16::GetConfigurationConf>();
    ASSERT_EQ(conf.configurationKey.size(), 1000U);
    EXPECT_EQ(string_of(conf.configurationKey[998].key), "Key998");
    EXPECT_EQ(string_of(conf.unknownKey[0]), "Nobody");
    EXPECT_EQ(message.scratch.used(), 0U);
  }
}

TEST(Encoder, an_optional_array_without_elements_is_left_out) {
  Keys keys{0};
  Message message(Version::ocpp16, Action::GetConfiguration, Kind::response);
  EXPECT_EQ(stream(keys, 64, message), R"({"unknownKey":["Nobody"]})");
}

TEST(Encoder, a_required_array_without_elements_is_an_error) {
  const ElementSource source = {v2::GetVariablesResponse::kGetVariableResult,
                                [](void*, Arena&, void*) { return false; }, nullptr};
  const v2::GetVariablesResponse response;
  PathRoom room;
  EXPECT_EQ(Encoder::check(Version::ocpp201, Action::GetVariables, Kind::response, &response, room,
                           &source)
                .violation,
            Violation::none);
  Message message(Version::ocpp201, Action::GetVariables, Kind::response);
  message.encode(&response, 64, &source);
  EXPECT_EQ(message.encoder.error().violation, Violation::occurrence);
  EXPECT_STREQ(message.encoder.error().path, "getVariableResult");
}

TEST(Encoder, a_bad_element_ends_the_writing) {
  Keys keys{10, 5};
  Message message(Version::ocpp16, Action::GetConfiguration, Kind::response);
  const std::string text = stream(keys, 64, message);
  EXPECT_EQ(message.encoder.error().violation, Violation::occurrence);
  EXPECT_STREQ(message.encoder.error().path, "configurationKey[5].key");
  EXPECT_EQ(text.find("Key6"), std::string::npos);
}

}  // namespace
}  // namespace plugpoint::message
