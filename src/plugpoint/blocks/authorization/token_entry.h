// What is known of a token, and the form in which a station stores it.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/time.h"
#include "plugpoint/blocks/id_token.h"

namespace plugpoint {

/// AuthorizationStatus of 1.6 §7.2. `unknown` in an update of the local list deletes the entry.
enum class TokenStatus : std::uint8_t {
  unknown,
  accepted,
  blocked,
  expired,
  invalid,
  concurrent_tx
};

/// IdTagInfo of one token.
struct TokenEntry {
  IdToken token;
  IdToken group;    ///< The parent; empty: none.
  DateTime expiry;  ///< Unset: never.
  TokenStatus status = TokenStatus::unknown;

  /// The status at an instant: what is past its expiry date is expired (§3.5.1). While UTC is
  /// unknown nothing can be said to be past.
  TokenStatus status_at(DateTime utc) const {
    const bool past = expiry.is_set() && utc.is_set() && !(utc < expiry);
    const bool valid = status == TokenStatus::accepted || status == TokenStatus::concurrent_tx;
    return past && valid ? TokenStatus::expired : status;
  }
  friend bool operator==(const TokenEntry& a, const TokenEntry& b) {
    return a.token == b.token && a.group == b.group && a.expiry == b.expiry && a.status == b.status;
  }
};

/// One entry on storage, of fixed size, in the byte order of the machine: storage never leaves it.
struct StoredToken {
  /// The same whatever versions are compiled in, so that a new firmware finds the old one's list.
  static constexpr std::size_t kRoom = 36;

  std::uint32_t crc = 0;   ///< Of all that follows.
  std::uint32_t hash = 0;  ///< Of the token in lower case: the first key of the order.
  std::int64_t expiry_ms = DateTime::kUnset;
  std::uint32_t sequence = 0;  ///< Rises with each update of a cache: tells its age.
  std::uint8_t status = 0;
  std::uint8_t fresh = 0;  ///< An update that adds a token, rather than to change one.
  std::uint8_t token_size = 0;
  std::uint8_t group_size = 0;
  char token[kRoom] = {};
  char group[kRoom] = {};

  StoredToken();
  explicit StoredToken(const TokenEntry& entry);
  /// Makes `crc` true, after the last change.
  void seal() { crc = checksum(); }
  /// Whether it was read as it was written.
  bool sound() const;
  Text text() const { return {token, token_size}; }
  TokenEntry entry() const;

 private:
  std::uint32_t checksum() const;
};
static_assert(sizeof(StoredToken) == 96, "the format on storage");

/// The order of stored tokens, without regard to case: below 0, 0 (the same token), above 0.
int compare_tokens(const StoredToken& a, const StoredToken& b);

}  // namespace plugpoint
