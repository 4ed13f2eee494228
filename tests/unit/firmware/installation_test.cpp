// Installing: transactions first, availability, restarts, failures (P09, errata 3.47 to 3.49).
#include <gtest/gtest.h>

#include "firmware_station.h"

namespace plugpoint::test {
namespace {

/// Two EVSEs, one of which charges while new firmware waits.
struct ChargingStation : FirmwareStation {
  ChargingStation() {
    settings.evses = 2;
    boot();
    plug(1);
    tap("TAG", 1);
    update();
    run(2000);
  }
};

TEST(Installation, P09_waits_until_the_last_transaction_has_ended) {
  ChargingStation station;
  station.run(3600 * kSecond);
  EXPECT_EQ(station.told(), (Strings{"Downloading", "Downloaded"}));
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  EXPECT_EQ(station.files().installs, 0);
  station.tap("TAG", 1);
  station.run(2000);
  EXPECT_EQ(station.files().installs, 1);
  EXPECT_EQ(station.told().back(), "Installed");
}

TEST(Installation, P09_connectors_not_in_use_are_Unavailable_meanwhile) {
  ChargingStation station;
  EXPECT_EQ(station.statuses(2), (Strings{"Available", "Unavailable"}));
  EXPECT_EQ(station.statuses(0), Strings{"Available"}) << "the station itself works";
  EXPECT_EQ(station.statuses(1).back(), "Charging");
  EXPECT_EQ(station.swipe("OTHER", 2).status, Status::refused);
  EXPECT_EQ(station.confirm("RemoteStartTransaction", {{"idTag", "R"}})["status"], "Rejected");
  station.files().install = {State::running};
  station.unplug(1);
  EXPECT_EQ(station.statuses(1).back(), "Unavailable");
  station.files().install = {State::done};
  station.run(2000);
  EXPECT_EQ(station.statuses(1).back(), "Available");
  EXPECT_EQ(station.statuses(2).back(), "Available");
}

TEST(Installation, P09_a_failed_installation_restores_availability) {
  ChargingStation station;
  station.files().install = {State::failed, "the image is broken"};
  station.unplug(1);
  station.run(2000);
  EXPECT_EQ(station.told(),
            (Strings{"Downloading", "Downloaded", "Installing", "InstallationFailed"}));
  EXPECT_EQ(station.statuses(1).back(), "Available");
  EXPECT_EQ(station.statuses(2).back(), "Available");
  station.plug(2);
  station.tap("TAG", 2);
  EXPECT_TRUE(station.hardware.evse(2).permitted);
}

TEST(Installation, P09_a_refused_installation_has_failed) {
  FirmwareStation station;
  station.files().install_refused = {Status::bad_input, "no firmware for this hardware"};
  station.boot();
  station.update();
  station.run(3000);
  EXPECT_EQ(station.told(),
            (Strings{"Downloading", "Downloaded", "Installing", "InstallationFailed"}));
  EXPECT_EQ(station.statuses(1).back(), "Available");
}

TEST(Installation, P09_the_unavailability_is_not_stored_and_changes_no_wish) {
  ChargingStation station;
  EXPECT_TRUE(station.storage.areas["availability"].empty());
  EXPECT_EQ(station.confirm("ChangeAvailability",
                            {{"connectorId", 2}, {"type", "Inoperative"}})["status"],
            "Accepted");
  station.unplug(1);
  station.run(2000);
  EXPECT_EQ(station.told().back(), "Installed");
  EXPECT_EQ(station.statuses(1).back(), "Available");
  EXPECT_EQ(station.statuses(2).back(), "Unavailable") << "as the central system wants it";
}

TEST(Installation, P09_a_wish_for_Operative_is_scheduled_meanwhile) {
  ChargingStation station;
  EXPECT_EQ(
      station.confirm("ChangeAvailability", {{"connectorId", 2}, {"type", "Operative"}})["status"],
      "Scheduled");
  EXPECT_EQ(station.statuses(2).back(), "Unavailable");
}

TEST(Installation, P09_an_authorized_driver_may_still_plug_in) {
  FirmwareStation station;
  station.settings.evses = 2;
  station.boot();
  station.tap("TAG", 1);
  station.update();
  station.run(5000);
  EXPECT_EQ(station.told(), (Strings{"Downloading", "Downloaded"}));
  station.plug(1);
  EXPECT_TRUE(station.hardware.evse(1).permitted);
  station.unplug(1);
  station.run(2000);
  EXPECT_EQ(station.told().back(), "Installed");
}

TEST(Installation, P09_a_plugged_car_without_a_token_does_not_hold_it_up) {
  FirmwareStation station;
  station.boot();
  station.plug();
  station.files().install = {State::running};
  station.update();
  station.run(5000);
  EXPECT_EQ(station.files().installs, 1);
  EXPECT_EQ(station.swipe("TAG").status, Status::refused);
  station.files().install = {State::done};
  station.run(2000);
  station.tap("TAG");
  EXPECT_TRUE(station.hardware.evse().permitted);
}

TEST(Installation, P09_begins_only_when_the_central_system_has_heard_of_it) {
  FirmwareStation station;
  station.on["FirmwareStatusNotification"] = [](const Json& request) {
    return request["status"] == "Installing" ? Json() : Json::object();
  };
  station.boot();
  station.update();
  station.run(5000);
  EXPECT_EQ(station.told().back(), "Installing");
  EXPECT_EQ(station.files().installs, 0);
  station.run(30000);
  EXPECT_EQ(station.files().installs, 1) << "but it does not wait for ever";
}

TEST(Installation, P09_the_hardware_restarts_by_itself_and_the_new_firmware_reports) {
  FirmwareStation station;
  station.files().install = {State::running};
  station.boot();
  station.update();
  station.run(3000);
  ASSERT_EQ(station.files().installs, 1);
  station.power_cut();
  station.clear();
  station.files().install = {State::done};
  station.boot();
  EXPECT_EQ(station.told(), Strings{"Installed"});
  EXPECT_EQ(station.actions().front(), "BootNotification");
  EXPECT_EQ(station.statuses(1), Strings{"Available"});
  EXPECT_EQ(station.files().installs, 1);
}

TEST(Installation, P09_the_old_firmware_after_the_restart_means_InstallationFailed) {
  for (const State state : {State::failed, State::idle}) {
    FirmwareStation station;
    station.files().install = {State::running};
    station.boot();
    station.update();
    station.run(3000);
    station.power_cut();
    station.clear();
    station.files().install = {state};
    station.boot();
    EXPECT_EQ(station.told(), Strings{"InstallationFailed"});
    EXPECT_EQ(station.statuses(1), Strings{"Available"});
    EXPECT_EQ(station.files().installs, 1) << "it is not tried again by itself";
  }
}

TEST(Installation, P09_a_restart_that_completes_it_is_an_orderly_one) {
  FirmwareStation station;
  station.files().install = {State::restart};
  station.boot();
  station.update();
  station.run(3000);
  EXPECT_EQ(station.told(), (Strings{"Downloading", "Downloaded", "Installing"}));
  ASSERT_EQ(station.hardware.commands_of(Command::Kind::reset, 0).size(), 1U);
  EXPECT_EQ(station.hardware.commands_of(Command::Kind::reset, 0)[0].reset_kind, ResetKind::soft);
  station.power_cut();
  station.files().install = {State::done};
  station.boot();
  EXPECT_EQ(station.told().back(), "Installed");
}

TEST(Installation, P09_a_restart_that_the_hardware_refuses_is_a_failure) {
  FirmwareStation station;
  station.files().install = {State::restart};
  station.hardware.reset_succeeds = false;
  station.boot();
  station.update();
  station.run(120 * kSecond);
  EXPECT_EQ(station.told().back(), "InstallationFailed");
  EXPECT_EQ(station.statuses(1).back(), "Available");
}

TEST(Installation, P09_restarts_without_end_are_a_failure) {
  FirmwareStation station;
  station.files().install = {State::restart};
  station.boot();
  station.update();
  int restarts = 0;
  while (restarts < 50 &&
         (station.told().empty() || station.told().back() != "InstallationFailed")) {
    station.run(5000);
    station.power_cut();
    station.boot();
    ++restarts;
  }
  EXPECT_EQ(station.told().back(), "InstallationFailed");
  EXPECT_EQ(restarts, 11);
}

TEST(Installation, P09_a_request_in_place_of_one_that_waits_frees_the_connectors) {
  ChargingStation station;
  ASSERT_EQ(station.statuses(2).back(), "Unavailable");
  station.update({{"retrieveDate", "2025-06-01T20:00:00Z"}});
  station.run(1000);
  EXPECT_EQ(station.files().cancelled_downloads, 1);
  EXPECT_EQ(station.statuses(2).back(), "Available");
  EXPECT_EQ(station.statuses(1).back(), "Charging");
}

}  // namespace
}  // namespace plugpoint::test
