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

/// The requested names, copied since the request is gone while the answer is written; and those of
/// them that are unknown.
bool copy_names(const Variables& variables, Span<const Text> names, Arena& arena,
                Span<Text>& wanted, Span<Text>& unknown) {
  wanted = arena.make_array<Text>(names.size());
  if (wanted.absent()) return false;
  std::size_t unknown_count = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    wanted[i] = arena.copy(names[i]);
    if (wanted[i].absent()) return false;
    if (find_readable(variables, names[i]) == kNoVariable) ++unknown_count;
  }
  if (unknown_count == 0) return true;
  unknown = arena.make_array<Text>(unknown_count);
  std::size_t at = 0;
  for (const Text& name : wanted) {
    if (!unknown.absent() && find_readable(variables, name) == kNoVariable) unknown[at++] = name;
  }
  return !unknown.absent();
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
    Span<Text> wanted;
    Span<Text> unknown;
    if (!copy_names(variables, request.key, call.arena, wanted, unknown))
      return call.reply.error(rpc::ErrorCode::internal_error,
                              PLUGPOINT_REASON("too many keys for the send memory"));
    source.wanted = wanted;
    response->unknownKey = unknown;
    if (unknown.size() == wanted.size()) return;  // Nothing to list.
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
