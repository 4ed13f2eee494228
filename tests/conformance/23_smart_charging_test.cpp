// Section 23 of the official test cases: Smart Charging. What the document leaves to the tool's
// configuration is tried in both units.
#include "conformance.h"
#include "plugpoint/base/time.h"

namespace plugpoint::test {
namespace {

constexpr int kPhases = 3;            // <Configured numberPhases>
constexpr int kDuration = 300;        // <Configured duration>, in s
constexpr int kDeviation = 10;        // <Configured Max Time Deviation>, in s
constexpr int kStackLevel = 1;        // <Configured StackLevel>
constexpr double kLocalLimit = 32.0;  // <The local limit of the Charging Station>, in A
constexpr int kVolts = 230;

using Periods = std::vector<std::pair<int, double>>;

/// The test cases in one unit. Limits are given in A, or in kW where the unit is W.
class SmartCharging16 {
 public:
  SmartCharging16(Conformance16& tool, std::string unit) : tool_(tool), unit_(std::move(unit)) {}

  double limit(double of_document) const { return unit_ == "A" ? of_document : of_document * 1000; }
  double local_limit() const { return unit_ == "A" ? kLocalLimit : kLocalLimit * kVolts * kPhases; }

  std::string utc_in(int seconds) const {
    char text[kDateTimeTextSize];
    const DateTime at{tool_.station.station().utc().ms + std::int64_t{1000} * seconds};
    format_date_time(at, text);
    return {text, sizeof text};
  }

  Json periods(const Periods& given) const {
    Json all = Json::array();
    for (const auto& [start, of_document] : given) {
      all.push_back(
          {{"startPeriod", start}, {"limit", limit(of_document)}, {"numberPhases", kPhases}});
    }
    return all;
  }

  Json schedule(int duration, const Periods& given) const {
    return {{"duration", duration},
            {"startSchedule", utc_in(-kDeviation)},
            {"chargingRateUnit", unit_},
            {"chargingSchedulePeriod", periods(given)}};
  }

  static Json profile(int id, const std::string& purpose, int stack_level, const Json& schedule) {
    return {{"chargingProfileId", id},
            {"stackLevel", stack_level},
            {"chargingProfilePurpose", purpose},
            {"chargingProfileKind", "Absolute"},
            {"chargingSchedule", schedule}};
  }

  Json with_validity(Json profile) const {
    profile["validFrom"] = utc_in(-kDeviation);
    profile["validTo"] = utc_in(-kDeviation + 401);
    return profile;
  }

  std::string set(int connector, const Json& profile) {
    return tool_.request_status("SetChargingProfile",
                                {{"connectorId", connector}, {"csChargingProfiles", profile}});
  }
  void install(int connector, const Json& profile) {
    ASSERT_EQ(set(connector, profile), "Accepted") << profile;
  }
  void clear(const Json& filter) {
    ASSERT_EQ(tool_.request_status("ClearChargingProfile", filter), "Accepted") << filter;
  }

  /// Asks for the composite schedule; its periods must be these, counted from the start of the
  /// profiles that were installed `since`.
  void expect_composite(int duration, const Periods& expected, Millis since) {
    const Json answer =
        tool_.request("GetCompositeSchedule", {{"connectorId", Conformance16::kConnector},
                                               {"duration", duration},
                                               {"chargingRateUnit", unit_}});
    EXPECT_EQ(answer.value("status", ""), "Accepted") << answer;
    EXPECT_EQ(answer.value("connectorId", -1), Conformance16::kConnector);
    const Json told = answer.value("chargingSchedule", Json::object());
    EXPECT_EQ(told.value("duration", -1), duration) << answer;
    EXPECT_EQ(told.value("chargingRateUnit", ""), unit_);
    expect_near_now(answer.value("scheduleStart", ""));
    // Periods start in whole seconds from scheduleStart, which is the present second.
    const int x = kDeviation + static_cast<int>((tool_.station.now() - since) / kSecond);
    const Json got = told.value("chargingSchedulePeriod", Json::array());
    ASSERT_EQ(got.size(), expected.size()) << got;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(got[i]["startPeriod"].get<int>(), i == 0 ? 0 : expected[i].first - x, 1) << got;
      EXPECT_EQ(got[i]["limit"].get<double>(), expected[i].second) << got;
    }
  }

