// Power is cut at every byte that a script writes. Whatever was stored by then, the central system
// sees every transaction from start to stop, in order, once.
// PLUGPOINT_TEST_EVERY=n tries each n-th cut.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

/// Wh at an instant of virtual time: what a true message of that instant must carry.
std::int64_t register_at(int connector, Millis at) {
  return 1000 * connector + at / 500;
}

/// A central system that keeps books: knows repeated messages by their id, and checks each new one
/// against the transaction that it belongs to.
class Books {
 public:
  struct Transaction {
    int connector = 0;
    Millis started = 0;
    Millis last = 0;
    bool stopped = false;
  };
  explicit Books(TestStation& station) : station_(station) {
    parse_date_time({station.utc_text.data(), station.utc_text.size()}, origin_);
    station.on["StartTransaction"] = [this](const Json& payload) { return answer(start(payload)); };
    station.on["StopTransaction"] = [this](const Json& payload) { return answer(stop(payload)); };
    station.on["MeterValues"] = [this](const Json& payload) { return answer(meter(payload)); };
    station.on["StatusNotification"] = [this](const Json& payload) {
      instant(payload["timestamp"]);
      return Json::object();
    };
  }

  std::map<int, Transaction> transactions;
  Millis power_lost_at = kNever;
  int power_losses = 0;
  int answers_left = INT32_MAX;  ///< Then the connection goes in place of one answer.

 private:
  Json answer(const Json& payload) {
    if (answers_left-- != 0) return payload;
    station_.network = false;
    return nullptr;
  }

  const std::string& id() const { return station_.frames.back().id; }

  Millis instant(const std::string& text) const {
    DateTime value;
    EXPECT_TRUE(parse_date_time({text.data(), text.size()}, value)) << text;
    EXPECT_EQ(text.substr(0, 10), "2025-06-01");
    const Millis at = value.ms - origin_.ms;
    EXPECT_LE(at, station_.now());
    return at;
  }

