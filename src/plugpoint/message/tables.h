// The schemas as tables: how the generated words are packed and read. Internal to the codec.
//
// Everything is in 32-bit words in flash. A name (of an action, member or value) is its length in
// the first byte and then its characters, in little-endian words padded with zeros; it is known by
// the index of its first word in kNames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "plugpoint/base/flash.h"
#include "plugpoint/base/text.h"
#include "plugpoint/config.h"

namespace plugpoint::message::table {

/// What a field holds. How it is kept in the struct follows from this and the flags. What is a JSON
/// string comes first.
enum class Type : std::uint8_t {
  text,          ///< Text; the parameter is the greatest length in characters, 0 for any.
  enum_or_text,  ///< Text: the base version has an enumeration, 2.1 a length (a split parameter).
  discarded,     ///< Like text, but checked only and not kept.
  date,          ///< DateTime.
  enumeration,   ///< A byte: 0 unset, else 1 + the index; the parameter is the enumeration.
  integer,       ///< int32_t or Optional<int32_t>.
  integer64,     ///< int64_t or Optional<int64_t>.
  number,        ///< Decimal.
  tenth,         ///< Decimal that is a multiple of 0.1.
  whole_number,  ///< Decimal that is an integer in the base version.
  boolean,       ///< bool or Optional<bool>.
  object,        ///< A struct by value; the parameter is the struct.
  pointer,       ///< A pointer to a struct; the parameter is the struct.
  any,           ///< Text: compact JSON.
  nothing,       ///< Takes no value: where no field is open.
};

constexpr Type kLastString = Type::enumeration;

/// Whether a field can have this type in a version that is compiled in.
constexpr bool occurs(Type type) {
  return PLUGPOINT_OCPP2X || (type != Type::any && type != Type::discarded &&
                              type != Type::enum_or_text && type != Type::whole_number);
}

// Flags of a field. "Base" is 1.6 or 2.0.1, "next" is 2.1.
constexpr std::uint32_t kInBase = 1U << 18;
constexpr std::uint32_t kInNext = 1U << 19;
constexpr std::uint32_t kMustBase = 1U << 20;
constexpr std::uint32_t kMustNext = 1U << 21;
constexpr std::uint32_t kArray = 1U << 17;
constexpr std::uint32_t kOptional = 1U << 22;  ///< Integer, boolean: kept as Optional.
constexpr std::uint32_t kFilled = 1U << 23;    ///< The array has at least one element.
// Flags of a struct.
constexpr std::uint32_t kCustom = 1U << 29;  ///< `customData` is allowed.
constexpr std::uint32_t kOpen = 1U << 30;    ///< Unknown members are allowed.
constexpr std::uint32_t kUnset = 1U << 31;   ///< A value-initialised one is not all zeros.
/// In the second word of a field: the parameter is the index of a pair, one for each version.
constexpr std::uint32_t kSplit = 1U << 28;

constexpr std::uint32_t field_word(std::uint32_t name, Type type, std::uint32_t flags,
                                   std::uint32_t items = 0, std::uint32_t range = 0) {
  return name | static_cast<std::uint32_t>(type) << 13 | flags | items << 24 | range << 28;
}
constexpr std::uint32_t place_word(std::size_t offset, std::uint32_t parameter,
                                   std::uint32_t split = 0) {
  return static_cast<std::uint32_t>(offset) | parameter << 12 | split;
}
void struct_is_too_large();  // Not constexpr: calling it stops the compiler.
constexpr std::uint32_t struct_word(std::uint32_t first, std::uint32_t count, std::size_t size,
                                    std::uint32_t flags) {
  if (count > 0x3F || size > 0xFFF) struct_is_too_large();
  return first | count << 11 | static_cast<std::uint32_t>(size) << 17 | flags;
}

// The generated tables.
extern const std::uint32_t kNames[];
extern const std::uint32_t kActions[];    ///< Name, and the structs of 1.6.
extern const std::uint32_t kActions2x[];  ///< The structs of 2.x, and which version has them.
extern const std::uint32_t kStructs[];
extern const std::uint32_t kFields[];  ///< Two words a field.
extern const std::uint32_t kEnums[];   ///< First value, count.
extern const std::uint32_t kValues[];  ///< Two values a word: name, and bit 15: 2.1 only.
extern const std::uint32_t kPairs[];   ///< Low half: base version; high half: 2.1.
extern const std::uint32_t kItems[];   ///< Greatest count of elements, a pair.
extern const std::uint32_t kRanges[];  ///< Bytes: minimum and maximum, base version then 2.1.
constexpr std::int8_t kNoBound = 127;
constexpr std::uint16_t kNoStruct = 0;
extern const std::uint16_t kCustomData;  ///< The struct of `customData`.

/// 1 for version 2.1, else 0, as the functions below take it; known to the compiler without 2.1.
constexpr unsigned known_next(unsigned next) {
  return PLUGPOINT_OCPP21 ? next : 0;
}

/// A field, read from the table.
struct Field {
  std::uint32_t word = 0;
  std::uint32_t place = 0;

