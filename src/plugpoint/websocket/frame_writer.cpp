#include "plugpoint/websocket/frame_writer.h"

#include <cstring>

namespace plugpoint::websocket {

namespace {

constexpr std::size_t kShortHeader = ControlRoom::kHeader;
constexpr std::size_t kLongHeader = 4 + kMaskSize;
constexpr std::size_t kMaxPayload = 0xFFFF;

std::size_t copy_out(MutableBytes into, const std::uint8_t* from, std::size_t size) {
  const std::size_t count = size < into.size() ? size : into.size();
  if (count != 0) std::memcpy(into.data(), from, count);
  return count;
}

std::size_t take_control(MutableBytes into, ControlRoom& room) {
  const std::size_t end = ControlRoom::kHeader + room.size;
  const std::size_t count = copy_out(into, room.bytes + room.at, end - room.at);
  room.at = static_cast<std::uint8_t>(room.at + count);
  if (room.at == end) room.use = ControlRoom::Use::free;
  return count;
}

}  // namespace

void apply_mask(MutableBytes payload, const std::uint8_t (&mask)[kMaskSize]) {
  std::size_t i = 0;
  if (reinterpret_cast<std::uintptr_t>(payload.data()) % kMaskSize == 0) {
    std::uint32_t wide;
    std::memcpy(&wide, mask, kMaskSize);
    for (; i + kMaskSize <= payload.size(); i += kMaskSize) {
      void* at = __builtin_assume_aligned(payload.data() + i, kMaskSize);
      std::uint32_t word;
      std::memcpy(&word, at, kMaskSize);
      word ^= wide;
      std::memcpy(at, &word, kMaskSize);
    }
  }
  for (; i < payload.size(); ++i)
    payload[i] ^= mask[i % kMaskSize];
}

FrameWriter::FrameWriter(MutableBytes transmit, Entropy& entropy)
    : transmit_(transmit), entropy_(&entropy) {}

void FrameWriter::reset() {
  *this = FrameWriter(transmit_, *entropy_);
}

std::size_t FrameWriter::headroom() const {
  return transmit_.size() <= kShortHeader + kMaxControl ? kShortHeader : kLongHeader;
}

bool FrameWriter::writable() const {
  return !data_pending() && !closing_ && transmit_.size() > headroom();
}

MutableBytes FrameWriter::window() {
  if (!writable()) return {};
  return transmit_.from(headroom()).first(kMaxPayload);
}

void FrameWriter::send(std::size_t size, bool last) {
  const MutableBytes room = window();
  if (room.empty() || (size == 0 && !last)) return;
  const MutableBytes payload = room.first(size);
  std::uint8_t mask[kMaskSize];
  entropy_->fill(mask);
  apply_mask(payload, mask);

  const bool is_short = payload.size() < kLength16;
  data_at_ = headroom() - (is_short ? kShortHeader : kLongHeader);
  data_end_ = headroom() + payload.size();
  std::uint8_t* at = transmit_.data() + data_at_;
  const Opcode opcode = in_message_ ? Opcode::continuation : Opcode::text;
  *at++ = static_cast<std::uint8_t>(static_cast<std::uint8_t>(opcode) | (last ? kFinalBit : 0));
  if (is_short) {
    *at++ = static_cast<std::uint8_t>(kMaskBit | payload.size());
  } else {
    *at++ = kMaskBit | kLength16;
    *at++ = static_cast<std::uint8_t>(payload.size() >> 8);
    *at++ = static_cast<std::uint8_t>(payload.size());
  }
  std::memcpy(at, mask, kMaskSize);
  in_message_ = !last;
  data_begun_ = false;
}

void FrameWriter::close(std::uint16_t code) {
  if (closing_) return;
  closing_ = true;
  close_code_ = code;
}

/// Makes a frame of the payload that is in the room.
void FrameWriter::build(ControlRoom& room, Opcode opcode) {
  std::uint8_t mask[kMaskSize];
  entropy_->fill(mask);
  room.bytes[0] = static_cast<std::uint8_t>(kFinalBit | static_cast<std::uint8_t>(opcode));
  room.bytes[1] = static_cast<std::uint8_t>(kMaskBit | room.size);
  std::memcpy(room.bytes + 2, mask, kMaskSize);
  apply_mask({room.payload(), room.size}, mask);
  room.at = 0;
  room.use = ControlRoom::Use::leaving;
}

void FrameWriter::build_close(ControlRoom& room) {
  close_built_ = true;
  room.size = 0;
  if (close_code_ != CloseCode::none) {
    room.payload()[room.size++] = static_cast<std::uint8_t>(close_code_ >> 8);
    room.payload()[room.size++] = static_cast<std::uint8_t>(close_code_);
  }
  build(room, Opcode::close);
}

void FrameWriter::stage(ControlRoom& room) {
  if (room.use == ControlRoom::Use::leaving || close_built_) return;
  if (room.use == ControlRoom::Use::waiting) {
    build(room, Opcode::pong);
  } else if (wants_ping_ && room.use == ControlRoom::Use::free) {
    room.size = 0;
    build(room, Opcode::ping);
    wants_ping_ = false;
  } else if (closing_ && !data_pending()) {
    build_close(room);
  }
}

std::size_t FrameWriter::take_data(MutableBytes into) {
  const std::size_t count = copy_out(into, transmit_.data() + data_at_, data_end_ - data_at_);
  data_at_ += count;
  data_begun_ = data_pending();
  return count;
}

std::size_t FrameWriter::output(MutableBytes into, ControlRoom& room) {
  std::size_t count = 0;
  while (count < into.size()) {
    stage(room);
    const MutableBytes rest = into.from(count);
    if (data_begun_ || room.use != ControlRoom::Use::leaving) {
      if (!data_pending()) break;
      count += take_data(rest);
    } else {
      count += take_control(rest, room);
    }
  }
  return count;
}

bool FrameWriter::has_output(const ControlRoom& room) const {
  if (data_pending() || room.use == ControlRoom::Use::leaving) return true;
  if (close_built_) return false;
  return closing_ || room.use == ControlRoom::Use::waiting ||
         (wants_ping_ && room.use == ControlRoom::Use::free);
}

}  // namespace plugpoint::websocket
