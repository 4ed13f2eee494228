// OCPP-J: pairs requests with answers, one own request in flight, answers incoming calls.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/time.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/port.h"
#include "plugpoint/rpc/error_code.h"
#include "plugpoint/rpc/frame_reader.h"
#include "plugpoint/rpc/frame_writer.h"

namespace plugpoint::rpc {

/// Longest message id of our own, in bytes: 16 hexadecimal digits, a letter or dash, and 8 more.
constexpr std::size_t kMaxOwnId = 25;

/// A request of our own. `payload`, `elements` and what they point to live in the request arena
/// until the request has been written.
struct Request {
  message::Action action = message::Action::none;
  const void* payload = nullptr;
  const message::ElementSource* elements = nullptr;
  Text id;  ///< Absent: a new one is made. A repeated delivery keeps its own, of ≤ kMaxOwnId bytes.
  std::uint32_t tag = 0;  ///< For the sender: comes back with the answer.
};

/// How a request of our own ended.
enum class Outcome : std::uint8_t {
  result,      ///< `payload` is the decoded response.
  error,       ///< CALLERROR, or an answer that broke its schema.
  timeout,     ///< No answer within MessageTimeout.
  connection,  ///< The connection was lost before the answer.
};

struct Answer {
  Outcome outcome = Outcome::timeout;
  message::Action action = message::Action::none;
  std::uint32_t tag = 0;
  const void* payload = nullptr;
  Text error_code;         ///< Of a CALLERROR.
  Text error_description;  ///< Of a CALLERROR.
  FlashText fault;         ///< What was wrong with an answer that broke its schema.
};

/// The answer that a handler gives to a call. Exactly one of `payload` and `failed` counts.
struct Reply {
  const void* payload = nullptr;
  const message::ElementSource* elements = nullptr;
  bool failed = false;
  bool deferred = false;  ///< The answer comes later, by `Rpc::reply_later`.
  ErrorCode code = ErrorCode::internal_error;
  FlashText text;

  void error(ErrorCode error_code, FlashText why) {
    failed = true;
    code = error_code;
    text = why;
  }
};

/// What `Rpc` has to tell after input.
enum class Event : std::uint8_t { none, call, answer };

/// Sits between text messages and typed payloads. Pulled: `feed` takes text, `write` gives text.
class Rpc : private FrameContext {
 public:
  struct Setup {
    MutableBytes memory;           ///< For decoded messages and messages to send, in turns.
    std::size_t receive_room = 0;  ///< How much of it a decoded message may take.
    Entropy* entropy = nullptr;
    const message::ElementSink* (*sink_for)(void* context, message::Action action) = nullptr;
    void* context = nullptr;
  };
  explicit Rpc(const Setup& setup);

  /// A connection was opened that speaks `version`.
  void connect(message::Version version, bool tolerant);
  /// The connection was lost. A request in flight ends; `answer()` tells if the result is true.
  bool disconnect();

  /// While mute, calls are neither reported nor answered, not even malformed ones (B03).
  void mute(bool on) { mute_ = on; }

  // Input -------------------------------------------------------------------------------------
  /// Takes a piece of a text message; `end` completes it. After Event::call the caller must reply
  /// before it feeds more; after Event::answer it reads `answer()` first. While the writer is not
  /// idle nothing may be fed: it is dropped.
  Event feed(Text piece, bool end);
  message::Action call_action() const { return reader_.action(); }
  const void* call_payload() const { return reader_.payload(); }
  /// Whether the call is our own request, sent back by an echo server.
  bool call_is_echo() const {
    return in_flight_ && reader_.action() == request_action_ && reader_.id() == request_id_.text();
  }
  message::Version version() const { return version_; }
  const Answer& answer() const { return answer_; }
  /// Errors found in frames since the start, for diagnosis.
  std::uint32_t malformed_frames() const { return malformed_; }
  /// Why the last malformed frame was refused.
  FlashText malformed_text() const { return malformed_text_; }

  // Output ------------------------------------------------------------------------------------
  /// Arena for the payload of the next request or reply.
  Arena& out() { return out_; }
  /// Empties `out()` for the reply to the call that `feed` reported: it gets what the call leaves.
  void prepare_reply();
  /// Whether `prepare_message` may be called: the writer is idle, and no message has begun to
  /// arrive, which needs the memory itself.
  bool may_prepare() const { return writer_.idle() && !in_frame_; }
  /// Empties `out()` for a request or a deferred reply: it gets all memory, and what was received
  /// before is gone.
  void prepare_message();
  std::size_t in_peak() const { return in_.peak(); }
  bool writer_idle() const { return writer_.idle(); }
  /// Whether a request may start: connected, none in flight, and it may be prepared.
  bool may_request() const { return connected_ && !in_flight_ && may_prepare(); }
  bool in_flight() const { return in_flight_; }
  /// Starts a request. A payload that breaks its schema is not sent: the status is bad_argument and
  /// `check_error()` says where.
  Status request(const Request& request, Millis now, Millis timeout);
  const message::DecodeError& check_error() const { return writer_.check_error(); }
  /// Answers the call that `feed` reported.
  void reply(const Reply& reply);
  /// Answers a deferred call. False when its connection is gone.
  bool reply_later(const Reply& reply);
  bool has_deferred() const { return deferred_action_ != message::Action::none; }
  /// The frame that was being written cannot be finished: give the connection up.
  bool writer_broken() const { return writer_.broken(); }
  std::size_t write(char* window, std::size_t room, bool& last) {
    return writer_.write(window, room, last);
  }

  // Time --------------------------------------------------------------------------------------
  /// Ends a request whose time is over: then true, and `answer()` tells.
  bool expire(Millis now);
  Millis deadline() const { return in_flight_ ? deadline_ : kNever; }

 private:
  message::Action action_of_request(Text id) override;
  const message::ElementSink* sink_for(message::Action action) override;
  Event finish_frame();
  Event finish_call();
  Event finish_answer();
  void refuse_malformed();
  void send_reply(Text id, message::Action action, const Reply& reply);
  void new_id();
  void end_request(Outcome outcome);

  const message::ElementSink* (*sink_for_)(void* context, message::Action action);
  void* context_;
  MutableBytes memory_;
  // Both lie in it. A decoded call is at its front until it is answered, and the reply behind it;
  // at other times only one of the two holds something.
  Arena in_;
  Arena out_;
  /// A frame is read or written, never both: nothing is prepared while one comes in, and nothing is
  /// fed until the writer is idle. So both have the same memory.
  union Turns {
    Reading reading;
    message::Encoder writing;
    Turns() : writing() {}
  };
  Turns turns_;
  FrameReader reader_;
  FrameWriter writer_;
  Answer answer_;
  Millis deadline_ = kNever;
  FlashText malformed_text_;
  std::uint32_t malformed_ = 0;
  std::uint32_t request_tag_ = 0;
  std::uint32_t counter_ = 0;
  std::uint32_t salt_[2] = {};
  Collected<kMaxOwnId> request_id_;
  Collected<kIdRoom> deferred_id_;
  message::Action request_action_ = message::Action::none;
  message::Action deferred_action_ = message::Action::none;
  message::Version version_ = message::Version::ocpp16;
  bool connected_ = false;
  bool tolerant_ = false;
  bool mute_ = false;
  bool in_flight_ = false;
  bool in_frame_ = false;
};

}  // namespace plugpoint::rpc
