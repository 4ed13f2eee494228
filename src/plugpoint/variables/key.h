// The names of the station's variables, from the one table in keys.def.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"
#include "plugpoint/config.h"

namespace plugpoint {

/// A configuration key (1.6) or device-model variable (2.x) that the library knows.
enum class Key : std::uint8_t {
#define PLUGPOINT_KEY(key, name16, component, variable, instance, type, min, max, unit, fallback, \
                      flags)                                                                      \
  key,
#include "plugpoint/variables/keys.def"
  count_,
#if !PLUGPOINT_OCPP2X
// What only 2.x reads has no row, and a name only for the code that is left out with 2.x.
#define PLUGPOINT_KEY(...)
#define PLUGPOINT_KEY_2X(key, ...) key,
#include "plugpoint/variables/keys.def"
#endif
};

enum class VariableType : std::uint8_t { boolean, integer, string, measurands, choices, rotation };

/// One row of the table. Its texts lie one behind the other, and are looked for when asked for.
struct KeyRow {
  static constexpr std::uint8_t kReadOnly = 1;
  static constexpr std::uint8_t kWriteOnly = 2;
  static constexpr std::uint8_t kReboot = 4;
  static constexpr std::uint8_t kOptional = 8;  ///< There only when the owner gives a value.

  FlashText name16;  ///< Empty: not a key of 1.6. The row's other texts follow it.
  std::int32_t min = 0;
  std::int32_t max = 0;
  VariableType type = VariableType::string;
  std::uint8_t flags = 0;

  /// The default value.
  FlashText fallback() const { return text(1); }
  /// For `choices`: the texts to choose from.
  FlashText unit() const { return text(2); }
  /// Empty: not a variable of 2.x, or 2.x is not compiled in.
  FlashText component() const { return name(3); }
  FlashText variable() const { return name(4); }
  /// Of the variable; empty: none.
  FlashText instance() const { return name(5); }

 private:
  FlashText text(std::size_t place) const {
    return name16.absent() ? FlashText() : name16.entry(place);
  }
  FlashText name(std::size_t place) const { return named_ ? text(place) : FlashText(); }

  friend KeyRow row_of(Key key);
  bool named_ = false;  ///< Whether the names of 2.x are kept.
};

/// The longest 1.6 name (§7.29).
constexpr std::size_t kMaxName16 = 50;

/// The longest default, in bytes.
constexpr std::size_t kMaxDefault = 128;

/// Room for a number, or for a default that is copied from flash.
struct ValueRoom {
  char text[kMaxDefault];
};

/// Reads one row of the table.
KeyRow row_of(Key key);

}  // namespace plugpoint
