// The authorization cache: A05, A06, and what it changes in A02 and A03.
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

/// A station that tells a verdict on each token, and may be cut from the network.
class CachingStation : public TestStation {
 public:
  /// What the central system says of tokens; others are accepted.
  std::map<std::string, Json> verdicts;

  CachingStation() {
    on["Authorize"] = [this](const Json& request) {
      const auto found = verdicts.find(request["idTag"]);
      const Json accepted = {{"status", "Accepted"}};
      return Json{{"idTagInfo", found == verdicts.end() ? accepted : found->second}};
    };
  }

  /// Authorizes a token online; no transaction comes of it.
  void present(const std::string& token) {
    tap(token);
    run(1000);
    if (hardware.evse(1).permitted || station().status(1) == EvseStatus::preparing) tap(token);
  }
  /// Whether a token may start without the central system.
  bool starts_offline(const std::string& token) {
    network = false;
    run(100);
    plug();
    tap(token);
    const bool permitted = hardware.evse(1).permitted;
    unplug();
    return permitted;
  }
  std::uint32_t cache_writes() { return writes_to("auth-cache"); }
  std::uint32_t writes_to(const std::string& area) {
    return storage.size(area.c_str()) + storage.size((area + "-in").c_str());
  }
};

TEST(Authorization, A05_an_accepted_token_is_known_offline_and_after_a_restart) {
  CachingStation station;
  station.boot();
  station.present("KNOWN");
  station.power_cut();
  station.boot();
  EXPECT_TRUE(station.starts_offline("known"));
  EXPECT_FALSE(station.starts_offline("STRANGER"));
}

TEST(Authorization, A05_a_bad_status_is_kept_too) {
  CachingStation station;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.verdicts["BAD"] = {{"status", "Blocked"}};
  station.boot();
  station.present("BAD");
  EXPECT_FALSE(station.starts_offline("BAD"));
  EXPECT_TRUE(station.starts_offline("STRANGER"));
}

TEST(Authorization, A05_the_answer_to_a_start_updates_the_entry) {
  CachingStation station;
  station.boot();
  station.on["StartTransaction"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Blocked"}}}, {"transactionId", 7}};
  };
  station.plug();
  station.tap("TAG");
  station.unplug();
  EXPECT_FALSE(station.starts_offline("TAG"));
}

TEST(Authorization, A05_the_answer_to_a_stop_updates_the_entry) {
  CachingStation station;
  station.boot();
  station.on["StopTransaction"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Expired"}}}};
  };
  station.plug();
  station.tap("TAG");
  station.tap("TAG");
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  station.unplug();
  EXPECT_FALSE(station.starts_offline("TAG"));
}

TEST(Authorization, A05_an_entry_expires) {
  CachingStation station;
  station.verdicts["TAG"] = {{"status", "Accepted"}, {"expiryDate", "2025-06-01T13:00:00Z"}};
  station.boot();
  station.present("TAG");
  EXPECT_TRUE(station.starts_offline("TAG"));
  station.run(3600 * 1000);
  EXPECT_FALSE(station.starts_offline("TAG"));
}

TEST(Authorization, A05_an_unchanged_entry_is_not_written_again) {
  CachingStation station;
  station.boot();
  station.present("TAG");
  const std::uint32_t before = station.cache_writes();
  EXPECT_GT(before, 0U);
  for (int i = 0; i < 10; ++i)
    station.present("TAG");
  EXPECT_EQ(station.cache_writes(), before);
}

TEST(Authorization, A05_a_full_cache_gives_up_what_is_not_valid_then_the_oldest) {
  CachingStation station;
  station.settings.cache_entries = 8;
  station.boot();
  station.verdicts["BAD"] = {{"status", "Invalid"}};
  station.present("OLDEST");
  station.present("SECOND");
  station.present("BAD");
  for (int i = 0; i < 4; ++i)
    station.present("TAG" + std::to_string(i));
  // Seven were presented and a fifth of the room is for updates: only BAD had to go.
  EXPECT_TRUE(station.starts_offline("OLDEST"));
  station.network = true;
  station.run(60000);
  for (int i = 4; i < 9; ++i)
    station.present("TAG" + std::to_string(i));
  EXPECT_FALSE(station.starts_offline("OLDEST"));
  EXPECT_TRUE(station.starts_offline("TAG8"));
  EXPECT_LE(station.cache_writes(), 8 * 96U + 16U);
}

TEST(Authorization, A05_many_tokens_stay_findable) {
  CachingStation station;
  station.boot();
  for (int i = 0; i < 300; ++i)
    station.present("TAG" + std::to_string(i));
  for (int i = 0; i < 300; i += 37)
    EXPECT_TRUE(station.starts_offline("TAG" + std::to_string(i))) << i;
  EXPECT_FALSE(station.starts_offline("TAG300"));
}

