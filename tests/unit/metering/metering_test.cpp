// Meter values: when they are taken and what they contain (behaviours M01 to M08).
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;
constexpr Millis kHour = 3600 * kSecond;

struct Metered : TestStation {
  Metered(std::initializer_list<VariableDefault> values = {}) {
    defaults = values;
    hardware.set_register(1, 1000);
    hardware.set_meter(1, Measurand::power_active_import, Decimal::of(7000));
    hardware.set_meter(1, Measurand::frequency, Decimal::of(50));
    hardware.set_meter(1, Measurand::soc, Decimal::of(40));
    for (const Phase phase : {Phase::l1, Phase::l2, Phase::l3})
      hardware.set_meter(1, Measurand::voltage, Decimal::of(230), phase);
  }
  void charge() {
    boot();
    plug();
    tap("TAG1");
  }
  std::string change(const std::string& key, const std::string& value) {
    return confirm("ChangeConfiguration", {{"key", key}, {"value", value}})["status"];
  }
  /// All samples of a MeterValues request.
  static Json samples(const Json& request) { return request["meterValue"][0]["sampledValue"]; }
  static std::string time(const Json& request) { return request["meterValue"][0]["timestamp"]; }
  Strings times(int connector) {
    Strings found;
    for (const Json& request : sent("MeterValues")) {
      if (request["connectorId"] == connector) found.push_back(time(request));
    }
    return found;
  }
  /// transactionData as context: set of measurands, in order.
  std::vector<std::pair<std::string, std::set<std::string>>> stop_data() {
    std::vector<std::pair<std::string, std::set<std::string>>> found;
    const Json stop = sent("StopTransaction").at(0);
    if (!stop.contains("transactionData")) return found;
    for (const Json& set : stop["transactionData"]) {
      std::set<std::string> measurands;
      for (const Json& each : set["sampledValue"])
        measurands.insert(each["measurand"]);
      found.emplace_back(set["sampledValue"][0]["context"], measurands);
    }
    return found;
  }
};

TEST(Metering, M01_samples_within_transactions_only) {
  Metered station{{"MeterValueSampleInterval", "10"}};
  station.settings.evses = 2;
  station.boot();
  station.run(60 * kSecond);
  EXPECT_TRUE(station.sent("MeterValues").empty());
  station.plug();
  station.tap("TAG1");
  station.run(95 * kSecond);
  EXPECT_EQ(station.sent("MeterValues").size(), 9U);
  for (const Json& request : station.sent("MeterValues"))
    EXPECT_EQ(request["connectorId"], 1);
  EXPECT_EQ(Metered::samples(station.sent("MeterValues")[0])[0]["context"], "Sample.Periodic");
  station.tap("TAG1");
  station.clear();
  station.run(60 * kSecond);
  EXPECT_TRUE(station.sent("MeterValues").empty());
}

TEST(Metering, M01_zero_turns_samples_off) {
  Metered station{{"MeterValueSampleInterval", "0"}};
  station.charge();
  station.run(kHour);
  EXPECT_TRUE(station.sent("MeterValues").empty());
}

// Decided: the stamp is the boundary of the interval, at which the values are read.
TEST(Metering, M02_aligned_to_the_clock_also_outside_transactions) {
  Metered station{{"ClockAlignedDataInterval", "900"}};
  station.utc_text = "2025-06-01T12:07:00.000Z";
  station.hardware.set_register(0, 5000);
  station.boot();
  station.run(kHour);
  const Strings expected = {"2025-06-01T12:15:00.000Z", "2025-06-01T12:30:00.000Z",
                            "2025-06-01T12:45:00.000Z", "2025-06-01T13:00:00.000Z"};
  EXPECT_EQ(station.times(1), expected);
  EXPECT_EQ(station.times(0), expected);
  const Json request = station.sent("MeterValues")[0];
  EXPECT_EQ(Metered::samples(request)[0]["context"], "Sample.Clock");
  EXPECT_FALSE(request.contains("transactionId"));
}

