#include "plugpoint/blocks/variables/configuration_v16.h"

#include "plugpoint/blocks/variables/write.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

bool readable(const Variables& variables, VariableIndex index) {
  return variables.has(index) && variables.has_name16(index) &&
         (variables.row(index).flags & KeyRow::kWriteOnly) == 0;
}

bool fill(const Variables& variables, VariableIndex index, Arena& arena, KeyValue& element) {
  element.key = variables.name16(index, arena);
  element.readonly = (variables.row(index).flags & KeyRow::kReadOnly) != 0;
  auto* const room = arena.make<ValueRoom>();
  if (room) element.value = variables.value(index, *room);
  return room != nullptr;
}

VariableIndex find_readable(const Variables& variables, Text name) {
  const VariableIndex index = variables.find(name);
  return index != kNoVariable && readable(variables, index) ? index : kNoVariable;
}

bool next_key(void* context, Arena& arena, void* element) {
  auto& self = *static_cast<ConfigurationSource*>(context);
  auto& key_value = *static_cast<KeyValue*>(element);
  if (self.wanted.absent()) {
    while (self.next_index < self.variables->count()) {
      const VariableIndex index = self.next_index++;
      if (!readable(*self.variables, index)) continue;
      return fill(*self.variables, index, arena, key_value);
    }
    return false;
  }
  while (self.next_wanted < self.wanted.size()) {
    const VariableIndex index = find_readable(*self.variables, self.wanted[self.next_wanted++]);
    if (index == kNoVariable) continue;
    return fill(*self.variables, index, arena, key_value);
  }
  return false;
}

/// Those of the requested names that are unknown. They stay in the call's memory, which lives until
/// the answer is written. False when the arena is full.
bool list_unknown(const Variables& variables, Span<const Text> names, Arena& arena,
                  Span<const Text>& unknown) {
  std::size_t count = 0;
  for (const Text& name : names) {
    if (find_readable(variables, name) == kNoVariable) ++count;
  }
  if (count == 0) return true;
  const Span<Text> list = arena.make_array<Text>(count);
  if (list.absent()) return false;
  std::size_t at = 0;
  for (const Text& name : names) {
    if (find_readable(variables, name) == kNoVariable) list[at++] = name;
  }
  unknown = list;
  return true;
}

/// Whether the arena has room for one element of the answer: a list must not end early for want of
/// it.
bool has_element_room(Arena& arena) {
  const Arena::Mark mark = arena.mark();
  const bool fits =
      arena.make<KeyValue>() && arena.allocate(kMaxName16, 1) && arena.make<ValueRoom>();
  arena.rewind(mark);
  return fits;
}

}  // namespace

void get_configuration(Station& station, ConfigurationSource& source, Call& call) {
  const auto& request = call.as<GetConfigurationReq>();
  const Variables& variables = station.variables;
  // C03: the limit concerns what is asked for by name, never the full list.
  if (request.key.size() >
      static_cast<std::size_t>(variables.integer(Key::GetConfigurationMaxKeys)))
    return call.reply.error(rpc::ErrorCode::occurrence_constraint_violation,
                            PLUGPOINT_REASON("more keys than GetConfigurationMaxKeys"));
  auto* response = call.confirm<GetConfigurationConf>();
  if (!response) return;
  source = ConfigurationSource{};
  source.variables = &variables;
  if (!request.key.empty()) {
    const bool listed = list_unknown(variables, request.key, call.arena, response->unknownKey);
    if (listed && response->unknownKey.size() == request.key.size()) return;
    if (!listed || !has_element_room(call.arena))
      return call.reply.error(rpc::ErrorCode::internal_error,
                              PLUGPOINT_REASON("too many keys for the memory of messages"));
    source.wanted = request.key;
  }
  source.source = {GetConfigurationConf::kConfigurationKey, &next_key, &source};
  call.reply.elements = &source.source;
}

void change_configuration(Station& station, Call& call) {
  const auto& request = call.as<ChangeConfigurationReq>();
  const WriteResult result =
      write_variable(station, station.variables.find(request.key), request.value);
  ConfigurationStatus status = ConfigurationStatus::Rejected;
  if (result == WriteResult::unknown) status = ConfigurationStatus::NotSupported;
  if (result == WriteResult::accepted) status = ConfigurationStatus::Accepted;
  if (result == WriteResult::reboot_required) status = ConfigurationStatus::RebootRequired;
  call.confirm_status<ChangeConfigurationConf>(status);
}

}  // namespace plugpoint::v16
