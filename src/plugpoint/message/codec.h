// The codec's public face: typed messages from JSON tokens and back, checked against the schemas.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/text.h"
#include "plugpoint/json/tokenizer.h"
#include "plugpoint/message/action.h"
#include "plugpoint/message/tables.h"

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

/// Where the path of an offending member is kept.
using PathRoom = char[80];

/// The first violation.
struct DecodeError {
  Violation violation = Violation::none;
  FlashText text;
  /// The offending member, for example `csChargingProfiles.chargingSchedule.duration`, cut to fit.
  /// Null without a violation. Lives as long as what found it, until its next message.
  const char* path = nullptr;
};

/// Takes the elements of one top-level array one by one while the message is decoded. An element
/// and what it points to is valid during the call only. Since the message may still turn out to be
/// invalid, the receiver must stage elements until the whole message was accepted.
struct ElementSink {
  std::uint16_t field =
      0;  ///< The array's field constant, for example `SendLocalListReq::kLocalAuthorizationList`.
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

/// How deep the objects of a payload nest at most, `customData` included.
#if PLUGPOINT_OCPP2X
constexpr std::size_t kMaxNesting = 9;
#else
constexpr std::size_t kMaxNesting = 4;
#endif

/// Words for a bit for each member of an object.
constexpr std::size_t kSeenWords = PLUGPOINT_OCPP2X ? 2 : 1;

struct Verdict;
struct Finding;

/// Builds one typed payload from tokens. The struct, its texts and arrays live in the arena.
///
/// Numbers: an integer may be written as `5`, `5.0` or `5e0` (they are the same JSON number);
/// beyond 32 bits (64 for 1.6 transaction ids) it is a property violation. Dates are read by
/// `parse_date_time`. `null` instead of the whole payload is the same as `{}` (OCPP-J 1.6 §4.2).
class Decoder {
 public:
  Decoder() : frames_{} {}
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// Starts a payload. `sink` may be null; it and `arena` must live until the decoder is done.
  /// `tolerant`: unknown members are skipped instead of refused. The streamed array is present and
  /// empty in the decoded struct.
  void begin(Version version, Action action, Kind kind, Arena& arena, bool tolerant,
             const ElementSink* sink = nullptr);
  /// Takes the next token of the payload's value; after a violation tokens are ignored until the
  /// value ends, so that the caller can find the end of the frame.
  void token(json::Token token, Text chunk, bool last);
  /// Whether the payload's value has ended.
  bool done() const { return mode_ == Mode::ended; }
  /// The decoded struct, once done; null after a violation.
  const void* payload() const { return done() && !failed() ? root_ : nullptr; }
  const DecodeError& error() const { return error_; }

 private:
  /// An object that is open.
  struct Frame {
    unsigned char* object;           ///< The struct; null when nothing is kept (customData).
    unsigned char* element;          ///< The latest element of the open array.
    Arena::Mark mark;                ///< The arena before the open array.
    std::uint32_t seen[kSeenWords];  ///< A bit for each field that came.
    std::uint32_t items;             ///< Complete elements of the open array.
    table::Struct structure;
    std::uint8_t current;  ///< The field whose key came last.
    std::uint8_t next;     ///< The field that is expected next.
    bool in_array;
    bool custom_seen;

    /// Its fields in the table.
    const std::uint32_t* fields() const { return table::kFields + 2 * structure.first(); }
  };
  enum class Mode : std::uint8_t { typed, raw, skip, drain, ended };

  static constexpr std::size_t kScratch = 64;

  bool failed() const { return error_.violation != Violation::none; }
  bool outside() const { return top_ == frames_; }
  void fail(Verdict verdict);
  void fail_at(Verdict verdict, Text member);
  void untyped(json::Token token, Text chunk, bool last);
  void key_piece(Text chunk, bool last);
  void key(Text name);
  bool find_field(Frame& frame, Text name);
  Frame& payload_frame() { return frames_[1]; }
  void unknown_member(Frame& frame, Text name);
  bool gather(Text chunk, bool last, Text& whole);
  void misfit(json::Token token, Text chunk = {}, bool last = true);
  bool begin_value();
  bool begin_element(Frame& frame);
  void end_value();
  void end_element(Frame& frame);
  void push(table::Struct structure, unsigned char* object);
  void open_payload();
  void open_object();
  void close_payload();
  void close_object();
  void open_array();
  void close_array();
  bool collect(Frame& frame, table::Run& run);
  void string(Text chunk, bool last);
  void text_piece(Text chunk, bool last);
  void enumeration(Text chunk, bool last);
  void date(Text chunk, bool last);
  void number(Text digits);
  void integer(Text digits);
  void boolean(json::Token token);
  void null();
  bool in_raw() const { return table::occurs(table::Type::any) && mode_ == Mode::raw; }
  void raw(json::Token token, Text chunk, bool last);
  void raw_string(Text chunk, bool last, char after);
  void raw_value(Text text);
  void raw_value(FlashText text);
  bool append(Text piece);
  bool append(FlashText text);

