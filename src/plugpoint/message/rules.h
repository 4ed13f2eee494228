// The rules of the schemas for single values; the decoder and the check of outgoing messages share
// them. Internal to the codec.
#pragma once

#include "plugpoint/base/decimal.h"
#include "plugpoint/base/text.h"
#include "plugpoint/base/time.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/message/tables.h"

namespace plugpoint::message {

/// Which rule a value breaks; Violation::none when it breaks none. `text` is static.
struct Verdict {
  Violation violation = Violation::none;
  const char* text = "";

  /// True when a rule is broken.
  explicit operator bool() const { return violation != Violation::none; }
};

constexpr Verdict kNoSchema = {Violation::format, "the version has no such payload"};
constexpr Verdict kNotJson = {Violation::format, "not JSON"};
constexpr Verdict kUnknown = {Violation::format, "unknown member"};
constexpr Verdict kTwice = {Violation::occurrence, "a member is there twice"};
constexpr Verdict kWrongType = {Violation::type, "the wrong type"};
constexpr Verdict kNotDate = {Violation::property, "not a date and time"};
constexpr Verdict kNoMemory = {Violation::memory, "larger than the memory"};
constexpr Verdict kRefused = {Violation::refused, "an element was refused"};
constexpr Verdict kTooLong = {Violation::property, "too long"};
constexpr Verdict kMissing = {Violation::occurrence, "a required member is missing"};
constexpr Verdict kTooFew = {Violation::occurrence, "too few elements"};
constexpr Verdict kTooMany = {Violation::occurrence, "too many elements"};
constexpr Verdict kBadValue = {Violation::property, "not one of the values"};

/// Whether a text has at most `limit` characters (0: any number). `text` is valid UTF-8.
inline bool length_fits(Text text, std::uint32_t limit) {
  // A character has at least one byte: counting is seldom needed.
  return limit == 0 || text.size() <= limit || characters(text) <= limit;
}

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

/// Where in a payload a value is, outermost last.
struct Trail {
  static constexpr std::uint32_t kNoElement = UINT32_MAX;

  const Trail* outer;
  std::uint32_t name;
  std::uint32_t element;
};

/// Checks a struct before it is written; the members that `skip` names (an index of the struct)
/// are taken on trust. False when a rule is broken: `error` says which and where.
bool check_object(table::Struct structure, const unsigned char* object, unsigned next,
                  const Trail* trail, std::uint32_t skip, DecodeError& error);
/// The same for a single value or element of a field.
bool check_value(table::Field field, const unsigned char* place, unsigned next, const Trail& trail,
                 DecodeError& error);

/// Writes a path of members, cut to fit.
class PathWriter {
 public:
  explicit PathWriter(char (&path)[sizeof(DecodeError::path)]) : path_(path) { path_[0] = '\0'; }
  void member(std::uint32_t name);
  void member(Text name);
  void element(std::uint32_t index);

 private:
  void put(Text text);

  char* path_;
  std::size_t size_ = 0;
};

}  // namespace plugpoint::message
