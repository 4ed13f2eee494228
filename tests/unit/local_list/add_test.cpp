// Entries that a technician adds at the charger: ChargePoint::add_to_local_list.
#include "list_station.h"

namespace plugpoint::test {
namespace {

Status add(TestStation& station, const char* token, const KnownToken& given = {}) {
  KnownToken known = given;
  known.token = token;
  return station.station().add_to_local_list(known).status;
}

KnownToken as(TokenStatus status) {
  KnownToken known;
  known.status = status;
  return known;
}

TEST(LocalListAtTheCharger, C05_an_entry_is_added_or_replaces_the_old_one) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 4, {entry("A"), entry("B")}), "Accepted");
  EXPECT_EQ(add(station, "C"), Status::ok);
  EXPECT_EQ(add(station, "b", as(TokenStatus::blocked)), Status::ok);
  EXPECT_TRUE(station.starts_offline("A"));
  EXPECT_TRUE(station.starts_offline("C"));
  EXPECT_FALSE(station.starts_offline("B"));
  station.power_cut();
  station.boot();
  EXPECT_TRUE(station.starts_offline("C"));
  EXPECT_FALSE(station.starts_offline("B"));
}

TEST(LocalListAtTheCharger, C05_the_version_of_the_central_system_stays) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 4, {entry("A")}), "Accepted");
  EXPECT_EQ(add(station, "C"), Status::ok);
  EXPECT_EQ(station.version(), 4);
  EXPECT_EQ(station.send("Differential", 5, {entry("D")}), "Accepted");
  EXPECT_TRUE(station.starts_offline("C"));
  station.go_online();
  EXPECT_EQ(station.send("Full", 6, {entry("D")}), "Accepted");
  EXPECT_FALSE(station.starts_offline("C"));
}

TEST(LocalListAtTheCharger, C05_a_list_that_was_empty_does_not_say_that_it_still_is) {
  for (const bool cleared : {false, true}) {
    ListStation station;
    station.boot();
    if (cleared) {
      EXPECT_EQ(station.send("Full", 9, {}), "Accepted");
    }
    EXPECT_EQ(station.version(), 0);
    EXPECT_EQ(add(station, "A"), Status::ok);
    EXPECT_EQ(station.version(), 1);
    EXPECT_EQ(station.send("Differential", 1, {entry("B")}), "VersionMismatch");
    EXPECT_EQ(station.send("Full", 1, {entry("B")}), "Accepted");
    EXPECT_FALSE(station.starts_offline("A"));
    EXPECT_TRUE(station.starts_offline("B"));
  }
}

TEST(LocalListAtTheCharger, A03_expiry_and_group_count) {
  ListStation station;
  station.boot();
  KnownToken known;
  known.expiry = {station.station().utc().ms + 3600 * kSecond};
  known.group = "FAMILY";
  EXPECT_EQ(add(station, "A", known), Status::ok);
  EXPECT_EQ(add(station, "B", known), Status::ok);
  station.network = false;
  station.run(100);
  station.plug();
  station.tap("A");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.tap("B");  // A07
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  station.unplug();
  station.run(3600 * kSecond);
  EXPECT_FALSE(station.starts_offline("A"));
}

TEST(LocalListAtTheCharger, C05_what_is_refused_changes_nothing) {
  ListStation station;
  station.defaults = {{"LocalAuthListMaxLength", "2"}};
  station.boot();
  EXPECT_EQ(station.send("Full", 3, {entry("A"), entry("B")}), "Accepted");
  const auto before = station.storage.areas["local-list"];
  EXPECT_EQ(add(station, ""), Status::bad_argument);
  EXPECT_EQ(add(station, "123456789012345678901"), Status::bad_argument);
  KnownToken known;
  known.group = "123456789012345678901";
  EXPECT_EQ(add(station, "A", known), Status::bad_argument);
  EXPECT_EQ(add(station, "A", as(TokenStatus::unknown)), Status::bad_argument);
  EXPECT_EQ(add(station, "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"), Status::bad_argument);  // 38 bytes.
  EXPECT_EQ(add(station, "C"), Status::too_long);
  EXPECT_EQ(add(station, "B"), Status::ok);
  EXPECT_EQ(station.storage.areas["local-list"], before);
  EXPECT_EQ(station.storage.size("local-list-in"), 0U);
  EXPECT_EQ(station.station().set_variable("LocalAuthListEnabled", "false"), WriteResult::accepted);
  EXPECT_EQ(add(station, "B"), Status::refused);
}

TEST(LocalListAtTheCharger, C05_a_station_that_speaks_2x_refuses) {
  ListStation station;
  station.settings.subprotocols = "ocpp2.0.1";
  station.peer.subprotocol = "ocpp2.0.1";
  station.start();
  EXPECT_EQ(add(station, "A"), Status::refused);
}

TEST(LocalListAtTheCharger, C05_an_update_that_is_arriving_fails_and_is_sent_again) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A")}), "Accepted");
  station.peer.send_frame(1,
                          R"([2,"list","SendLocalList",{"listVersion":2,"updateType":"Full",)"
                          R"("localAuthorizationList":[{"idTag":"B","idTagInfo":)"
                          R"({"status":"Accepted"}},)",
                          false);
  station.run(50);
  EXPECT_EQ(add(station, "C"), Status::ok);
  std::string answer;
  station.observe = [&](bool own, const std::string& text) {
    if (own) answer = text;
  };
  station.peer.send_frame(0, R"({"idTag":"D","idTagInfo":{"status":"Accepted"}}]}])", true);
  station.run(50);
  EXPECT_EQ(answer, R"([3,"list",{"status":"Failed"}])");
  EXPECT_EQ(station.send("Differential", 2, {entry("B")}), "Accepted");
  EXPECT_TRUE(station.starts_offline("A"));
  EXPECT_TRUE(station.starts_offline("B"));
  EXPECT_TRUE(station.starts_offline("C"));
  EXPECT_FALSE(station.starts_offline("D"));
}

TEST(LocalListAtTheCharger, C05_a_write_that_fails_anywhere_leaves_the_old_list_or_the_new_one) {
  int old_lists = 0;
  int new_lists = 0;
  for (std::uint64_t bytes = 0; bytes < 420; bytes += 7) {
    ListStation station;
    station.boot();
    EXPECT_EQ(station.send("Full", 1, {entry("A")}), "Accepted");
    station.storage.fail_after(bytes, Status::no_space);
    const bool added = add(station, "B") == Status::ok;
    station.storage.mend();
    EXPECT_EQ(station.starts_offline("B"), added) << bytes;
    station.power_cut();
    station.boot();
    EXPECT_TRUE(station.starts_offline("A")) << bytes;
    EXPECT_EQ(station.starts_offline("B"), added) << bytes;
    ++(added ? new_lists : old_lists);
  }
  EXPECT_GT(old_lists, 0);
  EXPECT_GT(new_lists, 0);
}

TEST(LocalListAtTheCharger, A04_a_corrected_list_is_no_conflict_any_more) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("TAG", "Blocked")}), "Accepted");
  station.plug();
  station.tap("TAG");
  station.run(1000);
  ASSERT_FALSE(station.errors().empty());
  EXPECT_EQ(station.errors().back(), "LocalListConflict");
  station.clear();
  EXPECT_EQ(add(station, "TAG"), Status::ok);
  station.run(1000);
  EXPECT_EQ(station.errors(), (Strings{"NoError"}));
}

}  // namespace
}  // namespace plugpoint::test
