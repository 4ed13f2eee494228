// ChangeAvailability: S07, S08.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

std::string change(TestStation& station, int connector, const std::string& type) {
  return station.confirm("ChangeAvailability",
                         {{"connectorId", connector}, {"type", type}})["status"];
}

TEST(Availability, S07_a_free_connector_changes_at_once) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  station.clear();
  EXPECT_EQ(change(station, 1, "Inoperative"), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
  EXPECT_TRUE(station.statuses(2).empty());
  EXPECT_EQ(change(station, 1, "Inoperative"), "Accepted");  // As it is already.
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
  EXPECT_EQ(station.swipe("TAG", 1).status, Status::refused);
  EXPECT_EQ(change(station, 1, "Operative"), "Accepted");
  EXPECT_EQ(station.statuses(1), (Strings{"Unavailable", "Available"}));
}

TEST(Availability, S07_the_answer_leaves_before_the_status) {
  TestStation station;
  station.boot();
  station.clear();
  change(station, 1, "Inoperative");
  ASSERT_EQ(station.frames.size(), 2U);
  EXPECT_EQ(station.frames[0].type, 3);
  EXPECT_EQ(station.frames[1].action, "StatusNotification");
}

TEST(Availability, S07_an_unknown_connector_is_rejected) {
  TestStation station;
  station.boot();
  EXPECT_EQ(change(station, 2, "Inoperative"), "Rejected");
  EXPECT_EQ(change(station, 1000, "Operative"), "Rejected");
}

TEST(Availability, S07_a_connector_in_use_is_scheduled) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  station.plug(1);
  EXPECT_EQ(change(station, 1, "Inoperative"), "Scheduled");  // Preparing counts as use.
  static_cast<void>(station.swipe("TAG", 1));
  EXPECT_EQ(change(station, 1, "Inoperative"), "Scheduled");
  EXPECT_EQ(change(station, 1, "Operative"), "Accepted");  // Takes the wish back.
  static_cast<void>(station.swipe("TAG", 1));
  EXPECT_EQ(station.statuses(1).back(), "Finishing");
}

TEST(Availability, S07_connector_0_means_all_and_answers_the_worst) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  station.plug(2);
  static_cast<void>(station.swipe("TAG", 2));
  station.clear();
  EXPECT_EQ(change(station, 0, "Inoperative"), "Scheduled");
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
  EXPECT_TRUE(station.statuses(2).empty());
  EXPECT_TRUE(station.hardware.evse(2).permitted);
  station.unplug(2);
  EXPECT_EQ(station.statuses(2), Strings{"Unavailable"});
  EXPECT_EQ(station.statuses(0), Strings{"Unavailable"});
  EXPECT_EQ(change(station, 0, "Operative"), "Accepted");
  EXPECT_EQ(station.statuses(0).back(), "Available");
  EXPECT_EQ(station.statuses(1).back(), "Available");
  EXPECT_EQ(station.statuses(2).back(), "Available");
}

TEST(Availability, S07_one_connector_can_come_back_alone) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  change(station, 0, "Inoperative");
  EXPECT_EQ(change(station, 1, "Operative"), "Accepted");
  EXPECT_EQ(station.statuses(1).back(), "Available");
  station.plug(1);
  EXPECT_FALSE(station.swipe("TAG", 1));
  EXPECT_EQ(station.statuses(1).back(), "Charging");
}

TEST(Availability, S07_the_value_survives_a_restart) {
  TestStation station;
  station.settings.evses = 2;
  station.boot();
  change(station, 2, "Inoperative");
  station.power_cut();
  station.clear();
  station.boot();
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
  EXPECT_EQ(station.statuses(2), Strings{"Unavailable"});
  EXPECT_EQ(station.statuses(0), Strings{"Available"});
}

TEST(Availability, S07_a_scheduled_value_survives_a_restart_too) {
  TestStation station;
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  EXPECT_EQ(change(station, 1, "Inoperative"), "Scheduled");
  station.power_cut();
  station.clear();
  station.boot();
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
  station.unplug();
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
}

TEST(Availability, S07_a_wish_that_cannot_be_stored_is_rejected) {
  TestStation station;
  station.boot();
  station.storage.fail_after(0);
  EXPECT_EQ(change(station, 1, "Inoperative"), "Rejected");
  station.storage.mend();
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
  EXPECT_EQ(change(station, 1, "Inoperative"), "Accepted");
}

TEST(Availability, S08_there_is_no_Available_between) {
  for (const bool by_plug : {false, true}) {
    TestStation station;
    station.boot();
    station.plug();
    static_cast<void>(station.swipe("TAG"));
    EXPECT_EQ(change(station, 1, "Inoperative"), "Scheduled");
    station.clear();
    if (!by_plug) static_cast<void>(station.swipe("TAG"));
    station.unplug();
    EXPECT_EQ(station.statuses(1), Strings{"Unavailable"}) << by_plug;
    ASSERT_EQ(station.actions(), (Strings{"StopTransaction", "StatusNotification"}));
  }
}

TEST(Availability, S08_from_Finishing_at_once) {
  TestStation station;
  station.boot();
  station.plug();
  static_cast<void>(station.swipe("TAG"));
  static_cast<void>(station.swipe("TAG"));
  station.clear();
  EXPECT_EQ(change(station, 1, "Inoperative"), "Accepted");
  EXPECT_EQ(station.statuses(1), Strings{"Unavailable"});
}

TEST(Availability, S08_a_wish_during_Preparing_waits_for_its_end) {
  TestStation station;
  station.boot();
  station.clear();
  static_cast<void>(station.swipe("TAG"));
  EXPECT_EQ(change(station, 1, "Inoperative"), "Scheduled");
  station.run(61000);
  // The table of §4.9 has no way from Preparing to Unavailable.
  EXPECT_EQ(station.statuses(1), (Strings{"Preparing", "Available", "Unavailable"}));
}

TEST(Availability, S07_power_lost_while_all_change_leaves_all_old_or_all_new) {
  for (std::uint64_t written = 0; written < 48; ++written) {
    TestStation station;
    station.settings.evses = 3;
    station.power_fails_with_storage = true;
    station.boot();
    change(station, 2, "Operative");
    station.storage.fail_after(written);
    station.call("ChangeAvailability", {{"connectorId", 0}, {"type", "Inoperative"}});
    if (!station.running()) {
      station.storage.mend();
      station.clear();
      station.boot();
    }
    const std::string whole = station.statuses(0).back();
    for (int connector = 1; connector <= 3; ++connector)
      EXPECT_EQ(station.statuses(connector).back(), whole) << "cut after byte " << written;
  }
}

TEST(Availability, S07_no_wish_is_lost_by_rewriting) {
  TestStation station;
  station.settings.evses = 3;
  station.boot();
  std::mt19937 random(7);
  std::array<bool, 4> wanted = {true, true, true, true};
  for (int i = 0; i < 1500; ++i) {
    const std::size_t connector = random() % 4;
    const bool on = random() % 2 == 0;
    ASSERT_EQ(change(station, static_cast<int>(connector), on ? "Operative" : "Inoperative"),
              "Accepted");
    if (connector == 0) wanted.fill(on);
    wanted[connector] = on;
    if (random() % 20 != 0) continue;
    station.power_cut();
    station.clear();
    station.boot();
    for (int each = 0; each < 4; ++each)
      ASSERT_EQ(station.statuses(each).back(),
                wanted[static_cast<std::size_t>(each)] ? "Available" : "Unavailable");
  }
  EXPECT_GE(station.storage.replaces, 3U);
}

}  // namespace
}  // namespace plugpoint::test
