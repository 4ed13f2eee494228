// The codec's public face: typed messages from JSON tokens and back, checked against the schemas.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"
#include "plugpoint/json/tokenizer.h"
#include "plugpoint/message/action.h"

namespace plugpoint::message {

enum class Version : std::uint8_t { ocpp16, ocpp201, ocpp21 };

/// Which payload of an action: what the caller sends or what it gets back.
enum class Kind : std::uint8_t { request, response };

/// Whether the version has a schema for this payload (compiled in).
bool has_schema(Version version, Action action, Kind kind);

/// Finds an action by its case-sensitive name among those of the version; Action::none if unknown.
Action find_action(Version version, Text name);
/// Copies the action's name to `into` (at least kMaxActionName bytes); returns its length.
constexpr std::size_t kMaxActionName = 48;
std::size_t copy_action_name(Action action, char* into);

/// How a payload broke its schema. `rpc` turns it into the error code of the version.
enum class Violation : std::uint8_t {
  none,
  format,      ///< Not JSON, or an unknown member (1.6 FormationViolation, 2.x FormatViolation).
  occurrence,  ///< A required member is missing, a member twice, an array too short or too long.
  type,        ///< The wrong JSON type (TypeConstraintViolation).
  property,    ///< Right type, bad value: length, enum, range, date (PropertyConstraintViolation).
  memory,      ///< The payload is valid so far but larger than the arena.
  refused,     ///< The receiver of streamed elements refused one.
};

/// The first violation, with the path of the offending member, for example
/// `csChargingProfiles.chargingSchedule.chargingSchedulePeriod[3].limit`, cut to fit.
struct DecodeError {
  Violation violation = Violation::none;
  const char* text = "";
  char path[96] = "";
};

/// Takes the elements of one top-level array one by one while the message is decoded. An element
/// and what it points to is valid during the call only. Since the message may still turn out to be
/// invalid, the receiver must stage elements until the whole message was accepted.
struct ElementSink {
  std::uint16_t field = 0;  ///< The array's field constant, for example `SendLocalListReq::kLocalAuthorizationList`.
  bool (*take)(void* context, const void* element) = nullptr;  ///< false: Violation::refused.
  void* context = nullptr;
};

/// Delivers the elements of one top-level array one by one while the message is encoded.
struct ElementSource {
  std::uint16_t field = 0;
  /// Fills the (value-initialised) element; what it points to may live in `arena` until the next
  /// call. False when there are no more.
  bool (*next)(void* context, Arena& arena, void* element) = nullptr;
  void* context = nullptr;
};

/// Builds one typed payload from tokens. The struct, its texts and arrays live in the arena.
class Decoder {
 public:
  /// Starts a payload. `sink` may be null; it and `arena` must live until the decoder is done.
  /// `tolerant`: unknown members are skipped instead of refused.
  void begin(Version version, Action action, Kind kind, Arena& arena, bool tolerant,
             const ElementSink* sink = nullptr);
  /// Takes the next token of the payload's value; after a violation tokens are ignored until the
  /// value ends, so that the caller can find the end of the frame.
  void token(json::Token token, Text chunk, bool last);
  /// Whether the payload's value has ended.
  bool done() const;
  /// The decoded struct, once done; null after a violation.
  const void* payload() const;
  const DecodeError& error() const;
};

/// Writes one typed payload as JSON into a window that may be smaller than the message.
class Encoder {
 public:
  /// Checks the whole payload (but not streamed elements) against the schema. The first violation
  /// and its path, or Violation::none.
  static DecodeError check(Version version, Action action, Kind kind, const void* payload);

  /// Starts writing. `payload` and `source` must live until done. Scratch for streamed elements
  /// comes from `arena`.
  void begin(Version version, Action action, Kind kind, const void* payload, Arena& arena,
             const ElementSource* source = nullptr);
  /// Writes at most `room` (≥ 64) bytes; returns the count. Call until `done()`.
  std::size_t write(char* window, std::size_t room);
  bool done() const;
};

}  // namespace plugpoint::message
