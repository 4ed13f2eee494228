// Holds the codec against instances and mutations of the official schemas that an independent
// validator judged: reads the lines of generate.mjs from standard input.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "plugpoint/base/time.h"
#include "plugpoint/message/codec.h"

namespace {

using namespace plugpoint;
using message::Violation;
using Document = nlohmann::json;

/// What is to be said about a case, and where it differs from the schema's verdict, why.
struct Case {
  const char* name;
  Violation violation;  ///< Of a payload that breaks the schema in this way.
  enum { by_schema, always_accepted, always_refused } verdict = by_schema;
  const char* why = "";
};

constexpr Case kCases[] = {
    {"valid", Violation::none},
    {"missing", Violation::occurrence},
    {"extra", Violation::format},
    {"open_extra", Violation::none},
    {"type", Violation::type},
    {"null", Violation::type},
    {"payload_type", Violation::type},
    {"payload_null", Violation::occurrence},  // R02: the same as {}
    {"long", Violation::property},
    {"wide_at_limit", Violation::none},
    {"wide_long", Violation::property},
    {"enum", Violation::property},
    {"range", Violation::property},
    {"integer_spelling", Violation::property},  // where 5, 10 … are out of range
    {"fraction", Violation::type},
    {"int32", Violation::property, Case::always_refused,
     "2.x part 2 §2.1.4: an integer has 32 bits; 1.6 and the schemas give no limit (R11)"},
    {"int64", Violation::none},
    {"beyond_int64", Violation::property, Case::always_refused,
     "a transaction id beyond 64 bits cannot be kept, and JSON numbers of that size lose digits"},
    {"tenth", Violation::property},
    {"duplicate", Violation::occurrence, Case::always_refused,
     "RFC 8259 §4: names should be unique; a validator sees only the last of them"},
    {"few", Violation::occurrence},
    {"many", Violation::occurrence},
    {"date", Violation::property},
    {"date_lenient", Violation::none, Case::always_accepted,
     "1.6 §3.15 and errata 3.10 take ISO 8601, of which the schema's date-time (RFC 3339) is a "
     "part"},
    {"date_zone", Violation::property, Case::always_refused,
     "no zone is a day or more away; the validator does not check the offset"},
    {"uri", Violation::none, Case::always_accepted,
     "1.6 §6.25 and §6.55: whoever uploads or fetches judges the location, with a status for it"},
};

const Case* find_case(const std::string& name) {
  for (const Case& known : kCases) {
    if (name == known.name) return &known;
  }
  return nullptr;
}

/// One line of the input.
struct Line {
  message::Version version{};
  message::Action action{};
  message::Kind kind{};
  std::string name;
  bool valid = false;
  std::string payload;
};

bool parse(const std::string& text, Line& line) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (int i = 0; i < 5; ++i) {
    const std::size_t tab = text.find('\t', at);
    if (tab == std::string::npos) return false;
    parts.push_back(text.substr(at, tab - at));
    at = tab + 1;
  }
  line.version = parts[0] == "ocpp16"    ? message::Version::ocpp16
                 : parts[0] == "ocpp201" ? message::Version::ocpp201
                                         : message::Version::ocpp21;
  line.action = message::find_action(line.version, {parts[1].data(), parts[1].size()});
  line.kind = parts[2] == "request" ? message::Kind::request : message::Kind::response;
  line.name = parts[3];
  line.valid = parts[4] == "1";
  line.payload = text.substr(at);
  return line.action != message::Action::none;
}

/// A decoder with its memory.
class Decoded {
 public:
  explicit Decoded(std::size_t size) : memory_(size) {}