  const std::string& unit() const { return unit_; }

 private:
  void expect_near_now(const std::string& text) const {
    DateTime at;
    ASSERT_TRUE(parse_date_time({text.data(), text.size()}, at)) << text;
    const std::int64_t difference = tool_.station.station().utc().ms - at.ms;
    EXPECT_GE(difference, 0) << text;
    EXPECT_LE(difference, kDeviation * kSecond) << text;
  }

  Conformance16& tool_;
  std::string unit_;
};

/// Runs a case in both units; profiles of the first are gone in the second.
template <class Case>
void in_both_units(Conformance16& tool, Case body) {
  for (const char* unit : {"A", "W"}) {
    SCOPED_TRACE(unit);
    SmartCharging16 charging(tool, unit);
    body(charging);
    const Json none = Json::object();
    const std::string cleared = tool.request_status("ClearChargingProfile", none);
    EXPECT_TRUE(cleared == "Accepted" || cleared == "Unknown") << cleared;
  }
}

/// One period of 6 A or 6000 W, as TC_056, TC_057, TC_059 and TC_082 have it.
void expect_single_period(Conformance16& tool, SmartCharging16& charging, Json profile) {
  const Millis since = tool.station.now();
  charging.install(Conformance16::kConnector, profile);
  // Behind the end of the schedule the station's own limit holds.
  charging.expect_composite(kDuration,
                            {{0, charging.limit(6)}, {kDuration, charging.local_limit()}}, since);
}

TEST_F(Conformance16, TC_056_CS) {
  booted();
  in_both_units(*this, [&](SmartCharging16& charging) {
    expect_single_period(*this, charging,
                         SmartCharging16::profile(1, "TxDefaultProfile", kStackLevel,
                                                  charging.schedule(kDuration, {{0, 6}})));
  });
}

TEST_F(Conformance16, TC_057_CS) {
  booted();
  charging();
  in_both_units(*this, [&](SmartCharging16& charging) {
    Json profile = SmartCharging16::profile(1, "TxProfile", kStackLevel,
                                            charging.schedule(kDuration, {{0, 6}}));
    profile["transactionId"] = transaction;
    expect_single_period(*this, charging, profile);
    const ChargingLimit limit = station.hardware.evse(kConnector).limit;
    EXPECT_EQ(charging.unit() == "A" ? limit.current_ma : limit.power_w, 6000);
  });
}

TEST_F(Conformance16, TC_058_1_CS) {
  booted();
  SmartCharging16 charging(*this, "A");
  Json profile =
      SmartCharging16::profile(1, "TxProfile", kStackLevel, charging.schedule(kDuration, {{0, 6}}));
  profile["transactionId"] = 1;
  EXPECT_EQ(charging.set(kConnector, profile), "Rejected");
}

TEST_F(Conformance16, TC_058_2_CS) {
  booted();
  charging();
  SmartCharging16 charging(*this, "A");
  Json profile =
      SmartCharging16::profile(1, "TxProfile", kStackLevel, charging.schedule(kDuration, {{0, 6}}));
  profile["transactionId"] = transaction + 1;
  EXPECT_EQ(charging.set(kConnector, profile), "Rejected");
  EXPECT_EQ(station.hardware.evse(kConnector).limit.current_ma, ChargingLimit::kUnlimited);
}

TEST_F(Conformance16, TC_059_CS) {
  booted();
  SmartCharging16 smart(*this, "A");
  const Millis since = station.now();
  charging(kConnector, SmartCharging16::profile(1, "TxProfile", kStackLevel,
                                                smart.schedule(kDuration, {{0, 6}})));
  smart.expect_composite(kDuration, {{0, 6}, {kDuration, smart.local_limit()}}, since);
  EXPECT_EQ(station.hardware.evse(kConnector).limit.current_ma, 6000);
}

TEST_F(Conformance16, TC_060_CS) {
  booted();
  SmartCharging16 smart(*this, "A");
  const Json profile = SmartCharging16::profile(1, "TxDefaultProfile", kStackLevel,
                                                smart.schedule(kDuration, {{0, 6}}));
  EXPECT_EQ(
      request_status("RemoteStartTransaction",
                     {{"connectorId", kConnector}, {"idTag", kTag}, {"chargingProfile", profile}}),
      "Rejected");
}

TEST_F(Conformance16, TC_066_CS) {
  booted();
  charging();
  in_both_units(*this, [&](SmartCharging16& charging) {
    const auto scaled = [&](double a) { return charging.limit(a); };
    charging.install(0, SmartCharging16::profile(1, "ChargePointMaxProfile", 0,
                                                 charging.schedule(86400, {{0, 10}})));
    const Millis since = station.now();
    charging.install(
        kConnector,
        charging.with_validity(SmartCharging16::profile(
            2, "TxDefaultProfile", 0,
            charging.schedule(300, {{0, 6}, {60, 10}, {120, 8}, {180, 15}, {260, 8}}))));
    Json profile = charging.with_validity(SmartCharging16::profile(
        3, "TxProfile", 0,
        charging.schedule(260, {{0, 8}, {50, 11}, {140, 16}, {200, 6}, {240, 12}})));
    profile["transactionId"] = transaction;
    charging.install(kConnector, profile);
    charging.expect_composite(
        400, {{0, scaled(8)}, {50, scaled(10)}, {200, scaled(6)}, {240, scaled(10)}}, since);
  });
}

TEST_F(Conformance16, TC_067_CS) {
  booted();
  in_both_units(*this, [&](SmartCharging16& charging) {
    const auto scaled = [&](double a) { return charging.limit(a); };
    charging.install(
        kConnector, SmartCharging16::profile(1, "TxDefaultProfile", 1,
                                             charging.schedule(400, {{0, 6}, {60, 8}, {200, 10}})));
    const Millis since = station.now();
    charging.install(kConnector,
                     charging.with_validity(SmartCharging16::profile(
                         2, "TxDefaultProfile", 0, charging.schedule(400, {{0, 7}, {100, 9}}))));
    charging.install(
        0, charging.with_validity(SmartCharging16::profile(
               3, "ChargePointMaxProfile", 0, charging.schedule(86400, {{0, 11}, {200, 12}}))));
    charging.clear({{"id", 1}});
    charging.expect_composite(350, {{0, scaled(7)}, {100, scaled(9)}}, since);
    charging.clear({{"chargingProfilePurpose", "TxDefaultProfile"}, {"stackLevel", 0}});
    charging.expect_composite(350, {{0, scaled(11)}, {200, scaled(12)}}, since);
    charging.clear(Json::object());
    charging.expect_composite(350, {{0, charging.local_limit()}}, since);
  });
}

TEST_F(Conformance16, TC_072_CS) {
  booted();
  in_both_units(*this, [&](SmartCharging16& charging) {
    const auto scaled = [&](double a) { return charging.limit(a); };
    charging.install(kConnector, charging.with_validity(SmartCharging16::profile(
                                     1, "TxDefaultProfile", 0,
                                     charging.schedule(400, {{0, 6}, {100, 8}, {200, 10}}))));
    const Millis since = station.now();
    charging.install(kConnector,
                     charging.with_validity(SmartCharging16::profile(
                         2, "TxDefaultProfile", 1, charging.schedule(150, {{0, 7}, {100, 9}}))));
    charging.expect_composite(
        350, {{0, scaled(7)}, {100, scaled(9)}, {150, scaled(8)}, {200, scaled(10)}}, since);
  });
}

TEST_F(Conformance16, TC_082_CS) {
  booted();
  charging();
  in_both_units(*this, [&](SmartCharging16& charging) {
    expect_single_period(*this, charging,
                         SmartCharging16::profile(1, "TxDefaultProfile", kStackLevel,
                                                  charging.schedule(kDuration, {{0, 6}})));
    const ChargingLimit limit = station.hardware.evse(kConnector).limit;
    EXPECT_EQ(charging.unit() == "A" ? limit.current_ma : limit.power_w, 6000);
  });
}

}  // namespace
}  // namespace plugpoint::test
