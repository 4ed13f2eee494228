#include "plugpoint/base/decimal.h"

#include <gtest/gtest.h>

#include <string>

namespace plugpoint {
namespace {

std::string round_trip(const char* text) {
  Decimal value;
  if (!parse_decimal(text, value)) return "invalid";
  char out[kDecimalTextSize];
  return std::string(out, format_decimal(value, out));
}

TEST(Decimal, keeps_every_form_of_number) {
  EXPECT_EQ(round_trip("0"), "0");
  EXPECT_EQ(round_trip("-0"), "0");
  EXPECT_EQ(round_trip("16.0"), "16.0");
  EXPECT_EQ(round_trip("-0.05"), "-0.05");
  EXPECT_EQ(round_trip("1e3"), "1000");
  EXPECT_EQ(round_trip("1E-3"), "0.001");
  EXPECT_EQ(round_trip("1.5e300"), "15e299");
  EXPECT_EQ(round_trip("123456789012345678"), "123456789012345678");
  EXPECT_EQ(round_trip("1234567890123456789"), "1234567890123456780");
}

TEST(Decimal, writes_what_a_broken_meter_may_give) {
  char out[kDecimalTextSize];
  const auto written = [&](Decimal value) { return std::string(out, format_decimal(value, out)); };
  EXPECT_EQ(written({INT64_MIN, 0}), "-9223372036854775808");
  EXPECT_EQ(written({INT64_MIN, -3}), "-9223372036854775.808");
  EXPECT_EQ(written({INT64_MAX, 3}), "9223372036854775807000");
  EXPECT_EQ(written({INT64_MIN, -32767}), "-9223372036854775808e-32767");
}

TEST(Decimal, refuses_what_is_no_json_number) {
  for (const char* text :
       {"", "-", "01", "1.", ".5", "1e", "1e+", "1.e1", "0x1", "1 ", "+1", "NaN"})
    EXPECT_EQ(round_trip(text), "invalid") << text;
}

TEST(Decimal, R11_counts_decimals_exactly) {
  Decimal value;
  ASSERT_TRUE(parse_decimal("21.4", value));
  EXPECT_TRUE(value.has_at_most_decimals(1));
  ASSERT_TRUE(parse_decimal("21.400", value));
  EXPECT_TRUE(value.has_at_most_decimals(1));
  ASSERT_TRUE(parse_decimal("21.41", value));
  EXPECT_FALSE(value.has_at_most_decimals(1));
  EXPECT_EQ(value.to_milli(), 21410);
  EXPECT_EQ(value.to_integer(), 21);
}

}  // namespace
}  // namespace plugpoint
