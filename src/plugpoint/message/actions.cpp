#include "plugpoint/config.h"
#include "plugpoint/message/codec.h"

namespace plugpoint::message {

namespace {

bool compiled_in(Version version) {
  switch (version) {
    case Version::ocpp16:
      return PLUGPOINT_OCPP16 != 0;
    case Version::ocpp201:
      return PLUGPOINT_OCPP201 != 0;
    case Version::ocpp21:
      return PLUGPOINT_OCPP21 != 0;
  }
  return false;
}

}  // namespace

bool has_schema(Version version, Action action, Kind kind) {
  return compiled_in(version) && static_cast<std::size_t>(action) < kActionCount &&
         table::struct_of(static_cast<unsigned>(version), static_cast<unsigned>(action),
                          static_cast<unsigned>(kind)) != table::kNoStruct;
}

Action find_action(Version version, Text name) {
  const table::Sought sought(name);
  for (unsigned i = 1; i < kActionCount; ++i) {
    if (!sought.is(table::action_name(i))) continue;
    const auto action = static_cast<Action>(i);
    return has_schema(version, action, Kind::request) ? action : Action::none;
  }
  return Action::none;
}

std::size_t copy_action_name(Action action, char* into) {
  static_assert(table::kNameRoom <= kMaxActionName + 4, "room for whole words");
  if (static_cast<std::size_t>(action) >= kActionCount) return 0;
  char name[table::kNameRoom];
  const std::size_t length =
      table::copy_name(table::action_name(static_cast<unsigned>(action)), name);
  std::memcpy(into, name, length);
  return length;
}

}  // namespace plugpoint::message
