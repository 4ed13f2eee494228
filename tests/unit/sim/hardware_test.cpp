// The hardware of a whole station, and its registers over the end of the process.
#include "sim/hardware.h"

#include <gtest/gtest.h>

#include <fstream>

#include "temporary_folder.h"

namespace plugpoint::sim {
namespace {

constexpr std::int64_t kOneHour = 3'600'000;

class HardwareTest : public ::testing::Test {
 protected:
  std::int64_t read(SimulatedHardware& hardware, std::uint8_t evse) {
    Decimal value;
    EXPECT_TRUE(
        hardware.read_meter(evse, Measurand::energy_active_import_register, Phase::none, value));
    return value.to_integer();
  }

  TemporaryFolder folder;
  std::string file = folder.file("meter.txt");
};

TEST_F(HardwareTest, RegistersStartAtZeroAndSurviveTheProcess) {
  {
    SimulatedHardware hardware(2, EvseModel{}, file);
    EXPECT_EQ(read(hardware, 1), 0);
    hardware.evse(2).plug_in(1, true);
    hardware.permit(2, true);
    hardware.advance(kOneHour);
    EXPECT_EQ(read(hardware, 2), 11'040);
  }
  SimulatedHardware hardware(2, EvseModel{}, file);
  EXPECT_EQ(read(hardware, 1), 0);
  EXPECT_EQ(read(hardware, 2), 11'040);
}

TEST_F(HardwareTest, WhatWasReadIsInTheFileAlready) {
  SimulatedHardware hardware(1, EvseModel{}, file);
  hardware.evse(1).set_register_wh(1234);
  EXPECT_EQ(read(hardware, 1), 1234);
  // No destructor ran, as after SIGKILL.
  EXPECT_EQ(MeterFile(file, 1).register_uj(1), 1234 * kMicrojoulesPerWh);
}

TEST_F(HardwareTest, DamagedFileIsRefused) {
  std::ofstream(file) << "12 kWh or so, I think it was\n";
  EXPECT_THROW(MeterFile(file, 1), std::runtime_error);
}

TEST_F(HardwareTest, GridMeterAddsUp) {
  SimulatedHardware hardware(2, EvseModel{}, file);
  for (std::uint8_t i = 1; i <= 2; ++i) {
    hardware.evse(i).plug_in(1, true);
    hardware.permit(i, true);
  }
  hardware.advance(kOneHour);
  EXPECT_EQ(read(hardware, 0), 2 * 11'040);
  Decimal value;
  EXPECT_TRUE(hardware.read_meter(0, Measurand::current_import, Phase::l1, value));
  EXPECT_EQ(value.to_milli(), 32'000);
  EXPECT_FALSE(hardware.read_meter(0, Measurand::soc, Phase::none, value));
  EXPECT_FALSE(hardware.read_meter(3, Measurand::soc, Phase::none, value));
}

TEST_F(HardwareTest, StationFaultIsAFactOfEvseZero) {
  SimulatedHardware hardware(1, EvseModel{}, file);
  hardware.set_station_fault(Fault::high_temperature);
  EXPECT_TRUE(hardware.facts(0).faulted);
  EXPECT_FALSE(hardware.facts(1).faulted);
}

TEST_F(HardwareTest, PowerOffOpensTheContactors) {
  SimulatedHardware hardware(1, EvseModel{}, file);
  hardware.evse(1).plug_in(1, true);
  hardware.permit(1, true);
  EXPECT_TRUE(hardware.active());
  hardware.power_off();
  EXPECT_FALSE(hardware.active());
  EXPECT_TRUE(hardware.facts(1).plugged);
}

}  // namespace
}  // namespace plugpoint::sim
