#include <cstring>

#include "plugpoint/base/span.h"
#include "plugpoint/json/escape.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/message/rules.h"

namespace plugpoint::message {

using table::Run;
using table::Type;

namespace {

// Each step of writing needs less room than Encoder::kMinRoom: a name with its punctuation, an
// enumeration's value in quotes, a date, a number.
static_assert(table::kNameRoom + 4 <= Encoder::kMinRoom && kDecimalTextSize <= Encoder::kMinRoom);

char* put(char* at, char c) {
  *at = c;
  return at + 1;
}

char* put(char* at, FlashText text) {
  for (; !text.empty(); text = text.from(1))
    *at++ = text[0];
  return at;
}

char* put(char* at, Text text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

char* put_quoted(char* at, std::uint32_t name) {
  at = put(at, '"');
  return put(at + table::copy_name(name, at), '"');
}

char* put_date(char* at, DateTime date) {
  char text[kDateTimeTextSize];
  format_date_time(date, text);
  return put(put(put(at, '"'), {text, sizeof text}), '"');
}

}  // namespace

void Encoder::begin(Version version, Action action, Kind kind, const void* payload, Arena& arena,
                    const ElementSource* source) {
  source_ = source;
  arena_ = &arena;
  element_ = nullptr;
  items_ = 0;
  depth_ = 0;
  next_ = version == Version::ocpp21 ? 1 : 0;
  state_ = State::member;
  done_ = false;
  error_ = {};
  if (!has_schema(version, action, kind)) return fail(kNoSchema);
  push(table::struct_at(table::struct_of(static_cast<unsigned>(version),
                                         static_cast<unsigned>(action),
                                         static_cast<unsigned>(kind))),
       payload);
}

void Encoder::fail(Verdict verdict) {
  PathWriter path(path_);
  if (depth_ > 0) path.member(field_.name());
  error_ = {verdict.violation(), verdict.text(), path_};
  done_ = true;
}

/// Enters an object; its brace is written with its first member or its end.
void Encoder::push(table::Struct structure, const void* object) {
  Frame& frame = frames_[depth_++];
  frame.object = static_cast<const unsigned char*>(object);
  frame.structure = structure;
  frame.field = 0;
  frame.in_array = frame.comma = false;
}

std::size_t Encoder::write(char* window, std::size_t room) {
  char* at = window;
  char* const end = window + room;
  while (!done_) {
    const auto left = static_cast<std::size_t>(end - at);
    // Text goes on into a small rest (an escape and the closing quote); other steps are written
    // whole.
    const bool in_text = state_ == State::text || state_ == State::raw;
    if (left < (in_text ? json::kMaxEscape + 1 : kMinRoom)) break;
    switch (state_) {
      case State::member:
        at = top().in_array ? element(at, top()) : member(at);
        break;
      case State::value:
        at = value(at);
        break;
      case State::text:
      case State::raw:
        at = text(at, end);
        break;
    }
  }
  return static_cast<std::size_t>(at - window);
}

bool Encoder::streamed(const Frame& frame) const {
  return source_ && depth_ == 1 && frame.field == source_->field;
}

/// Writes the name of the next member that is there, or the end of the object.
char* Encoder::member(char* at) {
  Frame& frame = top();
  for (; frame.field < frame.structure.count(); ++frame.field) {
    field_ = table::field_at(frame.structure.first() + frame.field);
    if (!field_.exists(next_)) continue;
    place_ = frame.object + field_.offset();
    if (streamed(frame)) {
      if (!fetch()) return at;
      if (!element_ && !(field_.required(next_) && !field_.filled())) {
        if (!field_.required(next_)) continue;
        fail(kTooFew);
        return at;
      }
    } else if (!is_present(field_, place_)) {
      continue;
    }
    at = put(at, frame.comma ? ',' : '{');
    frame.comma = true;
    at = put(put_quoted(at, field_.name()), ':');
    if (field_.array()) return begin_array(at, frame, place_);
    ++frame.field;
    state_ = State::value;
    return at;
  }
  return end_object(at);
}

char* Encoder::end_object(char* at) {
  if (!top().comma) at = put(at, '{');
  at = put(at, '}');
  --depth_;
  state_ = State::member;
  if (depth_ == 0) done_ = true;
  return at;
}

char* Encoder::begin_array(char* at, Frame& frame, const unsigned char* place) {
  frame.in_array = true;
  frame.comma = false;
  frame.left = 0;
  if (!streamed(frame)) {
    const auto run = load<Run>(place);
    frame.element = static_cast<const unsigned char*>(run.data);
    frame.left = run.size;
  }
  return put(at, '[');
}

/// Goes on with the next element, or ends the array.
char* Encoder::element(char* at, Frame& frame) {
  field_ = table::field_at(frame.structure.first() + frame.field);
  const bool from_source = streamed(frame);
  // The element that was fetched to see whether there is one is written first.
  if (from_source && frame.comma && !fetch()) return at;
  if (from_source ? !element_ : frame.left == 0) {
    frame.in_array = false;
    frame.comma = true;
    ++frame.field;
    return put(at, ']');
  }
  if (frame.comma) at = put(at, ',');
  frame.comma = true;
  place_ = element_;
  if (!from_source) {
    place_ = frame.element;
    frame.element += table::size_of(field_);
    --frame.left;
  }
  state_ = State::value;
  return at;
}

/// Asks the source for the next element; `element_` is null when there are no more.
bool Encoder::fetch() {
  if (element_) arena_->rewind(mark_);
  mark_ = arena_->mark();
  const std::size_t size = table::size_of(field_);
  element_ = static_cast<unsigned char*>(arena_->allocate(size, table::alignment_of(size)));
  if (!element_) {
    fail(kNoMemory);
    return false;
  }
  std::memset(element_, 0, size);
  if (field_.type() == Type::object)
    table::clear(table::struct_at(field_.parameter(next_)), element_);
  if (!source_->next(source_->context, *arena_, element_)) {
    arena_->rewind(mark_);
    element_ = nullptr;
    return true;
  }
  const std::uint32_t most = field_.max_items(next_);
  const Trail trail = {nullptr, field_.name(), items_};
  if (most != 0 && items_ == most)
    fail(kTooMany);
  else
    done_ = !check_value(field_, element_, next_, trail, Finding{error_, path_});
  ++items_;
  return !done_;
}

char* Encoder::value(char* at) {
  state_ = State::member;
  switch (field_.type()) {
    case Type::object:
      push(table::struct_at(field_.parameter(next_)), place_);
      return at;
    case Type::pointer:
      push(table::struct_at(field_.parameter(next_)), load<const void*>(place_));
      return at;
    case Type::any:
      rest_ = load<Text>(place_);
      state_ = State::raw;
      return at;
    case Type::text:
    case Type::enum_or_text:
    case Type::discarded:
      rest_ = load<Text>(place_);
      state_ = State::text;
      return put(at, '"');
    case Type::date:
      return put_date(at, load<DateTime>(place_));
    case Type::boolean:
      return *place_ != 0 ? put(at, PLUGPOINT_TEXT("true")) : put(at, PLUGPOINT_TEXT("false"));
    case Type::enumeration:
      return put_quoted(at, table::value_name(field_.parameter(next_), *place_ - 1U, next_));
    default:
      return number(at, place_);
  }
}

char* Encoder::number(char* at, const unsigned char* place) {
  // The value of an Optional comes first.
  if (field_.type() == Type::integer) return at + format_integer(load<std::int32_t>(place), at);
  if (field_.type() == Type::integer64) return at + format_integer(load<std::int64_t>(place), at);
  return at + format_decimal(load<Decimal>(place), at);
}

char* Encoder::text(char* at, const char* end) {
  const auto room = static_cast<std::size_t>(end - at);
  if (state_ == State::raw) {
    const Text piece = rest_.first(room);
    at = put(at, piece);
    rest_ = rest_.from(piece.size());
    if (rest_.empty()) state_ = State::member;
    return at;
  }
  const json::Escaped done = json::escape(rest_, at, room - 1);
  at += done.written;
  rest_ = rest_.from(done.consumed);
  if (!rest_.empty()) return at;
  state_ = State::member;
  return put(at, '"');
}

}  // namespace plugpoint::message
