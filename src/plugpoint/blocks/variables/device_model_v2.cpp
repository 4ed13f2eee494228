#include "plugpoint/blocks/variables/device_model_v2.h"

#include "plugpoint/blocks/variables/model_v2.h"
#include "plugpoint/blocks/variables/write.h"

// The keys that are read here have rows with 2.x only.
#if PLUGPOINT_OCPP2X

namespace plugpoint::v2 {

using namespace message::v2;
using WireVariable = message::v2::VariableType;

namespace {

constexpr StatusInfoType kReadOnly{"ReadOnly", {}};
constexpr StatusInfoType kWriteOnly{"WriteOnly", {}};
constexpr StatusInfoType kInvalidValue{"InvalidValue", {}};
constexpr StatusInfoType kOutOfStorage{"OutOfStorage", {}};

/// The text for an answer: where a request spells a name as the table does, the table's, which
/// needs no memory; else a copy, since the request is gone while the answer is written.
Text echo(Text asked, FlashText own, Arena& arena) {
  const bool same = !asked.absent() && !own.absent() && own.is(asked);
  return same ? arena.copy(own) : arena.copy(asked);
}

/// Names the component and variable of an answer as the request did (B05.FR.02, B06.FR.02).
bool echo(const Station& station, const ModelItem& item, const ComponentType& component,
          const WireVariable& variable, Arena& arena, ComponentType& to_component,
          WireVariable& to_variable) {
  const KeyRow row =
      item.kind() == ModelItem::Kind::row ? station.variables.row(item.index()) : KeyRow{};
  to_component.name = echo(component.name, row.component(), arena);
  to_component.instance = arena.copy(component.instance);
  to_variable.name = echo(variable.name, row.variable(), arena);
  to_variable.instance = echo(variable.instance, row.instance(), arena);
  if (component.evse) {
    auto* evse = arena.make<EVSEType>();
    if (!evse) return false;
    *evse = *component.evse;
    to_component.evse = evse;
  }
  return to_component.name.absent() == component.name.absent() &&
         to_component.instance.absent() == component.instance.absent() &&
         to_variable.name.absent() == variable.name.absent() &&
         to_variable.instance.absent() == variable.instance.absent();
}

GetVariableStatusEnumType unknown_status(const ModelItem& item) {
  return item.kind() == ModelItem::Kind::unknown_variable
             ? GetVariableStatusEnumType::UnknownVariable
             : GetVariableStatusEnumType::UnknownComponent;
}

bool get_one(const Station& station, const GetVariableDataType& asked, Arena& arena,
             GetVariableResultType& result) {
  const ModelItem item = ModelItem::find(station, asked.component, asked.variable);
  if (!echo(station, item, asked.component, asked.variable, arena, result.component,
            result.variable))
    return false;
  // B06.FR.11: what is not said is Actual.
  const bool actual = asked.attributeType == AttributeEnumType::unset ||
                      asked.attributeType == AttributeEnumType::Actual;
  result.attributeType = actual ? AttributeEnumType::Actual : asked.attributeType;
  if (!item.known()) {
    result.attributeStatus = unknown_status(item);
  } else if (!actual) {
    result.attributeStatus = GetVariableStatusEnumType::NotSupportedAttributeType;
  } else if (item.mutability(station) == MutabilityEnumType::WriteOnly) {
    result.attributeStatus = GetVariableStatusEnumType::Rejected;  // B06.FR.09
    result.attributeStatusInfo = &kWriteOnly;
  } else {
    result.attributeStatus = GetVariableStatusEnumType::Accepted;
    ValueRoom room;
    const Text value = item.value(station, room);
    result.attributeValue = value.data() == room.text ? arena.copy(value) : value;
    return !result.attributeValue.absent();
  }
  return true;
}

void write(Station& station, VariableIndex index, Text value, SetVariableResultType& result) {
  switch (write_variable(station, index, value)) {
    case WriteResult::accepted:
      result.attributeStatus = SetVariableStatusEnumType::Accepted;
      return;
    case WriteResult::reboot_required:
      result.attributeStatus = SetVariableStatusEnumType::RebootRequired;
      return;
    case WriteResult::read_only:
      result.attributeStatusInfo = &kReadOnly;
      break;
    case WriteResult::invalid:
      result.attributeStatusInfo = &kInvalidValue;
      break;
    case WriteResult::not_stored:
      result.attributeStatusInfo = &kOutOfStorage;
      break;
    case WriteResult::unknown:
      break;
  }
  result.attributeStatus = SetVariableStatusEnumType::Rejected;
}

SetVariableStatusEnumType set_status(GetVariableStatusEnumType status) {
  return status == GetVariableStatusEnumType::UnknownVariable
             ? SetVariableStatusEnumType::UnknownVariable
             : SetVariableStatusEnumType::UnknownComponent;
}

/// Everything of an answer that can fail for want of memory; nothing is written before all of it
/// is there.
bool prepare_set(const Station& station, const SetVariableDataType& asked, Arena& arena,
                 SetVariableResultType& result) {
  const ModelItem item = ModelItem::find(station, asked.component, asked.variable);
  const bool actual = asked.attributeType == AttributeEnumType::unset;
  result.attributeType = actual ? AttributeEnumType::Actual : asked.attributeType;
  return echo(station, item, asked.component, asked.variable, arena, result.component,
              result.variable);
}

void set_one(Station& station, const SetVariableDataType& asked, SetVariableResultType& result) {
  const ModelItem item = ModelItem::find(station, asked.component, asked.variable);
  if (!item.known()) {
    result.attributeStatus = set_status(unknown_status(item));
  } else if (result.attributeType != AttributeEnumType::Actual) {
    result.attributeStatus = SetVariableStatusEnumType::NotSupportedAttributeType;
  } else if (item.availability()) {
    result.attributeStatus = SetVariableStatusEnumType::Rejected;
    result.attributeStatusInfo = &kReadOnly;
  } else {
    write(station, item.index(), asked.attributeValue, result);
  }
}

/// V11: B05.FR.11, B06.FR.16.
bool too_many(const Station& station, std::size_t items, Key limit, Call& call) {
  if (items <= static_cast<std::size_t>(station.variables.integer(limit))) return false;
  call.reply.error(rpc::ErrorCode::occurrence_constraint_violation,
                   PLUGPOINT_REASON("more items than ItemsPerMessage"));
  return true;
}

void no_room(Call& call) {
  call.reply.error(rpc::ErrorCode::internal_error,
                   PLUGPOINT_REASON("the answer does not fit the send memory"));
}

}  // namespace

void get_variables(Station& station, Call& call) {
  const auto& asked = call.as<GetVariablesRequest>().getVariableData;
  if (too_many(station, asked.size(), Key::ItemsPerMessageGetVariables, call)) return;
  auto* response = call.confirm<GetVariablesResponse>();
  if (!response) return;
  const auto results = call.arena.make_array<GetVariableResultType>(asked.size());
  if (results.absent()) return no_room(call);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!get_one(station, asked[i], call.arena, results[i])) return no_room(call);
  }
  response->getVariableResult = results;
}

void set_variables(Station& station, Call& call) {
  const auto& asked = call.as<SetVariablesRequest>().setVariableData;
  if (too_many(station, asked.size(), Key::ItemsPerMessageSetVariables, call)) return;
  auto* response = call.confirm<SetVariablesResponse>();
  if (!response) return;
  const auto results = call.arena.make_array<SetVariableResultType>(asked.size());
  if (results.absent()) return no_room(call);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!prepare_set(station, asked[i], call.arena, results[i])) return no_room(call);
  }
  for (std::size_t i = 0; i < asked.size(); ++i)
    set_one(station, asked[i], results[i]);
  response->setVariableResult = results;
}

}  // namespace plugpoint::v2

#endif
