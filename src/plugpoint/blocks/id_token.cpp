#include "plugpoint/blocks/id_token.h"

namespace plugpoint {

namespace {
constexpr const char* kNames[] = {"",        "Central", "eMAID",      "ISO14443",       "ISO15693",
                                  "KeyCode", "Local",   "MacAddress", "NoAuthorization"};
static_assert(sizeof(kNames) / sizeof(kNames[0]) == static_cast<unsigned>(TokenType::count_));
}  // namespace

// Not in the header, where the compiler would keep an image of each object that holds one.
IdToken::IdToken() = default;

IdToken::IdToken(Text text, TokenType type) : type_(type) {
  size_ = static_cast<std::uint8_t>(text.size() <= kMax ? text.size() : 0);
  if (size_ != 0) std::memcpy(data_, text.data(), size_);
}

bool operator==(const IdToken& a, const IdToken& b) {
  return equal_ignoring_case(a.text(), b.text());
}

Text name_of(TokenType type) {
  return kNames[static_cast<unsigned>(type)];
}

bool find_token_type(Text name, TokenType& type) {
  for (unsigned i = 1; i < static_cast<unsigned>(TokenType::count_); ++i) {
    if (Text(kNames[i]) == name) {
      type = static_cast<TokenType>(i);
      return true;
    }
  }
  return false;
}

}  // namespace plugpoint
