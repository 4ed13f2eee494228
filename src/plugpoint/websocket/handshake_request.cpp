#include "plugpoint/websocket/handshake_request.h"

#include "plugpoint/base/base64.h"

namespace plugpoint::websocket {

namespace {

enum Part : std::uint8_t {
  get,
  path,
  host_name,
  bracket_open,
  host,
  bracket_close,
  port,
  key_name,
  key,
  protocol_name,
  protocols,
  authorization_name,
  credentials,
  end_of_request,
  part_count,
};

/// The constant text of a part; empty for the others.
FlashText constant(std::uint8_t part) {
  switch (part) {
    case Part::get:
      return PLUGPOINT_TEXT("GET ");
    case Part::host_name:
      return PLUGPOINT_TEXT(" HTTP/1.1\r\nHost: ");
    case Part::key_name:
      return PLUGPOINT_TEXT(
          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
          "\r\nSec-WebSocket-Key: ");
    case Part::protocol_name:
      return PLUGPOINT_TEXT("\r\nSec-WebSocket-Protocol: ");
    case Part::authorization_name:
      return PLUGPOINT_TEXT("\r\nAuthorization: Basic ");
    case Part::end_of_request:
      return PLUGPOINT_TEXT("\r\n\r\n");
    default:
      return PLUGPOINT_TEXT("");
  }
}

bool visible(char c) {
  return c > 0x20 && c < 0x7F;
}

bool all_visible(Text text) {
  for (char c : text) {
    if (!visible(c)) return false;
  }
  return true;
}

bool contains(Text text, char wanted) {
  for (char c : text) {
    if (c == wanted) return true;
  }
  return false;
}

/// Control characters may not occur in a user-id (RFC 7617 §2).
bool valid_user(Text user) {
  for (char c : user) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == ':') return false;
  }
  return true;
}

FlashText check_subprotocols(Text offered) {
  Text rest = offered;
  Text item;
  if (offered.empty()) return {};
  while (next_item(rest, item)) {
    if (item.empty() || !all_visible(item))
      return PLUGPOINT_REASON("A subprotocol's name is empty or no token");
    if (item.size() > kMaxSubprotocol)
      return PLUGPOINT_REASON("A subprotocol's name is longer than 24 characters");
  }
  return {};
}

}  // namespace

FlashText HandshakeRequest::check(const Handshake& handshake) {
  if (handshake.host.empty() || !all_visible(handshake.host))
    return PLUGPOINT_REASON("The host is empty or has characters that are not allowed");
  if (handshake.path.empty() || handshake.path[0] != '/' || !all_visible(handshake.path))
    return PLUGPOINT_REASON("The path must start with '/' and be percent-encoded");
  if (!valid_user(handshake.user))
    return PLUGPOINT_REASON("The user name has a colon or a control character");
  return check_subprotocols(handshake.subprotocols);
}

void HandshakeRequest::start(const Handshake& handshake, const std::uint8_t* key) {
  handshake_ = &handshake;
  key_ = key;
  at_ = 0;
  part_ = 0;
  port_size_ = 0;
  if (handshake.port == (handshake.secure ? 443 : 80)) return;
  char digits[20];
  const std::size_t count = format_integer(handshake.port, digits);
  port_[port_size_++] = ':';
  for (std::size_t i = 0; i < count; ++i)
    port_[port_size_++] = digits[i];
}

bool HandshakeRequest::bracket_host() const {
  return handshake_->host[0] != '[' && contains(handshake_->host, ':');
}

std::size_t HandshakeRequest::credentials_size() const {
  return handshake_->user.size() + 1 + handshake_->password.size();
}

char HandshakeRequest::credentials_char(std::size_t index) const {
  const Text user = handshake_->user;
  if (index < user.size()) return user[index];
  return index == user.size() ? ':' : handshake_->password[index - user.size() - 1];
}

/// Whether the present part has no more characters; a part that is left out has none.
bool HandshakeRequest::part_ended() const {
  switch (part_) {
    case Part::path:
      return at_ == handshake_->path.size();
    case Part::host:
      return at_ == handshake_->host.size();
    case Part::bracket_open:
    case Part::bracket_close:
      return at_ == 1 || !bracket_host();
    case Part::port:
      return at_ == port_size_;
    case Part::key:
      return at_ == base64_size(kKeySize);
    case Part::protocols:
      return at_ == handshake_->subprotocols.size();
    case Part::credentials:
      return handshake_->user.absent() || at_ == base64_size(credentials_size());
    case Part::protocol_name:
      if (handshake_->subprotocols.empty()) return true;
      break;
    case Part::authorization_name:
      if (handshake_->user.absent()) return true;
      break;
    default:
      break;
  }
  return constant(part_)[at_] == '\0';
}

char HandshakeRequest::part_char(std::size_t index) const {
  switch (part_) {
    case Part::path:
      return handshake_->path[index];
    case Part::host:
      return handshake_->host[index];
    case Part::bracket_open:
      return '[';
    case Part::bracket_close:
      return ']';
    case Part::port:
      return port_[index];
    case Part::key:
      return base64_char([this](std::size_t i) { return key_[i]; }, kKeySize, index);
    case Part::protocols:
      return handshake_->subprotocols[index];
    case Part::credentials:
      return base64_char([this](std::size_t i) { return credentials_char(i); }, credentials_size(),
                         index);
    default:
      return constant(part_)[index];
  }
}

void HandshakeRequest::skip_empty_parts() {
  while (part_ < Part::part_count && part_ended()) {
    ++part_;
    at_ = 0;
  }
  if (part_ == Part::part_count) part_ = kEnd;
}

std::size_t HandshakeRequest::output(MutableBytes into) {
  std::size_t count = 0;
  while (part_ != kEnd && count < into.size()) {
    into[count++] = static_cast<std::uint8_t>(part_char(at_++));
    skip_empty_parts();
  }
  return count;
}

}  // namespace plugpoint::websocket
