// Writes one OCPP-J frame into windows that may be smaller than the frame.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/message/codec.h"
#include "plugpoint/rpc/error_code.h"
#include "plugpoint/rpc/frame_reader.h"

namespace plugpoint::rpc {

/// One frame at a time; idle in between.
class FrameWriter {
 public:
  /// The smallest window that `write` takes, in bytes.
  static constexpr std::size_t kMinWindow = 224;

  /// `room` is the writer's from `check` until it is idle; in between others may use the memory.
  explicit FrameWriter(message::Encoder& room) : encoder_(room) {}

  /// Whether a payload may be written: its first violation, or Violation::none. `call` or `result`
  /// comes next, or `error`, or what was found is told.
  const message::DecodeError& check(message::Version version, message::Action action,
                                    message::Kind kind, const void* payload,
                                    const message::ElementSource* source);
  /// What `check` found.
  const message::DecodeError& check_error() const { return encoder_.error(); }

  /// Starts `[2,"id","Action",payload]`. Id, `payload`, `source` and what they point to must live
  /// until the writer is idle.
  void call(message::Version version, Text id, message::Action action, const void* payload,
            Arena& arena, const message::ElementSource* source);
  /// Starts `[3,"id",payload]`.
  void result(message::Version version, Text id, message::Action action, const void* payload,
              Arena& arena, const message::ElementSource* source);
  /// Starts `[4,"id","code","description",{}]`; the description is cut to 255 characters. Id and
  /// `detail` must live until the writer is idle. Leaves the room alone: `detail` may point into
  /// it.
  void error(message::Version version, Text id, ErrorCode code, FlashText description, Text detail);

  bool idle() const { return part_ == Part::none; }
  /// Writes up to `room` (≥ kMinWindow) bytes; `last` tells that the frame ends with them.
  std::size_t write(char* window, std::size_t room, bool& last);
  /// A streamed element broke the schema, so the frame cannot be finished: the connection has to
  /// end.
  bool broken() const { return broken_; }
  /// Forgets a frame that cannot be finished, for example after the connection broke.
  void abandon() {
    part_ = Part::none;
    broken_ = false;
  }

 private:
  enum class Part : std::uint8_t { none, head, payload, tail };
  void begin(FrameType type, message::Version version, Text id, message::Action action);
  std::size_t write_head(char* window) const;
  std::size_t write_error(char* window, std::size_t room) const;

  message::Encoder& encoder_;
  Text id_;
  FlashText description_;
  Text detail_;
  message::Version version_ = message::Version::ocpp16;
  message::Action action_ = message::Action::none;
  ErrorCode code_ = ErrorCode::generic_error;
  FrameType type_ = FrameType::none;
  Part part_ = Part::none;
  bool broken_ = false;
};

}  // namespace plugpoint::rpc
