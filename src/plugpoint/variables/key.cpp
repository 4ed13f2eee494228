#include "plugpoint/variables/key.h"

namespace plugpoint {

void row_does_not_fit();  // Not constexpr: calling it stops the compiler.

namespace {

struct GivenRow {
  const char* name16;
  const char* component;
  const char* variable;
  const char* instance;
  const char* unit;
  const char* fallback;
  std::int32_t min;
  std::int32_t max;
  VariableType type;
  std::uint8_t flags;
};

constexpr std::uint8_t kReadOnly = KeyRow::kReadOnly;
constexpr std::uint8_t kOptional = KeyRow::kOptional;

// Only the compiler reads this one; the program has the packed form.
constexpr GivenRow kGiven[] = {
#define PLUGPOINT_KEY(key, name16, component, variable, instance, type, min, max, unit, fallback, \
                      flags)                                                                      \
  {name16, component, variable, instance, unit, fallback, min, max, VariableType::type, flags},
#include "plugpoint/variables/keys.def"
};

constexpr std::size_t kCount = static_cast<std::size_t>(Key::count_);

/// Whether the names of 2.x are kept: 1.6 alone needs them only where it has no name of its own.
constexpr bool keeps_names(const GivenRow& row) {
  return (PLUGPOINT_OCPP2X || row.name16[0] == '\0') && row.component[0] != '\0';
}
constexpr bool keeps_unit(const GivenRow& row) {
  return PLUGPOINT_OCPP2X || row.type == VariableType::choices;
}

// A row's numbers in one word: maximum 22 bits, minimum 2, type 3, flags 4, whether it has names.
constexpr unsigned kMinAt = 22;
constexpr unsigned kTypeAt = 24;
constexpr unsigned kFlagsAt = 27;
constexpr std::uint32_t kNamed = 1U << 31;

constexpr std::uint32_t pack(const GivenRow& row) {
  if (row.min < 0 || row.min > 3 || row.max < 0 || row.max >= 1 << kMinAt || row.flags > 15)
    row_does_not_fit();
  return static_cast<std::uint32_t>(row.max) | static_cast<std::uint32_t>(row.min) << kMinAt |
         static_cast<std::uint32_t>(row.type) << kTypeAt |
         static_cast<std::uint32_t>(row.flags) << kFlagsAt | (keeps_names(row) ? kNamed : 0U);
}

/// The texts of all rows, each with its terminator: the 1.6 name, default, unit, and where kept
/// component, variable and instance. With `into` null they are only counted.
struct Writer {
  char* into;
  std::size_t size = 0;

  constexpr void put(const char* text, bool kept = true) {
    while (kept && *text != '\0')
      put_char(*text++);
    put_char('\0');
  }
  constexpr void put(const GivenRow& row) {
    put(row.name16);
    put(row.fallback);
    put(row.unit, keeps_unit(row));
    if (!keeps_names(row)) return;
    put(row.component);
    put(row.variable);
    put(row.instance);
  }
  constexpr void put_char(char c) {
    if (into) into[size] = c;
    ++size;
  }
};

constexpr std::size_t texts_size() {
  Writer writer{nullptr};
  for (const GivenRow& row : kGiven)
    writer.put(row);
  return writer.size;
}

struct Table {
  std::uint32_t words[kCount] = {};
  std::uint32_t places[(kCount + 1) / 2] = {};  ///< Of a row's first text, two a word.
  char texts[texts_size()] = {};
};

constexpr Table make_table() {
  Table table;
  Writer writer{table.texts};
  for (std::size_t i = 0; i < kCount; ++i) {
    table.words[i] = pack(kGiven[i]);
    table.places[i / 2] |= static_cast<std::uint32_t>(writer.size) << (16 * (i % 2));
    writer.put(kGiven[i]);
  }
  return table;
}

constexpr std::size_t length_of(const char* text) {
  std::size_t length = 0;
  while (text[length] != '\0')
    ++length;
  return length;
}
constexpr bool defaults_fit() {
  for (const GivenRow& row : kGiven) {
    if (length_of(row.fallback) > kMaxDefault || length_of(row.name16) > kMaxName16) return false;
  }
  return true;
}
static_assert(defaults_fit(), "a default or name is too long");

PLUGPOINT_FLASH constexpr Table kTable = make_table();

}  // namespace

KeyRow row_of(Key key) {
  const auto index = static_cast<unsigned>(key);
  const std::uint32_t word = flash_word(kTable.words + index);
  const std::uint32_t place = flash_word(kTable.places + index / 2) >> (16 * (index % 2)) & 0xFFFFU;
  KeyRow row;
  row.type = static_cast<VariableType>(word >> kTypeAt & 7U);
  row.min = static_cast<std::int32_t>(word >> kMinAt & 3U);
  row.max = static_cast<std::int32_t>(word & ((1U << kMinAt) - 1));
  row.flags = static_cast<std::uint8_t>(word >> kFlagsAt & 15U);
  row.name16 = FlashText(kTable.texts + place);
  row.named_ = (word & kNamed) != 0;
  return row;
}

}  // namespace plugpoint
