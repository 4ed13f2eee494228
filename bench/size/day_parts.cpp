#include "day.h"

namespace day {

Areas::Area Areas::areas_[kAreas];

Areas::Area* Areas::find(const char* name, bool create) {
  for (Area& area : areas_) {
    if (std::strcmp(area.name, name) == 0) return &area;
  }
  for (Area& area : areas_) {
    if (!create || *area.name != '\0') continue;
    std::strcpy(area.name, name);
    area.size = 0;
    return &area;
  }
  return nullptr;
}

bool Charger::read_meter(std::uint8_t evse, Measurand measurand, Phase phase, Decimal& value) {
  const bool whole = phase == Phase::none;
  switch (measurand) {
    case Measurand::energy_active_import_register:
      value = Decimal::of(wh[evse]);
      return whole;
    case Measurand::power_active_import:
      value = Decimal::of(on[evse] ? 11000 : 0);
      return whole;
    case Measurand::current_import:
    case Measurand::voltage:
      value = Decimal::milli(measurand == Measurand::voltage ? 230100 : 16000);
      return phase == Phase::l1 || phase == Phase::l2 || phase == Phase::l3;
    default:
      return false;
  }
}

bool Central::take(std::uint8_t byte) {
  if (!open_) {
    if (size_ + 1 < sizeof text_) text_[size_++] = static_cast<char>(byte);
    text_[size_] = '\0';
    if (!std::strstr(text_, "\r\n\r\n")) return false;
    const char* const key = std::strstr(text_, "Sec-WebSocket-Key: ");
    if (!key) return false;
    std::memcpy(key_, key + 19, 24);
    open_ = true;
    size_ = 0;
    action_[0] = '\0';
    return true;
  }
  if (left_ == 0) {
    head_[head_size_++] = byte;
    const std::size_t length = head_size_ > 1 ? head_[1] & 0x7FU : 0;
    const std::size_t whole = (length == 126 ? 4U : 2U) + 4U;
    if (head_size_ < 2 || head_size_ < whole) return false;
    left_ = length == 126 ? static_cast<std::size_t>(head_[2] << 8 | head_[3]) : length;
    at_ = 0;
    if (left_ > 0) return false;
    head_size_ = 0;
    pinged_ = (head_[0] & 0x0FU) == 9;
    return pinged_;
  }
  pinged_ = false;
  const std::uint8_t mask = head_[head_size_ - 4 + at_++ % 4];
  if (size_ + 1 < sizeof text_) text_[size_++] = static_cast<char>(byte ^ mask);
  if (--left_ > 0) return false;
  const bool last = (head_[0] & 0x80U) != 0 && (head_[0] & 0x0FU) <= 1;
  head_size_ = 0;
  if (!last) return false;
  message_end();
  return true;
}

void Central::message_end() {
  text_[size_] = '\0';
  size_ = 0;
  action_[0] = '\0';
  failed_ = text_[1] == '4';
  const char* const id = text_ + 4;
  const char* const end = std::strchr(id, '"');
  if (!end) return;
  std::memcpy(id_, id, static_cast<std::size_t>(end - id));
  id_[end - id] = '\0';
  if (text_[1] != '2') return;
  const char* const action = end + 3;
  const std::size_t length = static_cast<std::size_t>(std::strchr(action, '"') - action);
  std::memcpy(action_, action, length);
  action_[length] = '\0';
}

std::size_t Central::handshake(char* into) const {
  websocket::Sha1 sha1;
  for (std::size_t i = 0; i < 24; ++i)
    sha1.add(static_cast<std::uint8_t>(key_[i]));
  for (const char* at = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; *at != '\0'; ++at)
    sha1.add(static_cast<std::uint8_t>(*at));
  std::uint8_t digest[websocket::Sha1::kDigestSize];
  sha1.finish(digest);
  std::strcpy(into,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Protocol: ocpp1.6\r\nSec-WebSocket-Accept: ");
  std::size_t size = std::strlen(into);
  for (std::size_t i = 0; i < base64_size(sizeof digest); ++i)
    into[size++] = base64_char([&](std::size_t k) { return digest[k]; }, sizeof digest, i);
  std::memcpy(into + size, "\r\n\r\n", 4);
  return size + 4;
}

}  // namespace day
