#include "plugpoint/blocks/authorization/token_entry.h"

#include "plugpoint/base/crc.h"

namespace plugpoint {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::uint32_t hash_of(Text token) {
  std::uint8_t folded[IdToken::kMax];
  for (std::size_t i = 0; i < token.size(); ++i)
    folded[i] = static_cast<std::uint8_t>(lower(token[i]));
  return crc32({folded, token.size()});
}

}  // namespace

StoredToken::StoredToken(const TokenEntry& entry)
    : hash(hash_of(entry.token.text())),
      expiry_ms(entry.expiry.ms),
      status(static_cast<std::uint8_t>(entry.status)),
      token_size(static_cast<std::uint8_t>(entry.token.text().size())),
      group_size(static_cast<std::uint8_t>(entry.group.text().size())) {
  std::memcpy(token, entry.token.text().data(), token_size);
  std::memcpy(group, entry.group.text().data(), group_size);
  seal();
}

std::uint32_t StoredToken::checksum() const {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(this);
  return crc32({bytes + sizeof crc, sizeof *this - sizeof crc});
}

bool StoredToken::sound() const {
  return token_size <= sizeof token && group_size <= sizeof group && crc == checksum();
}

// Not in the header, where the compiler would keep an image of it.
StoredToken::StoredToken() = default;

TokenEntry StoredToken::entry() const {
  TokenEntry entry;
  entry.token = IdToken(text(), TokenType::Central);
  entry.group = IdToken({group, group_size}, TokenType::Central);
  entry.expiry.ms = expiry_ms;
  entry.status = static_cast<TokenStatus>(status);
  return entry;
}

int compare_tokens(const StoredToken& a, const StoredToken& b) {
  if (a.hash != b.hash) return a.hash < b.hash ? -1 : 1;
  if (a.token_size != b.token_size) return a.token_size < b.token_size ? -1 : 1;
  for (std::size_t i = 0; i < a.token_size; ++i) {
    const char x = lower(a.token[i]);
    const char y = lower(b.token[i]);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

}  // namespace plugpoint