  /// Decodes in pieces of random sizes up to `most`.
  void decode(const Line& line, const std::string& text, std::mt19937& random, std::size_t most) {
    arena = Arena({memory_.data(), memory_.size()});
    decoder.begin(line.version, line.action, line.kind, arena, false);
    tokenizer_.reset();
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t size = most < text.size() ? 1 + random() % most : text.size();
      if (size > text.size() - at) size = text.size() - at;
      // A copy of its own size: reading past the piece is seen by a sanitizer.
      piece_.assign(text.data() + at, text.data() + at + size);
      feed(piece_.data(), piece_.data() + piece_.size());
      at += size;
    }
    const json::Token last = tokenizer_.finish();
    if (last != json::Token::none) decoder.token(last, tokenizer_.chunk(), tokenizer_.last());
  }

  message::Decoder decoder;
  Arena arena;

 private:
  void feed(const char* at, const char* end) {
    for (;;) {
      const json::Token token = tokenizer_.next(at, end);
      if (token == json::Token::none) return;
      decoder.token(token, tokenizer_.chunk(), tokenizer_.last());
      if (token == json::Token::error) return;
    }
  }

  std::vector<unsigned char> memory_;
  std::vector<char> piece_;
  plugpoint::json::Tokenizer tokenizer_;
};

std::string encode(const Line& line, const void* payload, Arena& arena, std::mt19937& random) {
  message::Encoder encoder;
  encoder.begin(line.version, line.action, line.kind, payload, arena);
  std::string text;
  std::vector<char> window;
  while (!encoder.done()) {
    window.resize(message::Encoder::kMinRoom + random() % 200);
    text.append(window.data(), encoder.write(window.data(), window.size()));
  }
  return text;
}

bool same_date(const std::string& a, const std::string& b) {
  DateTime first;
  DateTime second;
  return parse_date_time({a.data(), a.size()}, first) &&
         parse_date_time({b.data(), b.size()}, second) && first == second;
}

/// Whether what was written says the same as what came: numbers by value, dates by instant, without
/// the members that are not kept.
bool same(const Document& came, const Document& written) {
  if (came.is_object() && written.is_object()) {
    std::size_t kept = 0;
    for (const auto& [key, value] : came.items()) {
      const auto other = written.find(key);
      if (other == written.end() && key == "customData") continue;
      if (other == written.end() || !same(value, *other)) return false;
      ++kept;
    }
    return kept == written.size();
  }
  if (came.is_array() && written.is_array()) {
    if (came.size() != written.size()) return false;
    for (std::size_t i = 0; i < came.size(); ++i) {
      if (!same(came[i], written[i])) return false;
    }
    return true;
  }
  if (came.is_number() && written.is_number()) return came.get<double>() == written.get<double>();
  if (came == written) return true;
  return came.is_string() && written.is_string() &&
         same_date(came.get<std::string>(), written.get<std::string>());
}

class Proof {
 public:
  /// Empty when all is well, else what is wrong.
  std::string examine(const std::string& text) {
    Line line;
    if (!parse(text, line)) return "cannot read the line";
    const Case* const known = find_case(line.name);
    if (!known) return "unknown case";
    ++counts_[line.name];
    ++schemas_[{static_cast<int>(line.version), static_cast<int>(line.action),
                static_cast<int>(line.kind)}][line.name == "valid" ? 0 : 1];
    const bool accept =
        known->verdict == Case::by_schema ? line.valid : known->verdict == Case::always_accepted;
    whole_.decode(line, line.payload, random_, line.payload.size());
    std::string wrong = judge(*known, accept);
    if (wrong.empty()) wrong = compare_cut(line);
    if (wrong.empty() && accept) wrong = round_trip(line);
    return wrong;
  }

  void report() const {
    std::size_t total = 0;
    for (const auto& [name, count] : counts_) {
      std::printf("%-16s %8zu", name.c_str(), count);
      const Case* const known = find_case(name);
      if (known && known->verdict != Case::by_schema)
        std::printf("  %s: %s", known->verdict == Case::always_refused ? "refused" : "accepted",
                    known->why);
      std::printf("\n");
      total += count;
    }
    std::printf("%zu schemas, %zu payloads, of which %zu mutations\n", schemas_.size(), total,
                total - (counts_.count("valid") ? counts_.at("valid") : 0));
  }