TEST(Metering, M02_what_does_not_divide_a_day_restarts_at_midnight) {
  Metered station{{"ClockAlignedDataInterval", "25000"}, {"HeartbeatInterval", "0"}};
  station.utc_text = "2025-06-01T00:00:01.000Z";
  station.boot();
  station.run(30 * kHour);
  EXPECT_EQ(station.times(1), (Strings{"2025-06-01T06:56:40.000Z", "2025-06-01T13:53:20.000Z",
                                       "2025-06-01T20:50:00.000Z", "2025-06-02T00:00:00.000Z"}));
}

TEST(Metering, M02_not_before_the_time_is_known) {
  Metered station{{"ClockAlignedDataInterval", "60"}};
  station.network = false;
  station.start();
  station.run(kHour);
  station.network = true;
  station.run(120 * kSecond);
  const Strings times = station.times(1);
  ASSERT_FALSE(times.empty());
  EXPECT_LE(times.size(), 2U);
  EXPECT_GE(times[0], "2025-06-01T13:00:00.000Z");
}

TEST(Metering, M02_the_grid_meter_is_left_out_where_there_is_none) {
  Metered station{{"ClockAlignedDataInterval", "900"}};
  station.hardware.drop_meter(0, Measurand::energy_active_import_register);
  station.boot();
  station.run(kHour);
  EXPECT_TRUE(station.times(0).empty());
  EXPECT_EQ(station.times(1).size(), 4U);
}

TEST(Metering, M03_the_transaction_is_the_one_in_which_the_sample_was_taken) {
  Metered station{{"ClockAlignedDataInterval", "60"}, {"MeterValueSampleInterval", "0"}};
  station.charge();
  station.run(70 * kSecond);
  station.network = false;
  station.run(60 * kSecond);
  station.tap("TAG1");
  station.run(60 * kSecond);
  station.network = true;
  station.run(30 * kSecond);
  std::map<std::string, bool> in_transaction;
  for (const Json& request : station.sent("MeterValues")) {
    EXPECT_FALSE(request["connectorId"] == 0 && request.contains("transactionId"));
    if (request["connectorId"] == 1)
      in_transaction[Metered::time(request)] = request.contains("transactionId");
  }
  EXPECT_TRUE(in_transaction.at("2025-06-01T12:01:00.000Z"));
  EXPECT_TRUE(in_transaction.at("2025-06-01T12:02:00.000Z"));
  EXPECT_FALSE(in_transaction.at("2025-06-01T12:03:00.000Z"));
}

TEST(Metering, M04_without_lists_there_is_no_transaction_data) {
  Metered station{{"MeterValueSampleInterval", "10"}, {"ClockAlignedDataInterval", "60"}};
  station.charge();
  station.run(120 * kSecond);
  station.tap("TAG1");
  EXPECT_FALSE(station.sent("StopTransaction").at(0).contains("transactionData"));
}

TEST(Metering, M04_begin_samples_and_end) {
  Metered station{{"StopTxnSampledData", "Energy.Active.Import.Register,SoC"},
                  {"MeterValueSampleInterval", "60"}};
  station.charge();
  station.hardware.set_register(1, 1500);
  station.run(130 * kSecond);
  station.hardware.set_register(1, 1700);
  station.tap("TAG1");
  const std::set<std::string> both = {"Energy.Active.Import.Register", "SoC"};
  const auto data = station.stop_data();
  ASSERT_EQ(data.size(), 4U);
  EXPECT_EQ(data[0], (std::pair<std::string, std::set<std::string>>("Transaction.Begin", both)));
  EXPECT_EQ(data[1], (std::pair<std::string, std::set<std::string>>("Sample.Periodic", both)));
  EXPECT_EQ(data[2].first, "Sample.Periodic");
  EXPECT_EQ(data[3], (std::pair<std::string, std::set<std::string>>("Transaction.End", both)));
  const Json stop = station.sent("StopTransaction")[0];
  EXPECT_EQ(stop["transactionData"][0]["sampledValue"][0]["value"], "1000");
  EXPECT_EQ(stop["transactionData"][1]["sampledValue"][0]["value"], "1500");
  EXPECT_EQ(stop["transactionData"][3]["sampledValue"][0]["value"], "1700");
  EXPECT_EQ(stop["transactionData"][0]["timestamp"],
            station.sent("StartTransaction").at(0)["timestamp"]);
  EXPECT_EQ(stop["transactionData"][3]["timestamp"], stop["timestamp"]);
}

