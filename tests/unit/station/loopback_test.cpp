// A station that talks to an echo server answers itself, as a central system would.
#include "plugpoint/station/loopback.h"

#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

struct EchoStation : TestStation {
  Loopback loopback{DateTime{1748779200000}};  // 2025-06-01T12:00:00Z
  EchoStation() {
    echo = true;
    settings.loopback = &loopback;
  }
};

TEST(Loopback, a_whole_session_runs_against_an_echo_server) {
  EchoStation station;
  station.boot();
  EXPECT_EQ(station.station().registration(), Registration::accepted);
  EXPECT_TRUE(station.station().utc().is_set());
  station.plug();
  station.tap("TAG1");
  EXPECT_EQ(station.station().board(1).transaction.id, 1);
  EXPECT_EQ(station.station().status(1), EvseStatus::charging);
  station.run(61000);
  EXPECT_EQ(station.sent("MeterValues").size(), 1U);
  station.tap("TAG1");
  station.unplug();
  EXPECT_EQ(station.sent("StopTransaction").at(0)["transactionId"], 1);
  EXPECT_EQ(station.station().queue_length(), 0U);
  EXPECT_EQ(station.statuses(1),
            (Strings{"Available", "Preparing", "Charging", "Finishing", "Available"}));
}

TEST(Loopback, the_next_transaction_has_another_id) {
  EchoStation station;
  station.boot();
  for (int id = 1; id <= 2; ++id) {
    station.plug();
    station.tap("TAG1");
    EXPECT_EQ(station.station().board(1).transaction.id, id);
    station.unplug();
  }
}

TEST(Loopback, data_transfer_is_accepted) {
  EchoStation station;
  station.boot();
  EXPECT_FALSE(station.station().send_data_transfer("maker", "hello", "data"));
  station.run(100);
  bool answered = false;
  for (const Event& event : station.events())
    if (event.kind == Event::Kind::data_transfer_answer) answered = event.number == 0;
  EXPECT_TRUE(answered);
}

TEST(Loopback, a_call_that_is_no_echo_is_not_answered_by_it) {
  EchoStation station;
  station.echo = false;
  station.boot();
  EXPECT_EQ(station.call("Heartbeat", Json::object())[2], "NotSupported");
}

TEST(Loopback, without_it_a_station_gets_nowhere_with_an_echo_server) {
  TestStation station;
  station.echo = true;
  station.boot();
  EXPECT_EQ(station.station().registration(), Registration::none);
}

}  // namespace
}  // namespace plugpoint::test
