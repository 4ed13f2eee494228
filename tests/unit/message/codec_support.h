// Decoding and encoding whole texts, for the tests of the codec.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugpoint/message/codec.h"

namespace plugpoint::message {

inline void PrintTo(Violation violation, std::ostream* out) {
  constexpr const char* kNames[] = {"none",     "format", "occurrence", "type",
                                    "property", "memory", "refused"};
  *out << kNames[static_cast<int>(violation)];
}

inline std::string string_of(Text text) {
  return {text.data(), text.size()};
}

/// One payload with its memory.
class Message {
 public:
  Message(Version version, Action action, Kind kind, std::size_t memory = 65536)
      : arena(MutableBytes()), version_(version), action_(action), kind_(kind), memory_(memory) {}

  /// Decodes the text, cut into pieces of `step` bytes.
  Message& decode(const std::string& text, std::size_t step = SIZE_MAX) {
    arena = Arena({memory_.data(), memory_.size()});
    decoder.begin(version_, action_, kind_, arena, tolerant, sink);
    json::Tokenizer tokenizer;
    tokenizer.reset();
    for (std::size_t begin = 0; begin < text.size(); begin += std::min(step, text.size())) {
      const std::string piece = text.substr(begin, step);
      feed(tokenizer, piece);
    }
    const json::Token last = tokenizer.finish();
    if (last != json::Token::none) decoder.token(last, tokenizer.chunk(), tokenizer.last());
    return *this;
  }

  template <class T>
  const T& payload() const {
    EXPECT_NE(decoder.payload(), nullptr) << error().text << " at " << error().path;
    static const T kNone{};
    return decoder.payload() ? *static_cast<const T*>(decoder.payload()) : kNone;
  }
  const DecodeError& error() const { return decoder.error(); }
  bool accepted() const { return decoder.payload() != nullptr; }

  Violation check(const void* payload) const {
    PathRoom room;
    return Encoder::check(version_, action_, kind_, payload, room).violation;
  }

  /// The text of a payload, written into windows of `room` bytes.
  std::string encode(const void* payload, std::size_t room = 4096,
                     const ElementSource* source = nullptr) {
    scratch = Arena({scratch_memory_, sizeof scratch_memory_});
    encoder.begin(version_, action_, kind_, payload, scratch, source);
    std::string text;
    std::vector<char> window(room);
    while (!encoder.done())
      text.append(window.data(), encoder.write(window.data(), room));
    return text;
  }

  bool tolerant = false;
  const ElementSink* sink = nullptr;
  Decoder decoder;
  Encoder encoder;
  Arena arena;
  Arena scratch;

 private:
  void feed(json::Tokenizer& tokenizer, const std::string& piece) {
    const char* at = piece.data();
    for (;;) {
      const json::Token token = tokenizer.next(at, piece.data() + piece.size());
      if (token == json::Token::none) return;
      decoder.token(token, tokenizer.chunk(), tokenizer.last());
      if (token == json::Token::error) return;
    }
  }

  Version version_;
  Action action_;
  Kind kind_;
  std::vector<unsigned char> memory_;
  alignas(8) unsigned char scratch_memory_[1024] = {};
};

}  // namespace plugpoint::message
