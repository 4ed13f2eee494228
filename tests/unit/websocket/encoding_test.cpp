#include <gtest/gtest.h>

#include <string>

#include "plugpoint/base/base64.h"
#include "plugpoint/websocket/sha1.h"
#include "plugpoint/websocket/utf8_check.h"

namespace plugpoint::websocket {
namespace {

std::string base64(const std::string& bytes) {
  std::string out;
  for (std::size_t i = 0; i < base64_size(bytes.size()); ++i)
    out += base64_char([&](std::size_t k) { return bytes[k]; }, bytes.size(), i);
  return out;
}

std::string sha1(const std::string& bytes) {
  Sha1 sha;
  for (char c : bytes)
    sha.add(static_cast<std::uint8_t>(c));
  std::uint8_t digest[Sha1::kDigestSize];
  sha.finish(digest);
  std::string hex;
  for (std::uint8_t byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

bool utf8(const std::string& text, std::size_t step) {
  Utf8Check check;
  for (std::size_t i = 0; i < text.size(); i += step) {
    const std::string piece = text.substr(i, step);
    if (!check.add({reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()}))
      return false;
  }
  return check.complete();
}

// RFC 4648 §10.
TEST(Base64, vectors) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string("\x00\xFF\xEF\xBE\x3E\x3F", 6)), "AP/vvj4/");
}

// FIPS 180-4, examples of NIST.
TEST(Sha1, vectors) {
  EXPECT_EQ(sha1(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(sha1(std::string(1000000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST(Utf8Check, accepts_valid_text_in_any_pieces) {
  for (std::size_t step : {1U, 2U, 3U, 100U}) {
    EXPECT_TRUE(utf8("", step));
    EXPECT_TRUE(utf8("plain ASCII that is longer than some machine words\x7F", step));
    EXPECT_TRUE(
        utf8("\xC2\x80 \xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF", step));
    EXPECT_TRUE(utf8("\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF", step));
  }
}

TEST(Utf8Check, refuses_what_is_no_utf8_in_any_pieces) {
  for (const char* text : {
           "\x80",
           "\xBF",
           "\xC0\x80",
           "\xC1\xBF",  // stray and overlong
           "\xE0\x80\x80",
           "\xE0\x9F\xBF",
           "\xF0\x8F\xBF\xBF",  // overlong
           "\xED\xA0\x80",
           "\xED\xBF\xBF",  // surrogates
           "\xF4\x90\x80\x80",
           "\xF5\x80\x80\x80",
           "\xFF",  // beyond U+10FFFF
           "\xC3",
           "\xE2\x82",
           "\xF0\x9F\x98",
           "12345678\xE2",  // cut
           "\xC3(",
           "\xE2\x28\xA1",
           "\xE2\x82(",
           "\xF0\x9F\x98(",
       }) {
    for (std::size_t step : {1U, 2U, 100U})
      EXPECT_FALSE(utf8(text, step)) << text;
  }
}

}  // namespace
}  // namespace plugpoint::websocket
