#include <cstring>

#include "plugpoint/base/optional.h"
#include "plugpoint/base/span.h"
#include "plugpoint/json/escape.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/message/rules.h"

namespace plugpoint::message {

using table::Field;
using table::Run;
using table::Type;

namespace {

constexpr Text kCustomDataName = "customData";
/// Frame::current before the first key, and within customData.
constexpr std::uint8_t kNoField = 0xFF;
constexpr std::uint8_t kCustomField = 0xFE;

static_assert(sizeof(Run) == sizeof(Span<const char>), "a Run is how a Span is kept");

template <class T>
void store(unsigned char* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

/// Stores a value where the field keeps it: an optional member differs from an element.
template <class T>
void store_value(unsigned char* at, T value, Field field) {
  if (field.optional())
    store(at, Optional<T>(value));
  else
    store(at, value);
}

bool is_text(Type type) {
  return type <= Type::discarded;
}
bool is_object(Type type) {
  return type == Type::object || type == Type::pointer;
}

/// Reverses `count` elements of `size` bytes.
void reverse(unsigned char* first, std::size_t count, std::size_t size) {
  unsigned char* last = first + count * size;
  while (last - first > static_cast<std::ptrdiff_t>(size)) {
    last -= size;
    for (std::size_t done = 0; done < size;) {
      unsigned char held[32];
      const std::size_t step = size - done < sizeof held ? size - done : sizeof held;
      std::memcpy(held, first + done, step);
      std::memcpy(first + done, last + done, step);
      std::memcpy(last + done, held, step);
      done += step;
    }
    first += size;
  }
}

}  // namespace

void Decoder::begin(Version version, Action action, Kind kind, Arena& arena, bool tolerant,
                    const ElementSink* sink) {
  const std::uint16_t structure =
      has_schema(version, action, kind)
          ? table::struct_of(static_cast<unsigned>(version), static_cast<unsigned>(action),
                             static_cast<unsigned>(kind))
          : table::kNoStruct;
  arena_ = &arena;
  sink_ = sink;
  root_ = nullptr;
  structure_ = table::struct_at(structure);
  open_ = level_ = 0;
  depth_ = 0;
  next_ = version == Version::ocpp21 ? 1 : 0;
  scratch_size_ = 0;
  mode_ = Mode::typed;
  done_ = streaming_ = in_text_ = false;
  tolerant_ = tolerant;
  error_.violation = Violation::none;
  error_.text = "";
  error_.path[0] = '\0';
  if (structure == table::kNoStruct) fail(Violation::format, "the version has no such payload");
}

void Decoder::fail(Violation violation, const char* text, Text member) {
  error_.violation = violation;
  error_.text = text;
  PathWriter path(error_.path);
  for (std::size_t i = 0; i < depth_; ++i) {
    const Frame& frame = frames_[i];
    if (frame.current == kNoField) continue;
    if (frame.current == kCustomField)
      path.member(kCustomDataName);
    else
      path.member(table::field_at(frame.structure.first() + frame.current).name());
    if (frame.in_array) path.element(frame.items);
  }
  if (!member.absent()) path.member(member);
  mode_ = Mode::drain;
  level_ = 0;
}

void Decoder::token(json::Token token, Text chunk, bool last) {
  if (done_) return;
  bool ends = false;  // a value ends here
  switch (token) {
    case json::Token::none:
      return;
    case json::Token::error:
      if (!failed()) fail(Violation::format, "not JSON");
      done_ = true;
      return;
    case json::Token::begin_object:
    case json::Token::begin_array:
      ++open_;
      break;
    case json::Token::end_object:
    case json::Token::end_array:
      --open_;
      ends = true;
      break;
    case json::Token::key:
      break;
    case json::Token::string:
      ends = last;
      break;
    default:
      ends = true;
  }
  if (mode_ == Mode::typed)
    typed(token, chunk, last);
  else if (mode_ == Mode::raw)
    raw(token, chunk, last);
  if (!ends || open_ != level_) return;
  if (level_ == 0) {
    done_ = true;
    return;
  }
  if (mode_ == Mode::raw) end_value();
  if (mode_ != Mode::drain) mode_ = Mode::typed;
  level_ = 0;
}

void Decoder::typed(json::Token token, Text chunk, bool last) {
  if (token == json::Token::key) return key(chunk, last);
  if (depth_ > 0 && field_.type() == Type::any && token != json::Token::end_object &&
      token != json::Token::end_array)
    return begin_raw(token, chunk, last);
  switch (token) {
    case json::Token::begin_object:
      return open_object();
    case json::Token::end_object:
      return close_object();
    case json::Token::begin_array:
      return open_array();
    case json::Token::end_array:
      return close_array();
    case json::Token::string:
      return string(chunk, last);
    case json::Token::number:
      return number(chunk);
    case json::Token::null_value:
      return null();
    default:
      return boolean(token == json::Token::true_value);
  }
}

// Members -------------------------------------------------------------------------------------

/// Collects a key or a short string that may come in pieces. True when it is complete; `whole` is
/// cut where it is longer than anything that it could be.
bool Decoder::gather(Text chunk, bool last, Text& whole) {
  if (last && scratch_size_ == 0) {
    whole = chunk;
    return true;
  }
  const Text fitting = chunk.first(sizeof scratch_ - scratch_size_);
  if (!fitting.empty()) std::memcpy(scratch_ + scratch_size_, fitting.data(), fitting.size());
  scratch_size_ = static_cast<std::uint8_t>(scratch_size_ + fitting.size());
  if (!last) return false;
  whole = {scratch_, scratch_size_};
  scratch_size_ = 0;
  return true;
}

void Decoder::key(Text chunk, bool last) {
  Text name;
  if (!gather(chunk, last, name)) return;
  Frame& frame = top();
  frame.in_array = false;
  if (!find_field(frame, name)) return unknown_member(frame, name);
  const std::uint8_t index = frame.current;
  std::uint32_t& seen = frame.seen[index / 32];
  const std::uint32_t bit = std::uint32_t{1} << (index % 32);
  if ((seen & bit) != 0) return fail(Violation::occurrence, "a member is there twice");
  seen |= bit;
  frame.next = static_cast<std::uint8_t>(index + 1);
}

/// Finds the member, the one after the latest first: most peers keep the order of the schema.
bool Decoder::find_field(Frame& frame, Text name) {
  const table::Sought sought(name);
  const std::uint32_t first = frame.structure.first();
  const std::uint8_t count = frame.structure.count();
  std::uint8_t index = frame.next;
  for (std::uint8_t left = count; left > 0; --left, ++index) {
    if (index >= count) index = 0;
    const Field field = {table::first_word_of_field(first + index), 0};
    if (!sought.is(field.name())) continue;
    if (!field.exists(next_)) return false;
    frame.current = index;
    field_ = table::field_at(first + index);
    return true;
  }
  return false;
}

void Decoder::unknown_member(Frame& frame, Text name) {
  if (frame.structure.custom() && name == kCustomDataName) {
    frame.current = kCustomField;
    if (frame.custom_seen) return fail(Violation::occurrence, "a member is there twice");
    frame.custom_seen = true;
    field_ = {table::field_word(0, Type::object, 0), table::place_word(0, table::kCustomData)};
    return;
  }
  frame.current = kNoField;
  if (!tolerant_ && !frame.structure.open())
    return fail(Violation::format, "unknown member", name.first(kScratch));
  mode_ = Mode::skip;
  level_ = open_;
}

// Values --------------------------------------------------------------------------------------

/// Finds the place of a value that is about to come: in the struct, or a new element.
bool Decoder::begin_value(bool fits) {
  if (depth_ == 0 || !fits || top().in_array != field_.array()) {
    fail(Violation::type, "the wrong type");
    return false;
  }
  Frame& frame = top();
  if (!frame.in_array) {
    slot_ = frame.object + field_.offset();
    return true;
  }
  const std::uint32_t most = field_.max_items(next_);
  if (most != 0 && frame.items == most) {
    fail(kTooMany.violation, kTooMany.text);
    return false;
  }
  const std::size_t size = table::size_of(field_);
  slot_ = static_cast<unsigned char*>(arena_->push_back(size, table::alignment_of(size)));
  if (!slot_) fail(Violation::memory, "larger than the memory");
  frame.element = slot_;
  return slot_ != nullptr;
}

void Decoder::end_value() {
  if (failed() || depth_ == 0) return;
  Frame& frame = top();
  if (!frame.in_array) return;
  if (streaming_ && depth_ == 1) {
    if (!sink_->take(sink_->context, frame.element))
      return fail(Violation::refused, "an element was refused");
    arena_->rewind(frame.mark);
  }
  ++frame.items;
}

void Decoder::push(table::Struct structure, unsigned char* object) {
  Frame& frame = frames_[depth_++];
  frame.object = object;
  frame.seen[0] = frame.seen[1] = 0;
  frame.structure = structure;
  frame.current = kNoField;
  frame.next = 0;
  frame.in_array = frame.custom_seen = false;
}

void Decoder::open_object() {
  if (depth_ == 0) {
    const std::size_t size = structure_.size();
    root_ = arena_->allocate(size, table::alignment_of(size));
    if (!root_) return fail(Violation::memory, "larger than the memory");
    table::clear(structure_, root_);
    return push(structure_, static_cast<unsigned char*>(root_));
  }
  if (!begin_value(is_object(field_.type()))) return;
  const table::Struct structure = table::struct_at(field_.parameter(next_));
  if (structure.open()) return push(structure, nullptr);
  unsigned char* object = slot_;
  if (field_.type() == Type::pointer) {
    const std::size_t size = structure.size();
    object = static_cast<unsigned char*>(arena_->allocate(size, table::alignment_of(size)));
    if (!object) return fail(Violation::memory, "larger than the memory");
    store<const void*>(slot_, object);
  }
  if (field_.type() == Type::pointer || field_.array()) table::clear(structure, object);
  push(structure, object);
}

void Decoder::close_object() {
  Frame& frame = top();
  const std::uint32_t first = frame.structure.first();
  const std::uint8_t count = frame.structure.count();
  const std::uint32_t must = table::kMustBase << next_;
  for (std::uint8_t i = 0; i < count; ++i) {
    if ((table::first_word_of_field(first + i) & must) == 0) continue;
    if ((frame.seen[i / 32] >> (i % 32) & 1U) != 0) continue;
    frame.current = i;
    frame.in_array = false;
    return fail(kMissing.violation, kMissing.text);
  }
  if (--depth_ == 0) return;
  const Frame& outer = top();
  // What follows in an array is of the array's type again.
  if (outer.in_array) field_ = table::field_at(outer.structure.first() + outer.current);
  end_value();
}

void Decoder::open_array() {
  if (depth_ == 0 || !field_.array() || top().in_array)
    return fail(Violation::type, "the wrong type");
  Frame& frame = top();
  frame.in_array = true;
  frame.items = 0;
  frame.element = nullptr;
  frame.mark = arena_->mark();
  streaming_ = streaming_ || (depth_ == 1 && sink_ && sink_->field == frame.current);
}

void Decoder::close_array() {
  Frame& frame = top();
  if (frame.items == 0 && field_.filled()) return fail(kTooFew.violation, kTooFew.text);
  // An empty array is present: it points somewhere.
  Run run = {frame.object, 0};
  if (depth_ == 1 && streaming_)
    streaming_ = false;
  else if (frame.items > 0 && !collect(frame, run))
    return;
  frame.in_array = false;
  store(frame.object + field_.offset(), run);
}

/// Moves the elements, which lie at the back in reverse, to the front.
bool Decoder::collect(Frame& frame, Run& run) {
  const std::size_t size = table::size_of(field_);
  reverse(frame.element, frame.items, size);
  arena_->rewind({arena_->mark().front, frame.mark.back});
  void* const at = arena_->allocate(size * frame.items, table::alignment_of(size));
  if (!at) {
    fail(Violation::memory, "larger than the memory");
    return false;
  }
  std::memmove(at, frame.element, size * frame.items);
  run = {at, frame.items};
  return true;
}

void Decoder::string(Text chunk, bool last) {
  const Type type = depth_ == 0 ? Type::object : field_.type();
  if (!in_text_) {
    if (!begin_value(is_text(type) || type == Type::date || type == Type::enumeration)) return;
    in_text_ = true;
    text_ = {};
    count_ = 0;
  }
  if (last) in_text_ = false;
  if (is_text(type)) return text_piece(chunk, last);
  Text whole;
  if (gather(chunk, last, whole)) whole_string(whole);
}

void Decoder::text_piece(Text chunk, bool last) {
  const Type type = field_.type();
  const bool listed = type == Type::enum_or_text && next_ == 0;
  const std::uint32_t limit = listed ? kScratch : field_.parameter(next_);
  if (type == Type::discarded) {
    count_ += static_cast<std::uint32_t>(characters(chunk));
    if (limit != 0 && count_ > limit) fail(kTooLong.violation, kTooLong.text);
    return;
  }
  // No text within the limit has more bytes than this. (The cut makes the verdict independent of
  // how the text came in pieces, also where memory ends.)
  const std::size_t most = limit == 0 ? SIZE_MAX : std::size_t{limit} * 4;
  if (!append(limit == 0 ? chunk : chunk.first(most + 1 - text_.size()))) return;
  if (text_.size() > most || (last && !length_fits(text_, limit)))
    return fail(kTooLong.violation, kTooLong.text);
  if (!last) return;
  if (listed && table::find_value(field_.parameter(0), text_, 0) == 0)
    return fail(kBadValue.violation, kBadValue.text);
  store(slot_, text_);
  end_value();
}

void Decoder::whole_string(Text whole) {
  if (field_.type() == Type::enumeration) {
    const std::uint8_t value = table::find_value(field_.parameter(next_), whole, next_);
    if (value == 0) return fail(kBadValue.violation, kBadValue.text);
    store(slot_, value);
    return end_value();
  }
  DateTime date;
  if (whole.size() > kScratch || !parse_date_time(whole, date))
    return fail(Violation::property, "not a date and time");
  if (const Verdict verdict = check_date(date)) return fail(verdict.violation, verdict.text);
  store(slot_, date);
  end_value();
}

void Decoder::number(Text digits) {
  const Type type = depth_ == 0 ? Type::object : field_.type();
  if (type == Type::integer || type == Type::integer64) {
    if (!begin_value(true)) return;
    std::int64_t value = 0;
    Verdict verdict = read_integer(digits, value);
    if (!verdict) verdict = check_integer(value, field_, next_);
    if (verdict) return fail(verdict.violation, verdict.text);
    if (type == Type::integer)
      store_value(slot_, static_cast<std::int32_t>(value), field_);
    else
      store_value(slot_, value, field_);
    return end_value();
  }
  if (!begin_value(type == Type::number || type == Type::tenth || type == Type::whole_number))
    return;
  Decimal value;
  Verdict verdict = read_number(digits, value);
  if (!verdict) verdict = check_number(value, field_, next_);
  if (verdict) return fail(verdict.violation, verdict.text);
  store(slot_, value);
  end_value();
}

void Decoder::boolean(bool value) {
  if (!begin_value(field_.type() == Type::boolean)) return;
  store_value(slot_, value, field_);
  end_value();
}

void Decoder::null() {
  if (depth_ > 0) return fail(Violation::type, "the wrong type");
  // OCPP-J 1.6 §4.2.1: a payload without members may be null.
  open_object();
  if (!failed()) close_object();
}

// Any JSON ------------------------------------------------------------------------------------

/// Adds to the text of the current value. Its pieces follow each other in the arena, since nothing
/// else is allocated in between.
bool Decoder::append(Text piece) {
  if (piece.empty() && !text_.absent()) return true;
  char* const at = static_cast<char*>(arena_->allocate(piece.size(), 1));
  if (!at) {
    fail(Violation::memory, "larger than the memory");
    return false;
  }
  if (!piece.empty()) std::memcpy(at, piece.data(), piece.size());
  text_ = {text_.absent() ? at : text_.data(), text_.size() + piece.size()};
  return true;
}

void Decoder::begin_raw(json::Token token, Text chunk, bool last) {
  const bool opens = token == json::Token::begin_object || token == json::Token::begin_array;
  if (!begin_value(true)) return;
  text_ = {};
  in_text_ = comma_ = false;
  mode_ = Mode::raw;
  level_ = static_cast<std::uint16_t>(opens ? open_ - 1 : open_);
  raw(token, chunk, last);
}

void Decoder::raw(json::Token token, Text chunk, bool last) {
  switch (token) {
    case json::Token::begin_object:
    case json::Token::begin_array:
      raw_value(token == json::Token::begin_object ? "{" : "[");
      comma_ = false;
      break;
    case json::Token::end_object:
    case json::Token::end_array:
      append(token == json::Token::end_object ? "}" : "]");
      comma_ = true;
      break;
    case json::Token::key:
      raw_string(chunk, last, ':');
      if (last) comma_ = false;
      break;
    case json::Token::string:
      raw_string(chunk, last, '\0');
      break;
    case json::Token::number:
      raw_value(chunk);
      break;
    case json::Token::null_value:
      raw_value("null");
      break;
    default:
      raw_value(token == json::Token::true_value ? "true" : "false");
  }
  if (!failed() && open_ == level_) store(slot_, text_);
}

void Decoder::raw_value(Text text) {
  if (!comma_ || append(",")) append(text);
  comma_ = true;
}

void Decoder::raw_string(Text chunk, bool last, char after) {
  if (!in_text_) {
    raw_value("\"");
    in_text_ = true;
  }
  while (!chunk.empty() && !failed()) {
    char escaped[48];
    const json::Escaped done = json::escape(chunk, escaped, sizeof escaped);
    append({escaped, done.written});
    chunk = chunk.from(done.consumed);
  }
  if (!last || failed()) return;
  const char end[2] = {'"', after};
  append({end, after == '\0' ? std::size_t{1} : std::size_t{2}});
  in_text_ = false;
}

}  // namespace plugpoint::message
