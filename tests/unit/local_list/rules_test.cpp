// What the local list decides: A01 to A04, A07.
#include "unit/local_list/list_station.h"

namespace plugpoint::test {
namespace {

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
