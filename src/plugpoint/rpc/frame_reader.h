// Reads the OCPP-J envelope around a payload and feeds the payload to the decoder.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"
#include "plugpoint/json/tokenizer.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/rpc/error_code.h"

namespace plugpoint::rpc {

/// Longest message id (OCPP-J 1.6 §4.1.4, 2.x part 4 §4.2.2), in characters; ids are ASCII in
/// practice, so there is room for a few of several bytes.
constexpr std::size_t kMaxId = 36;
constexpr std::size_t kIdRoom = 48;

/// The message type numbers of OCPP-J.
enum class FrameType : std::uint8_t {
  none = 0,
  call = 2,
  result = 3,
  error = 4,
  result_error = 5,
  send = 6
};

/// A text of bounded size that is collected piece by piece; what does not fit is dropped.
template <std::size_t Room>
class Collected {
 public:
  void clear() {
    size_ = 0;
    overflow_ = false;
  }
  void add(Text piece) {
    for (char c : piece) {
      if (size_ == Room) {
        overflow_ = true;
        return;
      }
      data_[size_++] = c;
    }
  }
  Text text() const { return {data_, size_}; }
  bool overflowed() const { return overflow_; }

 private:
  char data_[Room] = {};
  std::uint8_t size_ = 0;
  bool overflow_ = false;
  static_assert(Room < 256, "the size is kept in a byte");
};

/// What the reader asks while a frame comes in, since a payload cannot be decoded before it is
/// known whose it is.
class FrameContext {
 public:
  /// The action of our request with this id; Action::none when it is not in flight.
  virtual message::Action action_of_request(Text id) = 0;
  /// Who takes the elements of a long array of this request; null: they go to the arena.
  virtual const message::ElementSink* sink_for(message::Action action) = 0;

 protected:
  ~FrameContext() = default;
};

/// What takes a frame apart. Once that is done, only its `decode_error()` is still needed.
struct Reading {
  json::Tokenizer tokenizer;
  message::Decoder decoder;
};

/// One frame at a time, resumable at every byte. The decoded payload lives in the arena.
class FrameReader {
 public:
  /// `room` is the reader's from `begin` until what it has read was dealt with; in between others
  /// may use the memory.
  FrameReader(FrameContext& context, Arena& arena, Reading& room)
      : context_(context), arena_(arena), reading_(room) {}

  /// Starts a new frame of the version; resets the arena and the room.
  void begin(message::Version version, bool tolerant);
  /// Takes the next piece of the frame's text.
  void feed(Text piece);
  /// The frame's text has ended.
  void finish();

  FrameType type() const { return type_; }
  Text id() const { return id_.text(); }
  message::Action action() const { return action_; }
  /// The decoded payload of a call, result or send; null when it was invalid or not wanted.
  const void* payload() const { return payload_; }
  /// Whether the frame is not to be understood at all, and why.
  bool malformed() const { return !malformed_.absent(); }
  FlashText malformed_text() const { return malformed_; }
  /// Whether the id could be read, so that an answer is possible.
  bool has_id() const { return has_id_; }
  /// The number was none of the known types.
  bool unknown_type() const { return unknown_type_; }
  /// For a call: the action is unknown to the version.
  bool unknown_action() const { return unknown_action_; }
  const message::DecodeError& decode_error() const { return reading_.decoder.error(); }
  /// For an error: its code and description, cut to fit.
  Text error_code() const { return name_; }
  Text error_description() const { return description_; }

 private:
  enum class Expect : std::uint8_t {
    open,
    type,
    id,
    action,
    payload,
    code,
    description,
    details,
    close,
    end
  };

  void take(json::Token token);
  void take_type(json::Token token);
  void take_id(json::Token token);
  void take_action(json::Token token);
  void take_payload(json::Token token);
  void take_text(json::Token token, Expect after);
  void take_details(json::Token token);
  void collect(Text& text);
  void begin_call();
  void begin_result();
  void fail(FlashText why);

  FrameContext& context_;
  Arena& arena_;
  Reading& reading_;
  message::Version version_ = message::Version::ocpp16;
  Expect expect_ = Expect::open;
  FrameType type_ = FrameType::none;
  message::Action action_ = message::Action::none;
  const void* payload_ = nullptr;
  FlashText malformed_;
  Collected<kIdRoom> id_;
  bool cut_ = false;  ///< Not all of `name_` or `description_` fitted.
  bool tolerant_ = false;
  bool has_id_ = false;
  bool unknown_type_ = false;
  bool unknown_action_ = false;
  bool decoding_ = false;
  Text name_;         ///< In the arena: of a call the action, of an error its code.
  Text description_;  ///< In the arena.
};

}  // namespace plugpoint::rpc