  Frame* top_ = frames_;           ///< The innermost open object.
  unsigned char* slot_ = nullptr;  ///< Where the current value goes.
  table::Field field_;             ///< The field of the current value.
  std::uint16_t open_ = 0;         ///< Open arrays and objects of the JSON text.
  std::uint16_t level_ = 0;        ///< At how many open ones the mode ends.
  Mode mode_ = Mode::ended;
  std::uint8_t next_ = 0;  ///< 1 for version 2.1.
  std::uint8_t scratch_size_ = 0;
  bool tolerant_ = false;
  bool streaming_ = false;
  bool in_text_ = false;
  bool comma_ = false;       ///< Raw text: a comma comes before the next value or key.
  std::uint32_t count_ = 0;  ///< Characters so far of a text that is not kept.
  Text text_;                ///< The text so far of the current value, in the arena.
  Arena* arena_ = nullptr;
  const ElementSink* sink_ = nullptr;
  void* root_ = nullptr;
  table::Struct structure_;  ///< The payload's.
  char scratch_[kScratch + 1] = {};
  DecodeError error_;
  union {
    Frame frames_[kMaxNesting + 1];  ///< The first stands for what is outside.
    PathRoom path_;                  ///< Of `error_`: after a violation no object is open any more.
  };
};

/// Writes one typed payload as JSON into a window that may be smaller than the message. Absent
/// members are left out, and so are those that the version does not have.
class Encoder {
 public:
  /// The smallest window.
  static constexpr std::size_t kMinRoom = 64;

  Encoder() : frames_{} {}
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  /// Checks the whole payload against the schema, but for the array that `source` will deliver. The
  /// first violation, whose path is written to `room`, or Violation::none.
  static DecodeError check(Version version, Action action, Kind kind, const void* payload,
                           PathRoom& room, const ElementSource* source = nullptr);

  /// Starts writing. `payload` and `source` must live until done. Scratch for streamed elements
  /// comes from `arena`.
  void begin(Version version, Action action, Kind kind, const void* payload, Arena& arena,
             const ElementSource* source = nullptr);
  /// Writes at most `room` (≥ kMinRoom) bytes; returns the count. Call until `done()`.
  std::size_t write(char* window, std::size_t room);
  /// Whether all is written, or writing failed: see `error()`.
  bool done() const { return done_; }
  /// A streamed element that breaks the schema ends the writing in mid-text: what was written must
  /// not be completed as a message.
  const DecodeError& error() const { return error_; }
  /// `check`, whose finding is `error()` until `begin`.
  const DecodeError& check_first(Version version, Action action, Kind kind, const void* payload,
                                 const ElementSource* source);

 private:
  struct Frame {
    const unsigned char* object;
    const unsigned char* element;  ///< The next element of the open array.
    std::size_t left;              ///< Elements of the open array that are still to be written.
    table::Struct structure;
    std::uint8_t field;  ///< The field to be written next, or being written.
    bool in_array;
    bool comma;
  };
  enum class State : std::uint8_t { member, value, text, raw };

  Frame& top() { return frames_[depth_ - 1]; }
  bool streamed(const Frame& frame) const;
  void fail(Verdict verdict);
  void push(table::Struct structure, const void* object);
  char* member(char* at);
  char* element(char* at, Frame& frame);
  char* begin_array(char* at, Frame& frame, const unsigned char* place);
  char* end_object(char* at);
  char* value(char* at);
  char* number(char* at, const unsigned char* place);
  char* text(char* at, const char* end);
  bool fetch();

  const ElementSource* source_ = nullptr;
  Arena* arena_ = nullptr;
  const unsigned char* place_ = nullptr;  ///< The value being written.
  unsigned char* element_ = nullptr;      ///< The streamed element in the arena; null at the end.
  Text rest_;                             ///< What remains of a text.
  table::Field field_;
  Arena::Mark mark_ = {};
  std::uint32_t items_ = 0;
  std::uint8_t depth_ = 0;
  std::uint8_t next_ = 0;
  State state_ = State::member;
  bool done_ = true;
  DecodeError error_;
  union {
    Frame frames_[kMaxNesting];
    PathRoom path_;  ///< Of `error_`: before the first object, and after a violation, none is open.
  };
};

}  // namespace plugpoint::message
