#include "plugpoint/websocket/frame_reader.h"

#include <cstring>

namespace plugpoint::websocket {

void FrameReader::reset() {
  const std::uint32_t limit = max_message_;
  *this = FrameReader(limit);
}

FrameReader::Result FrameReader::fail(std::uint16_t code, FlashText text) {
  close_code_ = code;
  error_ = text;
  return Result::failed;
}

FrameReader::Result FrameReader::receive(const std::uint8_t*& at, const std::uint8_t* end,
                                         ControlRoom& room) {
  while (at != end) {
    if (state_ == At::second && is(Opcode::ping) && room.use == ControlRoom::Use::leaving) break;
    const Result result =
        state_ == At::payload ? take_payload(at, end, room) : take_header(*at++, room);
    if (result != Result::want_more) return result;
  }
  return Result::want_more;
}

FrameReader::Result FrameReader::take_header(std::uint8_t byte, ControlRoom& room) {
  switch (state_) {
    case At::first:
      return take_first(byte);
    case At::second:
      return take_second(byte, room);
    default:
      return take_length(byte, room);
  }
}

FrameReader::Result FrameReader::take_first(std::uint8_t byte) {
  if ((byte & kReservedBits) != 0)
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A frame has a reserved bit set"));
  opcode_ = byte & kOpcodeBits;
  final_ = (byte & kFinalBit) != 0;
  state_ = At::second;
  return check_opcode();
}

FrameReader::Result FrameReader::check_opcode() {
  constexpr std::uint16_t kBroken = CloseCode::protocol_error;
  switch (static_cast<Opcode>(opcode_)) {
    case Opcode::continuation:
      if (!in_message_) return fail(kBroken, PLUGPOINT_REASON("A fragment continues no message"));
      return Result::want_more;
    case Opcode::text:
      if (in_message_)
        return fail(kBroken, PLUGPOINT_REASON("A message begins inside a fragmented one"));
      in_message_ = true;
      message_size_ = 0;
      return Result::want_more;
    case Opcode::binary:
      return fail(CloseCode::unsupported_data, PLUGPOINT_REASON("OCPP-J has no binary messages"));
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong:
      if (!final_) return fail(kBroken, PLUGPOINT_REASON("A control frame is fragmented"));
      return Result::want_more;
  }
  return fail(kBroken, PLUGPOINT_REASON("A frame has a reserved opcode"));
}

FrameReader::Result FrameReader::take_second(std::uint8_t byte, ControlRoom& room) {
  // RFC 6455 §5.1: a client closes on a masked frame.
  if ((byte & kMaskBit) != 0)
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A server's frame is masked"));
  remaining_ = byte;
  if (byte < kLength16) return begin_payload(room);
  if (is_control())
    return fail(CloseCode::protocol_error,
                PLUGPOINT_REASON("A control frame is longer than 125 bytes"));
  long_length_ = byte == kLength64;
  length_bytes_ = long_length_ ? 8 : 2;
  remaining_ = 0;
  state_ = At::length;
  return Result::want_more;
}

FrameReader::Result FrameReader::take_length(std::uint8_t byte, ControlRoom& room) {
  remaining_ = remaining_ << 8 | byte;
  if (--length_bytes_ != 0) return Result::want_more;
  if ((remaining_ >> 63) != 0)
    return fail(CloseCode::protocol_error,
                PLUGPOINT_REASON("A frame's length has its highest bit set"));
  if (remaining_ < (long_length_ ? 0x10000U : kLength16))
    return fail(CloseCode::protocol_error,
                PLUGPOINT_REASON("A frame's length is not in its shortest form"));
  return begin_payload(room);
}

FrameReader::Result FrameReader::begin_payload(ControlRoom& room) {
  state_ = At::payload;
  if (is_control()) {
    if (is(Opcode::ping)) {
      room.use = ControlRoom::Use::arriving;
      room.size = 0;
    } else if (is(Opcode::close)) {
      // Nothing follows a Close, so what a message needed is free for its reason.
      utf8_.reset();
      close_code_ = 0;
    }
    return remaining_ == 0 ? end_control(room) : Result::want_more;
  }
  if (max_message_ != 0) {
    if (remaining_ > max_message_ - message_size_)
      return fail(CloseCode::too_big, PLUGPOINT_REASON("A message is longer than the limit"));
    message_size_ += static_cast<std::uint32_t>(remaining_);
  }
  return remaining_ == 0 ? take_text(Bytes()) : Result::want_more;
}

FrameReader::Result FrameReader::take_payload(const std::uint8_t*& at, const std::uint8_t* end,
                                              ControlRoom& room) {
  const std::size_t available = static_cast<std::size_t>(end - at);
  const std::size_t count =
      remaining_ < available ? static_cast<std::size_t>(remaining_) : available;
  const Bytes piece(at, count);
  at += count;
  remaining_ -= count;
  if (!is_control()) return take_text(piece);
  if (is(Opcode::close)) take_close(piece);
  if (is(Opcode::ping) && room.use == ControlRoom::Use::arriving) {
    std::memcpy(room.payload() + room.size, piece.data(), count);
    room.size = static_cast<std::uint8_t>(room.size + count);
  }
  return remaining_ == 0 ? end_control(room) : Result::want_more;
}

FrameReader::Result FrameReader::take_text(Bytes piece) {
  if (!utf8_.add(piece))
    return fail(CloseCode::invalid_text, PLUGPOINT_REASON("A text message is not UTF-8"));
  const bool frame_ends = remaining_ == 0;
  message_end_ = frame_ends && final_;
  payload_ =
      piece.empty() ? Text("") : Text(reinterpret_cast<const char*>(piece.data()), piece.size());
  if (frame_ends) state_ = At::first;
  if (message_end_) {
    in_message_ = false;
    if (!utf8_.complete())
      return fail(CloseCode::invalid_text, PLUGPOINT_REASON("A text message is not UTF-8"));
    utf8_.reset();
  }
  return piece.empty() && !message_end_ ? Result::want_more : Result::text;
}

FrameReader::Result FrameReader::end_control(ControlRoom& room) {
  state_ = At::first;
  if (is(Opcode::pong)) return Result::pong;
  if (is(Opcode::close)) return end_close();
  if (room.use == ControlRoom::Use::arriving) room.use = ControlRoom::Use::waiting;
  return Result::want_more;
}

void FrameReader::take_close(Bytes piece) {
  for (; close_bytes_ < 2 && !piece.empty(); piece = piece.from(1), ++close_bytes_)
    close_code_ = static_cast<std::uint16_t>(close_code_ << 8 | piece[0]);
  close_utf8_ = close_utf8_ && utf8_.add(piece);
}

FrameReader::Result FrameReader::end_close() {
  if (close_bytes_ == 0) {
    close_code_ = CloseCode::none;
    return Result::close;
  }
  if (close_bytes_ == 1)
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A Close has half a code"));
  if (!may_be_sent(close_code_))
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A Close has a forbidden code"));
  if (!close_utf8_ || !utf8_.complete())
    return fail(CloseCode::invalid_text, PLUGPOINT_REASON("The reason of a Close is not UTF-8"));
  return Result::close;
}

}  // namespace plugpoint::websocket
