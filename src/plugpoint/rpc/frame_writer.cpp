#include "plugpoint/rpc/frame_writer.h"

#include <new>

namespace plugpoint::rpc {

namespace {

/// Appends to a window that is known to be large enough.
class Window {
 public:
  explicit Window(char* at) : at_(at) {}
  void add(char c) { at_[size_++] = c; }
  void add(Text text) {
    for (char c : text)
      at_[size_++] = c;
  }
  void add(FlashText text) {
    for (; !text.empty(); text = text.from(1))
      add(text[0]);
  }
  /// Text that goes between quotes: what JSON would have to escape becomes a space or an
  /// apostrophe, which keeps the envelope simple; only ids and descriptions pass here.
  void add_plain(Text text, std::size_t room) {
    for (char c : text) {
      if (size_ >= room) return;
      const auto byte = static_cast<unsigned char>(c);
      at_[size_++] = byte < 0x20 || c == '\\' ? ' ' : (c == '"' ? '\'' : c);
    }
  }
  void add_plain(FlashText text, std::size_t room) {
    for (; !text.empty(); text = text.from(1)) {
      const char c = text[0];
      add_plain({&c, 1}, room);
    }
  }
  /// An id must come back unchanged, so quotes and backslashes are escaped.
  void add_id(Text id) {
    for (char c : id) {
      if (c == '"' || c == '\\') at_[size_++] = '\\';
      at_[size_++] = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  std::size_t size() const { return size_; }

 private:
  char* at_;
  std::size_t size_ = 0;
};

}  // namespace

const message::DecodeError& FrameWriter::check(message::Version version, message::Action action,
                                               message::Kind kind, const void* payload,
                                               const message::ElementSource* source) {
  new (&encoder_) message::Encoder;
  return encoder_.check_first(version, action, kind, payload, source);
}

void FrameWriter::begin(FrameType type, message::Version version, Text id, message::Action action) {
  type_ = type;
  version_ = version;
  action_ = action;
  id_ = id;
  part_ = Part::head;
}

void FrameWriter::call(message::Version version, Text id, message::Action action,
                       const void* payload, Arena& arena, const message::ElementSource* source) {
  begin(FrameType::call, version, id, action);
  encoder_.begin(version, action, message::Kind::request, payload, arena, source);
}

void FrameWriter::result(message::Version version, Text id, message::Action action,
                         const void* payload, Arena& arena, const message::ElementSource* source) {
  begin(FrameType::result, version, id, action);
  encoder_.begin(version, action, message::Kind::response, payload, arena, source);
}

void FrameWriter::error(message::Version version, Text id, ErrorCode code, FlashText description,
                        Text detail) {
  begin(FrameType::error, version, id, message::Action::none);
  code_ = code;
  description_ = description;
  detail_ = detail;
}

std::size_t FrameWriter::write_head(char* window) const {
  Window out(window);
  out.add('[');
  out.add(static_cast<char>('0' + static_cast<int>(type_)));
  out.add(PLUGPOINT_TEXT(",\""));
  out.add_id(id_);
  out.add(PLUGPOINT_TEXT("\","));
  if (type_ == FrameType::call) {
    char name[message::kMaxActionName];
    out.add('"');
    out.add(Text(name, message::copy_action_name(action_, name)));
    out.add(PLUGPOINT_TEXT("\","));
  }
  return out.size();
}

std::size_t FrameWriter::write_error(char* window, std::size_t room) const {
  Window out(window);
  out.add(PLUGPOINT_TEXT("[4,\""));
  out.add_id(id_);
  out.add(PLUGPOINT_TEXT("\",\""));
  out.add(name_of(code_, version_));
  out.add(PLUGPOINT_TEXT("\",\""));
  constexpr std::size_t kTail = 5;  // `",{}]`
  constexpr std::size_t kMaxDescription = 255;
  const std::size_t end = room - kTail;
  const std::size_t limit = out.size() + kMaxDescription < end ? out.size() + kMaxDescription : end;
  out.add_plain(detail_, limit);
  if (!detail_.empty()) out.add_plain(PLUGPOINT_TEXT(": "), limit);
  out.add_plain(description_, limit);
  out.add(PLUGPOINT_TEXT("\",{}]"));
  return out.size();
}

std::size_t FrameWriter::write(char* window, std::size_t room, bool& last) {
  last = false;
  if (part_ == Part::none) return 0;
  std::size_t used = 0;
  if (part_ == Part::head && type_ == FrameType::error) {
    part_ = Part::none;
    last = true;
    return write_error(window, room);
  }
  if (part_ == Part::head) {
    used = write_head(window);
    part_ = Part::payload;
  }
  if (part_ == Part::payload) {
    if (room - used >= 64) used += encoder_.write(window + used, room - used);
    if (!encoder_.done()) return used;
    if (encoder_.error().violation != message::Violation::none) {
      part_ = Part::none;
      broken_ = true;
      return used;
    }
    part_ = Part::tail;
  }
  if (room == used) return used;
  window[used++] = ']';
  part_ = Part::none;
  last = true;
  return used;
}

}  // namespace plugpoint::rpc
