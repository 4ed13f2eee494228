#include "plugpoint/websocket/frame_writer.h"

#include <cstring>

namespace plugpoint::websocket {

namespace {

constexpr std::size_t kShortHeader = 2 + kMaskSize;
constexpr std::size_t kLongHeader = 4 + kMaskSize;
constexpr std::size_t kMaxPayload = 0xFFFF;

std::size_t copy_out(MutableBytes into, const std::uint8_t* from, std::size_t size) {
  const std::size_t count = size < into.size() ? size : into.size();
  if (count != 0) std::memcpy(into.data(), from, count);
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

void FrameWriter::build_control(Opcode opcode, Bytes payload) {
  std::uint8_t mask[kMaskSize];
  entropy_->fill(mask);
  control_[0] = static_cast<std::uint8_t>(kFinalBit | static_cast<std::uint8_t>(opcode));
  control_[1] = static_cast<std::uint8_t>(kMaskBit | payload.size());
  std::memcpy(control_ + 2, mask, kMaskSize);
  const MutableBytes room(control_ + kShortHeader, payload.size());
  if (!payload.empty()) std::memcpy(room.data(), payload.data(), payload.size());
  apply_mask(room, mask);
  control_at_ = 0;
  control_end_ = static_cast<std::uint8_t>(kShortHeader + payload.size());
}

void FrameWriter::build_close() {
  close_built_ = true;
  const std::uint8_t code[] = {static_cast<std::uint8_t>(close_code_ >> 8),
                               static_cast<std::uint8_t>(close_code_)};
  build_control(Opcode::close, close_code_ == CloseCode::none ? Bytes() : Bytes(code));
}

void FrameWriter::stage(PingToAnswer& slot) {
  if (control_pending() || close_built_) return;
  if (slot.waits) {
    build_control(Opcode::pong, {slot.payload, slot.size});
    slot.waits = false;
  } else if (wants_ping_) {
    build_control(Opcode::ping, {});
    wants_ping_ = false;
  } else if (closing_ && !data_pending()) {
    build_close();
  }
}

std::size_t FrameWriter::take_control(MutableBytes into) {
  const std::size_t count =
      copy_out(into, control_ + control_at_, static_cast<std::size_t>(control_end_ - control_at_));
  control_at_ = static_cast<std::uint8_t>(control_at_ + count);
  return count;
}

std::size_t FrameWriter::take_data(MutableBytes into) {
  const std::size_t count = copy_out(into, transmit_.data() + data_at_, data_end_ - data_at_);
  data_at_ += count;
  data_begun_ = data_pending();
  return count;
}

std::size_t FrameWriter::output(MutableBytes into, PingToAnswer& slot) {
  std::size_t count = 0;
  while (count < into.size()) {
    stage(slot);
    const MutableBytes room = into.from(count);
    if (data_begun_ || !control_pending()) {
      if (!data_pending()) break;
      count += take_data(room);
    } else {
      count += take_control(room);
    }
  }
  return count;
}

bool FrameWriter::has_output(const PingToAnswer& slot) const {
  if (data_pending() || control_pending()) return true;
  return !close_built_ && (slot.waits || wants_ping_ || closing_);
}

}  // namespace plugpoint::websocket
