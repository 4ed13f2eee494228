// The rules of the schemas for single values; the decoder and the check of outgoing messages share
// them. Internal to the codec.
#pragma once

#include "plugpoint/base/decimal.h"
#include "plugpoint/base/text.h"
#include "plugpoint/base/time.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/message/tables.h"

namespace plugpoint::message {

/// What can be wrong with a value. In the order of `Violation`, so that a rule tells its kind.
enum class Rule : std::uint8_t {
  none,
  no_schema,
  not_json,
  unknown,
  twice,
  missing,
  too_few,
  too_many,
  wrong_type,
  fraction,
  not_date,
  too_long,
  bad_value,
  below,
  above,
  overflow,
  decimals,
  far_date,
  not_utf8,
  no_memory,
  refused,
};

/// Which rule a value breaks, if any.
struct Verdict {
  Rule rule = Rule::none;

  constexpr Verdict() = default;
  constexpr Verdict(Rule broken) : rule(broken) {}

  /// True when a rule is broken.
  explicit operator bool() const { return rule != Rule::none; }
  Violation violation() const;
  FlashText text() const;
};

constexpr Rule kNoSchema = Rule::no_schema;
constexpr Rule kNotJson = Rule::not_json;
constexpr Rule kUnknown = Rule::unknown;
constexpr Rule kTwice = Rule::twice;
constexpr Rule kMissing = Rule::missing;
constexpr Rule kTooFew = Rule::too_few;
constexpr Rule kTooMany = Rule::too_many;
constexpr Rule kWrongType = Rule::wrong_type;
constexpr Rule kFraction = Rule::fraction;
constexpr Rule kNotDate = Rule::not_date;
constexpr Rule kTooLong = Rule::too_long;
constexpr Rule kBadValue = Rule::bad_value;
constexpr Rule kBelow = Rule::below;
constexpr Rule kAbove = Rule::above;
constexpr Rule kOverflow = Rule::overflow;
constexpr Rule kDecimals = Rule::decimals;
constexpr Rule kFarDate = Rule::far_date;
constexpr Rule kNotUtf8 = Rule::not_utf8;
constexpr Rule kNoMemory = Rule::no_memory;
constexpr Rule kRefused = Rule::refused;

/// Whether a text has at most `limit` characters (0: any number). `text` is valid UTF-8.
inline bool length_fits(Text text, std::uint32_t limit) {
  // A character has at least one byte: counting is seldom needed.
  return limit == 0 || text.size() <= limit || characters(text) <= limit;
}

/// Whether the text is one JSON value.
bool is_json(Text text);
/// Whether the whole text is valid UTF-8.
bool valid_utf8(Text text);

/// The range of an integer field.
Verdict check_integer(std::int64_t value, table::Field field, unsigned next);
/// The range and the step of a Decimal field.
Verdict check_number(Decimal value, table::Field field, unsigned next);
/// An instant that can be written as a date.
Verdict check_date(DateTime value);

/// The text of a JSON number as an integer; broken when it has a fraction or leaves 64 bits.
Verdict read_integer(Text digits, std::int64_t& value);
/// The text (by the grammar) of a JSON number; broken when its exponent is too large.
Verdict read_number(Text digits, Decimal& value);

/// A value of type T at `at`, which need not be of that type for the compiler.
template <class T>
T load(const unsigned char* at) {
  T value;
  std::memcpy(static_cast<void*>(&value), at, sizeof value);
  return value;
}

/// Whether a member is there. `place` is where the field is kept.
bool is_present(table::Field field, const unsigned char* place);

/// What gets the first violation, and the room for its path.
struct Finding {
  DecodeError& error;
  PathRoom& room;
};

/// Where in a payload a value is, outermost last.
struct Trail {
  static constexpr std::uint32_t kNoElement = UINT32_MAX;

  const Trail* outer;
  std::uint32_t name;
  std::uint32_t element;
};

/// Checks a struct before it is written; the members that `skip` names (an index of the struct)
/// are taken on trust. False when a rule is broken: `finding` gets which and where.
bool check_object(table::Struct structure, const unsigned char* object, unsigned next,
                  const Trail* trail, std::uint32_t skip, const Finding& finding);
/// The same for a single value or element of a field.
bool check_value(table::Field field, const unsigned char* place, unsigned next, const Trail& trail,
                 const Finding& finding);

/// Writes a path of members, cut to fit.
class PathWriter {
 public:
  explicit PathWriter(PathRoom& path) : path_(path) { path_[0] = '\0'; }
  void member(std::uint32_t name);
  void member(Text name);
  void member(FlashText name);
  void element(std::uint32_t index);

 private:
  void put(Text text);
  void put(char c);

  char* path_;
  std::size_t size_ = 0;
};

}  // namespace plugpoint::message
