// Who may charge, without local list and cache: A01, A03, A07 to A10.
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

void judge(TestStation& station, const std::string& status, const std::string& parent = "") {
  station.on["Authorize"] = [=](const Json&) {
    Json info = {{"status", status}};
    if (!parent.empty()) info["parentIdTag"] = parent;
    return Json{{"idTagInfo", info}};
  };
}

void go_offline(TestStation& station) {
  station.network = false;
  station.run(100);
}

TEST(Authorization, A01_a_remote_start_asks_only_if_it_is_to) {
  for (const bool asks : {false, true}) {
    TestStation station;
    station.defaults = {{"AuthorizeRemoteTxRequests", asks ? "true" : "false"}};
    station.boot();
    station.plug();
    EXPECT_EQ(
        station.confirm("RemoteStartTransaction", {{"connectorId", 1}, {"idTag", "R"}})["status"],
        "Accepted");
    station.run(100);
    EXPECT_EQ(station.sent("Authorize").size(), asks ? 1U : 0U);
    EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
  }
}

TEST(Authorization, A01_and_a_refusal_starts_nothing) {
  TestStation station;
  station.defaults = {{"AuthorizeRemoteTxRequests", "true"}};
  judge(station, "Blocked");
  station.boot();
  station.plug();
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"connectorId", 1}, {"idTag", "R"}})["status"],
      "Accepted");
  station.run(1000);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  judge(station, "Accepted");
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);
}

TEST(Authorization, A02_a_token_that_is_not_known_is_asked_for) {
  TestStation station;
  station.defaults = {{"LocalPreAuthorize", "true"}};
  judge(station, "Invalid");
  station.boot();
  station.plug();
  station.events();
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
  bool told = false;
  for (const Event& event : station.events())
    told = told || event.kind == Event::Kind::token_refused;
  EXPECT_TRUE(told);
}

TEST(Authorization, A03_offline_strangers_start_only_where_that_is_allowed) {
  for (const bool allowed : {false, true}) {
    TestStation station;
    station.defaults = {{"AllowOfflineTxForUnknownId", allowed ? "true" : "false"}};
    station.boot();
    go_offline(station);
    station.plug();
    EXPECT_FALSE(station.swipe("STRANGER"));
    EXPECT_EQ(station.hardware.evse(1).permitted, allowed);
    EXPECT_EQ(station.station().queue_length(), allowed ? 1U : 0U);
  }
}

TEST(Authorization, A03_a_stranger_stops_nobody_offline) {
  TestStation station;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.boot();
  go_offline(station);
  station.plug();
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_FALSE(station.swipe("STRANGER"));
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_FALSE(station.hardware.evse(1).permitted);
}

TEST(Authorization, A07_the_same_token_stops_without_asking) {
  TestStation station;
  station.boot();
  station.plug();
  EXPECT_FALSE(station.swipe("TAG"));
  station.clear();
  EXPECT_FALSE(station.swipe("tag"));
  EXPECT_TRUE(station.sent("Authorize").empty());
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["reason"], "Local");
}

TEST(Authorization, A07_another_token_of_the_group_stops) {
  TestStation station;
  judge(station, "Accepted", "FAMILY");
  station.boot();
  station.plug();
  EXPECT_FALSE(station.swipe("TAG"));
  station.clear();
  EXPECT_FALSE(station.swipe("PARTNER"));
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StopTransaction")[0]["idTag"], "PARTNER");
}

TEST(Authorization, A07_a_token_of_no_or_another_group_does_not) {
  for (const char* parent : {"", "OTHERS"}) {
    TestStation station;
    judge(station, "Accepted", "FAMILY");
    station.boot();
    station.plug();
    EXPECT_FALSE(station.swipe("TAG"));
    judge(station, "Accepted", parent);
    EXPECT_FALSE(station.swipe("STRANGER"));
    EXPECT_TRUE(station.sent("StopTransaction").empty()) << parent;
    EXPECT_TRUE(station.hardware.evse(1).permitted);
  }
}