TEST(Metering, M04_values_beyond_StopTransactionMaxMeterValues_are_left_out_evenly) {
  Metered station{{"StopTxnSampledData", "Energy.Active.Import.Register"},
                  {"MeterValueSampleInterval", "10"},
                  {"StopTransactionMaxMeterValues", "5"}};
  station.charge();
  for (int i = 1; i <= 9; ++i) {
    station.hardware.set_register(1, 1000 + i);
    station.run(10 * kSecond);
  }
  station.hardware.set_register(1, 1100);
  station.tap("TAG1");
  Strings values;
  const Json stop = station.sent("StopTransaction").at(0);
  for (const Json& set : stop["transactionData"])
    values.push_back(set["sampledValue"][0]["value"]);
  // Errata 3.91: start and stop never go, and what is left in between is spread over the time.
  EXPECT_EQ(values, (Strings{"1000", "1003", "1006", "1009", "1100"}));
}

TEST(Metering, M04_begin_and_end_remain_when_there_is_room_for_no_other_value) {
  Metered station{{"StopTxnSampledData", "Energy.Active.Import.Register"},
                  {"MeterValueSampleInterval", "10"},
                  {"StopTransactionMaxMeterValues", "2"}};
  station.charge();
  station.run(95 * kSecond);
  station.tap("TAG1");
  const auto data = station.stop_data();
  ASSERT_EQ(data.size(), 2U);
  EXPECT_EQ(data[0].first, "Transaction.Begin");
  EXPECT_EQ(data[1].first, "Transaction.End");
}

TEST(Metering, M04_begin_and_end_have_every_measurand_of_both_lists_once) {
  Metered station{{"StopTxnSampledData", "Energy.Active.Import.Register,SoC"},
                  {"StopTxnAlignedData", "SoC,Power.Active.Import"},
                  {"MeterValueSampleInterval", "0"},
                  {"ClockAlignedDataInterval", "60"}};
  station.charge();
  station.run(61 * kSecond);
  station.tap("TAG1");
  const std::set<std::string> all = {"Energy.Active.Import.Register", "SoC", "Power.Active.Import"};
  const auto data = station.stop_data();
  ASSERT_EQ(data.size(), 3U);
  EXPECT_EQ(data[0], (std::pair<std::string, std::set<std::string>>("Transaction.Begin", all)));
  EXPECT_EQ(data[1], (std::pair<std::string, std::set<std::string>>(
                         "Sample.Clock", {"SoC", "Power.Active.Import"})));
  EXPECT_EQ(data[2], (std::pair<std::string, std::set<std::string>>("Transaction.End", all)));
  EXPECT_EQ(station.sent("StopTransaction")[0]["transactionData"][0]["sampledValue"].size(), 3U);
}

TEST(Metering, M04_a_long_transaction_has_all_its_data) {
  Metered station{{"StopTxnSampledData", "Energy.Active.Import.Register"},
                  {"MeterValueSampleInterval", "60"}};
  station.charge();
  station.run(2 * kHour);
  station.tap("TAG1");
  EXPECT_NEAR(static_cast<double>(station.stop_data().size()), 122, 1)
      << "more than any memory for one message";
}

TEST(Metering, M06_values_phases_and_units) {
  Metered station{{"MeterValuesSampledData",
                   "Voltage,Frequency,Energy.Active.Import.Register,Power.Active.Import"}};
  station.hardware.set_meter(1, Measurand::frequency, Decimal{49987, -3});
  station.charge();
  station.run(61 * kSecond);
  std::map<std::string, Json> found;
  Strings phases;
  for (const Json& each : Metered::samples(station.sent("MeterValues").at(0))) {
    EXPECT_TRUE(each["value"].is_string());
    found[each["measurand"]] = each;
    if (each["measurand"] == "Voltage") phases.push_back(each.value("phase", "none"));
  }
  EXPECT_EQ(phases, (Strings{"L1", "L2", "L3"}));
  EXPECT_EQ(found["Voltage"]["unit"], "V");
  EXPECT_EQ(found["Voltage"]["value"], "230");
  EXPECT_FALSE(found["Frequency"].contains("unit"));
  EXPECT_EQ(found["Frequency"]["value"], "49.987");
  EXPECT_EQ(found["Energy.Active.Import.Register"]["unit"], "Wh");
  EXPECT_EQ(found["Power.Active.Import"]["unit"], "W");
}

