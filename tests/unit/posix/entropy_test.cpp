#include "posix/entropy.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "posix/clock.h"

namespace plugpoint::posix {
namespace {

TEST(KernelEntropy, never_repeats_itself) {
  KernelEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    std::uint8_t bytes[16] = {};
    entropy.fill(bytes);
    seen.emplace(reinterpret_cast<char*>(bytes), sizeof bytes);
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(KernelEntropy, fills_all_of_a_long_run) {
  KernelEntropy entropy;
  std::vector<std::uint8_t> bytes(100000, 0);
  entropy.fill(MutableBytes(bytes.data(), bytes.size()));
  // 100 zeros in a row by chance: once in 2^800.
  int zeros = 0;
  for (std::uint8_t byte : bytes) {
    zeros = byte == 0 ? zeros + 1 : 0;
    ASSERT_LT(zeros, 100);
  }
}

TEST(Clock, counts_milliseconds) {
  const std::uint32_t before = monotonic_ms();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::uint32_t passed = monotonic_ms() - before;
  EXPECT_GE(passed, 20U);
  EXPECT_LT(passed, 5000U);
}

}  // namespace
}  // namespace plugpoint::posix
