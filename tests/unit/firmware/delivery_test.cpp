// What the central system hears of updates and uploads, whatever happens: P09, P10.
#include <gtest/gtest.h>

#include "firmware_station.h"

namespace plugpoint::test {
namespace {

/// An update began online; downloaded and installed it was while the network was down.
struct UpdatedOffline : FirmwareStation {
  UpdatedOffline() {
    files().download = {State::running};
    boot();
    update();
    run(1000);
    network = false;
    files().download = {State::done};
    run(60 * kSecond);
  }
};

TEST(FirmwareDelivery, P09_what_happens_offline_is_told_in_order_afterwards) {
  UpdatedOffline station;
  EXPECT_EQ(station.files().installs, 1);
  EXPECT_EQ(station.told(), Strings{"Downloading"});
  station.network = true;
  station.run(60 * kSecond);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(FirmwareDelivery, P09_what_happened_offline_outlives_a_power_cut) {
  UpdatedOffline station;
  station.power_cut();
  station.network = true;
  station.boot();
  station.run(5000);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(FirmwareDelivery, P09_no_try_begins_while_the_station_is_offline) {
  FirmwareStation station;
  station.boot();
  station.update({{"retrieveDate", "2025-06-01T12:10:00Z"}, {"retries", 0}});
  station.network = false;
  station.run(3600 * kSecond);
  EXPECT_TRUE(station.files().downloads.empty());
  station.network = true;
  station.run(60 * kSecond);
  EXPECT_EQ(station.told(), kWhole);
}

TEST(FirmwareDelivery, P09_an_unanswered_status_is_repeated_with_its_id_after_a_reconnect) {
  FirmwareStation station;
  station.files().download = {State::running};
  station.on["FirmwareStatusNotification"] = [](const Json&) { return Json(); };
  station.boot();
  station.update();
  station.run(1000);
  station.cut();
  station.on.clear();
  station.run(60 * kSecond);
  Strings ids;
  for (const Frame& frame : station.frames)
    if (frame.action == "FirmwareStatusNotification") ids.push_back(frame.id);
  ASSERT_EQ(ids.size(), 2U);
  EXPECT_EQ(ids[0], ids[1]);
}

TEST(FirmwareDelivery, R18_a_refused_or_unanswered_status_is_not_repeated) {
  FirmwareStation station;
  station.on["FirmwareStatusNotification"] = [](const Json& request) -> Json {
    if (request["status"] == "Downloading") return {"InternalError", "no"};
    return nullptr;
  };
  station.boot();
  station.update();
  station.run(600 * kSecond);
  EXPECT_EQ(station.sent("FirmwareStatusNotification").size(), 4U);
}

TEST(FirmwareDelivery, P09_nothing_is_stored_when_all_is_told) {
  FirmwareStation station;
  station.boot();
  station.update();
  station.diagnose();
  station.run(5000);
  EXPECT_EQ(station.storage.size("firmware"), 0U);
  EXPECT_EQ(station.storage.size("log-upload"), 0U);
}

/// An update and its restart, with the power gone at the `cut`th byte that is written. Returns
/// whether the power did go.
bool update_with_cut(std::uint64_t cut) {
  FirmwareStation station;
  station.power_fails_with_storage = true;
  station.boot();
  station.storage.fail_after(cut);
  station.files().install = {State::running};
  const bool accepted = !station.update().is_null() && station.running();
  station.run(5000);
  const bool lost = !station.running();
  station.power_cut();
  station.storage.mend();
  station.files().install = {State::done};
  station.boot();
  station.run(300 * kSecond);
  const Strings told = station.told();
  EXPECT_LE(station.files().installs, 1) << cut;
  EXPECT_EQ(station.statuses(1).back(), "Available") << cut;
  if (!accepted && station.files().downloads.empty()) {
    EXPECT_TRUE(told.empty()) << cut;
    return lost;
  }
  EXPECT_EQ(station.storage.size("firmware"), 0U) << cut;
  if (station.files().installs == 0) {
    EXPECT_EQ(told, (Strings{"Downloading", "Downloaded", "Installing", "InstallationFailed"}))
        << cut;
  } else {
    EXPECT_EQ(told, kWhole) << cut;
  }
  return lost;
}

TEST(FirmwareDelivery, P09_a_power_cut_at_any_byte_neither_loses_nor_doubles_anything) {
  std::uint64_t cut = 0;
  while (update_with_cut(cut) && !::testing::Test::HasFailure())
    ++cut;
  EXPECT_GT(cut, 250U) << "so many bytes are written";
}

/// As above, while the statuses wait for a network.
TEST(FirmwareDelivery, P09_a_power_cut_at_any_byte_of_an_offline_update) {
  for (std::uint64_t cut = 0; cut < 400 && !::testing::Test::HasFailure(); ++cut) {
    FirmwareStation station;
    station.power_fails_with_storage = true;
    station.files().download = {State::running};
    station.boot();
    station.update();
    station.run(1000);
    station.network = false;
    station.storage.fail_after(cut);
    station.files().download = {State::done};
    station.run(60 * kSecond);
    station.power_cut();
    station.storage.mend();
    station.network = true;
    station.boot();
    station.run(60 * kSecond);
    const Strings told = station.told();
    ASSERT_EQ(told.size(), 4U) << cut;
    EXPECT_EQ(Strings(told.begin(), told.begin() + 3), Strings(kWhole.begin(), kWhole.begin() + 3));
    EXPECT_EQ(told[3], station.files().installs > 0 ? "Installed" : "InstallationFailed");
  }
}

TEST(FirmwareDelivery, P10_a_power_cut_at_any_byte_of_an_upload) {
  bool lost = true;
  std::uint64_t cut = 0;
  for (; lost && !::testing::Test::HasFailure(); ++cut) {
    FirmwareStation station;
    station.power_fails_with_storage = true;
    station.boot();
    station.storage.fail_after(cut);
    station.diagnose();
    station.run(5000);
    lost = !station.running();
    station.power_cut();
    station.storage.mend();
    station.boot();
    station.run(60 * kSecond);
    if (station.files().uploads.empty()) {
      EXPECT_TRUE(station.uploads_told().empty()) << cut;
    } else {
      EXPECT_EQ(station.uploads_told(), (Strings{"Uploading", "Uploaded"})) << cut;
      EXPECT_EQ(station.storage.size("log-upload"), 0U) << cut;
    }
  }
  EXPECT_GT(cut, 150U);
}

TEST(FirmwareDelivery, P09_a_download_that_makes_the_station_restart_is_given_up) {
  FirmwareStation station;
  station.files().download = {State::running};
  station.boot();
  station.update({{"retries", 0}});
  for (int i = 0; i < 20; ++i) {
    station.run(5000);
    station.power_cut();
    station.boot();
  }
  EXPECT_EQ(station.told(), (Strings{"Downloading", "DownloadFailed"}));
  EXPECT_EQ(station.files().downloads.size(), 11U);
}

TEST(FirmwareDelivery, P09_a_thousand_retries_do_not_fill_the_storage) {
  FirmwareStation station;
  station.files().download = {State::failed};
  station.boot();
  station.update({{"retries", 1000}, {"retryInterval", 1}});
  station.run(1500 * kSecond);
  EXPECT_LT(station.storage.size("firmware"), 5000U);
  station.power_cut();
  station.boot();
  station.run(1500 * kSecond);
  EXPECT_EQ(station.files().downloads.size(), 1002U) << "the try that the cut ended costs none";
  EXPECT_EQ(station.told(), (Strings{"Downloading", "DownloadFailed"}));
}

TEST(FirmwareDelivery, P09_an_end_that_waits_is_told_before_the_next_update) {
  FirmwareStation station;
  station.files().download = {State::failed};
  bool answers = false;
  station.on["FirmwareStatusNotification"] = [&](const Json&) {
    return answers ? Json::object() : Json();
  };
  station.boot();
  station.update({{"retries", 0}}, "http://example.org/old");
  station.run(2000);
  station.update({{"retries", 0}}, "http://example.org/new");
  answers = true;
  station.run(120 * kSecond);
  EXPECT_EQ(station.told(),
            (Strings{"Downloading", "DownloadFailed", "Downloading", "DownloadFailed"}));
}

}  // namespace
}  // namespace plugpoint::test
