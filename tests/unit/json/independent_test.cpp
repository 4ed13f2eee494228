// The corpus read by a parser that was written elsewhere: same verdicts, same structure and texts.
#if __has_include(<nlohmann/json.hpp>)

#include <gtest/gtest.h>

#include "support/json.h"

#include "unit/json/corpus.h"
#include "unit/json/token_stream.h"

namespace plugpoint::json {
namespace {

// Writes down tokens as Reading::tokens has them, with "n" for any number.
struct Listener : nlohmann::json_sax<nlohmann::json> {
  std::string tokens;

  void note(char kind, const std::string& text) {
    tokens += kind + std::to_string(text.size()) + ":" + text;
  }
  bool mark(char token) {
    tokens += token;
    return true;
  }
  bool null() override { return mark('0'); }
  bool boolean(bool value) override { return mark(value ? 't' : 'f'); }
  bool number_integer(number_integer_t) override { return mark('n'); }
  bool number_unsigned(number_unsigned_t) override { return mark('n'); }
  bool number_float(number_float_t, const string_t&) override { return mark('n'); }
  bool string(string_t& text) override {
    note('s', text);
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return mark('{'); }
  bool key(string_t& text) override {
    note('k', text);
    return true;
  }
  bool end_object() override { return mark('}'); }
  bool start_array(std::size_t) override { return mark('['); }
  bool end_array() override { return mark(']'); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }
};

// Our tokens with the texts of numbers taken out.
std::string without_number_texts(const std::string& tokens) {
  std::string out;
  for (std::size_t at = 0; at < tokens.size();) {
    const char kind = tokens[at];
    if (kind != 'k' && kind != 's' && kind != 'n') {
      out += kind;
      ++at;
      continue;
    }
    const std::size_t colon = tokens.find(':', at);
    const std::size_t end = colon + 1 + std::stoul(tokens.substr(at + 1, colon - at - 1));
    out += kind == 'n' ? "n" : tokens.substr(at, end - at);
    at = end;
  }
  return out;
}

struct Difference {
  const char* name_starts_with;
  const char* reason;
};

// Where the other parser gives the opposite verdict. All but the last three are choices that RFC
// 8259 leaves open.
constexpr Difference kDifferences[] = {
    {"implementation/bom_", "it skips a byte order mark"},
    {"implementation/depth_arrays_33", "it has no limit"},
    {"implementation/depth_objects_33", "it has no limit"},
    {"implementation/depth_mixed_33", "it has no limit"},
    {"implementation/depth_arrays_500", "it has no limit"},
    {"implementation/depth_objects_500", "it has no limit"},
    {"implementation/number_integer_97", "it has no limit"},
    {"implementation/number_fraction_97", "it has no limit"},
    {"implementation/number_alone_97", "it has no limit"},
    {"implementation/number_exponent_1000", "it has no limit"},
    {"implementation/number_huge_exponent", "it keeps doubles"},
    {"implementation/number_beyond_double", "it keeps doubles"},
    {"implementation/number_exponent_beyond_int64", "it keeps doubles"},
    {"implementation/utf16_little_endian_digit", "it takes a nul byte for the end"},
    {"invalid/structure_value_then_nul", "it takes a nul byte for the end"},
    {"invalid/white_space_nul_after", "it takes a nul byte for the end"},
};

bool is_known_difference(const std::string& name) {
  for (const Difference& difference : kDifferences)
    if (name.rfind(difference.name_starts_with, 0) == 0) return true;
  return false;
}

TEST(IndependentParser, gives_the_same_verdicts_and_texts) {
  std::size_t compared = 0;
  for (const CorpusFile& file : load_corpus()) {
    Listener listener;
    const bool theirs = nlohmann::json::sax_parse(file.text, &listener);
    const Reading ours = read_whole(file.text);
    if (is_known_difference(file.name)) {
      EXPECT_NE(theirs, ours.accepted) << file.name << " is no difference any more";
      continue;
    }
    EXPECT_EQ(theirs, ours.accepted) << file.name << ": " << ours.error;
    if (ours.accepted) {
      EXPECT_EQ(listener.tokens, without_number_texts(ours.tokens)) << file.name;
    }
    ++compared;
  }
  EXPECT_GE(compared, 600U);
}

}  // namespace
}  // namespace plugpoint::json

#endif
