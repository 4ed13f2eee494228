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

FlashText custom_data_name() {
  return PLUGPOINT_TEXT("customData");
}
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

template <std::size_t Size>
void swap_bytes(unsigned char* a, unsigned char* b) {
  unsigned char held[Size];
  std::memcpy(held, a, Size);
  std::memcpy(a, b, Size);
  std::memcpy(b, held, Size);
}

/// Reverses elements of `size` bytes, of which the last begins at `last`.
void reverse(unsigned char* first, unsigned char* last, std::size_t size) {
  for (; first < last; first += size, last -= size) {
    std::size_t at = 0;
    for (; at + 8 <= size; at += 8)
      swap_bytes<8>(first + at, last + at);
    for (; at < size; ++at)
      swap_bytes<1>(first + at, last + at);
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
  top_ = frames_;
  frames_[0].in_array = false;
  field_ = {table::field_word(0, Type::nothing, 0), 0};
  next_ = version == Version::ocpp21 ? 1 : 0;
  scratch_size_ = 0;
  mode_ = Mode::typed;
  streaming_ = in_text_ = false;
  tolerant_ = tolerant;
  error_ = {};
  if (structure == table::kNoStruct) fail(kNoSchema);
}

void Decoder::fail(Verdict verdict) {
  fail_at(verdict, {});
}

void Decoder::fail_at(Verdict verdict, Text member) {
  // The first counts.
  if (failed()) return;
  PathRoom room;
  PathWriter path(room);
  for (const Frame* frame = &payload_frame(); frame <= top_; ++frame) {
    if (frame->current == kNoField) continue;
    if (frame->current == kCustomField)
      path.member(custom_data_name());
    else
      path.member(table::field_at(frame->structure.first() + frame->current).name());
    if (frame->in_array) path.element(frame->items);
  }
  if (!member.absent()) path.member(member);
  std::memcpy(path_, room, sizeof path_);
  error_ = {verdict.violation(), verdict.text(), path_};
  mode_ = Mode::drain;
  level_ = 0;
}

// Most of the time goes by here: each case ends in a jump.
void Decoder::token(json::Token token, Text chunk, bool last) {
  if (mode_ != Mode::typed) return untyped(token, chunk, last);
  switch (token) {
    case json::Token::key:
      if (!last || scratch_size_ != 0) return key_piece(chunk, last);
      return key(chunk);
    case json::Token::string:
      return string(chunk, last);
    case json::Token::number:
      return number(chunk);
    case json::Token::begin_object:
      ++open_;
      return open_object();
    case json::Token::end_object:
      if (--open_ == 0) return close_payload();
      return close_object();
    case json::Token::begin_array:
      ++open_;
      return open_array();
    case json::Token::end_array:
      --open_;
      return close_array();
    case json::Token::true_value:
    case json::Token::false_value:
      return boolean(token);
    case json::Token::null_value:
      return null();
    case json::Token::error:
      return untyped(token, chunk, last);
    case json::Token::none:
      return;
  }
}

/// Takes a token of what is not typed: any JSON, an unknown member, the rest after a violation.
void Decoder::untyped(json::Token token, Text chunk, bool last) {
  if (mode_ == Mode::ended || token == json::Token::none) return;
  if (token == json::Token::error) {
    if (!failed()) fail(kNotJson);
    mode_ = Mode::ended;
    return;
  }
  const bool begins = token == json::Token::begin_object || token == json::Token::begin_array;
  const bool closes = token == json::Token::end_object || token == json::Token::end_array;
  if (begins) ++open_;
  if (closes) --open_;
  if (in_raw()) raw(token, chunk, last);
  if (begins || open_ != level_ || token == json::Token::key) return;
  if (token == json::Token::string && !last) return;
  if (level_ == 0) {
    mode_ = Mode::ended;
    return;
  }
  if (in_raw()) {
    store(slot_, text_);
    end_value();
  }
  if (mode_ != Mode::drain) mode_ = Mode::typed;
}

// Members -------------------------------------------------------------------------------------

/// Collects a key or a short string that comes in pieces. True when it is complete; `whole` is
/// cut where it is longer than anything that it could be.
bool Decoder::gather(Text chunk, bool last, Text& whole) {
  const Text fitting = chunk.first(sizeof scratch_ - scratch_size_);
  if (!fitting.empty()) std::memcpy(scratch_ + scratch_size_, fitting.data(), fitting.size());
  scratch_size_ = static_cast<std::uint8_t>(scratch_size_ + fitting.size());
  if (!last) return false;
  whole = {scratch_, scratch_size_};
  scratch_size_ = 0;
  return true;
}

/// Finds the member, the one after the latest first: most peers keep the order of the schema.
inline bool Decoder::find_field(Frame& frame, Text name) {
  const table::Sought sought(name);
  const unsigned count = frame.structure.count();
  unsigned index = frame.next;
  const std::uint32_t* const fields = frame.fields();
  const std::uint32_t* words = fields + 2 * index;
  for (unsigned left = count; left > 0; --left, ++index, words += 2) {
    if (index == count) {
      index = 0;
      words = fields;
    }
    const Field field = {flash_word(words), 0};
    if (!sought.is(field.name())) continue;
    if (!field.exists(next_)) return false;
    frame.current = static_cast<std::uint8_t>(index);
    field_ = {field.word, flash_word(words + 1)};
    return true;
  }
  return false;
}

void Decoder::key_piece(Text chunk, bool last) {
  if (gather(chunk, last, chunk)) key(chunk);
}

void Decoder::key(Text name) {
  Frame& frame = *top_;
  frame.in_array = false;
  if (!find_field(frame, name)) return unknown_member(frame, name);
  const std::uint8_t index = frame.current;
  std::uint32_t& seen = frame.seen[index / 32];
  const std::uint32_t bit = std::uint32_t{1} << (index % 32);
  if ((seen & bit) != 0) return fail(kTwice);
  seen |= bit;
  frame.next = static_cast<std::uint8_t>(index + 1);
}

void Decoder::unknown_member(Frame& frame, Text name) {
  if (frame.structure.custom() && custom_data_name().is(name)) {
    frame.current = kCustomField;
    if (frame.custom_seen) return fail(kTwice);
    frame.custom_seen = true;
    field_ = {table::field_word(0, Type::object, 0), table::place_word(0, table::kCustomData)};
    return;
  }
  frame.current = kNoField;
  if (!tolerant_ && !frame.structure.open()) return fail_at(kUnknown, name.first(kScratch));
  mode_ = Mode::skip;
  level_ = open_;
}

// Values --------------------------------------------------------------------------------------

/// A value that does not fit its field, unless the field takes any JSON.
void Decoder::misfit(json::Token token, Text chunk, bool last) {
  const bool begins = token == json::Token::begin_object || token == json::Token::begin_array;
  if (!field_.is(Type::any)) {
    fail(kWrongType);
    // The payload may have been no more than this.
    if (open_ == 0 && last) mode_ = Mode::ended;
    return;
  }
  if (!begin_value()) return;
  text_ = {};
  in_text_ = comma_ = false;
  mode_ = Mode::raw;
  level_ = open_;
  if (begins) --level_;
  raw(token, chunk, last);
  if (failed() || begins || !last) return;
  store(slot_, text_);
  mode_ = Mode::typed;
}

/// Finds the place of a value that is about to come: in the struct, or a new element.
bool Decoder::begin_value() {
  Frame& frame = *top_;
  if (frame.in_array != field_.array()) {
    fail(kWrongType);
    return false;
  }
  if (frame.in_array) return begin_element(frame);
  slot_ = frame.object + field_.offset();
  return true;
}

bool Decoder::begin_element(Frame& frame) {
  const std::uint32_t most = field_.max_items(next_);
  if (most != 0 && frame.items == most) {
    fail(kTooMany);
    return false;
  }
  const std::size_t size = table::size_of(field_);
  slot_ = static_cast<unsigned char*>(arena_->push_back(size, table::alignment_of(size)));
  if (!slot_) {
    fail(kNoMemory);
    return false;
  }
  frame.element = slot_;
  return true;
}

inline void Decoder::end_value() {
  if (top_->in_array) end_element(*top_);
}

void Decoder::end_element(Frame& frame) {
  if (streaming_ && &frame == &payload_frame()) {
    if (!sink_->take(sink_->context, frame.element)) return fail(kRefused);
    arena_->rewind(frame.mark);
  }
  ++frame.items;
}

void Decoder::push(table::Struct structure, unsigned char* object) {
  Frame& frame = *++top_;
  frame.object = object;
  for (std::uint32_t& seen : frame.seen)
    seen = 0;
  frame.structure = structure;
  frame.current = kNoField;
  frame.next = 0;
  frame.in_array = frame.custom_seen = false;
}

void Decoder::open_payload() {
  const std::size_t size = structure_.size();
  root_ = arena_->allocate(size, table::alignment_of(size));
  if (!root_) return fail(kNoMemory);
  table::clear(structure_, root_);
  push(structure_, static_cast<unsigned char*>(root_));
}

void Decoder::open_object() {
  const Type type = field_.type();
  if (type != Type::object && type != Type::pointer) {
    if (outside()) return open_payload();
    return misfit(json::Token::begin_object);
  }
  if (!begin_value()) return;
  const table::Struct structure = table::struct_at(field_.parameter(next_));
  if (structure.open()) return push(structure, nullptr);
  unsigned char* object = slot_;
  if (type == Type::pointer) {
    const std::size_t size = structure.size();
    object = static_cast<unsigned char*>(arena_->allocate(size, table::alignment_of(size)));
    if (!object) return fail(kNoMemory);
    store<const void*>(slot_, object);
  }
  // A struct by value is part of one that is clear already.
  if (type == Type::pointer || field_.array()) table::clear(structure, object);
  push(structure, object);
}

void Decoder::close_payload() {
  close_object();
  mode_ = Mode::ended;
}

void Decoder::close_object() {
  Frame& frame = *top_;
  const std::uint32_t must = table::kMustBase << next_;
  const std::uint32_t* words = frame.fields();
  const unsigned count = frame.structure.count();
  std::uint32_t seen = frame.seen[0];
  for (unsigned i = 0; i < count; ++i, words += 2, seen >>= 1) {
    if (kSeenWords > 1 && i == 32) seen = frame.seen[kSeenWords - 1];
    if ((seen & 1U) != 0 || (flash_word(words) & must) == 0) continue;
    frame.current = static_cast<std::uint8_t>(i);
    frame.in_array = false;
    return fail(kMissing);
  }
  --top_;
  if (!top_->in_array) return;
  // What follows in an array is of the array's type again.
  field_ = table::field_at(top_->structure.first() + top_->current);
  end_element(*top_);
}

void Decoder::open_array() {
  if (!field_.array() || top_->in_array) return misfit(json::Token::begin_array);
  Frame& frame = *top_;
  frame.in_array = true;
  frame.items = 0;
  frame.element = nullptr;
  frame.mark = arena_->mark();
  streaming_ = streaming_ || (top_ == &payload_frame() && sink_ && sink_->field == frame.current);
}

void Decoder::close_array() {
  Frame& frame = *top_;
  if (frame.items == 0 && field_.filled()) return fail(kTooFew);
  // An empty array is present: it points somewhere.
  Run run = {frame.object, 0};
  if (top_ == &payload_frame() && streaming_)
    streaming_ = false;
  else if (frame.items > 0 && !collect(frame, run))
    return;
  frame.in_array = false;
  store(frame.object + field_.offset(), run);
}

/// Moves the elements, which lie at the back in reverse, to the front.
bool Decoder::collect(Frame& frame, Run& run) {
  const std::size_t size = table::size_of(field_);
  reverse(frame.element, frame.element + (frame.items - 1) * size, size);
  arena_->rewind({arena_->mark().front, frame.mark.back});
  void* const at = arena_->allocate(size * frame.items, table::alignment_of(size));
  if (!at) {
    fail(kNoMemory);
    return false;
  }
  std::memmove(at, frame.element, size * frame.items);
  run = {at, frame.items};
  return true;
}

void Decoder::string(Text chunk, bool last) {
  const Type type = field_.type();
  if (type > table::kLastString) return misfit(json::Token::string, chunk, last);
  if (!in_text_) {
    if (!begin_value()) return;
    if (type == Type::enumeration && last) return enumeration(chunk, last);
    text_ = {};
    count_ = 0;
  }
  in_text_ = !last;
  if (type == Type::enumeration) return enumeration(chunk, last);
  if (type == Type::date) return date(chunk, last);
  text_piece(chunk, last);
}

void Decoder::text_piece(Text chunk, bool last) {
  const bool listed = field_.is(Type::enum_or_text) && next_ == 0;
  const std::uint32_t limit = listed ? kScratch : field_.parameter(next_);
  if (field_.is(Type::discarded)) {
    count_ += static_cast<std::uint32_t>(characters(chunk));
    if (limit != 0 && count_ > limit) fail(kTooLong);
    return;
  }
  // No text within the limit has more bytes than this. (The cut makes the verdict independent of
  // how the text came in pieces, also where memory ends.)
  const std::size_t most = limit == 0 ? SIZE_MAX : std::size_t{limit} * 4;
  if (!append(limit == 0 ? chunk : chunk.first(most + 1 - text_.size()))) return;
  if (text_.size() > most || (last && !length_fits(text_, limit))) return fail(kTooLong);
  if (!last) return;
  if (listed && table::find_value(field_.parameter(0), text_, 0) == 0) return fail(kBadValue);
  store(slot_, text_);
  end_value();
}

void Decoder::enumeration(Text chunk, bool last) {
  if ((!last || scratch_size_ != 0) && !gather(chunk, last, chunk)) return;
  const std::uint8_t value = table::find_value(field_.parameter(next_), chunk, next_);
  if (value == 0) return fail(kBadValue);
  *slot_ = value;
  end_value();
}

void Decoder::date(Text chunk, bool last) {
  if ((!last || scratch_size_ != 0) && !gather(chunk, last, chunk)) return;
  DateTime date;
  if (chunk.size() > kScratch || !parse_date_time(chunk, date)) return fail(kNotDate);
  if (const Verdict verdict = check_date(date)) return fail(verdict);
  store(slot_, date);
  end_value();
}

void Decoder::number(Text digits) {
  const Type type = field_.type();
  if (type == Type::integer || type == Type::integer64) return integer(digits);
  if (type != Type::number && type != Type::tenth && type != Type::whole_number)
    return misfit(json::Token::number, digits);
  if (!begin_value()) return;
  Decimal value;
  Verdict verdict = read_number(digits, value);
  if (!verdict) verdict = check_number(value, field_, next_);
  if (verdict) return fail(verdict);
  store(slot_, value);
  end_value();
}

void Decoder::integer(Text digits) {
  if (!begin_value()) return;
  std::int64_t value = 0;
  Verdict verdict = read_integer(digits, value);
  if (!verdict) verdict = check_integer(value, field_, next_);
  if (verdict) return fail(verdict);
  if (field_.type() == Type::integer)
    store_value(slot_, static_cast<std::int32_t>(value), field_);
  else
    store_value(slot_, value, field_);
  end_value();
}

void Decoder::boolean(json::Token token) {
  if (field_.type() != Type::boolean) return misfit(token);
  if (!begin_value()) return;
  store_value(slot_, token == json::Token::true_value, field_);
  end_value();
}

void Decoder::null() {
  if (!outside()) return misfit(json::Token::null_value);
  // OCPP-J 1.6 §4.2.1: a payload without members may be null.
  open_payload();
  if (!failed()) return close_payload();
  mode_ = Mode::ended;
}

// Any JSON ------------------------------------------------------------------------------------

/// Adds to the text of the current value. Its pieces follow each other in the arena, since nothing
/// else is allocated in between.
bool Decoder::append(Text piece) {
  if (piece.empty() && !text_.absent()) return true;
  char* const at = static_cast<char*>(arena_->allocate(piece.size(), 1));
  if (!at) {
    fail(kNoMemory);
    return false;
  }
  if (!piece.empty()) std::memcpy(at, piece.data(), piece.size());
  text_ = {text_.absent() ? at : text_.data(), text_.size() + piece.size()};
  return true;
}

void Decoder::raw(json::Token token, Text chunk, bool last) {
  switch (token) {
    case json::Token::begin_object:
    case json::Token::begin_array:
      raw_value(token == json::Token::begin_object ? PLUGPOINT_TEXT("{") : PLUGPOINT_TEXT("["));
      comma_ = false;
      break;
    case json::Token::end_object:
    case json::Token::end_array:
      append(token == json::Token::end_object ? PLUGPOINT_TEXT("}") : PLUGPOINT_TEXT("]"));
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
      raw_value(PLUGPOINT_TEXT("null"));
      break;
    default:
      raw_value(token == json::Token::true_value ? PLUGPOINT_TEXT("true")
                                                 : PLUGPOINT_TEXT("false"));
  }
}

void Decoder::raw_value(Text text) {
  if (!comma_ || append(PLUGPOINT_TEXT(","))) append(text);
  comma_ = true;
}

void Decoder::raw_value(FlashText text) {
  char room[8];
  raw_value(text.view(room));
}

bool Decoder::append(FlashText text) {
  char room[8];
  return append(text.view(room));
}

void Decoder::raw_string(Text chunk, bool last, char after) {
  if (!in_text_) {
    raw_value(PLUGPOINT_TEXT("\""));
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
