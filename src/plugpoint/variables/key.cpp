#include "plugpoint/variables/key.h"

namespace plugpoint {

namespace {

struct StoredRow {
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

constexpr StoredRow kRows[] = {
#define PLUGPOINT_KEY(key, name16, component, variable, instance, type, min, max, unit, fallback, \
                      flags)                                                                      \
  {name16, component, variable, instance, unit, fallback, min, max, VariableType::type, flags},
#include "plugpoint/variables/keys.def"
#undef PLUGPOINT_KEY
};

}  // namespace

KeyRow row_of(Key key) {
  const StoredRow& row = kRows[static_cast<unsigned>(key)];
  return {row.name16, row.component, row.variable, row.instance, row.type,
          row.min,    row.max,       row.unit,     row.fallback, row.flags};
}

}  // namespace plugpoint
