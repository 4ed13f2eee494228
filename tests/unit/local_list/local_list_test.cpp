// The local authorization list: C05 and what it changes in A02 to A04.
#include <gtest/gtest.h>

#include "plugpoint/base/crc.h"
#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

Json entry(const std::string& token, const std::string& status = "Accepted") {
  return {{"idTag", token}, {"idTagInfo", {{"status", status}}}};
}

Json deletion(const std::string& token) {
  return {{"idTag", token}};
}

class ListStation : public TestStation {
 public:
  ListStation() { settings.cache_entries = 0; }

  std::string send(const std::string& type, int version, const std::vector<Json>& entries) {
    const Json answer = confirm(
        "SendLocalList",
        {{"updateType", type}, {"listVersion", version}, {"localAuthorizationList", entries}});
    return answer.is_object() ? answer["status"] : Json("none");
  }
  int version() { return confirm("GetLocalListVersion", Json::object())["listVersion"]; }
  bool starts_offline(const std::string& token) {
    network = false;
    run(100);
    plug();
    tap(token);
    const bool permitted = hardware.evse(1).permitted;
    unplug();
    return permitted;
  }
  void go_online() {
    network = true;
    run(600000);
  }
  /// Error codes told for connector 0.
  Strings errors() const {
    Strings found;
    for (const Json& each : sent("StatusNotification")) {
      if (each["connectorId"] == 0) found.push_back(each["errorCode"]);
    }
    return found;
  }
};

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

TEST(LocalList, A02_a_listed_token_starts_without_asking) {
  ListStation station;
  station.defaults = {{"LocalPreAuthorize", "true"}};
  station.boot();
  EXPECT_EQ(station.send("Full", 1,
                         {entry("GOOD"), entry("BUSY", "ConcurrentTx"), entry("BAD", "Blocked")}),
            "Accepted");
  for (const char* token : {"GOOD", "BUSY", "BAD"}) {
    station.clear();
    station.plug();
    station.tap(token);
    EXPECT_EQ(station.sent("Authorize").size(), token == std::string("BAD") ? 1U : 0U) << token;
    station.unplug();
  }
}

TEST(LocalList, A01_a_remote_start_is_authorized_by_the_list) {
  ListStation station;  // TC_008.
  station.defaults = {{"LocalPreAuthorize", "true"}, {"AuthorizeRemoteTxRequests", "true"}};
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("TAG")}), "Accepted");
  station.plug();
  station.clear();
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"connectorId", 1}, {"idTag", "TAG"}})["status"],
      "Accepted");
  EXPECT_TRUE(station.sent("Authorize").empty());
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(LocalList, A03_who_is_listed_as_bad_never_starts_offline) {
  ListStation station;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.boot();
  Json past = entry("PAST");
  past["idTagInfo"]["expiryDate"] = "2025-01-01T00:00:00Z";
  EXPECT_EQ(station.send("Full", 1,
                         {entry("BLOCKED", "Blocked"), entry("EXPIRED", "Expired"),
                          entry("INVALID", "Invalid"), past, entry("BUSY", "ConcurrentTx")}),
            "Accepted");
  for (const char* token : {"BLOCKED", "EXPIRED", "INVALID", "PAST"})
    EXPECT_FALSE(station.starts_offline(token)) << token;
  EXPECT_TRUE(station.starts_offline("BUSY"));
  EXPECT_TRUE(station.starts_offline("STRANGER"));
}

TEST(LocalList, A03_without_local_authorization_no_known_token_starts) {
  ListStation station;
  station.defaults = {{"LocalAuthorizeOffline", "false"}, {"AllowOfflineTxForUnknownId", "true"}};
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("TAG")}), "Accepted");
  EXPECT_FALSE(station.starts_offline("TAG"));
  EXPECT_TRUE(station.starts_offline("STRANGER"));
}

TEST(LocalList, A04_the_list_goes_before_the_cache_and_keeps_its_tokens_out_of_it) {
  ListStation station;
  station.settings.cache_entries = 100;
  station.boot();
  station.plug();
  station.tap("TAG");
  station.tap("TAG");
  station.unplug();
  EXPECT_GT(station.storage.size("auth-cache-in"), 0U);
  EXPECT_EQ(station.send("Full", 1, {entry("TAG", "Blocked"), entry("LISTED")}), "Accepted");
  EXPECT_FALSE(station.starts_offline("TAG"));
  station.go_online();
  const std::uint32_t before = station.storage.size("auth-cache-in");
  station.plug();
  station.tap("LISTED");
  station.tap("LISTED");
  EXPECT_EQ(station.storage.size("auth-cache-in"), before);
}

TEST(LocalList, A04_a_conflict_is_told_until_the_list_changes) {
  ListStation station;
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("TAG", "Blocked"), entry("SAME")}), "Accepted");
  station.clear();
  station.plug();
  station.tap("SAME");
  station.tap("SAME");
  station.unplug();
  EXPECT_TRUE(station.errors().empty());
  station.plug();
  station.tap("TAG");
  station.run(1000);
  const Strings errors = station.errors();
  ASSERT_FALSE(errors.empty());
  for (const std::string& each : errors)
    EXPECT_EQ(each, "LocalListConflict");
  station.clear();
  EXPECT_EQ(station.send("Full", 2, {entry("TAG")}), "Accepted");
  station.run(1000);
  EXPECT_EQ(station.errors(), (Strings{"NoError"}));
}

TEST(LocalList, A04_a_start_that_the_list_allowed_may_conflict) {
  ListStation station;
  station.defaults = {{"LocalPreAuthorize", "true"}};
  station.on["StartTransaction"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Invalid"}}}, {"transactionId", 1}};
  };
  station.boot();
  EXPECT_EQ(station.send("Full", 1, {entry("TAG")}), "Accepted");
  station.clear();
  station.plug();
  station.tap("TAG");
  station.run(1000);
  EXPECT_TRUE(station.sent("Authorize").empty());
  EXPECT_EQ(station.errors(), (Strings{"LocalListConflict"}));
}

TEST(LocalList, A07_the_group_in_the_list_stops_without_asking) {
  ListStation station;
  station.defaults = {{"LocalPreAuthorize", "true"}};
  station.boot();
  Json first = entry("FIRST");
  Json second = entry("SECOND");
  first["idTagInfo"]["parentIdTag"] = "FAMILY";
  second["idTagInfo"]["parentIdTag"] = "family";
  EXPECT_EQ(station.send("Full", 1, {first, second}), "Accepted");
  station.plug();
  station.tap("FIRST");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.tap("SECOND");
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  EXPECT_TRUE(station.sent("Authorize").empty());
}

}  // namespace
}  // namespace plugpoint::test
