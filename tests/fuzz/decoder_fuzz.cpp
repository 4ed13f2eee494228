// The decoder takes any bytes as any payload, in any pieces and with any memory; what it accepts is
// written and read again without a difference.
//
// Input: version, action, flags, memory, piece size, streamed field; then the text.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "plugpoint/message/codec.h"

namespace {

using namespace plugpoint;
using message::Violation;

constexpr std::size_t kHeader = 6;

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

struct Payload {
  message::Version version;
  message::Action action;
  message::Kind kind;
  bool tolerant;
};

/// Decodes in pieces, each in a block of its own, so that AddressSanitizer sees its end. False when
/// the text is not JSON.
bool decode(const Payload& payload, const std::string& text, std::size_t step, Arena& arena,
            const message::ElementSink* sink, message::Decoder& decoder) {
  json::Tokenizer tokenizer;
  tokenizer.reset();
  decoder.begin(payload.version, payload.action, payload.kind, arena, payload.tolerant, sink);
  for (std::size_t begin = 0; begin < text.size(); begin += step) {
    const std::vector<char> piece(
        text.begin() + static_cast<std::ptrdiff_t>(begin),
        text.begin() + static_cast<std::ptrdiff_t>(std::min(begin + step, text.size())));
    const char* at = piece.data();
    for (;;) {
      const json::Token token = tokenizer.next(at, piece.data() + piece.size());
      if (token == json::Token::none) break;
      decoder.token(token, tokenizer.chunk(), tokenizer.last());
      if (token == json::Token::error) return false;
    }
  }
  const json::Token last = tokenizer.finish();
  if (last != json::Token::none) decoder.token(last, tokenizer.chunk(), tokenizer.last());
  require(decoder.done(), "a complete text leaves the decoder waiting");
  return last != json::Token::error;
}

std::string encode(const Payload& payload, const void* decoded, Arena& arena, std::size_t room) {
  message::PathRoom path;
  const auto error =
      message::Encoder::check(payload.version, payload.action, payload.kind, decoded, path);
  require(error.violation == Violation::none, "the check refuses what was decoded");
  message::Encoder encoder;
  encoder.begin(payload.version, payload.action, payload.kind, decoded, arena);
  std::string text;
  std::vector<char> window(message::Encoder::kMinRoom + room);
  while (!encoder.done())
    text.append(window.data(), encoder.write(window.data(), window.size()));
  return text;
}

/// Takes so many elements and looks at each.
struct Taker {
  std::size_t left;

  static bool take(void* context, const void* element) {
    auto& taker = *static_cast<Taker*>(context);
    volatile unsigned char first = *static_cast<const unsigned char*>(element);
    (void)first;
    return taker.left-- > 0;
  }
};

bool equal(const message::DecodeError& a, const message::DecodeError& b) {
  return a.violation == b.violation && std::strcmp(a.text, b.text) == 0 &&
         std::strcmp(a.path ? a.path : "", b.path ? b.path : "") == 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kHeader) return 0;
  const Payload payload = {static_cast<message::Version>(data[0] % 3),
                           static_cast<message::Action>(data[1] % message::kActionCount),
                           static_cast<message::Kind>(data[2] & 1U), (data[2] & 2U) != 0};
  const bool streams = (data[2] & 4U) != 0;
  const std::size_t memory = data[3] < 128 ? data[3] * 8U : 65536;
  const std::size_t step = 1U + data[4];
  const std::string text(reinterpret_cast<const char*>(data) + kHeader, size - kHeader);

  std::vector<unsigned char> first_memory(memory);
  Arena first_arena({first_memory.data(), first_memory.size()});
  message::Decoder first;
  Taker taker{data[5] / 16U};
  const message::ElementSink sink = {static_cast<std::uint16_t>(data[5] % 16U), Taker::take,
                                     &taker};
  decode(payload, text, step, first_arena, streams ? &sink : nullptr, first);
  if (streams) return 0;

  std::vector<unsigned char> second_memory(memory);
  Arena second_arena({second_memory.data(), second_memory.size()});
  message::Decoder second;
  const bool is_json = decode(payload, text, text.size() + 1, second_arena, nullptr, second);
  // What is not JSON may break the schema before it breaks off, which depends on the pieces.
  if (is_json) require(equal(first.error(), second.error()), "the pieces change the verdict");
  require((first.payload() == nullptr) == (second.payload() == nullptr), "the pieces change it");
  if (!first.payload()) return 0;

  const std::string written = encode(payload, first.payload(), first_arena, data[4]);
  require(written == encode(payload, second.payload(), second_arena, 1000),
          "the windows change it");
  // What was written may need more memory than what came: dates are longer, for example.
  std::vector<unsigned char> third_memory(1U << 20);
  Arena third_arena({third_memory.data(), third_memory.size()});
  message::Decoder third;
  decode(payload, written, step, third_arena, nullptr, third);
  require(third.payload() != nullptr, "what was written is refused");
  require(written == encode(payload, third.payload(), third_arena, 0), "it is written differently");
  return 0;
}