TEST(Authorization, A07_two_tokens_without_a_group_are_not_of_one) {
  TestStation station;
  station.boot();
  station.plug();
  EXPECT_FALSE(station.swipe("TAG"));
  station.clear();
  EXPECT_EQ(station.swipe("STRANGER").status, Status::refused);
  EXPECT_TRUE(station.sent("Authorize").empty());  // There is nothing to ask.
  EXPECT_TRUE(station.sent("StopTransaction").empty());
}

TEST(Authorization, A07_the_name_of_the_group_is_no_token_of_it) {
  TestStation station;
  judge(station, "Accepted", "FAMILY");
  station.boot();
  station.plug();
  EXPECT_FALSE(station.swipe("TAG"));
  judge(station, "Accepted");
  EXPECT_FALSE(station.swipe("FAMILY"));
  EXPECT_TRUE(station.sent("StopTransaction").empty());
}

TEST(Authorization, A07_the_group_may_come_with_the_start) {
  TestStation station;
  station.on["StartTransaction"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Accepted"}, {"parentIdTag", "FAMILY"}}},
                {"transactionId", 1}};
  };
  station.boot();
  station.plug();
  EXPECT_EQ(
      station.confirm("RemoteStartTransaction", {{"connectorId", 1}, {"idTag", "R"}})["status"],
      "Accepted");
  judge(station, "Accepted", "family");
  EXPECT_FALSE(station.swipe("PARTNER"));
  EXPECT_EQ(station.sent("StopTransaction").size(), 1U);
}

TEST(Authorization, A08_tokens_have_no_format_but_a_length) {
  TestStation station;
  station.boot();
  station.plug();
  EXPECT_EQ(station.swipe("").status, Status::bad_argument);
  EXPECT_EQ(station.swipe("123456789012345678901").status, Status::bad_argument);
  EXPECT_FALSE(station.swipe("a:B-ü 7/\"\\901234567"));
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction")[0]["idTag"], "a:B-ü 7/\"\\901234567");
}

TEST(Authorization, A09_the_same_token_again_before_the_plug_cancels) {
  TestStation station;
  station.boot();
  station.clear();
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_FALSE(station.swipe("TAG"));
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Available"}));
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  station.plug();
  EXPECT_TRUE(station.sent("StartTransaction").empty());
}

TEST(Authorization, A09_a_second_token_at_a_taken_connector_is_not_asked_for) {
  TestStation station;
  station.boot();
  EXPECT_FALSE(station.swipe("TAG"));
  station.clear();
  EXPECT_EQ(station.swipe("SECOND").status, Status::refused);
  EXPECT_TRUE(station.sent("Authorize").empty());
  station.plug();
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction")[0]["idTag"], "TAG");
}

TEST(Authorization, A10_no_answer_falls_back_to_the_offline_rules_once) {
  for (const bool allowed : {false, true}) {
    TestStation station;
    station.defaults = {{"AllowOfflineTxForUnknownId", allowed ? "true" : "false"},
                        {"MessageTimeout", "10"}};
    station.on["Authorize"] = [](const Json&) { return Json(); };
    station.boot();
    station.plug();
    EXPECT_FALSE(station.swipe("TAG"));
    EXPECT_FALSE(station.hardware.evse(1).permitted);
    station.run(20000);
    EXPECT_EQ(station.hardware.evse(1).permitted, allowed);
    EXPECT_EQ(station.sent("Authorize").size(), 1U);
    EXPECT_EQ(station.sent("StartTransaction").size(), allowed ? 1U : 0U);
  }
}

TEST(Authorization, A10_a_lost_connection_does_too) {
  TestStation station;
  station.settings.evses = 2;
  station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
  station.on["Authorize"] = [](const Json&) { return Json(); };
  station.boot();
  station.plug(1);
  station.plug(2);
  EXPECT_FALSE(station.swipe("A", 1));
  EXPECT_FALSE(station.swipe("B", 2));  // Waits behind the first.
  go_offline(station);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_TRUE(station.hardware.evse(2).permitted);
  station.network = true;
  station.run(60000);
  EXPECT_EQ(station.sent("Authorize").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction").size(), 2U);
}

}  // namespace
}  // namespace plugpoint::test
