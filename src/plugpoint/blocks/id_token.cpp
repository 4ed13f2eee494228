#include "plugpoint/blocks/id_token.h"

namespace plugpoint {

namespace {
constexpr const char* kNames[] = {"",        "Central", "eMAID",      "ISO14443",       "ISO15693",
                                  "KeyCode", "Local",   "MacAddress", "NoAuthorization"};
static_assert(sizeof(kNames) / sizeof(kNames[0]) == static_cast<unsigned>(TokenType::count_));
}  // namespace

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
