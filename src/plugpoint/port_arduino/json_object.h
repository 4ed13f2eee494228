// A small read-only view of a JSON object, for sketches without ArduinoJson. It speaks the part of
// ArduinoJson's interface that listeners use, so a sketch compiles with either.
#pragma once

#include <WString.h>

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace plugpoint::facade {

// Names of ArduinoJson.
// NOLINTBEGIN(readability-identifier-naming)

/// A parsed document; values point into it and must not outlive it.
class JsonTree {
 public:
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  using Index = std::uint16_t;
  static constexpr Index kNone = UINT16_MAX;

  /// One value. Names and texts are terminated, inside `text_`.
  struct Node {
    Kind kind = Kind::null;
    const char* name = "";
    const char* text = "";
    Index first = kNone;  ///< Of its members or elements.
    Index next = kNone;   ///< The next of its parent.
  };

  /// Parses; on a text that is not JSON the root is null.
  explicit JsonTree(const char* json);
  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;

  const Node& node(Index index) const { return nodes_[index]; }
  Index root() const { return nodes_.empty() ? kNone : Index{0}; }
  Index find(Index object, const char* name) const;
  Index at(Index array, std::size_t index) const;
  std::size_t size(Index parent) const;

 private:
  bool value(char*& at, Index& made, int depth);
  bool members(char*& at, Index parent, int depth);
  static const char* string(char*& at);
  static void skip_blanks(char*& at);

  std::string text_;
  std::vector<Node> nodes_;
};

class JsonObject;

/// A value that may be missing; what is missing is null.
class JsonVariant {
 public:
  JsonVariant() = default;
  JsonVariant(const JsonTree& tree, JsonTree::Index index) : tree_(&tree), index_(index) {}

  bool isNull() const { return kind() == JsonTree::Kind::null; }
  std::size_t size() const { return exists() ? tree_->size(index_) : 0; }
  JsonVariant operator[](const char* name) const;
  JsonVariant operator[](const String& name) const { return (*this)[name.c_str()]; }
  JsonVariant operator[](int index) const;

  /// Converts: numbers, bool, `const char*` (null when it is no text), String, JsonVariant,
  /// JsonObject. What does not fit gives 0, false or an empty text.
  template <class T>
  T as() const {
    return read(static_cast<T*>(nullptr));
  }
  /// Whether the value has this type.
  template <class T>
  bool is() const {
    return has(static_cast<T*>(nullptr));
  }
  template <class T>
  T operator|(T otherwise) const {
    return is<T>() ? as<T>() : otherwise;
  }
  template <class T>
  operator T() const {
    return as<T>();
  }

 private:
  bool exists() const { return tree_ != nullptr && index_ != JsonTree::kNone; }
  JsonTree::Kind kind() const { return exists() ? tree_->node(index_).kind : JsonTree::Kind::null; }
  const char* text() const { return exists() ? tree_->node(index_).text : ""; }
  double number() const;
  String printed() const;

  template <class T>
  std::enable_if_t<std::is_arithmetic_v<T>, T> read(T*) const {
    return static_cast<T>(number());
  }
  bool read(bool*) const { return kind() == JsonTree::Kind::boolean && text()[0] == 't'; }
  const char* read(const char**) const {
    return kind() == JsonTree::Kind::string ? text() : nullptr;
  }
  String read(String*) const { return printed(); }
  JsonVariant read(JsonVariant*) const { return *this; }
  JsonObject read(JsonObject*) const;

  template <class T>
  std::enable_if_t<std::is_floating_point_v<T>, bool> has(T*) const {
    return kind() == JsonTree::Kind::number;
  }
  template <class T>
  std::enable_if_t<std::is_integral_v<T>, bool> has(T*) const {
    return is_integer();
  }
  bool has(bool*) const { return kind() == JsonTree::Kind::boolean; }
  bool has(const char**) const { return kind() == JsonTree::Kind::string; }
  bool has(String*) const { return kind() == JsonTree::Kind::string; }
  bool has(JsonVariant*) const { return exists(); }
  bool has(JsonObject*) const { return kind() == JsonTree::Kind::object; }
  bool is_integer() const;

  friend class JsonObject;
  const JsonTree* tree_ = nullptr;
  JsonTree::Index index_ = JsonTree::kNone;
};

/// An object of a document. A default one is null.
class JsonObject {
 public:
  JsonObject() = default;
  explicit JsonObject(JsonVariant value) : value_(value) {}

  bool isNull() const { return value_.kind() != JsonTree::Kind::object; }
  std::size_t size() const { return isNull() ? 0 : value_.size(); }
  JsonVariant operator[](const char* name) const { return value_[name]; }
  JsonVariant operator[](const String& name) const { return value_[name]; }
  bool containsKey(const char* name) const { return value_[name].exists(); }

 private:
  JsonVariant value_;
};

inline JsonObject JsonVariant::read(JsonObject*) const {
  return JsonObject(*this);
}

// NOLINTEND(readability-identifier-naming)

}  // namespace plugpoint::facade
