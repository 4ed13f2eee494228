// A central system that keeps books of each transaction and misses nothing that is wrong.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

constexpr Millis kMinute = 60 * kSecond;
constexpr Millis kHour = 60 * kMinute;

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
  std::vector<Millis> power_cuts;                   ///< When power was cut.
  /// By how much times may be late: more than 0 only where a station lost power again before it had
  /// learned the time (docs/limits.md).
  Millis slack = 0;
  int ended_by_power_loss = 0;  ///< Transactions.
  /// Called for each new start, before it is answered.
  std::function<void(const Json& start, Millis at)> started = [](const Json&, Millis) {};

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

  void check_register(std::int64_t wh, int connector, Millis at) const {
    EXPECT_LE(wh, register_at(connector, at));
    EXPECT_GE(wh, register_at(connector, at - slack));
  }

  Json start(const Json& payload) {
    Transaction& opened = transactions[id()];
    if (is_new()) {
      opened.connector = payload["connectorId"];
      opened.last = instant(payload["timestamp"]);
      check_register(payload["meterStart"], opened.connector, opened.last);
      for (const auto& [other, each] : transactions) {
        const bool before = other != id() && each.connector == opened.connector;
        EXPECT_TRUE(!before || each.stopped) << "the transaction before is not closed";
      }
      started(payload, opened.last);
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
    EXPECT_LE(at, found.last + kSampleInterval + kSecond + slack) << "a meter value is missing";
    found.last = at;
    return &found;
  }

  Json stop(const Json& payload) {
    if (!is_new()) return Json::object();
    const Millis at = instant(payload["timestamp"]);
    if (Transaction* found = advance(payload, at)) {
      check_register(payload["meterStop"], found->connector, at);
      found->stopped = true;
      if (payload["reason"] == "PowerLoss") power_loss(at);
    }
    return Json::object();
  }

  /// T08: the end has the time of what was stored last, at most a sample before the cut.
  void power_loss(Millis at) {
    ++ended_by_power_loss;
    const bool fits = std::any_of(power_cuts.begin(), power_cuts.end(), [&](Millis cut) {
      return at <= cut + slack && cut <= at + kSampleInterval + kSecond;
    });
    EXPECT_TRUE(fits) << "no power cut explains an end at " << at;
  }

  Json meter(const Json& payload) {
    if (!is_new() || !payload.contains("transactionId")) return Json::object();
    const Json& value = payload["meterValue"][0];
    const Millis at = instant(value["timestamp"]);
    if (const Transaction* found = advance(payload, at)) {
      const std::string wh = value["sampledValue"][0]["value"];
      check_register(std::stoll(wh), found->connector, at);
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
