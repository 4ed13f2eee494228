// Bytes of the storage change by themselves, as in worn flash: nothing crashes, and what is not
// true is neither told nor obeyed. PLUGPOINT_TEST_DAMAGES sets how often that is tried.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "unit/crash/script.h"

namespace plugpoint::test {
namespace {

using Image = std::map<std::string, std::vector<std::uint8_t>>;

/// What the storage holds at instants of the script's first day.
std::vector<Image> images() {
  constexpr int kEvery = 23;
  std::vector<Image> found;
  Life life;
  int writes = 0;
  life.station.storage.before_write = [&](std::size_t) {
    if (++writes % kEvery == 0) found.push_back(life.station.storage.areas);
  };
  life.power_on();
  day(life, 0);
  return found;
}

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  void strike(Image& image) {
    std::vector<std::vector<std::uint8_t>*> areas;
    for (auto& [name, bytes] : image) {
      if (!bytes.empty()) areas.push_back(&bytes);
    }
    if (areas.empty()) return;
    std::vector<std::uint8_t>& bytes = *areas[below(areas.size())];
    const std::size_t at = below(bytes.size());
    const std::size_t count = std::min(bytes.size() - at, 1 + below(300));
    switch (below(6)) {
      case 0:
        bytes.resize(at);
        return;
      case 1:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, std::uint8_t{0});
        return;
      case 2:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, std::uint8_t{0xFF});
        return;
      default:
        for (std::size_t flips = 1 + below(4); flips > 0; --flips)
          bytes[below(bytes.size())] ^= static_cast<std::uint8_t>(1U << below(8));
    }
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::mt19937_64 random_;
};

/// A station on a damaged storage, and a central system that believes nothing.
class Doubt {
 public:
  Doubt(const Image& whole, const Image& image) : list_(list_of(whole)) {
    life_.station.storage.areas = image;
    life_.station.on.clear();
    life_.station.on["Authorize"] = [](const Json& payload) {
      const bool listed = payload["idTag"].get<std::string>()[0] == 'L';
      return Json{{"idTagInfo", {{"status", listed ? "Invalid" : "Accepted"}}}};
    };
  }

  /// False: the station refuses to start, and says why.
  bool starts() {
    TestStation& station = life_.station;
    MemoryStorage copy = station.storage;
    station.settings.defaults = {station.defaults.data(), station.defaults.size()};
    const std::size_t size = ChargePoint::block_size(station.settings);
    std::vector<std::max_align_t> block(size / sizeof(std::max_align_t) + 1);
    Error error;
    const ChargePoint* created =
        ChargePoint::create({reinterpret_cast<std::uint8_t*>(block.data()), size}, station.settings,
                            {&station.entropy, &copy, &station.hardware, nullptr}, 0, error);
    EXPECT_TRUE(created || !error.text.empty());
    return created != nullptr;
  }

  void live() {
    TestStation& station = life_.station;
    station.start();
    station.run(60000);
    for (const Frame& frame : station.frames)
      check(frame);
    check_configuration();
    for (int index = 11; index < 110; index += 9)
      check_token("L" + std::to_string(index));
    // And it goes on working. Where the end of a reservation was damaged it stands again, until its
    // time or until its connector was Unavailable (1.6 §5.13).
    station.confirm("ChangeAvailability", {{"connectorId", 0}, {"type", "Inoperative"}});
    station.run(1000);
    station.confirm("ChangeAvailability", {{"connectorId", 0}, {"type", "Operative"}});
    station.confirm("ChangeConfiguration", {{"key", "ResetRetries"}, {"value", "7"}});
    station.plug(1);
    station.tap("AFTERWARDS", 1);
    station.run(1000);
    EXPECT_TRUE(station.station().board(1).transaction.active);
    station.tap("AFTERWARDS", 1);
    station.run(60000);
    EXPECT_EQ(station.station().queue_length(), 0U);
  }

 private:
  static TokenList list_of(const Image& image) {
    MemoryStorage storage;
    storage.areas = image;
    return TokenArea(storage, "local-list").list();
  }

  /// A register belongs to its connector and its time.
  void check_register(const Json& time, std::int64_t wh, int connector) const {
    const std::string text = time;
    DateTime at;
    DateTime origin;
    const std::string& first = life_.station.utc_text;
    ASSERT_TRUE(parse_date_time({text.data(), text.size()}, at)) << text;
    ASSERT_TRUE(parse_date_time({first.data(), first.size()}, origin));
    bool fits = false;
    for (int each = 1; each <= Life::kConnectors; ++each) {
      if (connector == 0 || connector == each)
        fits = fits || wh == register_at(each, at.ms - origin.ms);
    }
    EXPECT_TRUE(fits) << text << ": " << wh << " Wh";
  }
  void check(const Frame& frame) const {
    const Json& payload = frame.payload;
    if (frame.action == "StartTransaction")
      check_register(payload["timestamp"], payload["meterStart"], payload["connectorId"]);
    if (frame.action == "StopTransaction")
      check_register(payload["timestamp"], payload["meterStop"], 0);
    if (frame.action == "MeterValues" && payload.contains("transactionId")) {
      const std::string wh = payload["meterValue"][0]["sampledValue"][0]["value"];
      check_register(payload["meterValue"][0]["timestamp"], std::stoll(wh), payload["connectorId"]);
    }
  }
  /// A value is one that somebody wrote, or the default.
  void check_configuration() {
    const Json keys = life_.station.confirm(
        "GetConfiguration", {{"key", {"ResetRetries", "ConnectionTimeOut", "Colour", "Motto"}}});
    const std::string motto = keys["configurationKey"][3]["value"];
    EXPECT_EQ(motto.find_first_not_of(motto.empty() ? 'a' : motto[0]), std::string::npos) << motto;
    const std::set<std::string> known = {"0", "2", "60", "red", "blue0", "green"};
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(known.count(keys["configurationKey"][i]["value"]), 1U) << keys;
  }
  /// Only who is listed may charge without a question.
  void check_token(const std::string& token) {
    TestStation& station = life_.station;
    const std::size_t asked = station.sent("Authorize").size();
    if (station.swipe(token, Life::kReader)) return;
    if (!station.station().board(Life::kReader).claimed) return;
    EXPECT_EQ(station.sent("Authorize").size(), asked);
    const auto found = list_.statuses.find(token);
    EXPECT_TRUE(found != list_.statuses.end() && found->second == "Accepted") << token;
    static_cast<void>(station.swipe(token, Life::kReader));
  }

  Life life_;
  TokenList list_;
};

TEST(Damage, T17_damaged_storage_tells_nothing_wrong_and_stops_nobody) {
  const std::vector<Image> whole = images();
  ASSERT_GT(whole.size(), 10U);
  const char* wanted = std::getenv("PLUGPOINT_TEST_DAMAGES");
  const std::uint64_t times = wanted ? std::strtoull(wanted, nullptr, 10) : 400;
  std::uint64_t refused = 0;
  for (std::uint64_t seed = 0; seed < times && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Damage damage(seed);
    Image image = whole[seed % whole.size()];
    for (std::uint64_t i = 0; i <= seed % 3; ++i)
      damage.strike(image);
    Doubt doubt(whole[seed % whole.size()], image);
    if (doubt.starts()) {
      doubt.live();
    } else {
      ++refused;
    }
  }
  std::cout << times << " damages, " << refused << " kept the station from starting\n";
  EXPECT_LT(refused, times / 20);
}

}  // namespace
}  // namespace plugpoint::test