  /// The fewest instances (0) or mutations (1) that a schema had.
  std::size_t fewest(int which) const {
    std::size_t least = SIZE_MAX;
    for (const auto& [schema, counts] : schemas_) {
      const auto found = counts.find(which);
      least = std::min(least, found == counts.end() ? 0 : found->second);
    }
    return least;
  }
  std::size_t schemas() const { return schemas_.size(); }

 private:
  std::string judge(const Case& known, bool accept) const {
    const message::DecodeError& error = whole_.decoder.error();
    if (!whole_.decoder.done()) return "not done at the end of the text";
    if (accept == (whole_.decoder.payload() != nullptr)) {
      if (accept || error.violation == known.violation) return {};
      return std::string("refused for another reason: ") + error.text.c_str() + " at " + error.path;
    }
    if (accept) return std::string("refused: ") + error.text.c_str() + " at " + error.path;
    return "accepted";
  }

  /// Frame boundaries must not matter: not for the verdict, and not for its path.
  std::string compare_cut(const Line& line) {
    const std::size_t most = random_() % 4 == 0 ? 1 : 1 + random_() % 40;
    cut_.decode(line, line.payload, random_, most);
    const message::DecodeError& a = whole_.decoder.error();
    const message::DecodeError& b = cut_.decoder.error();
    if (a.violation != b.violation || std::strcmp(a.text, b.text) != 0 ||
        (a.path && std::strcmp(a.path, b.path) != 0) || !cut_.decoder.done())
      return std::string("cut in pieces: ") + b.text.c_str() + " at " + b.path;
    return {};
  }

  std::string round_trip(const Line& line) {
    const void* const payload = cut_.decoder.payload();
    message::PathRoom room;
    const message::DecodeError error =
        message::Encoder::check(line.version, line.action, line.kind, payload, room);
    if (error.violation != Violation::none)
      return std::string("check: ") + error.text.c_str() + " at " + error.path;
    const std::string written = encode(line, payload, cut_.arena, random_);
    const Document came = Document::parse(line.name == "payload_null" ? "{}" : line.payload);
    if (!same(came, Document::parse(written))) return "written otherwise: " + written;
    whole_.decode(line, written, random_, 1 + random_() % 60);
    if (!whole_.decoder.payload()) return "what was written is refused: " + written;
    if (encode(line, whole_.decoder.payload(), whole_.arena, random_) != written)
      return "written differently a second time: " + written;
    return {};
  }

  struct Schema {
    int version, action, kind;
    bool operator<(const Schema& other) const {
      return std::tie(version, action, kind) < std::tie(other.version, other.action, other.kind);
    }
  };

  std::mt19937 random_{20250601};
  Decoded whole_{8U << 20};
  Decoded cut_{8U << 20};
  std::map<std::string, std::size_t> counts_;
  std::map<Schema, std::map<int, std::size_t>> schemas_;
};

}  // namespace

/// Usage: codec_proof SCHEMAS INSTANCES MUTATIONS: fails when the input has less than that.
int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::ios::sync_with_stdio(false);
  Proof proof;
  std::string text;
  int failures = 0;
  while (std::getline(std::cin, text)) {
    const std::string wrong = proof.examine(text);
    if (wrong.empty() || ++failures > 20) continue;
    std::printf("%s\n  %s\n", wrong.substr(0, 2000).c_str(), text.substr(0, 2000).c_str());
  }
  proof.report();
  const auto wanted = [&](int i) { return static_cast<std::size_t>(std::atol(argv[i])); };
  if (proof.schemas() != wanted(1) || proof.fewest(0) < wanted(2) || proof.fewest(1) < wanted(3)) {
    std::printf("the input is incomplete\n");
    return 1;
  }
  return failures == 0 ? 0 : 1;
}
