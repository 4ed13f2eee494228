#include "plugpoint/json/tokenizer.h"

#include <gtest/gtest.h>

#include <cstring>

#include "unit/json/token_stream.h"

namespace plugpoint::json {
namespace {

std::string tokens_of(const std::string& text) {
  return read_whole(text).tokens;
}
std::string error_of(const std::string& text) {
  return read_whole(text).error;
}

TEST(Tokenizer, gives_the_tokens_of_a_call) {
  EXPECT_EQ(tokens_of(R"([2,"id","StatusNotification",{"connectorId":1,"errorCode":"NoError"}])"),
            R"([n1:2s2:ids18:StatusNotification{k11:connectorIdn1:1k9:errorCodes7:NoError}])");
}

TEST(Tokenizer, gives_literals_nesting_and_empty_containers) {
  EXPECT_EQ(tokens_of(R"( [ true , false , null , [ ] , { } , { "a" : [ { } ] } ] )"),
            "[tf0[]{}{k1:a[{}]}]");
}

TEST(Tokenizer, unescapes_to_utf8) {
  EXPECT_EQ(tokens_of(R"("\"\\\/\b\f\n\r\t")"), "s8:\"\\/\b\f\n\r\t");
  EXPECT_EQ(tokens_of(R"("\u0041\u00e4\u20AC\ud83d\udd0c")"),
            "s10:A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x94\x8C");
  EXPECT_EQ(tokens_of(R"("\uD800\uDC00\uDBFF\uDFFF\uFFFF")"),
            "s11:\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\xEF\xBF\xBF");
  EXPECT_EQ(tokens_of(R"("a\u0000b")"), std::string("s3:a\0b", 6));
}

TEST(Tokenizer, hands_numbers_on_as_they_are_written) {
  EXPECT_EQ(tokens_of("[-0,1.50,2E+03,12345678901234567890]"),
            "[n2:-0n4:1.50n5:2E+03n20:12345678901234567890]");
}

TEST(Tokenizer, strings_without_escapes_are_not_copied) {
  const std::string text = R"(["Energy.Active.Import.Register"])";
  Tokenizer tokenizer;
  tokenizer.reset();
  const char* at = text.data();
  const char* const end = at + text.size();
  ASSERT_EQ(tokenizer.next(at, end), Token::begin_array);
  ASSERT_EQ(tokenizer.next(at, end), Token::string);
  EXPECT_TRUE(tokenizer.last());
  EXPECT_EQ(tokenizer.chunk().data(), text.data() + 2);
  EXPECT_EQ(tokenizer.chunk().size(), text.size() - 4);
}

TEST(Tokenizer, hands_on_what_it_has_of_a_string_when_the_input_ends) {
  Tokenizer tokenizer;
  tokenizer.reset();
  const std::string first = "\"Avail";
  const char* at = first.data();
  ASSERT_EQ(tokenizer.next(at, at + first.size()), Token::string);
  EXPECT_TRUE(tokenizer.chunk() == Text("Avail"));
  EXPECT_FALSE(tokenizer.last());
  EXPECT_EQ(tokenizer.next(at, first.data() + first.size()), Token::none);
  const std::string second = "\"";
  at = second.data();
  ASSERT_EQ(tokenizer.next(at, at + 1), Token::string);
  EXPECT_TRUE(tokenizer.chunk().empty());
  EXPECT_TRUE(tokenizer.last());
  EXPECT_TRUE(tokenizer.complete());
}

TEST(Tokenizer, counts_open_levels_and_knows_when_the_value_is_complete) {
  Tokenizer tokenizer;
  tokenizer.reset();
  const std::string text = "[{}] \n";
  const char* at = text.data();
  const char* const end = at + text.size();
  for (const int depth : {1, 2, 1}) {
    tokenizer.next(at, end);
    EXPECT_EQ(tokenizer.depth(), depth);
    EXPECT_FALSE(tokenizer.complete());
  }
  EXPECT_EQ(tokenizer.next(at, end), Token::end_array);
  EXPECT_EQ(tokenizer.depth(), 0);
  EXPECT_TRUE(tokenizer.complete());
  EXPECT_EQ(tokenizer.next(at, end), Token::none);
  EXPECT_EQ(tokenizer.finish(), Token::none);
}

TEST(Tokenizer, a_number_alone_ends_with_the_input) {
  Tokenizer tokenizer;
  tokenizer.reset();
  const std::string text = "230.5";
  const char* at = text.data();
  EXPECT_EQ(tokenizer.next(at, at + text.size()), Token::none);
  EXPECT_FALSE(tokenizer.complete());
  EXPECT_EQ(tokenizer.finish(), Token::number);
  EXPECT_TRUE(tokenizer.chunk() == Text("230.5"));
  EXPECT_TRUE(tokenizer.complete());
  EXPECT_EQ(tokenizer.finish(), Token::none);
}

TEST(Tokenizer, keeps_to_the_depth_that_was_asked_for) {
  for (const unsigned limit : {1U, 2U, 7U, 32U}) {
    for (const unsigned depth : {limit, limit + 1}) {
      TokenStream stream(static_cast<std::uint8_t>(limit));
      stream.feed(std::string(depth, '[') + std::string(depth, ']'));
      const Reading reading = stream.finish();
      EXPECT_EQ(reading.accepted, depth <= limit) << depth << " levels, limit " << limit;
      if (depth > limit) {
        EXPECT_EQ(reading.error, "arrays and objects are nested too deeply");
      }
    }
  }
}

TEST(Tokenizer, a_limit_beyond_what_it_can_count_is_lowered) {
  TokenStream stream(255);
  stream.feed(std::string(33, '['));
  EXPECT_EQ(stream.finish().error, "arrays and objects are nested too deeply");
}

TEST(Tokenizer, R06_says_what_is_wrong) {
  EXPECT_EQ(error_of(""), "the text ends too early");
  EXPECT_EQ(error_of("[1,"), "the text ends too early");
  EXPECT_EQ(error_of("\"abc"), "the text ends too early");
  EXPECT_EQ(error_of("[] []"), "more text follows the value");
  EXPECT_EQ(error_of("[1 2]"), "',' or ']' expected");
  EXPECT_EQ(error_of("{\"a\":1]"), "',' or '}' expected");
  EXPECT_EQ(error_of("{\"a\" 1}"), "':' expected after a member's name");
  EXPECT_EQ(error_of("{a:1}"), "a member's name in quotes expected");
  EXPECT_EQ(error_of("[,]"), "a value expected");
  EXPECT_EQ(error_of("\xEF\xBB\xBF[]"),
            "a value expected, not a byte order mark or other non-ASCII");
  EXPECT_EQ(error_of("[nul]"), "true, false or null expected");
  EXPECT_EQ(error_of("[01]"), "a malformed number");
  EXPECT_EQ(error_of("[" + std::string(97, '1') + "]"), "a number is too long");
  EXPECT_EQ(error_of("\"\n\""), "a control character in a string");
  EXPECT_EQ(error_of("\"\xC0\xAF\""), "a string is not UTF-8");
  EXPECT_EQ(error_of(R"("\x")"), "an invalid escape or a lone surrogate");
  EXPECT_EQ(error_of(R"("\ud83d")"), "an invalid escape or a lone surrogate");
}

TEST(Tokenizer, an_error_stays_and_points_at_its_place) {
  Tokenizer tokenizer;
  tokenizer.reset();
  const std::string text = "{\"a\":1,}  []";
  const char* at = text.data();
  const char* const end = at + text.size();
  Token token = Token::none;
  for (int i = 0; i < 4; ++i)
    token = tokenizer.next(at, end);
  ASSERT_EQ(token, Token::error);
  EXPECT_EQ(at - text.data(), 7);
  EXPECT_EQ(tokenizer.next(at, end), Token::error);
  EXPECT_EQ(tokenizer.finish(), Token::error);
  EXPECT_TRUE(tokenizer.error().is("a member's name in quotes expected"));
  EXPECT_FALSE(tokenizer.complete());
}

TEST(Tokenizer, starts_anew_in_the_middle_of_anything) {
  const std::string good = R"({"a":[12,"\u00e4",true],"b":-0.5e1})";
  for (const std::string bad :
       {"{\"a\":[\"\\ud83d", "[12", "[\"\xE2\x82", "[tr", "[[[[x", "[1]", "{"}) {
    TokenStream stream;
    stream.feed(bad);
    stream.restart();
    for (const char c : good)
      stream.feed(std::string(1, c));
    EXPECT_EQ(difference(read_whole(good), stream.finish()), "") << bad;
  }
}

TEST(Tokenizer, knows_every_byte_that_can_begin_a_value) {
  for (int byte = 0; byte <= 0xFF; ++byte) {
    const std::string start(1, static_cast<char>(byte));
    const bool value = byte != 0 && std::strchr("\"-0123456789tfn[{", byte) != nullptr;
    const bool space = byte != 0 && std::strchr(" \t\n\r", byte) != nullptr;
    const std::string error = error_of("[" + start);
    EXPECT_EQ(error == "the text ends too early", value || space) << byte << ": " << error;
    EXPECT_EQ(read_whole(start + "[]").accepted, space) << byte;
    EXPECT_EQ(read_whole("[]" + start).accepted, space) << byte;
  }
}

TEST(Tokenizer, takes_a_text_of_a_megabyte_in_small_parts) {
  TokenStream stream;
  stream.feed("[\"");
  const std::string part(61, 'x');
  for (int i = 0; i < 17190; ++i)
    stream.feed(part);
  stream.feed("\"]");
  const Reading reading = stream.finish();
  EXPECT_TRUE(reading.accepted) << reading.error;
  EXPECT_EQ(reading.tokens.size(), 61U * 17190U + std::string("[s1048590:]").size());
}

TEST(Tokenizer, holds_little_memory) {
  EXPECT_LE(sizeof(Tokenizer), 160U);
}

// Every sequence of bytes that begins a character, against a reckoning from the definition.
TEST(Tokenizer, knows_each_valid_and_invalid_utf8_sequence_of_two_and_three_bytes) {
  for (unsigned lead = 0x80; lead <= 0xFF; ++lead) {
    for (unsigned second = 0x80; second <= 0xC0; ++second) {
      const std::string two{static_cast<char>(lead), static_cast<char>(second)};
      const bool valid_two = lead >= 0xC2 && lead <= 0xDF && second <= 0xBF;
      EXPECT_EQ(read_whole("\"" + two + "\"").accepted, valid_two) << lead << " " << second;
      const unsigned code = (lead & 0xFU) << 12 | (second & 0x3FU) << 6;
      const bool valid_three = lead >= 0xE0 && lead <= 0xEF && second <= 0xBF && code >= 0x800 &&
                               (code < 0xD800 || code > 0xDFFF);
      EXPECT_EQ(read_whole("\"" + two + "\x80\"").accepted, valid_three) << lead << " " << second;
    }
  }
}

}  // namespace
}  // namespace plugpoint::json
