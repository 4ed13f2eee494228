#include "plugpoint/blocks/transaction/transaction_uuid_v2.h"

namespace plugpoint::v2 {

namespace {

char* write_hex(char* at, std::uint64_t value, int digits) {
  constexpr char kHex[] = "0123456789abcdef";
  for (int i = digits - 1; i >= 0; --i)
    *at++ = kHex[(value >> (4 * i)) & 15U];
  return at;
}

bool read_hex(Text digits, std::uint32_t& value) {
  value = 0;
  for (const char c : digits) {
    const bool decimal = c >= '0' && c <= '9';
    const bool lower = c >= 'a' && c <= 'f';
    if (!decimal && !lower && (c < 'A' || c > 'F')) return false;
    const int digit = decimal ? c - '0' : (lower ? c - 'a' : c - 'A') + 10;
    value = value << 4 | static_cast<std::uint32_t>(digit);
  }
  return true;
}

}  // namespace

Text transaction_id(const store::Journal& journal, std::uint32_t number, char* into) {
  constexpr std::uint64_t kVersion = 0x8000;
  constexpr std::uint64_t kVariant = 0x8000;
  const std::uint64_t salt = journal.salt();
  char* at = write_hex(into, salt >> 32, 8);
  *at++ = '-';
  at = write_hex(at, salt >> 16, 4);
  *at++ = '-';
  at = write_hex(at, kVersion | (salt >> 4 & 0xFFF), 4);
  *at++ = '-';
  at = write_hex(at, kVariant | (salt & 0xF), 4);
  *at++ = '-';
  write_hex(at, number, 12);
  return {into, kUuidSize};
}

bool find_number(const store::Journal& journal, Text id, std::uint32_t& number) {
  constexpr std::size_t kNumberAt = 28;
  char own[kUuidSize];
  return id.size() == kUuidSize && read_hex(id.from(kNumberAt), number) &&
         equal_ignoring_case(id, transaction_id(journal, number, own));
}

EvseId evse_of(Transactions& transactions, Text id) {
  std::uint32_t number = 0;
  return find_number(transactions.station().journal, id, number)
             ? transactions.evse_of_number(number)
             : EvseId{0};
}

}  // namespace plugpoint::v2
