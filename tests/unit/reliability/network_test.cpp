// A seeded random schedule of everything that a network does, in virtual time, while two connectors
// charge. PLUGPOINT_TEST_HOURS sets how many virtual hours it lasts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <random>

#include "unit/reliability/ledger.h"

namespace plugpoint::test {
namespace {

constexpr Millis kPart = 100;  ///< Hours of one seed, at most.

class Weather {
 public:
  explicit Weather(std::uint64_t seed) : ledger(station), random_(seed) {
    station.settings.evses = 2;
    // The counter of the platform wraps once in each part.
    station.set_clock_counter(UINT32_MAX - static_cast<std::uint32_t>(below(kPart * kHour)));
    ledger.pass = [this](const Json& answer) { return fate_of(answer); };
  }

  TestStation station;
  Ledger ledger;
  int faults = 0;  ///< How many there were.

  void run(Millis duration) {
    station.boot();
    const Millis end = station.now() + duration;
    while (station.now() < end && !::testing::Test::HasFailure()) {
      pass_time(below(300 * kSecond));
      if (below(2) == 0) user();
      if (below(4) == 0) fault();
      station.events();
    }
  }

  /// Fair weather, everybody leaves.
  void clear_up() {
    off_until_ = slow_until_ = storm_until_ = 0;
    answers_left_ = -1;
    for (const std::uint8_t connector : {std::uint8_t{1}, std::uint8_t{2}}) {
      pass_time(10 * kMinute);
      station.unplug(connector);
    }
    pass_time(12 * kHour);
    EXPECT_EQ(station.station().queue_length(), 0U);
    ledger.expect_all_closed();
    std::size_t permitted = 0;
    for (const Command& command : station.hardware.commands)
      permitted += command.kind == Command::Kind::permit && command.on;
    EXPECT_EQ(ledger.transactions.size(), permitted) << "each flow of energy is told";
  }

 private:
  enum class Fault : std::uint8_t {
    cut,
    cut_in_request,
    cut_in_answer,
    half_open,
    outage,
    answers_lost,
    slow_answers,
    central_restart,
    storm,
    count_
  };
  struct Late {
    Millis due;
    std::size_t connection;
    std::string text;
  };

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  Json fate_of(const Json& answer) {
    if (answers_left_ >= 0 && answers_left_-- == 0) {
      off_until_ = station.now() + 1 + static_cast<Millis>(below(kMinute));
      station.network = false;
      return nullptr;
    }
    if (station.now() >= slow_until_) return answer;
    const Json frame = {3, station.frames.back().id, answer};
    late_.push_back({station.now() + static_cast<Millis>(below(100 * kSecond)),
                     station.dials.size(), frame.dump()});
    return nullptr;
  }

  void pass_time(Millis duration) {
    const Millis until = station.now() + duration;
    while (station.now() < until) {
      const bool restless = !late_.empty() || station.now() < storm_until_;
      station.network = station.now() >= off_until_;
      if (station.now() < storm_until_ && station.faults.output_left == Faults::kNone)
        station.faults.output_left = 1 + static_cast<std::size_t>(below(900));
      station.run(std::min<Millis>(until - station.now(), restless ? 5 * kSecond : kMinute));
      answer_late();
      station.frames.clear();
    }
  }

  void answer_late() {
    for (std::size_t left = late_.size(); left > 0; --left) {
      const Late each = late_.front();
      late_.pop_front();
      if (each.connection != station.dials.size()) continue;
      if (each.due > station.now()) {
        late_.push_back(each);
      } else {
        station.peer.send(each.text);
      }
    }
  }

  void user() {
    const auto connector = static_cast<std::uint8_t>(1 + below(2));
    const bool plugged = station.hardware.evse(connector).facts.plugged;
    if (!plugged) {
      station.plug(connector);
    } else if (below(4) == 0) {
      station.unplug(connector);
      return;
    }
    static_cast<void>(station.swipe("TAG" + std::to_string(connector), connector));
  }

  void fault() {
    const auto kind = static_cast<Fault>(below(static_cast<std::uint64_t>(Fault::count_)));
    ++faults;
    switch (kind) {
      case Fault::cut:
        return station.cut();
      case Fault::cut_in_request:
        station.faults.output_left = 1 + static_cast<std::size_t>(below(500));
        return;
      case Fault::cut_in_answer:
        station.faults.input_left = 1 + static_cast<std::size_t>(below(300));
        return;
      case Fault::half_open:
        station.faults.half_open = true;
        return;
      case Fault::outage:
        off_until_ = station.now() + static_cast<Millis>(below(4 * kHour));
        return;
      case Fault::answers_lost:
        answers_left_ = static_cast<int>(below(4));
        return;
      case Fault::slow_answers:
        slow_until_ = station.now() + static_cast<Millis>(below(30 * kMinute));
        return;
      case Fault::central_restart:
        ledger.restart();
        return station.cut();
      default:
        storm_until_ = station.now() + static_cast<Millis>(below(10 * kMinute));
    }
  }

  std::mt19937_64 random_;
  Millis off_until_ = 0;
  Millis slow_until_ = 0;
  Millis storm_until_ = 0;
  int answers_left_ = -1;
  std::deque<Late> late_;
};

std::int64_t hours() {
  const char* given = std::getenv("PLUGPOINT_TEST_HOURS");
  return given ? std::atoll(given) : 300;
}

TEST(Network, T05_nothing_is_lost_in_any_weather) {
  std::size_t transactions = 0;
  std::size_t connections = 0;
  int repeated = 0;
  int faults = 0;
  for (std::int64_t part = 0; part * kPart < hours(); ++part) {
    Weather weather(static_cast<std::uint64_t>(part) + 1);
    weather.run(std::min(kPart, hours() - part * kPart) * kHour);
    weather.clear_up();
    ASSERT_FALSE(HasFailure()) << "seed " << part + 1;
    transactions += weather.ledger.transactions.size();
    connections += weather.station.dials.size();
    repeated += weather.ledger.repeated;
    faults += weather.faults;
  }
  std::cout << hours() << " h, " << faults << " faults, " << connections << " connections, "
            << transactions << " transactions, " << repeated << " messages came again\n";
  EXPECT_GT(transactions, static_cast<std::size_t>(hours() * 5 / 3));
  EXPECT_GT(repeated, hours() / 6);
}

}  // namespace
}  // namespace plugpoint::test
