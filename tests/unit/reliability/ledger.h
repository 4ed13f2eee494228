// A central system that keeps books of each transaction and misses nothing that is wrong.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "support/test_station.h"

namespace plugpoint::test {

/// Wh at an instant of virtual time: what a true message of that instant must carry.
inline std::int64_t register_at(int connector, Millis at) {
  return 1000 * connector + at / 5000;
}

/// Knows repeated messages by their id, and checks each new one against its transaction: in order,
/// once, with the true time and register, and no meter value left out.
class Ledger {
 public:
  struct Transaction {
    int connector = 0;
    Millis last = 0;
    bool stopped = false;
  };
  static constexpr Millis kSampleInterval = 120 * kSecond;

  explicit Ledger(TestStation& station) : station_(station) {
    parse_date_time({station.utc_text.data(), station.utc_text.size()}, origin_);
    take("StartTransaction", &Ledger::start);
    take("StopTransaction", &Ledger::stop);
    take("MeterValues", &Ledger::meter);
    take("StatusNotification", &Ledger::status);
    take("Authorize", &Ledger::authorize);
    station.defaults = {{"AllowOfflineTxForUnknownId", "true"},
                        {"MeterValuesSampledData", "Energy.Active.Import.Register"},
                        {"MeterValueSampleInterval", "120"},
                        {"TransactionMessageAttempts", "1000"},
                        {"TransactionMessageRetryInterval", "2"}};
    station.hardware.register_of = [&station](std::uint8_t evse) {
      return register_at(evse, station.now());
    };
  }

  /// What becomes of an answer: it, or null and it never leaves.
  std::function<Json(const Json&)> pass = [](const Json& answer) { return answer; };
  std::map<std::string, Transaction> transactions;  ///< By the message id of their start.
  int repeated = 0;                                 ///< Messages that came again.

  /// From now on transactions get other ids, also one whose start comes again.
  void restart() {
    next_id_ += 100000;
    forgotten_ = true;
  }

  void expect_all_closed() const {
    for (const auto& [id, each] : transactions)
      EXPECT_TRUE(each.stopped) << id;
  }

 private:
  using Handler = Json (Ledger::*)(const Json&);
  void take(const char* action, Handler handler) {
    station_.on[action] = [this, handler](const Json& payload) {
      return pass((this->*handler)(payload));
    };
  }

  const std::string& id() const { return station_.frames.back().id; }
  bool is_new() {
    const bool fresh = seen_.insert(id()).second;
    repeated += fresh ? 0 : 1;
    return fresh;
  }

  Millis instant(const std::string& text) const {
    DateTime value;
    EXPECT_TRUE(parse_date_time({text.data(), text.size()}, value)) << text;
    EXPECT_LE(value.ms - origin_.ms, station_.now());
    EXPECT_GE(value.ms, origin_.ms);
    return value.ms - origin_.ms;
  }

  Json start(const Json& payload) {
    Transaction& opened = transactions[id()];
    if (is_new()) {
      opened.connector = payload["connectorId"];
      opened.last = instant(payload["timestamp"]);
      EXPECT_EQ(payload["meterStart"], register_at(opened.connector, opened.last));
      for (const auto& [other, each] : transactions) {
        const bool before = other != id() && each.connector == opened.connector;
        EXPECT_TRUE(!before || each.stopped) << "the transaction before is not closed";
      }
      by_number_[++next_id_] = id();
    } else if (forgotten_) {
      by_number_[++next_id_] = id();
    }
    const auto found = std::find_if(by_number_.rbegin(), by_number_.rend(),
                                    [this](const auto& each) { return each.second == id(); });
    return {{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", found->first}};
  }

  /// The transaction of a message, after what holds for all messages.
  Transaction* advance(const Json& payload, Millis at) {
    const auto number = by_number_.find(payload.value("transactionId", 0));
    EXPECT_NE(number, by_number_.end()) << payload.dump();
    if (number == by_number_.end()) return nullptr;
    Transaction& found = transactions[number->second];
    EXPECT_FALSE(found.stopped) << "a message after the stop: " << payload.dump();
    EXPECT_GE(at, found.last);
    EXPECT_LE(at, found.last + kSampleInterval + kSecond) << "a meter value is missing";
    found.last = at;
    return &found;
  }

  Json stop(const Json& payload) {
    if (!is_new()) return Json::object();
    const Millis at = instant(payload["timestamp"]);
    if (Transaction* found = advance(payload, at)) {
      EXPECT_EQ(payload["meterStop"], register_at(found->connector, at));
      found->stopped = true;
    }
    return Json::object();
  }

  Json meter(const Json& payload) {
    if (!is_new() || !payload.contains("transactionId")) return Json::object();
    const Json& value = payload["meterValue"][0];
    const Millis at = instant(value["timestamp"]);
    if (const Transaction* found = advance(payload, at)) {
      const std::string wh = value["sampledValue"][0]["value"];
      EXPECT_EQ(wh, std::to_string(register_at(found->connector, at)));
    }
    return Json::object();
  }

  Json status(const Json& payload) {
    instant(payload["timestamp"]);
    return Json::object();
  }
  Json authorize(const Json&) { return {{"idTagInfo", {{"status", "Accepted"}}}}; }

  TestStation& station_;
  DateTime origin_;
  std::set<std::string> seen_;
  std::map<int, std::string> by_number_;
  int next_id_ = 0;
  bool forgotten_ = false;
};

}  // namespace plugpoint::test
