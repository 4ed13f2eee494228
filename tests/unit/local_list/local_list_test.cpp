// Updates of the local authorization list: C05.
#include "plugpoint/base/crc.h"
#include "unit/local_list/list_station.h"

namespace plugpoint::test {
namespace {

TEST(LocalList, C05_versions_of_an_empty_a_filled_and_a_disabled_list) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.version(), 0);
  EXPECT_EQ(station.send("Full", 2, {entry("A")}), "Accepted");
  EXPECT_EQ(station.version(), 2);
  EXPECT_EQ(station.confirm("ChangeConfiguration",
                            {{"key", "LocalAuthListEnabled"}, {"value", "false"}})["status"],
            "Accepted");
  EXPECT_EQ(station.version(), -1);
  EXPECT_EQ(station.send("Full", 3, {entry("B")}), "NotSupported");
  EXPECT_FALSE(station.starts_offline("A"));
}

TEST(LocalList, C05_a_full_update_replaces_and_without_entries_clears) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A"), entry("B")}), "Accepted");
  EXPECT_EQ(station.send("Full", 1, {entry("C")}), "Accepted");
  EXPECT_FALSE(station.starts_offline("A"));
  EXPECT_TRUE(station.starts_offline("C"));
  station.go_online();
  const Json none = {{"updateType", "Full"}, {"listVersion", 7}};
  EXPECT_EQ(station.confirm("SendLocalList", none)["status"], "Accepted");
  EXPECT_EQ(station.version(), 0);
  EXPECT_FALSE(station.starts_offline("C"));
}

TEST(LocalList, C05_a_differential_update_adds_changes_and_deletes) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A"), entry("B"), entry("C")}), "Accepted");
  EXPECT_EQ(station.send("Differential", 5, {entry("b", "Blocked"), deletion("a"), entry("D")}),
            "Accepted");
  EXPECT_EQ(station.version(), 5);
  EXPECT_FALSE(station.starts_offline("A"));
  EXPECT_FALSE(station.starts_offline("B"));
  EXPECT_TRUE(station.starts_offline("C"));
  EXPECT_TRUE(station.starts_offline("D"));
}

TEST(LocalList, C05_an_old_version_is_a_mismatch_and_changes_nothing) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 5, {entry("A")}), "Accepted");
  EXPECT_EQ(station.send("Differential", 5, {deletion("A")}), "VersionMismatch");
  EXPECT_EQ(station.send("Differential", 4, {entry("B")}), "VersionMismatch");
  EXPECT_EQ(station.version(), 5);
  EXPECT_TRUE(station.starts_offline("A"));
  EXPECT_FALSE(station.starts_offline("B"));
}

TEST(LocalList, C05_versions_with_a_meaning_of_their_own_are_refused) {
  ListStation station;
  station.boot();
  for (const int version : {0, -1, -7})
    EXPECT_EQ(station.send("Full", version, {entry("A")}), "Failed");
  EXPECT_FALSE(station.starts_offline("A"));
}

TEST(LocalList, C05_a_token_twice_is_refused) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A")}), "Accepted");
  EXPECT_EQ(station.send("Full", 2, {entry("B"), entry("C"), entry("b", "Blocked")}), "Failed");
  EXPECT_EQ(station.version(), 1);
  EXPECT_TRUE(station.starts_offline("A"));
  EXPECT_FALSE(station.starts_offline("C"));
}

TEST(LocalList, C05_a_full_list_deletes_nothing_by_entry) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A"), deletion("B")}), "Failed");
  EXPECT_EQ(station.version(), 0);
}

TEST(LocalList, C05_both_limits_hold) {
  ListStation station;
  station.defaults = {{"SendLocalListMaxLength", "2"}, {"LocalAuthListMaxLength", "3"}};
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A"), entry("B"), entry("C")}), "Failed");
  EXPECT_EQ(station.send("Full", 1, {entry("A"), entry("B")}), "Accepted");
  EXPECT_EQ(station.send("Differential", 2, {entry("C"), entry("D")}), "Failed");
  EXPECT_EQ(station.send("Differential", 2, {entry("C"), deletion("A")}), "Accepted");
  EXPECT_EQ(station.version(), 2);
  EXPECT_TRUE(station.starts_offline("C"));
  EXPECT_FALSE(station.starts_offline("A"));
}

TEST(LocalList, C05_a_message_that_breaks_its_schema_changes_nothing) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("A")}), "Accepted");
  const Json answer = station.call(
      "SendLocalList", {{"updateType", "Full"},
                        {"listVersion", 2},
                        {"localAuthorizationList", {entry("B"), entry("C", "Perhaps")}}});
  EXPECT_EQ(answer[0], 4);
  EXPECT_EQ(station.version(), 1);
  EXPECT_EQ(station.send("Differential", 2, {entry("D")}), "Accepted");
  EXPECT_FALSE(station.starts_offline("B"));
  EXPECT_TRUE(station.starts_offline("D"));
}

TEST(LocalList, C05_the_list_survives_a_restart) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 9, {entry("A"), entry("B", "Blocked")}), "Accepted");
  station.power_cut();
  station.boot();
  EXPECT_EQ(station.version(), 9);
  EXPECT_TRUE(station.starts_offline("A"));
  EXPECT_FALSE(station.starts_offline("B"));
}

