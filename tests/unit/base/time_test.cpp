#include "plugpoint/base/time.h"

#include <gtest/gtest.h>

#include <string>

namespace plugpoint {
namespace {

std::string canonical(const char* text) {
  DateTime value;
  if (!parse_date_time(text, value)) return "invalid";
  char out[kDateTimeTextSize];
  format_date_time(value, out);
  return std::string(out, sizeof out);
}

TEST(DateTime, B08_reads_every_form_that_peers_write) {
  EXPECT_EQ(canonical("2013-01-01T00:00Z"), "2013-01-01T00:00:00.000Z");
  EXPECT_EQ(canonical("2025-06-01T12:00:00Z"), "2025-06-01T12:00:00.000Z");
  EXPECT_EQ(canonical("2025-06-01T12:00:00"), "2025-06-01T12:00:00.000Z");
  EXPECT_EQ(canonical("2025-06-01T12:00:00+02:00"), "2025-06-01T10:00:00.000Z");
  EXPECT_EQ(canonical("2025-06-01T12:00:00-0330"), "2025-06-01T15:30:00.000Z");
  EXPECT_EQ(canonical("2025-06-01T12:00:00+05"), "2025-06-01T07:00:00.000Z");
  EXPECT_EQ(canonical("2024-02-29T23:59:59.999999999Z"), "2024-02-29T23:59:59.999Z");
  EXPECT_EQ(canonical("2025-01-01T00:00:00.5Z"), "2025-01-01T00:00:00.500Z");
  EXPECT_EQ(canonical("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(canonical("2000-03-01T00:00:00Z"), "2000-03-01T00:00:00.000Z");
}

TEST(DateTime, B08_refuses_what_is_no_date) {
  for (const char* text : {"", "2025", "2025-06-01", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
                           "2025-06-31T00:00:00Z", "2025-06-01T24:00:00Z", "2025-06-01T12:60:00Z",
                           "2025-06-01T12:00:00.Z", "2025-06-01T12:00:00+", "2025-06-01T12:00:00+2",
                           "2025-06-01T12:00:00+02:", "2025-06-01T12:00:00Zx", "not a date"}) {
    EXPECT_EQ(canonical(text), "invalid") << text;
  }
}

TEST(Clock, B10_survives_the_wrap_of_the_32_bit_counter) {
  Clock clock;
  clock.advance(0xFFFFFFF0U);
  EXPECT_EQ(clock.now(), 0);
  clock.advance(0x10U);
  EXPECT_EQ(clock.now(), 0x20);
}

TEST(Clock, setting_utc_moves_no_monotonic_instant) {
  Clock clock;
  clock.advance(1000);
  clock.advance(6000);
  EXPECT_FALSE(clock.utc().is_set());
  clock.set_utc(DateTime{1000000});
  EXPECT_EQ(clock.now(), 5000);
  EXPECT_EQ(clock.utc_of(2000).ms, 997000);
  EXPECT_EQ(clock.instant_of(DateTime{1001000}), 6000);
}

}  // namespace
}  // namespace plugpoint
