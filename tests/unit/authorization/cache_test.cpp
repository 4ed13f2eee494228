#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

TEST(Authorization, A06_a_station_without_a_cache_rejects_clear_cache) {
  TestStation station;
  station.boot();
  EXPECT_EQ(station.confirm("ClearCache", Json::object())["status"], "Rejected");
}

}  // namespace
}  // namespace plugpoint::test
