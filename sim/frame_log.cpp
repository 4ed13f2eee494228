#include "sim/frame_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>

#include "plugpoint/base/text.h"
#include "plugpoint/base/time.h"
#include "sim/file_transfer.h"
#include "sim/options.h"

namespace plugpoint::sim {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kOpcode = 0x0F;
constexpr std::uint8_t kText = 0x1;
constexpr std::uint8_t kBinary = 0x2;
constexpr std::uint8_t kControl = 0x8;
constexpr int kMaxDepth = 32;
constexpr const char* kBlot = "***";
constexpr const char* kSecrets[] = {"AuthorizationKey", "BasicAuthPassword"};

bool is_secret(const Json& name) {
  if (!name.is_string()) return false;
  const auto& text = name.get_ref<const std::string&>();
  return std::any_of(std::begin(kSecrets), std::end(kSecrets), [&](const char* secret) {
    return equal_ignoring_case({text.data(), text.size()}, secret);
  });
}

/// Blots out user and password of an address.
bool blot_address(Json& value) {
  if (!value.is_string()) return false;
  const std::string bare = without_credentials(value.get_ref<const std::string&>());
  if (bare == value.get_ref<const std::string&>()) return false;
  value = bare;
  return true;
}

// An escape may hide a name, so a frame with one is looked into as well.
bool may_hold_secret(const std::string& frame) {
  if (frame.find("\\u") != frame.npos || frame.find('@') != frame.npos) return true;
  std::string lower(frame);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower.find("authorizationkey") != lower.npos ||
         lower.find("basicauthpassword") != lower.npos;
}

bool blot_member(Json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end()) return false;
  *found = kBlot;
  return true;
}

// Where OCPP puts a named value: {"key", "value"} in 1.6; in 2.x {"variable": {"name"}} beside
// "attributeValue" or "variableAttribute": [{"value"}].
bool blot_object(Json& object) {
  bool found = false;
  const auto key = object.find("key");
  if (key != object.end() && is_secret(*key)) found = blot_member(object, "value");
  const auto variable = object.find("variable");
  if (variable == object.end() || !variable->is_object() || !variable->contains("name") ||
      !is_secret((*variable)["name"]))
    return found;
  found |= blot_member(object, "attributeValue");
  const auto attributes = object.find("variableAttribute");
  if (attributes == object.end() || !attributes->is_array()) return found;
  for (Json& attribute : *attributes)
    found |= attribute.is_object() && blot_member(attribute, "value");
  return found;
}

// Blots out what is secret down to `depth`; false when something lies deeper.
bool blot(Json& value, int depth, bool& found) {
  if (blot_address(value)) found = true;
  if (!value.is_structured()) return true;
  if (depth == 0) return false;
  if (value.is_object() && blot_object(value)) found = true;
  for (Json& inner : value)
    if (!blot(inner, depth - 1, found)) return false;
  return true;
}

std::int64_t utc_now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

void FrameTap::reset() {
  message_.clear();
  header_size_ = 0;
  line_ends_ = 0;
  http_ = true;
  in_payload_ = false;
}

void FrameTap::pass(Bytes bytes) {
  const std::uint8_t* at = bytes.begin();
  while (at != bytes.end()) {
    if (http_) {
      http_ = !take_http(*at++);
    } else if (in_payload_) {
      at = take_payload(at, bytes.end());
    } else {
      header_[header_size_++] = *at++;
      if (header_complete()) begin_payload();
    }
  }
}

bool FrameTap::take_http(std::uint8_t byte) {
  constexpr std::uint8_t kReturn = 0x0D;
  constexpr std::uint8_t kLineFeed = 0x0A;
  const bool fits = byte == (line_ends_ % 2 == 0 ? kReturn : kLineFeed);
  line_ends_ = fits ? static_cast<std::uint8_t>(line_ends_ + 1) : byte == kReturn ? 1 : 0;
  return line_ends_ == 4;
}

bool FrameTap::header_complete() const {
  if (header_size_ < 2) return false;
  const unsigned length = header_[1] & 0x7FU;
  const unsigned extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  const unsigned mask = (header_[1] & kMasked) != 0 ? 4 : 0;
  return header_size_ == 2 + extended + mask;
}

void FrameTap::begin_payload() {
  const unsigned length = header_[1] & 0x7FU;
  const unsigned extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  remaining_ = extended == 0 ? length : 0;
  for (unsigned i = 0; i < extended; ++i)
    remaining_ = remaining_ << 8 | header_[2 + i];
  const bool masked = (header_[1] & kMasked) != 0;
  for (unsigned i = 0; i < 4; ++i)
    mask_[i] = masked ? header_[2 + extended + i] : 0;
  opcode_ = header_[0] & kOpcode;
  if (opcode_ == kText || opcode_ == kBinary) text_ = opcode_ == kText;
  final_ = (header_[0] & kFinal) != 0;
  position_ = 0;
  header_size_ = 0;
  in_payload_ = remaining_ != 0;
  if (!in_payload_) end_frame();
}

const std::uint8_t* FrameTap::take_payload(const std::uint8_t* at, const std::uint8_t* end) {
  const auto offered = static_cast<std::uint64_t>(end - at);
  const auto count = static_cast<std::size_t>(std::min(remaining_, offered));
  const bool wanted = text_ && (opcode_ & kControl) == 0;
  for (std::size_t i = 0; wanted && i < count && message_.size() < kMaxMessage; ++i)
    message_ += static_cast<char>(at[i] ^ mask_[(position_ + i) % 4]);
  position_ += count;
  remaining_ -= count;
  if (remaining_ == 0) {
    in_payload_ = false;
    end_frame();
  }
  return at + count;
}

void FrameTap::end_frame() {
  if (!final_ || (opcode_ & kControl) != 0) return;
  if (text_) on_message_(message_);
  message_.clear();
}

std::string redacted(const std::string& frame) {
  if (!may_hold_secret(frame)) return frame;
  Json parsed = Json::parse(frame, nullptr, false);
  // What cannot be understood cannot be redacted either.
  bool found = false;
  if (parsed.is_discarded() || !blot(parsed, kMaxDepth, found))
    return "(no OCPP, and may hold a secret: left out)";
  if (!found) return frame;
  return parsed.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string log_line(std::int64_t utc_ms, FrameLog::Direction direction, const std::string& frame) {
  char time[kDateTimeTextSize];
  format_date_time(DateTime{utc_ms}, time);
  const Json line = {{"t", std::string(time, sizeof time)},
                     {"dir", direction == FrameLog::Direction::out ? "out" : "in"},
                     {"frame", redacted(frame)}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

FrameLog::FrameLog(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) throw UsageError("log: cannot open " + path + ": " + std::strerror(errno));
  file_.reset(::fdopen(file, "a"));
}

void FrameLog::write(Direction direction, const std::string& frame) {
  const std::string line = log_line(utc_now_ms(), direction, frame) + "\n";
  std::fwrite(line.data(), 1, line.size(), file_.get());
  std::fflush(file_.get());
}

}  // namespace plugpoint::sim