Json thousand(int from, const std::string& status = "Accepted") {
  Json list = Json::array();
  for (int i = 0; i < 1000; ++i)
    list.push_back({{"idTag", "TOKEN-" + std::to_string(from + i)},
                    {"idTagInfo", {{"status", status}, {"parentIdTag", "FAMILY"}}}});
  return list;
}

TEST(LocalList, C05_a_thousand_entries_arrive_in_fragments) {
  ListStation station;
  station.boot();
  const std::size_t least = station.station().memory_use().receive_peak;
  for (int part = 0; part < 5; ++part) {
    const Json payload = {{"updateType", part == 0 ? "Full" : "Differential"},
                          {"listVersion", part + 1},
                          {"localAuthorizationList", thousand(part * 1000)}};
    station.clear();
    station.peer.send(Json({2, "big", "SendLocalList", payload}).dump(), 113);
    station.run(100);
    ASSERT_FALSE(station.frames.empty());
    EXPECT_EQ(station.frames.back().payload["status"], "Accepted") << part;
  }
  EXPECT_EQ(station.version(), 5);
  EXPECT_LE(station.station().memory_use().receive_peak, least + 256);
  EXPECT_EQ(station.storage.size("local-list"), 5000U * 96U + 16U);
  const std::uint32_t reads = station.storage.reads;
  EXPECT_TRUE(station.starts_offline("TOKEN-3456"));
  EXPECT_LT(station.storage.reads - reads, 100U);
  for (int i = 0; i < 5000; i += 619)
    EXPECT_TRUE(station.starts_offline("token-" + std::to_string(i))) << i;
  EXPECT_FALSE(station.starts_offline("TOKEN-5000"));
  station.go_online();
  EXPECT_EQ(station.send("Differential", 6, {entry("ONE-MORE")}), "Failed");
}

TEST(LocalList, C05_a_token_twice_is_found_however_far_apart) {
  ListStation station;
  station.boot();
  Json list = thousand(0);
  list[998]["idTag"] = "token-7";
  EXPECT_EQ(station.send("Full", 1, list), "Failed");
  EXPECT_EQ(station.version(), 0);
}

TEST(LocalList, C05_tokens_with_the_same_checksum_are_told_apart) {
  const std::string first = "3b15c9e3e994a2";
  const std::string second = "b0f4dc66a8319b";
  const auto checksum = [](const std::string& text) {
    return crc32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  ASSERT_EQ(checksum(first), checksum(second)) << "it is the first key of the order on storage";
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry(first), entry("A")}), "Accepted");
  EXPECT_FALSE(station.starts_offline(second));
  station.go_online();
  EXPECT_EQ(station.send("Full", 2, {entry(first), entry(second, "Blocked")}), "Accepted");
  EXPECT_TRUE(station.starts_offline(first));
  EXPECT_FALSE(station.starts_offline(second));
  station.go_online();
  EXPECT_EQ(station.send("Differential", 3, {deletion(first), entry(second)}), "Accepted");
  EXPECT_FALSE(station.starts_offline(first));
  EXPECT_TRUE(station.starts_offline(second));
}

TEST(LocalList, C05_a_cut_of_power_leaves_the_old_list_or_the_new_one) {
  Json update = Json::array({entry("B", "Blocked"), deletion("A")});
  for (int i = 0; i < 20; ++i)
    update.push_back(entry("NEW" + std::to_string(i)));
  int old_lists = 0;
  int new_lists = 0;
  for (std::uint64_t bytes = 0; bytes < 4600; bytes += 83) {
    ListStation station;
    station.boot();
    EXPECT_EQ(station.send("Full", 1, {entry("A"), entry("B")}), "Accepted");
    station.storage.fail_after(bytes);
    station.power_fails_with_storage = true;
    const Json answer = station.call(
        "SendLocalList",
        {{"updateType", "Differential"}, {"listVersion", 2}, {"localAuthorizationList", update}});
    if (station.running()) station.power_cut();
    station.storage.mend();
    station.power_fails_with_storage = false;
    station.boot();
    const bool applied = station.version() == 2;
    ++(applied ? new_lists : old_lists);
    EXPECT_TRUE(applied || answer.is_null()) << "it was accepted: " << answer;
    EXPECT_EQ(station.starts_offline("A"), !applied) << bytes;
    EXPECT_EQ(station.starts_offline("B"), !applied) << bytes;
    EXPECT_EQ(station.starts_offline("NEW0"), applied) << bytes;
    EXPECT_EQ(station.starts_offline("NEW19"), applied) << bytes;
    station.go_online();
    EXPECT_EQ(station.send("Differential", 3, {entry("LATER")}), "Accepted");
    EXPECT_TRUE(station.starts_offline("LATER"));
  }
  EXPECT_GT(old_lists, 0);
  EXPECT_GT(new_lists, 0);
}

TEST(LocalList, C05_full_storage_fails_the_update_and_keeps_the_list) {
  for (std::uint64_t bytes = 0; bytes < 400; bytes += 37) {
    ListStation station;
    station.boot();
    EXPECT_EQ(station.send("Full", 1, {entry("A")}), "Accepted");
    station.storage.fail_after(bytes, Status::no_space);
    EXPECT_EQ(station.send("Full", 2, {entry("B"), entry("C")}), "Failed");
    station.storage.mend();
    EXPECT_EQ(station.version(), 1);
    EXPECT_TRUE(station.starts_offline("A"));
    EXPECT_FALSE(station.starts_offline("B"));
  }
}

}  // namespace
}  // namespace plugpoint::test
