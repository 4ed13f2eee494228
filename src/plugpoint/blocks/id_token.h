// An identifier of a user, kept by value.
#pragma once

#include <cstdint>
#include <cstring>

#include "plugpoint/base/text.h"
#include "plugpoint/config.h"

namespace plugpoint {

/// Kinds of token, as IdTokenEnumType of 2.x; 1.6 knows no kind.
enum class TokenType : std::uint8_t {
  none,
  Central,
  eMAID,
  ISO14443,
  ISO15693,
  KeyCode,
  Local,
  MacAddress,
  NoAuthorization,
  count_,
};

/// The name on the wire of 2.x.
Text name_of(TokenType type);
/// Finds a kind by its name (exact spelling). False when there is none.
bool find_token_type(Text name, TokenType& type);

/// An idTag (1.6, ≤ 20 characters) or IdToken (2.x, ≤ 36 characters).
class IdToken {
 public:
  static constexpr std::size_t kMax = PLUGPOINT_OCPP2X ? 36 : 20;

  IdToken();
  /// Empty where `text` is longer than kMax bytes: a part of it might be another's token. Where
  /// that is to be refused, callers check before.
  explicit IdToken(Text text, TokenType type = TokenType::ISO14443);
  Text text() const { return {data_, size_}; }
  TokenType type() const { return type_; }
  bool empty() const { return size_ == 0; }
  /// Compared without regard to case (1.6 §7.28, A08).
  friend bool operator==(const IdToken& a, const IdToken& b);
  friend bool operator!=(const IdToken& a, const IdToken& b) { return !(a == b); }

 private:
  char data_[kMax] = {};
  std::uint8_t size_ = 0;
  TokenType type_ = TokenType::none;
};

}  // namespace plugpoint
