// Two sessions of a station whose storage is raw flash; power goes in every write and erase.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>
#include "support/json.h"

#include "esp_idf/partition_storage.h"
#include "fake_partition.h"
#include "support/fake_entropy.h"
#include "support/fake_hardware.h"
#include "support/test_station.h"

namespace plugpoint::test {

namespace {

/// What the central system knows of transactions. A message that comes twice has the same id.
class Ledger {
 public:
  /// Message id of each StartTransaction → its transactionId.
  std::map<std::string, int> started;
  /// Message id of each StopTransaction → its transactionId.
  std::map<std::string, int> stopped;

  Json answer(const Json& call) {
    const std::string action = call.at(2);
    if (action == "BootNotification")
      return {{"status", "Accepted"}, {"currentTime", kNow}, {"interval", 86400}};
    if (action == "Heartbeat") return {{"currentTime", kNow}};
    if (action == "Authorize") return {{"idTagInfo", {{"status", "Accepted"}}}};
    if (action == "StartTransaction") {
      const int id =
          started.emplace(call.at(1), static_cast<int>(started.size()) + 1).first->second;
      return {{"idTagInfo", {{"status", "Accepted"}}}, {"transactionId", id}};
    }
    if (action == "StopTransaction") stopped[call.at(1)] = call.at(3).at("transactionId");
    return Json::object();
  }

 private:
  static constexpr const char* kNow = "2025-06-01T12:00:00.000Z";
};

/// One life of the station: from power on to power off.
class Life {
 public:
  Life(FakePartition& partition, Ledger& ledger) : partition_(partition), ledger_(ledger) {
    Error error;
    settings_.evses = 1;
    hardware.set_register(1, 1000);
    storage_ = esp_idf::PartitionStorage::open(partition.get(), error);
    if (!storage_) return;
    block_.resize(ChargePoint::block_size(settings_) / sizeof block_[0] + 1);
    station = ChargePoint::create(
        {reinterpret_cast<std::uint8_t*>(block_.data()), block_.size() * sizeof block_[0]},
        settings_, {&entropy_, storage_.get(), &hardware}, now_, error);
  }

  FakeHardware hardware;
  ChargePoint* station = nullptr;

  bool over() const { return !station || partition_.is_off(); }
  void run(std::uint32_t ms) {
    for (const std::uint32_t end = now_ + ms; !over() && now_ < end;) {
      station->step(now_);
      if (!stream_ && station->stream_wanted()) station->stream_opened(now_);
      stream_ = station->stream_wanted();
      while (!over() && exchange()) {
      }
      const std::uint32_t sleep = over() ? 1 : station->sleep_ms();
      now_ += sleep == 0 ? 1 : std::min(sleep, end - now_);
    }
  }
  void plug(bool on) {
    hardware.evse().facts.plugged = hardware.evse().facts.ev_ready = on;
    run(1000);
  }
  void tap() {
    if (!over()) static_cast<void>(station->present_token(1, "TAG1"));
    run(1000);
  }

 private:
  bool exchange() {
    std::uint8_t window[512];
    const std::size_t sent = station->output(now_, window);
    // What leaves while power goes is not seen.
    if (over()) return false;
    peer_.receive(std::string(reinterpret_cast<const char*>(window), sent));
    for (const std::string& text : std::exchange(peer_.messages, {})) {
      const Json call = Json::parse(text);
      if (call.at(0) == 2) peer_.send(Json::array({3, call.at(1), ledger_.answer(call)}).dump());
    }
    const std::size_t taken = station->input(
        now_, {reinterpret_cast<const std::uint8_t*>(peer_.output.data()), peer_.output.size()});
    peer_.output.erase(0, taken);
    return sent != 0 || taken != 0;
  }

  FakePartition& partition_;
  Ledger& ledger_;
  Settings settings_;
  FakeEntropy entropy_;
  std::unique_ptr<esp_idf::PartitionStorage> storage_;
  std::vector<std::max_align_t> block_;
  WebSocketPeer peer_;
  std::uint32_t now_ = 0;
  bool stream_ = false;
};

/// Plugs, charges and unplugs twice; how many transactions ran, as the station saw it.
std::size_t two_sessions(Life& life) {
  std::size_t begun = 0;
  life.run(1000);
  for (int session = 0; session < 2 && !life.over(); ++session) {
    life.plug(true);
    life.tap();
    if (!life.over() && life.station->board(1).transaction.active) ++begun;
    life.hardware.set_register(1, 2000 + session);
    life.tap();
    life.plug(false);
  }
  return begun;
}

std::set<int> ids_of(const std::map<std::string, int>& messages) {
  std::set<int> ids;
  for (const auto& [message, id] : messages)
    ids.insert(id);
  return ids;
}

std::uint64_t operations_of_two_sessions() {
  FakePartition partition(24);
  Ledger ledger;
  Life life(partition, ledger);
  EXPECT_EQ(two_sessions(life), 2U);
  EXPECT_EQ(ledger.started.size(), 2U);
  EXPECT_EQ(ledger.stopped.size(), 2U);
  EXPECT_EQ(life.station->queue_length(), 0U);
  return partition.operations;
}

}  // namespace

// T08: each transaction is told once, start and stop, wherever power goes.
TEST(PowerCutOnRawFlash, LosesNoTransactionAndDoublesNone) {
  const std::uint64_t operations = operations_of_two_sessions();
  ASSERT_GT(operations, 40U);
  for (std::uint64_t cut = 1; cut <= operations; ++cut) {
    for (int percent : {0, 50, 100}) {
      SCOPED_TRACE("cut in " + std::to_string(cut) + ", " + std::to_string(percent) + " % done");
      FakePartition partition(24);
      Ledger ledger;
      std::size_t begun = 0;
      partition.cut_at = cut;
      partition.done_percent = percent;
      {
        Life life(partition, ledger);
        begun = two_sessions(life);
        ASSERT_TRUE(life.over());
      }
      partition.power_on();
      Life again(partition, ledger);
      ASSERT_FALSE(again.over());
      again.run(300000);
      EXPECT_EQ(again.station->queue_length(), 0U);
      EXPECT_GE(ledger.started.size(), begun);
      EXPECT_LE(ledger.started.size(), 2U);
      EXPECT_EQ(ledger.stopped.size(), ledger.started.size());
      EXPECT_EQ(ids_of(ledger.stopped), ids_of(ledger.started));
      EXPECT_EQ(partition.misuse, std::vector<std::string>{});
      if (testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace plugpoint::test
