// Section 02 of the official test cases: Start Charging Session.
#include "conformance.h"

namespace plugpoint::test {
namespace {

TEST_F(Conformance16, TC_003_CS) {
  booted();
  plug();
  next_status(kConnector, "Preparing");
  present(kTag);
  next_authorize(kTag);
  Json start = next_call("StartTransaction");
  EXPECT_EQ(start["connectorId"], kConnector);
  EXPECT_EQ(start["idTag"], kTag);
  next_status(kConnector, "Charging");
}

TEST_F(Conformance16, TC_004_1_CS) {
  booted();
  configured("MeterValueSampleInterval", "20");
  authorized();
  plug();
  Json start = next_call("StartTransaction");
  EXPECT_EQ(start["connectorId"], kConnector);
  EXPECT_EQ(start["idTag"], kTag);
  next_status(kConnector, "Charging");
}

TEST_F(Conformance16, TC_004_2_CS) {
  booted();
  configured("ConnectionTimeOut", "15");
  const Millis before = station.now();
  authorized();
  next_status(kConnector, "Available", 20000);
  EXPECT_GE(station.now() - before, 15000);
  EXPECT_LE(station.now() - before, 16000);
}

}  // namespace
}  // namespace plugpoint::test
