#include "plugpoint/rpc/frame_reader.h"

#include <cstring>
#include <new>

namespace plugpoint::rpc {

using json::Token;
using message::Action;

void FrameReader::begin(message::Version version, bool tolerant) {
  version_ = version;
  tolerant_ = tolerant;
  new (&reading_) Reading;
  reading_.tokenizer.reset();
  arena_.reset();
  expect_ = Expect::open;
  type_ = FrameType::none;
  action_ = Action::none;
  payload_ = nullptr;
  malformed_ = {};
  id_.clear();
  name_ = {};
  description_ = {};
  cut_ = false;
  has_id_ = false;
  unknown_type_ = false;
  unknown_action_ = false;
  decoding_ = false;
}

void FrameReader::feed(Text piece) {
  const char* at = piece.begin();
  while (!malformed()) {
    const Token token = reading_.tokenizer.next(at, piece.end());
    if (token == Token::none) return;
    take(token);
  }
}

void FrameReader::finish() {
  if (malformed()) return;
  if (reading_.tokenizer.finish() == Token::error) return fail(reading_.tokenizer.error());
  if (!reading_.tokenizer.complete() || expect_ != Expect::end)
    fail(PLUGPOINT_REASON("the frame ends too early"));
}

void FrameReader::fail(FlashText why) {
  malformed_ = why;
  payload_ = nullptr;
}

void FrameReader::take(Token token) {
  if (token == Token::error) return fail(reading_.tokenizer.error());
  switch (expect_) {
    case Expect::open:
      if (token != Token::begin_array) return fail(PLUGPOINT_REASON("a frame is a JSON array"));
      expect_ = Expect::type;
      return;
    case Expect::type:
      return take_type(token);
    case Expect::id:
      return take_id(token);
    case Expect::action:
      return take_action(token);
    case Expect::payload:
      return take_payload(token);
    case Expect::code:
      return take_text(token, Expect::description);
    case Expect::description:
      return take_text(token, Expect::details);
    case Expect::details:
      return take_details(token);
    case Expect::close:
      if (token != Token::end_array)
        return fail(PLUGPOINT_REASON("the frame has too many elements"));
      expect_ = Expect::end;
      return;
    case Expect::end:
      return fail(PLUGPOINT_REASON("text follows the frame"));
  }
}

void FrameReader::take_type(Token token) {
  std::int32_t number = 0;
  if (token != Token::number || !parse_integer(reading_.tokenizer.chunk(), number))
    return fail(PLUGPOINT_REASON("the message type is no integer"));
  if (number >= 2 && number <= 4) {
    type_ = static_cast<FrameType>(number);
  } else if (version_ == message::Version::ocpp21 && (number == 5 || number == 6)) {
    type_ = static_cast<FrameType>(number);
  } else {
    unknown_type_ = true;
  }
  expect_ = Expect::id;
}

void FrameReader::take_id(Token token) {
  if (token != Token::string) return fail(PLUGPOINT_REASON("the message id is no string"));
  id_.add(reading_.tokenizer.chunk());
  if (!reading_.tokenizer.last()) return;
  if (id_.overflowed() || characters(id_.text()) > kMaxId)
    return fail(PLUGPOINT_REASON("the message id is longer than 36 characters or 48 bytes"));
  has_id_ = true;
  if (unknown_type_) {
    fail(PLUGPOINT_REASON("unknown message type"));
  } else if (type_ == FrameType::result) {
    begin_result();
  } else if (type_ == FrameType::error || type_ == FrameType::result_error) {
    expect_ = Expect::code;
  } else {
    expect_ = Expect::action;
  }
}

void FrameReader::take_action(Token token) {
  if (token != Token::string) return fail(PLUGPOINT_REASON("the action is no string"));
  collect(name_);
  if (reading_.tokenizer.last()) begin_call();
}

// Nothing else takes memory while a text is collected, so that its pieces lie side by side.
void FrameReader::collect(Text& text) {
  const Text piece = reading_.tokenizer.chunk();
  if (piece.empty() || cut_) return;
  void* at = arena_.allocate(piece.size(), 1);
  if (!at) {
    cut_ = true;
    return;
  }
  std::memcpy(at, piece.data(), piece.size());
  text = {text.empty() ? static_cast<const char*>(at) : text.data(), text.size() + piece.size()};
}

void FrameReader::begin_call() {
  action_ = cut_ ? Action::none : message::find_action(version_, name_);
  name_ = {};
  arena_.reset();
  unknown_action_ =
      action_ == Action::none || !message::has_schema(version_, action_, message::Kind::request);
  decoding_ = !unknown_action_;
  if (decoding_) {
    reading_.decoder.begin(version_, action_, message::Kind::request, arena_, tolerant_,
                           context_.sink_for(action_));
  }
  expect_ = Expect::payload;
}

void FrameReader::begin_result() {
  action_ = context_.action_of_request(id_.text());
  decoding_ = action_ != Action::none;
  if (decoding_) {
    reading_.decoder.begin(version_, action_, message::Kind::response, arena_, tolerant_, nullptr);
  }
  expect_ = Expect::payload;
}

void FrameReader::take_payload(Token token) {
  if (reading_.tokenizer.depth() == 0) return fail(PLUGPOINT_REASON("the frame has no payload"));
  if (decoding_)
    reading_.decoder.token(token, reading_.tokenizer.chunk(), reading_.tokenizer.last());
  const bool piece = (token == Token::string || token == Token::key) && !reading_.tokenizer.last();
  if (reading_.tokenizer.depth() > 1 || piece || token == Token::key) return;
  if (decoding_) payload_ = reading_.decoder.payload();
  expect_ = Expect::close;
}

void FrameReader::take_text(Token token, Expect after) {
  if (token != Token::string)
    return fail(PLUGPOINT_REASON("an error's code and description are strings"));
  collect(expect_ == Expect::code ? name_ : description_);
  if (reading_.tokenizer.last()) expect_ = after;
}

void FrameReader::take_details(Token token) {
  // Some central systems leave the details out; the error is just as clear without.
  if (token == Token::end_array && reading_.tokenizer.depth() == 0) {
    expect_ = Expect::end;
    return;
  }
  const bool piece = token == Token::string && !reading_.tokenizer.last();
  if (reading_.tokenizer.depth() == 1 && !piece) expect_ = Expect::close;
}

}  // namespace plugpoint::rpc