TEST(Authorization, A05_a_cut_of_power_in_any_write_keeps_the_rest_of_the_cache) {
  for (std::uint64_t bytes = 0; bytes < 2000; bytes += 61) {
    CachingStation station;
    station.settings.cache_entries = 8;
    station.boot();
    for (const char* token : {"A", "B"})
      station.present(token);
    const MemoryStorage before = station.storage;
    station.storage.fail_after(bytes);
    station.present("C");
    station.present("D");
    station.power_cut();
    station.storage.mend();
    station.boot();
    EXPECT_TRUE(station.starts_offline("A")) << bytes;
    EXPECT_TRUE(station.starts_offline("B")) << bytes;
    station.network = true;
    station.run(600000);
    station.present("E");
    EXPECT_TRUE(station.starts_offline("E")) << bytes;
  }
}

TEST(Authorization, A02_a_cached_token_starts_without_asking_if_that_is_wanted) {
  for (const bool wanted : {false, true}) {
    CachingStation station;
    station.defaults = {{"LocalPreAuthorize", wanted ? "true" : "false"}};
    station.boot();
    station.present("TAG");
    station.clear();
    station.plug();
    station.tap("TAG");
    EXPECT_EQ(station.sent("Authorize").size(), wanted ? 0U : 1U);
    EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
  }
}

TEST(Authorization, A02_a_token_known_as_bad_is_asked_for_again) {
  CachingStation station;
  station.defaults = {{"LocalPreAuthorize", "true"}};
  station.verdicts["TAG"] = {{"status", "Blocked"}};
  station.boot();
  station.present("TAG");
  station.clear();
  station.verdicts.clear();
  station.plug();
  station.tap("TAG");
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Authorization, A03_local_authorization_can_be_switched_off) {
  CachingStation station;
  station.defaults = {{"LocalAuthorizeOffline", "false"}, {"AllowOfflineTxForUnknownId", "true"}};
  station.boot();
  station.present("KNOWN");
  EXPECT_FALSE(station.starts_offline("KNOWN"));
  EXPECT_TRUE(station.starts_offline("STRANGER"));
}

TEST(Authorization, A10_no_answer_falls_back_to_the_cache) {
  CachingStation station;
  station.defaults = {{"MessageTimeout", "10"}};
  station.boot();
  station.present("TAG");
  station.on["Authorize"] = [](const Json&) { return Json(); };
  station.plug();
  station.tap("TAG");
  EXPECT_FALSE(station.hardware.evse(1).permitted);
  station.run(20000);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(Authorization, A05_a_token_added_at_the_charger_is_known_until_the_central_system_answers) {
  CachingStation station;
  station.boot();
  KnownToken known;
  known.token = "ADDED";
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::ok);
  known.token = "BAD";
  known.status = TokenStatus::blocked;
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::ok);
  const std::uint32_t written = station.cache_writes();
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::ok);
  EXPECT_EQ(station.cache_writes(), written);
  station.power_cut();
  station.boot();
  EXPECT_TRUE(station.starts_offline("added"));
  EXPECT_FALSE(station.starts_offline("BAD"));
  station.network = true;
  station.run(600000);
  station.verdicts["ADDED"] = {{"status", "Blocked"}};
  station.present("ADDED");
  EXPECT_FALSE(station.starts_offline("ADDED"));
}

TEST(Authorization, A05_what_cannot_be_added_is_refused) {
  CachingStation station;
  station.boot();
  KnownToken known;
  known.token = "123456789012345678901";
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::bad_argument);
  known.token = "TAG";
  known.status = TokenStatus::unknown;
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::bad_argument);
  known.status = TokenStatus::accepted;
  station.storage.fail_after(5);
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::io_error);
  station.storage.mend();
  EXPECT_FALSE(station.starts_offline("TAG"));
  // §3.5.3: what is in the list is not in the cache.
  EXPECT_EQ(station.station().add_to_local_list(known).status, Status::ok);
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::refused);
  known.token = "OTHER";
  EXPECT_EQ(station.station().set_variable("AuthorizationCacheEnabled", "false"),
            WriteResult::accepted);
  EXPECT_EQ(station.station().add_to_cache(known).status, Status::refused);
}

TEST(Authorization, A06_clear_cache_forgets_every_token_and_no_transaction) {
  CachingStation station;
  station.boot();
  station.present("TAG");
  station.on["StartTransaction"] = [](const Json&) { return Json(); };
  station.plug();
  station.tap("OTHER");
  const std::uint32_t waiting = station.station().queue_length();
  EXPECT_GT(waiting, 0U);
  EXPECT_EQ(station.confirm("ClearCache", Json::object())["status"], "Accepted");
  EXPECT_EQ(station.cache_writes(), 0U);
  EXPECT_EQ(station.station().queue_length(), waiting);
  station.unplug();
  EXPECT_FALSE(station.starts_offline("TAG"));
}

TEST(Authorization, A06_a_station_without_a_cache_rejects_clear_cache) {
  for (const bool none : {false, true}) {
    CachingStation station;
    if (none) station.settings.cache_entries = 0;
    if (!none) station.defaults = {{"AuthorizationCacheEnabled", "false"}};
    station.boot();
    EXPECT_EQ(station.confirm("ClearCache", Json::object())["status"], "Rejected");
    station.present("TAG");
    EXPECT_EQ(station.cache_writes(), 0U);
    EXPECT_FALSE(station.starts_offline("TAG"));
  }
}

}  // namespace
}  // namespace plugpoint::test