TEST(Metering, M06_a_phase_suffix_selects_one_phase) {
  Metered station{{"MeterValuesSampledData", "Voltage.L2"}};
  station.charge();
  station.run(61 * kSecond);
  const Json samples = Metered::samples(station.sent("MeterValues").at(0));
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0]["measurand"], "Voltage");
  EXPECT_EQ(samples[0]["phase"], "L2");
}

TEST(Metering, M07_a_trigger_takes_the_sampled_measurands_of_all_connectors) {
  Metered station{{"MeterValuesSampledData", "Energy.Active.Import.Register"},
                  {"MeterValueSampleInterval", "0"}};
  station.settings.evses = 3;
  station.charge();
  station.clear();
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "MeterValues"}})["status"],
            "Accepted");
  ASSERT_EQ(station.sent("MeterValues").size(), 3U);
  for (int i = 0; i < 3; ++i) {
    const Json request = station.sent("MeterValues")[static_cast<std::size_t>(i)];
    EXPECT_EQ(request["connectorId"], i + 1);
    EXPECT_EQ(request.contains("transactionId"), i == 0);
    EXPECT_EQ(Metered::samples(request)[0]["context"], "Trigger");
    EXPECT_EQ(Metered::samples(request)[0]["measurand"], "Energy.Active.Import.Register");
  }
  station.clear();
  EXPECT_EQ(station.confirm("TriggerMessage",
                            {{"requestedMessage", "MeterValues"}, {"connectorId", 2}})["status"],
            "Accepted");
  ASSERT_EQ(station.sent("MeterValues").size(), 1U);
  EXPECT_EQ(station.sent("MeterValues")[0]["connectorId"], 2);
}

TEST(Metering, M07_a_trigger_that_would_yield_nothing_is_rejected) {
  Metered station{{"MeterValuesSampledData", ""}};
  station.boot();
  EXPECT_EQ(station.confirm("TriggerMessage", {{"requestedMessage", "MeterValues"}})["status"],
            "Rejected");
}

TEST(Metering, M08_a_changed_interval_restarts_the_timer) {
  Metered station{{"MeterValueSampleInterval", "600"}};
  station.charge();
  station.run(300 * kSecond);
  EXPECT_EQ(station.change("MeterValueSampleInterval", "30"), "Accepted");
  station.run(29 * kSecond);
  EXPECT_TRUE(station.sent("MeterValues").empty());
  station.run(62 * kSecond);
  EXPECT_EQ(station.sent("MeterValues").size(), 3U);
  EXPECT_EQ(station.change("MeterValueSampleInterval", "0"), "Accepted");
  station.run(kHour);
  EXPECT_EQ(station.sent("MeterValues").size(), 3U);
  EXPECT_EQ(station.change("MeterValueSampleInterval", "100"), "Accepted");
  station.run(101 * kSecond);
  EXPECT_EQ(station.sent("MeterValues").size(), 4U);
}

TEST(Metering, M08_a_changed_list_affects_the_next_sample) {
  Metered station;
  station.charge();
  EXPECT_EQ(station.change("MeterValuesSampledData", "SoC"), "Accepted");
  station.run(61 * kSecond);
  const Json samples = Metered::samples(station.sent("MeterValues").at(0));
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0]["measurand"], "SoC");
  EXPECT_EQ(samples[0]["unit"], "Percent");
  EXPECT_EQ(samples[0]["location"], "EV");
}

TEST(Metering, M08_a_changed_alignment_applies_at_once) {
  Metered station{{"HeartbeatInterval", "0"}};
  station.boot();
  EXPECT_EQ(station.change("ClockAlignedDataInterval", "60"), "Accepted");
  station.run(150 * kSecond);
  EXPECT_EQ(station.times(1).size(), 2U);
  EXPECT_EQ(station.change("ClockAlignedDataInterval", "0"), "Accepted");
  station.run(kHour);
  EXPECT_EQ(station.times(1).size(), 2U);
}

}  // namespace
}  // namespace plugpoint::test
