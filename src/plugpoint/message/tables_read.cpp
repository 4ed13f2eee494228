#include "plugpoint/base/decimal.h"
#include "plugpoint/base/time.h"
#include "plugpoint/message/tables.h"

namespace plugpoint::message::table {

namespace {

void store_word(char* at, std::uint32_t word) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  std::memcpy(at, &word, 4);
#else
  for (int i = 0; i < 4; ++i)
    at[i] = static_cast<char>(word >> (8 * i));
#endif
}

constexpr std::uint32_t kLate = 1U << 15;  // a value of 2.1 only

std::uint32_t value_at(std::uint32_t first, std::uint32_t index) {
  return flash_word(kValues + first + index / 2) >> (16 * (index % 2)) & 0xFFFFU;
}

}  // namespace

std::size_t copy_name(std::uint32_t name, char* into) {
  std::uint32_t word = flash_word(kNames + name);
  const std::size_t length = word & 0xFFU;
  store_word(into, word >> 8);
  for (std::size_t at = 3; at < length; at += 4)
    store_word(into + at, flash_word(kNames + ++name));
  return length;
}

std::uint32_t value_name(std::uint32_t enumeration, std::uint32_t index, unsigned next) {
  const std::uint32_t word = flash_word(kEnums + enumeration);
  if (index >= word >> 16) return 0;
  const std::uint32_t value = value_at(word & 0xFFFFU, index);
  return (value & kLate) != 0 && next == 0 ? 0 : value & ~kLate;
}

std::uint8_t find_value(std::uint32_t enumeration, Text name, unsigned next) {
  const std::uint32_t word = flash_word(kEnums + enumeration);
  const Sought sought(name);
  const std::uint32_t count = word >> 16;
  const std::uint32_t* at = kValues + (word & 0xFFFFU);
  for (std::uint32_t i = 0; i < count; i += 2) {
    const std::uint32_t pair = flash_word(at++);
    const bool first = sought.is(pair & 0x1FFFU);
    // An odd count leaves the name of nothing in the last place.
    if (!first && !sought.is(pair >> 16 & 0x1FFFU)) continue;
    const std::uint32_t value = first ? pair : pair >> 16;
    if ((value & kLate) != 0 && next == 0) return 0;
    return static_cast<std::uint8_t>(i + (first ? 1 : 2));
  }
  return 0;
}

std::size_t size_of(Field field) {
  switch (field.type()) {
    case Type::text:
    case Type::enum_or_text:
    case Type::any:
    case Type::discarded:
      return sizeof(Text);
    case Type::date:
      return sizeof(DateTime);
    case Type::integer:
      return sizeof(std::int32_t);
    case Type::integer64:
      return sizeof(std::int64_t);
    case Type::number:
    case Type::tenth:
    case Type::whole_number:
      return sizeof(Decimal);
    case Type::boolean:
    case Type::enumeration:
      return 1;
    case Type::object:
    case Type::pointer:
      return struct_at(field.parameter(0)).size();
    case Type::nothing:
      break;
  }
  return 0;
}

void clear(Struct structure, void* object) {
  std::memset(object, 0, structure.size());
  if (!structure.has_unset()) return;
  auto* const bytes = static_cast<unsigned char*>(object);
  for (std::uint32_t i = 0; i < structure.count(); ++i) {
    const Field field = field_at(structure.first() + i);
    if (field.array()) continue;
    unsigned char* const at = bytes + field.offset();
    switch (field.type()) {
      case Type::date: {
        const DateTime unset;
        std::memcpy(at, &unset, sizeof unset);
        break;
      }
      case Type::number:
      case Type::tenth:
      case Type::whole_number: {
        const Decimal unset = field.optional() ? Decimal::unset() : Decimal{};
        std::memcpy(at, &unset, sizeof unset);
        break;
      }
      case Type::object: {
        const Struct inner = struct_at(field.parameter(0));
        if (inner.has_unset()) clear(inner, at);
        break;
      }
      default:
        break;
    }
  }
}

std::uint32_t action_name(unsigned action) {
  return flash_word(kActions + action) & 0x1FFFU;
}

std::uint16_t struct_of(unsigned version, unsigned action, unsigned kind) {
  if (version == 0)
    return static_cast<std::uint16_t>(flash_word(kActions + action) >> (13 + 9 * kind) & 0x1FFU);
#if PLUGPOINT_OCPP2X
  const std::uint32_t word = flash_word(kActions2x + action);
  const bool known = (word >> (18 + 2 * kind + (version - 1)) & 1U) != 0;
  if (known) return static_cast<std::uint16_t>(word >> (9 * kind) & 0x1FFU);
#endif
  return kNoStruct;
}

}  // namespace plugpoint::message::table
