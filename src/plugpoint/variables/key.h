// The names of the station's variables, from the one table in keys.def.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"
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

/// One row of the table. All texts are static.
struct KeyRow {
  static constexpr std::uint8_t kReadOnly = 1;
  static constexpr std::uint8_t kWriteOnly = 2;
  static constexpr std::uint8_t kReboot = 4;
  static constexpr std::uint8_t kOptional = 8;  ///< There only when the owner gives a value.

  Text name16;     ///< Empty: not a key of 1.6.
  Text component;  ///< Empty: not a variable of 2.x.
  Text variable;
  Text instance;  ///< Of the variable; empty: none.
  VariableType type = VariableType::string;
  std::int32_t min = 0;
  std::int32_t max = 0;
  Text unit;      ///< For `choices`: the texts to choose from.
  Text fallback;  ///< The default value.
  std::uint8_t flags = 0;
};

/// Reads one row of the table.
KeyRow row_of(Key key);

}  // namespace plugpoint
