#include "plugpoint/port_arduino/json_object.h"

#if defined(ARDUINO)

#include <cmath>
#include <cstdlib>
#include <cstring>

namespace plugpoint::facade {

namespace {
constexpr int kMaxDepth = 12;

unsigned hex_digits(const char* at, int count) {
  unsigned value = 0;
  for (int i = 0; i < count; ++i) {
    const char c = at[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    value = value << 4 | static_cast<unsigned>(digit & 15);
  }
  return value;
}

void put_utf8(char*& out, unsigned code) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | code >> 6);
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out++ = static_cast<char>(0xE0 | code >> 12);
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  }
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return c;
  }
}
}  // namespace

JsonTree::JsonTree(const char* json) : text_(json ? json : "") {
  char* at = &text_[0];
  Index root = kNone;
  if (!value(at, root, 0)) nodes_.clear();
}

void JsonTree::skip_blanks(char*& at) {
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
    ++at;
}

/// Reads a text whose first quote was passed, in place: what is written is never ahead of what is
/// read. Null when it does not end.
const char* JsonTree::string(char*& at) {
  char* const begin = at;
  char* out = at;
  while (*at != '"') {
    if (*at == '\0') return nullptr;
    if (*at != '\\') {
      *out++ = *at++;
      continue;
    }
    ++at;
    if (*at == 'u' && std::strlen(at) >= 5) {
      put_utf8(out, hex_digits(at + 1, 4));
      at += 5;
    } else if (*at != '\0') {
      *out++ = unescaped(*at++);
    }
  }
  ++at;
  *out = '\0';
  return begin;
}

bool JsonTree::value(char*& at, Index& made, int depth) {
  skip_blanks(at);
  if (depth > kMaxDepth || nodes_.size() >= kNone) return false;
  made = static_cast<Index>(nodes_.size());
  nodes_.push_back({});
  if (*at == '{' || *at == '[') return members(at, made, depth);
  Node& node = nodes_[made];
  if (*at == '"') {
    node.kind = Kind::string;
    node.text = string(++at);
    return node.text != nullptr;
  }
  const std::size_t size = std::strcspn(at, ",]} \n\r\t");
  if (size == 0) return false;
  node.text = at;
  node.kind = *at == 't' || *at == 'f' ? Kind::boolean : *at == 'n' ? Kind::null : Kind::number;
  at += size;  // What follows is overwritten with the terminator once it has been looked at.
  return true;
}

bool JsonTree::members(char*& at, Index parent, int depth) {
  const bool object = *at++ == '{';
  nodes_[parent].kind = object ? Kind::object : Kind::array;
  Index last = kNone;
  skip_blanks(at);
  while (*at != (object ? '}' : ']')) {
    const char* name = "";
    if (object) {
      if (*at != '"') return false;
      name = string(++at);
      skip_blanks(at);
      if (!name || *at != ':') return false;
      ++at;
    }
    Index made = kNone;
    if (!value(at, made, depth + 1)) return false;
    nodes_[made].name = name;
    (last == kNone ? nodes_[parent].first : nodes_[last].next) = made;
    last = made;
    char* const end = at;
    skip_blanks(at);
    const char after = *at;
    if (nodes_[made].kind == Kind::number || nodes_[made].kind == Kind::boolean) *end = '\0';
    if (after == (object ? '}' : ']')) break;
    if (after != ',') return false;
    ++at;
    skip_blanks(at);
  }
  ++at;
  return true;
}

JsonTree::Index JsonTree::find(Index object, const char* name) const {
  if (object == kNone || nodes_[object].kind != Kind::object) return kNone;
  for (Index i = nodes_[object].first; i != kNone; i = nodes_[i].next)
    if (std::strcmp(nodes_[i].name, name) == 0) return i;
  return kNone;
}

JsonTree::Index JsonTree::at(Index array, std::size_t index) const {
  if (array == kNone || nodes_[array].kind != Kind::array) return kNone;
  Index i = nodes_[array].first;
  while (i != kNone && index-- > 0)
    i = nodes_[i].next;
  return i;
}

std::size_t JsonTree::size(Index parent) const {
  std::size_t count = 0;
  for (Index i = nodes_[parent].first; i != kNone; i = nodes_[i].next)
    ++count;
  return count;
}

JsonVariant JsonVariant::operator[](const char* name) const {
  return exists() ? JsonVariant(*tree_, tree_->find(index_, name)) : JsonVariant();
}

JsonVariant JsonVariant::operator[](int index) const {
  if (!exists() || index < 0) return {};
  return {*tree_, tree_->at(index_, static_cast<std::size_t>(index))};
}

double JsonVariant::number() const {
  if (kind() == JsonTree::Kind::boolean) return text()[0] == 't' ? 1 : 0;
  const bool numeric = kind() == JsonTree::Kind::number || kind() == JsonTree::Kind::string;
  return numeric ? std::strtod(text(), nullptr) : 0;
}

bool JsonVariant::is_integer() const {
  return kind() == JsonTree::Kind::number && std::floor(number()) == number();
}

String JsonVariant::printed() const {
  const bool has_text = kind() != JsonTree::Kind::object && kind() != JsonTree::Kind::array;
  return String(isNull() ? "null" : has_text ? text() : "");
}

}  // namespace plugpoint::facade

#endif  // ARDUINO
