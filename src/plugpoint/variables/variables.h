// The values of all variables: typed reading, checked writing, kept over restarts.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/measurand.h"
#include "plugpoint/port.h"
#include "plugpoint/store/record_log.h"
#include "plugpoint/variables/key.h"
#include "plugpoint/variables/numbers.h"
#include "plugpoint/variables/text_pool.h"

namespace plugpoint {

/// A key that the owner adds to the 1.6 configuration. The texts must outlive the ChargePoint.
struct CustomKey {
  Text name;   ///< At most 50 characters.
  Text value;  ///< At most 500 characters: the value until somebody writes another.
  bool readonly = false;
  bool needs_restart = false;  ///< A new value takes effect after a restart: RebootRequired.
};

/// A value that the owner gives a known key at start, in place of the table's default. What a
/// central system wrote before has precedence.
struct VariableDefault {
  Text name;  ///< The 1.6 name, or `Component.Variable` or `Component.Variable[Instance]`.
  Text value;
};

/// What came of a write.
enum class WriteResult : std::uint8_t {
  accepted,
  reboot_required,  ///< Stored; takes effect after a restart.
  read_only,
  invalid,     ///< Wrong type, out of range, too long, not supported.
  not_stored,  ///< The storage refused; the old value stays.
  unknown,     ///< The station has no such variable.
};

/// Identifies a variable: below Key::count_ a known one, above a custom one.
using VariableIndex = std::uint16_t;
constexpr VariableIndex kNoVariable = 0xFFFF;

class Variables {
 public:
  struct Setup {
    MutableBytes pool;               ///< Memory for texts that differ from their default.
    store::LogRoom* logs = nullptr;  ///< Outlives the variables.
    Span<const CustomKey> custom;
    /// Whether the meter can deliver this; decides which measurand lists are accepted.
    bool (*measures)(void* context, Measurand measurand, Phase phase) = nullptr;
    void* context = nullptr;
  };
  explicit Variables(const Setup& setup);

  /// Applies an owner's default, which is also what brings an optional key into being. Error:
  /// bad_argument with a text when the key is unknown or the value does not fit it.
  Error set_default(const VariableDefault& given);
  /// The same for a variable whose name is known; the value is trimmed.
  Error set_default(Key key, Text value) {
    return set_default(static_cast<VariableIndex>(key), value);
  }
  /// The station has not what this key is about: nobody sees it.
  void leave_out(Key key) { set_absent(static_cast<VariableIndex>(key), true); }
  /// It has: an optional key is there, with its default if it has no other value.
  void bring_in(Key key) { set_absent(static_cast<VariableIndex>(key), false); }
  /// Reads what was stored. Errors: as RecordLog::open.
  Error open();

  [[gnu::always_inline]] std::int32_t integer(Key key) const { return numbers_.get(key); }
  [[gnu::always_inline]] bool boolean(Key key) const { return integer(key) != 0; }
  /// An interval in milliseconds, of a variable in seconds.
  [[gnu::always_inline]] std::int64_t seconds_in_ms(Key key) const {
    return std::int64_t{1000} * integer(key);
  }
  /// A text; one that nobody changed is copied to `room`.
  Text text(Key key, ValueRoom& room) const;
  /// Whether a comma-separated list contains `item`.
  bool contains(Key key, FlashText item) const;

  /// Sets a value that the station itself decides (for example HeartbeatInterval from the boot
  /// answer): no access check, but type and range, and it is stored.
  WriteResult set(Key key, Text value) { return store(static_cast<VariableIndex>(key), value); }

  // By name and index, for the dialects ---------------------------------------------------------
  /// The most bytes that the stored values take, of records up to `record_bytes`.
  static constexpr std::uint32_t bound(std::uint32_t record_bytes) {
    return kCompactAbove + record_bytes;
  }
  std::size_t texts_used() const { return pool_.used(); }
  VariableIndex count() const {
    return static_cast<VariableIndex>(static_cast<std::size_t>(Key::count_) + custom_.size());
  }
  /// Whether the station has this variable; the others are as unknown.
  bool has(VariableIndex index) const;
  bool has(Key key) const { return has(static_cast<VariableIndex>(key)); }
  /// By 1.6 name, ignoring case (C02); kNoVariable when unknown.
  VariableIndex find(Text name16) const;
  /// By any of its names, as VariableDefault::name, ignoring case; kNoVariable when unknown.
  VariableIndex find_any(Text name) const;
  /// The row of a variable; a custom key appears as a string without texts.
  KeyRow row(VariableIndex index) const;
  /// The 1.6 name, copied to `arena` where it lies in flash; empty: not a key of 1.6.
  Text name16(VariableIndex index, Arena& arena) const;
  /// Whether it is a key of 1.6.
  bool has_name16(VariableIndex index) const;
  /// The value as text, which may be in `room`; valid until the next write.
  Text value(VariableIndex index, ValueRoom& room) const;
  /// A write from outside, with all checks. Durable when accepted (C04).
  WriteResult write(VariableIndex index, Text value);

 private:
  Error set_default(VariableIndex index, Text value);
  static constexpr std::uint8_t kValueRecord = 1;
  static constexpr std::uint32_t kCompactAbove = 4096;
  static constexpr VariableIndex kMaxVariables = 256;
  struct Compaction {
    const Variables* variables;
    std::uint8_t seen[kMaxVariables / 8];
  };
  void set_absent(VariableIndex index, bool absent);
  VariableIndex row_named(Text name16) const;
  VariableIndex any_row_named(Text name) const;
  static bool newest(void* context, const store::Record& record);
  WriteResult store(VariableIndex index, Text value);
  bool valid(const KeyRow& row, Text value, std::int32_t& number) const;
  /// How many items a list may have: its `…MaxLength` key says, if there is one.
  std::int32_t most_items(const KeyRow& list) const;
  bool valid_measurands(Text list, std::int32_t max) const;
  bool keep(VariableIndex index, const KeyRow& row, Text value, std::int32_t number);
  bool append(VariableIndex index, Text value);
  const CustomKey* custom(VariableIndex index) const;
  std::uint32_t stored_name(VariableIndex index) const;
  VariableIndex index_of_stored(std::uint32_t name) const;

  store::RecordLog log_;
  TextPool pool_;
  Span<const CustomKey> custom_;
  bool (*measures_)(void* context, Measurand measurand, Phase phase);
  void* context_;
  Numbers numbers_;
  std::uint8_t absent_[(static_cast<unsigned>(Key::count_) + 7) / 8] = {};
};

}  // namespace plugpoint
