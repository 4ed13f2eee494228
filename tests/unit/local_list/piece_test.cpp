// A long update of the local list is applied a piece at a time; the answer comes after the last.
#include "list_station.h"

namespace plugpoint::test {
namespace {

/// A station with the list {A}, which is sent another one of 300 entries.
class LocalListInPieces : public ::testing::Test {
 protected:
  void begin(int entries = 300, const std::string& type = "Full") {
    station.boot();
    EXPECT_EQ(station.send("Full", 1, {entry("A")}), "Accepted");
    Json list = Json::array();
    for (int i = 0; i < entries; ++i)
      list.push_back(entry("NEW" + std::to_string(i)));
    station.clear();
    tell("list", "SendLocalList",
         {{"updateType", type}, {"listVersion", 2}, {"localAuthorizationList", list}});
    for (int i = 0; i < 10000 && !merging(); ++i)
      station.run(0);
    ASSERT_TRUE(merging());
    ASSERT_TRUE(answer("list").is_null());
  }
  void tell(const std::string& id, const std::string& action, const Json& payload) {
    station.peer.send(Json({2, id, action, payload}).dump());
  }
  bool merging() { return station.storage.size("list-o") > 0; }
  /// The payload of the answer to a call; null: none yet.
  Json answer(const std::string& id) const {
    for (const Frame& frame : station.frames)
      if (frame.id == id) return frame.payload;
    return nullptr;
  }
  void expect_old_list() {
    EXPECT_EQ(station.version(), 1);
    for (const char* area : {"local-list-in", "list-n", "list-o"})
      EXPECT_EQ(station.storage.size(area), 0U) << area;
    EXPECT_TRUE(station.starts_offline("A"));
    EXPECT_FALSE(station.starts_offline("NEW7"));
  }

  ListStation station;
};

TEST_F(LocalListInPieces, C05_no_step_reads_more_than_some_entries) {
  begin(1000, "Differential");
  std::uint32_t most = 0;
  int pieces = 0;
  while (answer("list").is_null() && pieces < 1000) {
    const std::uint32_t before = station.storage.reads;
    const int steps = station.steps;
    station.run(0);
    ASSERT_GT(station.steps, steps);
    most = std::max(most, station.storage.reads - before);
    ++pieces;
  }
  EXPECT_EQ(answer("list")["status"], "Accepted");
  EXPECT_GT(pieces, 20);
  EXPECT_LT(most, 400U) << "of 1000 entries, each of which is read at least three times";
  EXPECT_TRUE(station.starts_offline("A"));
  EXPECT_TRUE(station.starts_offline("NEW999"));
}

TEST_F(LocalListInPieces, C05_meanwhile_the_old_list_holds_and_the_station_lives) {
  begin();
  tell("version", "GetLocalListVersion", Json::object());
  for (int i = 0; i < 3; ++i)
    station.run(0);
  ASSERT_TRUE(merging());
  EXPECT_EQ(answer("version")["listVersion"], 1);
  EXPECT_TRUE(answer("list").is_null());
  station.run(100);
  EXPECT_EQ(answer("list")["status"], "Accepted");
  EXPECT_EQ(station.version(), 2);
  EXPECT_FALSE(station.starts_offline("A"));
  EXPECT_TRUE(station.starts_offline("NEW7"));
}

TEST_F(LocalListInPieces, C05_a_call_that_would_have_to_wait_too_fails) {
  begin();
  tell("second", "SendLocalList",
       {{"updateType", "Full"}, {"listVersion", 3}, {"localAuthorizationList", {entry("X")}}});
  tell("unlock", "UnlockConnector", {{"connectorId", 1}});
  station.run(100);
  EXPECT_EQ(answer("second")["status"], "Failed");
  EXPECT_EQ(answer("unlock")["status"], "UnlockFailed");
  EXPECT_EQ(answer("list")["status"], "Accepted");
  EXPECT_EQ(station.version(), 2);
  EXPECT_EQ(station.send("Differential", 3, {entry("X")}), "Accepted");
  EXPECT_TRUE(station.starts_offline("NEW7"));
}

TEST_F(LocalListInPieces, C05_when_the_connection_is_lost_the_old_list_stays) {
  begin();
  station.network = false;
  station.run(100);
  station.go_online();
  expect_old_list();
  station.go_online();
  EXPECT_EQ(station.send("Full", 2, {entry("NEW7")}), "Accepted");
  EXPECT_TRUE(station.starts_offline("NEW7"));
}

TEST_F(LocalListInPieces, C05_a_technician_has_to_wait) {
  begin();
  KnownToken known;
  known.token = "MORE";
  const Error error = station.station().add_to_local_list(known);
  EXPECT_EQ(error.status, Status::refused);
  station.run(100);
  EXPECT_EQ(answer("list")["status"], "Accepted");
  EXPECT_EQ(station.station().add_to_local_list(known).status, Status::ok);
  EXPECT_TRUE(station.starts_offline("MORE"));
  EXPECT_TRUE(station.starts_offline("NEW7"));
}

TEST_F(LocalListInPieces, C05_a_new_list_that_was_not_written_as_a_whole_is_none) {
  begin();
  while (station.storage.size("list-n") == 0) {
    ASSERT_TRUE(answer("list").is_null());
    station.run(0);
  }
  // A draft may be told to be written, and not be.
  station.storage.areas["list-n"].resize(station.storage.size("list-n") - 96);
  station.run(100);
  EXPECT_EQ(answer("list")["status"], "Failed");
  expect_old_list();
}

/// A byte of the places that changes on storage in the middle of the work.
class LocalListDamage : public LocalListInPieces, public ::testing::WithParamInterface<int> {};

TEST_P(LocalListDamage, C05_a_damaged_order_loses_no_entry) {
  begin(100);
  while (station.storage.size("list-o") < 800) {
    ASSERT_TRUE(answer("list").is_null());
    station.run(0);
  }
  station.storage.areas["list-o"][static_cast<std::size_t>(GetParam())] ^= 0x40;
  station.run(100);
  ASSERT_FALSE(answer("list").is_null());
  if (answer("list")["status"] == "Failed") return expect_old_list();
  EXPECT_EQ(answer("list")["status"], "Accepted") << "what was read already does no harm";
  EXPECT_EQ(station.storage.size("local-list"), 100U * 96U + 16U);
  for (int i = 0; i < 100; i += 7)
    EXPECT_TRUE(station.starts_offline("NEW" + std::to_string(i))) << i;
}

INSTANTIATE_TEST_SUITE_P(Bytes, LocalListDamage, ::testing::Range(0, 800, 37));

}  // namespace
}  // namespace plugpoint::test
