// The line that the log says at each start: what was recovered.
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

class RecoveredLine : public ::testing::Test {
 protected:
  TestStation station;

  void SetUp() override {
    station.defaults = {{"AllowOfflineTxForUnknownId", "true"}};
    station.settings.evses = 2;
  }
  /// What the log says of a start.
  std::string start() {
    station.log.infos.clear();
    station.start();
    for (const std::string& line : station.log.infos) {
      if (line.rfind("recovered: ", 0) == 0) return line;
    }
    return "";
  }
  void charge(std::uint8_t connector) {
    station.plug(connector);
    station.tap("TAG", connector);
  }
};

TEST_F(RecoveredLine, nothing_at_the_first_start) {
  EXPECT_EQ(start(), "recovered: 0 transaction messages wait, 0 transactions ended by power loss");
}

TEST_F(RecoveredLine, T08_what_waits_and_what_a_power_loss_ended) {
  station.boot();
  station.network = false;
  station.run(100);
  charge(1);
  station.tap("TAG", 1);
  charge(2);
  station.power_cut();
  EXPECT_EQ(start(), "recovered: 4 transaction messages wait, 1 transaction ended by power loss");
  station.power_cut();
  EXPECT_EQ(start(), "recovered: 4 transaction messages wait, 0 transactions ended by power loss");
}

TEST_F(RecoveredLine, one_is_told_as_one) {
  station.boot();
  charge(1);
  charge(2);
  station.run(1000);
  station.power_cut();
  EXPECT_EQ(start(), "recovered: 2 transaction messages wait, 2 transactions ended by power loss");
  station.run(5000);
  charge(1);
  station.run(1000);
  station.power_cut();
  EXPECT_EQ(start(), "recovered: 1 transaction message waits, 1 transaction ended by power loss");
}

TEST_F(RecoveredLine, B12_a_restart_is_no_power_loss) {
  station.boot();
  charge(1);
  station.run(1000);
  station.power_cut();
  station.settings.identity.boot_reason = BootReason::remote_reset;
  EXPECT_EQ(start(), "recovered: 1 transaction message waits, 1 transaction ended by a restart");
}

TEST_F(RecoveredLine, bytes_of_a_torn_record) {
  station.power_fails_with_storage = true;
  station.settings.cache_entries = 0;  // The journal is what is written first.
  station.boot();
  station.plug(1);
  station.storage.fail_after(12);
  static_cast<void>(station.swipe("TAG", 1));
  EXPECT_FALSE(station.running());
  station.storage.mend();
  EXPECT_EQ(
      start(),
      "recovered: 0 transaction messages wait, 0 transactions ended by power loss, 12 bytes of "
      "torn records cut off");
}

TEST_F(RecoveredLine, bytes_of_a_damaged_record) {
  station.boot();
  for (const char* value : {"5", "6"})
    station.confirm("ChangeConfiguration", {{"key", "ResetRetries"}, {"value", value}});
  station.power_cut();
  std::vector<std::uint8_t>& area = station.storage.areas["variables"];
  area[area.size() - 1] ^= 1U;
  EXPECT_EQ(
      start(),
      "recovered: 0 transaction messages wait, 0 transactions ended by power loss, 19 bytes of "
      "torn records cut off");
}

TEST_F(RecoveredLine, P09_bytes_of_a_torn_request_for_firmware) {
  station.power_fails_with_storage = true;
  station.hardware.files.protocols = bit(FileProtocol::http);
  station.boot();
  station.storage.fail_after(30);
  station.call("UpdateFirmware", {{"location", "http://example.org/fw.bin"},
                                  {"retrieveDate", "2025-06-01T12:00:00Z"}});
  EXPECT_FALSE(station.running());
  station.storage.mend();
  EXPECT_EQ(
      start(),
      "recovered: 0 transaction messages wait, 0 transactions ended by power loss, 5 bytes of "
      "torn records cut off");
}

}  // namespace
}  // namespace plugpoint::test
