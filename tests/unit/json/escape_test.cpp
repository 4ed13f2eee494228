#include "plugpoint/json/escape.h"

#include <gtest/gtest.h>

#include "plugpoint/json/scan.h"
#include "unit/json/token_stream.h"

namespace plugpoint::json {
namespace {

// Escapes `text` through windows of `room` bytes each, which must not be written beyond.
std::string escape_in_windows(const std::string& text, std::size_t room) {
  std::string out;
  Text rest(text.data(), text.size());
  while (!rest.empty()) {
    std::vector<char> window(room + 1, '#');
    const Escaped step = escape(rest, window.data(), room);
    EXPECT_EQ(window[room], '#') << "written beyond the window";
    EXPECT_LE(step.written, room);
    if (step.consumed == 0) return out + "(stuck)";
    out.append(window.data(), step.written);
    rest = rest.from(step.consumed);
  }
  return out;
}

std::string escaped(const std::string& text) {
  return escape_in_windows(text, 1000);
}

TEST(Escape, leaves_plain_text_and_utf8_alone) {
  EXPECT_EQ(escaped("Energy.Active.Import.Register / 'L1'"),
            "Energy.Active.Import.Register / 'L1'");
  EXPECT_EQ(escaped("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x94\x8C\x7F"),
            "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x94\x8C\x7F");
  EXPECT_EQ(escaped(""), "");
}

TEST(Escape, escapes_what_json_demands) {
  EXPECT_EQ(escaped("a\"b\\c"), R"(a\"b\\c)");
  EXPECT_EQ(escaped("\b\f\n\r\t"), R"(\b\f\n\r\t)");
  EXPECT_EQ(escaped(std::string("\0\x01\x1F", 3)), R"(\u0000\u0001\u001f)");
}

TEST(Escape, replaces_what_is_not_utf8) {
  EXPECT_EQ(escaped("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(escaped("\xC3"), "\xEF\xBF\xBD");
  EXPECT_EQ(escaped("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Escape, gives_the_same_through_windows_of_any_size) {
  std::string text =
      "plain run of text \"quoted\" \\ \x02 \xC3\xA4\xE2\x82\xAC\xF0\x9F\x94\x8C \xFE\n";
  text += text + text;
  const std::string whole = escaped(text);
  for (std::size_t room = kMaxEscape; room < whole.size() + 2; ++room)
    EXPECT_EQ(escape_in_windows(text, room), whole) << room;
}

TEST(Escape, uses_all_of_the_window_but_a_few_bytes) {
  const std::string text(100, '\x01');
  char window[64];
  const Escaped step = escape(Text(text.data(), text.size()), window, sizeof window);
  EXPECT_EQ(step.consumed, 10U);
  EXPECT_EQ(step.written, 60U);
  EXPECT_EQ(escape(Text("abc"), window, 2).consumed, 2U);
  EXPECT_EQ(escape(Text("\n"), window, 1).consumed, 0U);
  EXPECT_EQ(escape(Text("abc"), window, 0).written, 0U);
}

TEST(Escape, the_tokenizer_reads_every_character_back) {
  for (unsigned code = 0; code < 0x80; ++code) {
    const std::string text = "x" + std::string(1, static_cast<char>(code)) + "y";
    EXPECT_EQ(read_whole("\"" + escaped(text) + "\"").tokens, "s3:" + text) << code;
  }
}

// Both scanners against the plain definition, at each alignment, length and place of the find.
TEST(Scan, finds_the_first_special_byte_wherever_it_is) {
  alignas(8) char buffer[48];
  for (unsigned special = 0; special <= 0xFF; ++special) {
    for (std::size_t start = 0; start < 8; ++start) {
      for (std::size_t place = start; place < start + 20; ++place) {
        std::fill(std::begin(buffer), std::end(buffer), '\x7F');
        buffer[place] = static_cast<char>(special);
        if (place + 1 < sizeof buffer) buffer[place + 1] = '!';
        buffer[start + 21] = '"';
        const char* const end = buffer + start + 22;
        const bool found = special < 0x20 || special >= 0x80 || special == '"' || special == '\\';
        const char* const expected = found ? buffer + place : buffer + start + 21;
        ASSERT_EQ(plain_run(buffer + start, end), expected) << special << " at " << place;
        ASSERT_EQ(plain_run_aligned(buffer + start, end), expected) << special << " at " << place;
        ASSERT_EQ(plain_run(buffer + start, buffer + place), buffer + place);
        ASSERT_EQ(plain_run_aligned(buffer + start, buffer + place), buffer + place);
      }
    }
  }
}

}  // namespace
}  // namespace plugpoint::json
