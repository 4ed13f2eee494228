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
                                         PingToAnswer& slot) {
  while (at != end) {
    const Result result =
        state_ == At::payload ? take_payload(at, end, slot) : take_header(*at++, slot);
    if (result != Result::want_more) return result;
  }
  return Result::want_more;
}

FrameReader::Result FrameReader::take_header(std::uint8_t byte, PingToAnswer& slot) {
  switch (state_) {
    case At::first:
      return take_first(byte);
    case At::second:
      return take_second(byte, slot);
    default:
      return take_length(byte, slot);
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

FrameReader::Result FrameReader::take_second(std::uint8_t byte, PingToAnswer& slot) {
  // RFC 6455 §5.1: a client closes on a masked frame.
  if ((byte & kMaskBit) != 0)
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A server's frame is masked"));
  remaining_ = byte;
  if (byte < kLength16) return begin_payload(slot);
  if (is_control())
    return fail(CloseCode::protocol_error,
                PLUGPOINT_REASON("A control frame is longer than 125 bytes"));
  long_length_ = byte == kLength64;
  length_bytes_ = long_length_ ? 8 : 2;
  remaining_ = 0;
  state_ = At::length;
  return Result::want_more;
}

FrameReader::Result FrameReader::take_length(std::uint8_t byte, PingToAnswer& slot) {
  remaining_ = remaining_ << 8 | byte;
  if (--length_bytes_ != 0) return Result::want_more;
  if ((remaining_ >> 63) != 0)
    return fail(CloseCode::protocol_error,
                PLUGPOINT_REASON("A frame's length has its highest bit set"));
  if (remaining_ < (long_length_ ? 0x10000U : kLength16))
    return fail(CloseCode::protocol_error,
                PLUGPOINT_REASON("A frame's length is not in its shortest form"));
  return begin_payload(slot);
}

FrameReader::Result FrameReader::begin_payload(PingToAnswer& slot) {
  state_ = At::payload;
  if (is_control()) {
    if (static_cast<Opcode>(opcode_) != Opcode::pong) {
      slot.waits = false;
      slot.size = 0;
    }
    return remaining_ == 0 ? end_control(slot) : Result::want_more;
  }
  if (max_message_ != 0) {
    if (remaining_ > max_message_ - message_size_)
      return fail(CloseCode::too_big, PLUGPOINT_REASON("A message is longer than the limit"));
    message_size_ += static_cast<std::uint32_t>(remaining_);
  }
  return remaining_ == 0 ? take_text(Bytes()) : Result::want_more;
}

FrameReader::Result FrameReader::take_payload(const std::uint8_t*& at, const std::uint8_t* end,
                                              PingToAnswer& slot) {
  const std::size_t available = static_cast<std::size_t>(end - at);
  const std::size_t count =
      remaining_ < available ? static_cast<std::size_t>(remaining_) : available;
  const Bytes piece(at, count);
  at += count;
  remaining_ -= count;
  if (!is_control()) return take_text(piece);
  if (static_cast<Opcode>(opcode_) != Opcode::pong) {
    std::memcpy(slot.payload + slot.size, piece.data(), count);
    slot.size = static_cast<std::uint8_t>(slot.size + count);
  }
  return remaining_ == 0 ? end_control(slot) : Result::want_more;
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

FrameReader::Result FrameReader::end_control(PingToAnswer& slot) {
  state_ = At::first;
  switch (static_cast<Opcode>(opcode_)) {
    case Opcode::ping:
      slot.waits = true;
      return Result::ping;
    case Opcode::pong:
      return Result::pong;
    default:
      return end_close({slot.payload, slot.size});
  }
}

FrameReader::Result FrameReader::end_close(Bytes payload) {
  close_code_ = CloseCode::none;
  if (payload.empty()) return Result::close;
  if (payload.size() == 1)
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A Close has half a code"));
  const auto code = static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
  if (!may_be_sent(code))
    return fail(CloseCode::protocol_error, PLUGPOINT_REASON("A Close has a forbidden code"));
  Utf8Check reason;
  if (!reason.add(payload.from(2)) || !reason.complete())
    return fail(CloseCode::invalid_text, PLUGPOINT_REASON("The reason of a Close is not UTF-8"));
  close_code_ = code;
  return Result::close;
}

}  // namespace plugpoint::websocket
