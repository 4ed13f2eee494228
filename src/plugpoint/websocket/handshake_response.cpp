#include "plugpoint/websocket/handshake_response.h"

#include "plugpoint/base/base64.h"

namespace plugpoint::websocket {

namespace {

constexpr std::size_t kKnownFields = 5;

FlashText name_of(std::size_t field) {
  switch (field) {
    case 0:
      return PLUGPOINT_TEXT("upgrade");
    case 1:
      return PLUGPOINT_TEXT("connection");
    case 2:
      return PLUGPOINT_TEXT("sec-websocket-accept");
    case 3:
      return PLUGPOINT_TEXT("sec-websocket-protocol");
    default:
      return PLUGPOINT_TEXT("sec-websocket-extensions");
  }
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

/// A character of an HTTP token (RFC 9110 §5.6.2).
bool is_token(char c) {
  if ((lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9')) return true;
  switch (c) {
    case '!':
    case '#':
    case '$':
    case '%':
    case '&':
    case '\'':
    case '*':
    case '+':
    case '-':
    case '.':
    case '^':
    case '_':
    case '`':
    case '|':
    case '~':
      return true;
    default:
      return false;
  }
}

FlashText refusal(std::uint16_t status) {
  if (status == 401 || status == 403)
    return PLUGPOINT_REASON("The server refused the credentials (HTTP 401 or 403)");
  if (status == 404) return PLUGPOINT_REASON("The server does not know this path (HTTP 404)");
  if (status >= 300 && status < 400)
    return PLUGPOINT_REASON("The server redirects, which is not followed (HTTP 3xx)");
  if (status >= 500) return PLUGPOINT_REASON("The server is not able to serve now (HTTP 5xx)");
  return PLUGPOINT_REASON("The server refused the handshake (HTTP status is not 101)");
}

}  // namespace

void HandshakeResponse::start(Text offered, const std::uint8_t* key) {
  *this = HandshakeResponse();
  offered_ = offered;
  state_ = At::version;
  Sha1 sha;
  for (std::size_t i = 0; i < base64_size(kKeySize); ++i) {
    sha.add(static_cast<std::uint8_t>(
        base64_char([key](std::size_t k) { return key[k]; }, kKeySize, i)));
  }
  const FlashText guid = PLUGPOINT_TEXT("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  for (std::size_t i = 0; i < guid.size(); ++i)
    sha.add(static_cast<std::uint8_t>(guid[i]));
  sha.finish(digest_);
}

HandshakeResponse::Result HandshakeResponse::receive(const std::uint8_t*& at,
                                                     const std::uint8_t* end) {
  while (at != end && state_ != At::end) {
    if (++total_ > kMaxSize)
      fail(PLUGPOINT_REASON("The server's handshake answer is longer than 8 KiB"));
    else
      take(static_cast<char>(*at++));
  }
  if (state_ != At::end) return Result::want_more;
  return !error_.absent() ? Result::failed : Result::accepted;
}

void HandshakeResponse::fail(FlashText text) {
  error_ = text;
  state_ = At::end;
}

void HandshakeResponse::take(char c) {
  switch (state_) {
    case At::version:
      return take_version(c);
    case At::status:
      return take_status(c);
    case At::reason:
      if (c == '\n') check_status();
      return;
    case At::line_start:
      return take_line_start(c);
    case At::name:
      return take_name(c);
    case At::value:
      return take_value(c);
    case At::line_feed:
      if (c != '\n')
        return fail(PLUGPOINT_REASON("A header line of the server ends without line feed"));
      return end_line();
    case At::last_feed:
      if (c != '\n')
        return fail(PLUGPOINT_REASON("A header line of the server ends without line feed"));
      return end_headers();
    case At::end:
      return;
  }
}

void HandshakeResponse::take_version(char c) {
  const FlashText version = PLUGPOINT_TEXT("HTTP/1.1 ");
  // A refusal may well come from an HTTP/1.0 proxy; its status is worth knowing.
  const bool minor_zero = position_ == 7 && c == '0';
  if (minor_zero) mismatch_ = true;
  if (c != version[position_] && !minor_zero)
    return fail(PLUGPOINT_REASON("The answer is no HTTP/1.1 response"));
  if (++position_ < version.size()) return;
  position_ = 0;
  state_ = At::status;
}

void HandshakeResponse::take_status(char c) {
  if (position_ == 3) {
    if (c != ' ' && c != '\r' && c != '\n')
      return fail(PLUGPOINT_REASON("The HTTP status line cannot be read"));
    state_ = At::reason;
    if (c == '\n') check_status();
    return;
  }
  if (c < '0' || c > '9') return fail(PLUGPOINT_REASON("The HTTP status line cannot be read"));
  status_ = static_cast<std::uint16_t>(status_ * 10 + (c - '0'));
  ++position_;
}

void HandshakeResponse::check_status() {
  if (status_ != 101) return fail(refusal(status_));
  if (mismatch_) return fail(PLUGPOINT_REASON("The answer is no HTTP/1.1 response"));
  state_ = At::line_start;
}

void HandshakeResponse::take_line_start(char c) {
  if (c == '\n') return end_headers();
  if (c == '\r') {
    state_ = At::last_feed;
    return;
  }
  state_ = At::name;
  position_ = 0;
  candidates_ = (1U << kKnownFields) - 1;
  take_name(c);
}

void HandshakeResponse::take_name(char c) {
  if (c == ':' && position_ > 0) return begin_value();
  if (!is_token(c))
    return fail(PLUGPOINT_REASON("A header field name of the server cannot be read"));
  for (std::size_t field = 0; field < kKnownFields; ++field) {
    const FlashText name = name_of(field);
    if (position_ >= name.size() || name[position_] != lower(c))
      candidates_ = static_cast<std::uint8_t>(candidates_ & ~(1U << field));
  }
  ++position_;
}

void HandshakeResponse::begin_value() {
  field_ = Field::other;
  for (std::size_t field = 0; field < kKnownFields; ++field) {
    if ((candidates_ >> field & 1U) != 0 && name_of(field).size() == position_)
      field_ = static_cast<Field>(field);
  }
  state_ = At::value;
  position_ = 0;
  mismatch_ = false;
  space_ = false;
  start_of_element_ = true;
  if (field_ == Field::accept && seen_accept_)
    fail(PLUGPOINT_REASON("Sec-WebSocket-Accept came twice"));
  if (field_ == Field::protocol && seen_protocol_)
    fail(PLUGPOINT_REASON("Sec-WebSocket-Protocol came twice"));
}

void HandshakeResponse::take_value(char c) {
  if (c == '\n') return end_line();
  if (c == '\r') {
    state_ = At::line_feed;
    return;
  }
  if (is_space(c)) {
    space_ = true;
    return;
  }
  if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
    return fail(PLUGPOINT_REASON("A header field of the server has a control character"));
  // White space around a value and around the elements of a list means nothing.
  if (space_ && !start_of_element_ && c != ',') value_char(' ');
  space_ = false;
  start_of_element_ = c == ',';
  value_char(c);
}

void HandshakeResponse::value_char(char c) {
  switch (field_) {
    case Field::upgrade:
    case Field::connection:
      return list_char(c);
    case Field::accept: {
      constexpr std::size_t kSize = base64_size(Sha1::kDigestSize);
      if (position_ >= kSize || c != base64_char([this](std::size_t i) { return digest_[i]; },
                                                 Sha1::kDigestSize, position_))
        mismatch_ = true;
      break;
    }
    case Field::protocol:
      if (position_ < kMaxSubprotocol) subprotocol_[position_] = c;
      break;
    case Field::extensions:
      return fail(PLUGPOINT_REASON("The server uses an extension that was not offered"));
    case Field::other:
      break;
  }
  if (position_ < kMaxSize) ++position_;
}

FlashText HandshakeResponse::expected_element() const {
  return field_ == Field::upgrade ? PLUGPOINT_TEXT("websocket") : PLUGPOINT_TEXT("upgrade");
}

void HandshakeResponse::list_char(char c) {
  if (c == ',') return end_element();
  const FlashText expected = expected_element();
  if (position_ >= expected.size() || expected[position_] != lower(c)) mismatch_ = true;
  ++position_;
}

void HandshakeResponse::end_element() {
  const FlashText expected = expected_element();
  const bool matches = !mismatch_ && position_ == expected.size();
  if (field_ == Field::connection && matches) seen_connection_ = true;
  if (field_ == Field::upgrade && matches) seen_upgrade_ = true;
  if (field_ == Field::upgrade && !matches)
    fail(PLUGPOINT_REASON("The server upgrades to something else"));
  position_ = 0;
  mismatch_ = false;
}

void HandshakeResponse::end_line() {
  end_value();
  if (state_ != At::end) state_ = At::line_start;
}

void HandshakeResponse::end_value() {
  switch (field_) {
    case Field::upgrade:
    case Field::connection:
      return end_element();
    case Field::accept:
      if (mismatch_ || position_ != base64_size(Sha1::kDigestSize))
        return fail(PLUGPOINT_REASON("Sec-WebSocket-Accept does not fit the key that was sent"));
      seen_accept_ = true;
      return;
    case Field::protocol:
      return end_protocol();
    default:
      return;
  }
}

void HandshakeResponse::end_protocol() {
  seen_protocol_ = true;
  if (position_ <= kMaxSubprotocol) {
    const Text named = {subprotocol_, position_};
    Text rest = offered_;
    while (next_item(rest, chosen_)) {
      if (!chosen_.empty() && chosen_ == named) return;
    }
  }
  chosen_ = {};
  fail(PLUGPOINT_REASON("The server chose a subprotocol that was not offered"));
}

void HandshakeResponse::end_headers() {
  state_ = At::end;
  if (!seen_upgrade_) return fail(PLUGPOINT_REASON("The server's answer lacks Upgrade: websocket"));
  if (!seen_connection_)
    return fail(PLUGPOINT_REASON("The server's answer lacks Connection: Upgrade"));
  if (!seen_accept_)
    return fail(PLUGPOINT_REASON("The server's answer lacks Sec-WebSocket-Accept"));
  if (!seen_protocol_ && !offered_.empty())
    return fail(PLUGPOINT_REASON("The server chose none of the offered subprotocols"));
}

}  // namespace plugpoint::websocket