  std::uint32_t name() const { return word & 0x1FFFU; }
  Type type() const { return static_cast<Type>(word >> 13 & 0xFU); }
  /// The same for one type, known to the compiler where no version has it.
  bool is(Type wanted) const { return occurs(wanted) && type() == wanted; }
  bool array() const { return (word & kArray) != 0; }
  bool optional() const { return (word & kOptional) != 0; }
  bool filled() const { return (word & kFilled) != 0; }
  /// `next` is 1 for version 2.1, else 0.
  bool exists(unsigned next) const { return !PLUGPOINT_OCPP21 || (word >> (18 + next) & 1U) != 0; }
  bool required(unsigned next) const { return (word >> (20 + known_next(next)) & 1U) != 0; }
  std::uint32_t max_items(unsigned next) const {
    const std::uint32_t code = word >> 24 & 0xFU;
    return code == 0 ? 0 : flash_word(kItems + code) >> (16 * known_next(next)) & 0xFFFFU;
  }
  std::uint32_t range() const { return word >> 28; }
  std::size_t offset() const { return place & 0xFFFU; }
  std::uint32_t parameter(unsigned next) const {
    const std::uint32_t value = place >> 12 & 0xFFFFU;
    if (!PLUGPOINT_OCPP2X || (place & kSplit) == 0) return value;
    return flash_word(kPairs + value) >> (16 * known_next(next)) & 0xFFFFU;
  }
};

inline std::uint32_t first_word_of_field(std::uint32_t index) {
  return flash_word(kFields + 2 * index);
}
inline Field field_at(std::uint32_t index) {
  return {flash_word(kFields + 2 * index), flash_word(kFields + 2 * index + 1)};
}

/// A struct, read from the table.
struct Struct {
  std::uint32_t word = 0;

  std::uint16_t first() const { return word & 0x7FFU; }
  std::uint8_t count() const { return word >> 11 & 0x3FU; }
  std::size_t size() const { return word >> 17 & 0xFFFU; }
  bool custom() const { return PLUGPOINT_OCPP2X && (word & kCustom) != 0; }
  bool open() const { return PLUGPOINT_OCPP2X && (word & kOpen) != 0; }
  bool has_unset() const { return (word & kUnset) != 0; }
};
inline Struct struct_at(std::uint32_t index) {
  return {flash_word(kStructs + index)};
}

/// Four characters as the word that a name has at that place.
inline std::uint32_t load_word(const char* at) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  std::uint32_t word;
  std::memcpy(&word, at, 4);
  return word;
#else
  std::uint32_t word = 0;
  for (int i = 3; i >= 0; --i)
    word = word << 8 | static_cast<unsigned char>(at[i]);
  return word;
#endif
}

/// A text to be compared with many names.
class Sought {
 public:
  explicit Sought(Text text) : at_(text.data()), size_(text.size()) {
    if (size_ > 3 && size_ < 128) {
      head_ = load_word(at_) << 8 | static_cast<std::uint32_t>(size_);
    } else if (size_ <= 3) {
      head_ = static_cast<std::uint32_t>(size_);
      for (std::size_t i = 0; i < size_; ++i)
        head_ |= static_cast<std::uint32_t>(static_cast<unsigned char>(at_[i])) << (8 * i + 8);
    }
  }
  bool is(std::uint32_t name) const {
    const std::uint32_t* const words = kNames + name;
    return flash_word(words) == head_ && (size_ <= 3 || rest_is(words));
  }

 private:
  bool rest_is(const std::uint32_t* words) const {
    const char* at = at_ + 3;
    std::size_t left = size_ - 3;
    for (; left > 4; left -= 4, at += 4) {
      if (flash_word(++words) != load_word(at)) return false;
    }
    // The last word is read together with characters that were compared already.
    return flash_word(++words) == load_word(at_ + size_ - 4) >> (8 * (4 - left));
  }

  const char* at_;
  std::size_t size_;
  std::uint32_t head_ = 0;  // of a text longer than any name: no name begins so
};

/// The longest name, with room for the quotes and punctuation around it.
constexpr std::size_t kNameRoom = 52;
/// Copies a name to `into` (kNameRoom bytes, of which all may be written); returns its length.
std::size_t copy_name(std::uint32_t name, char* into);

/// The name of value `index` (from 0) of an enumeration, or 0 when the version has no such value.
std::uint32_t value_name(std::uint32_t enumeration, std::uint32_t index, unsigned next);
/// 1 + the index of the value with that name, 0 when the version has none.
std::uint8_t find_value(std::uint32_t enumeration, Text name, unsigned next);

/// How an array or an element is kept.
struct Run {
  const void* data = nullptr;
  std::size_t size = 0;
};

/// The size of one value (an element, when the field is an array).
std::size_t size_of(Field field);
/// The alignment that suffices for a size.
constexpr std::size_t alignment_of(std::size_t size) {
  constexpr std::size_t kMost =
      alignof(std::int64_t) > alignof(void*) ? alignof(std::int64_t) : alignof(void*);
  const std::size_t power = size & (~size + 1);
  return power == 0 ? 1 : power < kMost ? power : kMost;
}

/// Makes a struct value-initialised: every member absent.
void clear(Struct structure, void* object);

/// The struct of a payload; kNoStruct when the version has none. The numbers are those of
/// `message::Version`, `Action` and `Kind`.
std::uint16_t struct_of(unsigned version, unsigned action, unsigned kind);
/// The name of an action; 0 when no version that is compiled in has it.
std::uint32_t action_name(unsigned action);

}  // namespace plugpoint::message::table
