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
#undef PLUGPOINT_KEY
  count_,
};

enum class VariableType : std::uint8_t { boolean, integer, string, measurands, choices, rotation };

/// One row of the table.
struct KeyRow {
  static constexpr std::uint8_t kReadOnly = 1;
  static constexpr std::uint8_t kWriteOnly = 2;
  static constexpr std::uint8_t kReboot = 4;
  static constexpr std::uint8_t kOptional = 8;  ///< There only when the owner gives a value.

  FlashText name16;     ///< Empty: not a key of 1.6.
  FlashText component;  ///< Empty: not a variable of 2.x, or 2.x is not compiled in.
  FlashText variable;
  FlashText instance;  ///< Of the variable; empty: none.
  VariableType type = VariableType::string;
  std::int32_t min = 0;
  std::int32_t max = 0;
  FlashText unit;      ///< For `choices`: the texts to choose from.
  FlashText fallback;  ///< The default value.
  std::uint8_t flags = 0;
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