  Json start(const Json& payload) {
    const auto known = starts_.find(id());
    int number = 0;
    if (known != starts_.end()) {
      number = known->second;
    } else {
      number = static_cast<int>(starts_.size()) + 1;
      starts_[id()] = number;
      Transaction& opened = transactions[number];
      opened.connector = payload["connectorId"];
      opened.started = opened.last = instant(payload["timestamp"]);
      EXPECT_EQ(payload["meterStart"], register_at(opened.connector, opened.started));
      for (const auto& [other, each] : transactions) {
        const bool before = other != number && each.connector == opened.connector;
        EXPECT_TRUE(!before || each.stopped) << "the transaction before is not closed";
      }
    }
    return {{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", number}};
  }

  Json stop(const Json& payload) {
    if (!seen_.insert(id()).second) return Json::object();
    Transaction* found = find(payload);
    if (!found) return Json::object();
    const Millis at = instant(payload["timestamp"]);
    EXPECT_FALSE(found->stopped) << "stopped twice";
    EXPECT_GE(at, found->last);
    EXPECT_EQ(payload["meterStop"], register_at(found->connector, at));
    found->stopped = true;
    if (payload["reason"] == "PowerLoss") {
      ++power_losses;
      EXPECT_EQ(at, found->last) << "T08: the last stored value and its time";
      EXPECT_LE(at, power_lost_at);
    }
    return Json::object();
  }

  Json meter(const Json& payload) {
    if (!seen_.insert(id()).second) return Json::object();
    Transaction* found = find(payload);
    if (!found) return Json::object();
    const Json& value = payload["meterValue"][0];
    const Millis at = instant(value["timestamp"]);
    EXPECT_FALSE(found->stopped) << "a meter value after the stop";
    EXPECT_GE(at, found->last);
    EXPECT_EQ(value["sampledValue"][0]["value"], std::to_string(register_at(found->connector, at)));
    found->last = at;
    return Json::object();
  }

  Transaction* find(const Json& payload) {
    const int number = payload.value("transactionId", 0);
    const auto found = transactions.find(number);
    EXPECT_NE(found, transactions.end()) << "unknown transaction " << number;
    return found == transactions.end() ? nullptr : &found->second;
  }

  TestStation& station_;
  DateTime origin_;
  std::map<std::string, int> starts_;
  std::set<std::string> seen_;
};

/// One run of the script with power cut after `bytes` bytes were written.
class Life {
 public:
  Life() : books(station) {
    station.settings.evses = 2;
    station.settings.journal_bytes = 4096;
    station.defaults = {{"AllowOfflineTxForUnknownId", "true"},
                        {"MeterValuesSampledData", "Energy.Active.Import.Register"},
                        {"OCPPCommCtrlr.RetryBackOffWaitMinimum", "1"},
                        {"OCPPCommCtrlr.RetryBackOffRandomRange", "0"},
                        {"OCPPCommCtrlr.RetryBackOffRepeatTimes", "0"}};
    station.hardware.register_of = [this](std::uint8_t evse) {
      return register_at(evse, station.now());
    };
    station.power_fails_with_storage = true;
  }

  TestStation station;
  Books books;
  std::string accepted = "2";         ///< What the central system knows to be stored.
  std::string attempted = "2";        ///< What may be stored as well.
  std::uint64_t cut_again_after = 0;  ///< Power goes a second time, so many bytes after the first.

  void script() {
    power_on();
    configure("11");
    session(1, "A");
    plug(1, true), swipe(1, "B"), wait(61);
    online(false);
    plug(2, true), swipe(2, "C"), wait(61);
    swipe(1, "B"), plug(1, false);
    session(1, "D");
    online(true);
    configure("12");
    wait(1000);
    swipe(2, "C"), plug(2, false);
    available(false), available(true);
    plug(1, true), swipe(1, "E"), wait(61);
    power_off();
    swipe(1, "F"), swipe(2, "G"), plug(2, true);
    configure("13");
    wait(61);
    online(false);
    swipe(1, "F"), plug(1, false), plug(2, false);
    session(2, "H");
    session(1, "I");
    online(true);
    session(2, "J");
  }

  /// Everybody leaves, everything is delivered.
  void finish() {
    station.storage.mend();
    online_ = true;
    alive();
    for (const std::uint8_t connector : {std::uint8_t{1}, std::uint8_t{2}}) {
      station.unplug(connector);
      alive();
    }
    station.run(100000);
    ASSERT_TRUE(station.running());
    EXPECT_EQ(station.station().queue_length(), 0U);
    for (const auto& [number, each] : books.transactions)
      EXPECT_TRUE(each.stopped) << number;
    // Energy never flows without a stored start; at most one start lost power before energy flowed.
    const int started = static_cast<int>(books.transactions.size());
    const int permitted = permissions(1) + permissions(2);
    EXPECT_GE(started, permitted);
    EXPECT_LE(started, permitted + cuts_);
  }

 private:
  /// After a power cut: back again.
  void alive() {
    station.network = online_;
    if (station.running()) return;
    ++cuts_;
    books.power_lost_at = station.now();
    station.storage.mend();
    if (cut_again_after > 0) station.storage.fail_after(std::exchange(cut_again_after, 0));
    for (auto& evse : station.hardware.evses)
      evse.permitted = evse.locked = false;
    station.start();
    station.run(5000);
    if (!station.running()) return alive();
    check_configuration();
  }
  void power_on() {
    station.start();
    station.run(5000);
    alive();
  }
  void power_off() {
    station.power_cut();
    alive();
  }
  void wait(int seconds) {
    station.run(seconds * 1000);
    alive();
  }
  void online(bool on) {
    online_ = station.network = on;
    wait(5);
  }
  void plug(std::uint8_t connector, bool on) {
    on ? station.plug(connector) : station.unplug(connector);
    alive();
  }
  void swipe(std::uint8_t connector, const std::string& token) {
    static_cast<void>(station.swipe(token, connector));
    alive();
  }
  int permissions(std::uint8_t connector) const {
    int count = 0;
    for (const Command& command : station.hardware.commands_of(Command::Kind::permit, connector))
      count += command.on;
    return count;
  }
  void session(std::uint8_t connector, const std::string& token) {
    plug(connector, true), swipe(connector, token), wait(61);
    swipe(connector, token), plug(connector, false);
  }
  void configure(const std::string& value) {
    attempted = value;
    const Json answer =
        station.call("ChangeConfiguration", {{"key", "ResetRetries"}, {"value", value}});
    if (answer.is_array() && answer[0] == 3 && answer[2]["status"] == "Accepted") accepted = value;
    alive();
  }
  void available(bool on) {
    station.call("ChangeAvailability",
                 {{"connectorId", 2}, {"type", on ? "Operative" : "Inoperative"}});
    alive();
  }
  void check_configuration() {
    if (!station.network) return;
    const Json answer = station.call("GetConfiguration", {{"key", {"ResetRetries"}}});
    ASSERT_TRUE(answer.is_array());
    const std::string value = answer[2]["configurationKey"][0]["value"];
    EXPECT_TRUE(value == accepted || value == attempted) << value;
  }

  int cuts_ = 0;
  bool online_ = true;
};

/// Only each n-th power cut is tried where that takes long; all by default.
std::uint64_t every() {
  const char* given = std::getenv("PLUGPOINT_TEST_EVERY");
  const unsigned long step = given ? std::strtoul(given, nullptr, 10) : 1;
  return step > 0 ? step : 1;
}

TEST(Crash, T05_power_cut_at_every_byte_of_a_script) {
  Life whole;
  whole.script();
  whole.finish();
  EXPECT_GT(whole.books.transactions.size(), 9U);
  EXPECT_GT(whole.station.storage.replaces, 0U) << "the journal was rewritten on the way";
  ASSERT_FALSE(HasFailure());
  int losses = 0;
  // Each replace and remove counts as a byte.
  const MemoryStorage& device = whole.station.storage;
  const std::uint64_t cuts = device.appended_bytes + device.replaces + device.removes;
  int tried = 0;
  for (std::uint64_t cut = 0; cut < cuts; cut += every()) {
    Life life;
    life.station.storage.fail_after(cut);
    life.script();
    life.finish();
    losses += life.books.power_losses;
    ++tried;
    ASSERT_FALSE(HasFailure()) << "cut after byte " << cut;
  }
  RecordProperty("cuts", tried);
  EXPECT_GT(losses, tried / 2);
}

TEST(Crash, T05_power_cut_again_while_it_recovers) {
  std::uint64_t pair = 0;
  for (std::uint64_t cut = 40; cut < 2500; cut += 83) {
    for (std::uint64_t again = 1; again < 140; again += 9) {
      if (pair++ % every() != 0) continue;
      Life life;
      life.station.storage.fail_after(cut);
      life.cut_again_after = again;
      life.script();
      life.finish();
      ASSERT_FALSE(HasFailure()) << "cut after byte " << cut << ", again after " << again;
    }
  }
}

TEST(Crash, T05_connection_lost_before_each_answer) {
  for (int answers = 0; answers < 60; ++answers) {
    Life life;
    life.books.answers_left = answers;
    life.script();
    life.finish();
    ASSERT_FALSE(HasFailure()) << "lost instead of answer " << answers;
  }
}

}  // namespace
}  // namespace plugpoint::test
