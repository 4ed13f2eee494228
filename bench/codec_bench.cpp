// Decoding with validation, and encoding with validation, of four messages, beside two JSON
// libraries that validate nothing. usage: codec_bench PAYLOAD_FOLDER
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "measure.h"
#include "plugpoint/base/arena.h"
#include "plugpoint/json/tokenizer.h"
#include "plugpoint/message/codec.h"

namespace {

using plugpoint::message::Action;
using plugpoint::message::Kind;
using plugpoint::message::Version;

struct Message {
  const char* name;
  const char* file;
  Version version;
  Action action;
  Kind kind;
};

constexpr Message kMessages[] = {
    {"BootNotification", "BootNotification.conf.json", Version::ocpp16, Action::BootNotification,
     Kind::response},
    {"SetChargingProfile", "SetChargingProfile.req.json", Version::ocpp16,
     Action::SetChargingProfile, Kind::request},
    {"MeterValues", "MeterValues.req.json", Version::ocpp16, Action::MeterValues, Kind::request},
    {"TransactionEvent", "TransactionEvent.req.json", Version::ocpp201, Action::TransactionEvent,
     Kind::request},
};

std::string read_payload(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  std::string payload = text.str();
  while (!payload.empty() && payload.back() == '\n')
    payload.pop_back();
  bench::require(!payload.empty(), ("cannot read " + path).c_str());
  return payload;
}

/// Plugpoint's codec on one message, with all the memory that it takes.
class Codec {
 public:
  Codec(const Message& message, const std::string& text) : message_(message), text_(text) {}

  const void* decode() {
    arena_.reset();
    tokenizer_.reset();
    decoder_.begin(message_.version, message_.action, message_.kind, arena_, false);
    const char* at = text_.data();
    const char* const end = at + text_.size();
    for (;;) {
      const plugpoint::json::Token token = tokenizer_.next(at, end);
      if (token == plugpoint::json::Token::none || token == plugpoint::json::Token::error) break;
      decoder_.token(token, tokenizer_.chunk(), tokenizer_.last());
    }
    return decoder_.payload();
  }

  /// Returns the length of the text.
  std::size_t encode(const void* payload) {
    using plugpoint::message::Encoder;
    using plugpoint::message::Violation;
    plugpoint::message::PathRoom room;
    const auto verdict =
        Encoder::check(message_.version, message_.action, message_.kind, payload, room);
    if (verdict.violation != Violation::none) return 0;
    encoder_.begin(message_.version, message_.action, message_.kind, payload, scratch_);
    std::size_t length = 0;
    while (!encoder_.done()) {
      length += encoder_.write(window_, sizeof window_);
      bench::keep(window_);
    }
    return length;
  }

 private:
  const Message& message_;
  const std::string& text_;
  std::uint8_t memory_[8192];
  std::uint8_t scratch_memory_[256];
  char window_[512];
  plugpoint::Arena arena_{plugpoint::MutableBytes(memory_)};
  plugpoint::Arena scratch_{plugpoint::MutableBytes(scratch_memory_)};
  plugpoint::json::Tokenizer tokenizer_;
  plugpoint::message::Decoder decoder_;
  plugpoint::message::Encoder encoder_;
};

void bench_plugpoint(const Message& message, const std::string& text) {
  Codec codec(message, text);
  const void* payload = codec.decode();
  bench::require(payload != nullptr, "plugpoint refuses a payload");
  bench::require(codec.encode(payload) > text.size() / 2, "plugpoint does not write a payload");
  bench::measure(std::string("encode/") + message.name + "/plugpoint",
                 [&] { bench::keep(codec.encode(payload)); });
  bench::measure(std::string("decode/") + message.name + "/plugpoint",
                 [&] { bench::keep(codec.decode()); });
}

void bench_rapidjson(const Message& message, const std::string& text) {
  bench::measure(std::string("decode/") + message.name + "/rapidjson", [&] {
    rapidjson::Document document;
    document.Parse(text.data(), text.size());
    bench::keep(document);
  });
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  bench::require(!document.HasParseError(), "rapidjson refuses a payload");
  bench::measure(std::string("encode/") + message.name + "/rapidjson", [&] {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    document.Accept(writer);
    bench::keep(buffer);
  });
}

void bench_nlohmann(const Message& message, const std::string& text) {
  bench::measure(std::string("decode/") + message.name + "/nlohmann",
                 [&] { bench::keep(nlohmann::json::parse(text)); });
  const nlohmann::json document = nlohmann::json::parse(text);
  bench::measure(std::string("encode/") + message.name + "/nlohmann",
                 [&] { bench::keep(document.dump()); });
}

}  // namespace

int main(int argc, char** argv) {
  bench::require(argc == 2, "usage: codec_bench PAYLOAD_FOLDER");
  for (const Message& message : kMessages) {
    const std::string text = read_payload(std::string(argv[1]) + "/" + message.file);
    bench_plugpoint(message, text);
    bench_rapidjson(message, text);
    bench_nlohmann(message, text);
  }
}
