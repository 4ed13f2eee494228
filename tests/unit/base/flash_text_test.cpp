// Constant texts are read in words of flash: wherever one begins or ends in a word, it is the same.
#include "plugpoint/base/flash_text.h"

#include <gtest/gtest.h>

namespace plugpoint {
namespace {

// Each prefix of the list moves the texts behind it to another place in a word.
PLUGPOINT_FLASH constexpr char kList[] = "\0A\0Bc\0Def\0Ghij\0Klmno\0";
constexpr const char* kTexts[] = {"", "A", "Bc", "Def", "Ghij", "Klmno"};
constexpr std::size_t kCount = sizeof kTexts / sizeof kTexts[0];

TEST(FlashText, is_found_and_copied_at_each_place_in_a_word) {
  for (std::size_t i = 0; i < kCount; ++i) {
    SCOPED_TRACE(kTexts[i]);
    const Text wanted(kTexts[i]);
    const FlashText text = FlashText(kList).entry(i);
    char room[8];
    EXPECT_EQ(text.size(), wanted.size());
    EXPECT_TRUE(text.copy(room) == wanted);
    EXPECT_TRUE(text.is(wanted));
    EXPECT_EQ(FlashText(kList).find(wanted, kCount), i);
  }
}

TEST(FlashText, differs_from_a_longer_a_shorter_and_another_text) {
  const FlashText text = FlashText(kList).entry(4);
  for (const char* other : {"", "Ghi", "Ghijk", "ghij", "Ghix"}) {
    SCOPED_TRACE(other);
    EXPECT_FALSE(text.is(other));
  }
  EXPECT_TRUE(text.is_ignoring_case("gHIj"));
  EXPECT_FALSE(text.is_ignoring_case("gHI"));
  EXPECT_FALSE(text.is_ignoring_case("gHIjk"));
}

TEST(FlashText, is_cut_to_the_room_of_a_copy) {
  char room[3];
  EXPECT_TRUE(FlashText(kList).entry(5).copy(room) == Text("Klm"));
}

TEST(FlashText, is_like_an_empty_one_when_absent) {
  char room[3];
  EXPECT_EQ(FlashText().size(), 0U);
  EXPECT_TRUE(FlashText().copy(room).empty());
  EXPECT_TRUE(FlashText().is(""));
  EXPECT_FALSE(FlashText().is("A"));
}

}  // namespace
}  // namespace plugpoint
