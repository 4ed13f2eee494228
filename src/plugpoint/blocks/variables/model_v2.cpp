#include "plugpoint/blocks/variables/model_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

const char kAvailabilityStates[] = "Available,Occupied,Reserved,Unavailable,Faulted";

using WireVariable = message::v2::VariableType;

namespace {

constexpr Text kAvailabilityState = "AvailabilityState";

bool same_instance(Text asked, FlashText own) {
  return own.is_ignoring_case(asked);
}

ModelItem find_availability(const Station& station, const ComponentType& component,
                            const WireVariable& variable) {
  using Kind = ModelItem::Kind;
  constexpr struct {
    Kind kind;
    Text name;
  } kComponents[] = {
      {Kind::station, "ChargingStation"}, {Kind::evse, "EVSE"}, {Kind::connector, "Connector"}};
  for (const auto& each : kComponents) {
    if (!equal_ignoring_case(component.name, each.name) || !component.instance.empty()) continue;
    const EVSEType* evse = component.evse;
    const bool has_evse = evse && station.has_evse(evse->id);
    const bool fits = each.kind == Kind::station ? !evse
                      : each.kind == Kind::evse  ? has_evse && !evse->connectorId
                                                 : has_evse && evse->connectorId.value_or(0) == 1;
    if (!fits) return {};
    const bool state =
        equal_ignoring_case(variable.name, kAvailabilityState) && variable.instance.empty();
    return {state ? each.kind : Kind::unknown_variable, kNoVariable,
            static_cast<EvseId>(has_evse ? evse->id : 0)};
  }
  return {};
}

Text state_of(const Station& station, EvseId evse) {
  const EvseBoard& board = station.board(evse);
  switch (board.status) {
    case EvseStatus::reserved:
      return "Reserved";
    case EvseStatus::unavailable:
      return "Unavailable";
    case EvseStatus::faulted:
      return "Faulted";
    default:
      return board.facts.plugged ? "Occupied" : "Available";
  }
}

}  // namespace

ModelItem ModelItem::find(const Station& station, const ComponentType& component,
                          const WireVariable& variable) {
  bool component_known = false;
  const Variables& variables = station.variables;
  for (VariableIndex i = 0; i < variables.count(); ++i) {
    const KeyRow row = variables.row(i);
    if (!variables.has(i) || row.component().empty() ||
        !row.component().is_ignoring_case(component.name))
      continue;
    if (component.evse || !component.instance.empty()) return {};
    component_known = true;
    if (row.variable().is_ignoring_case(variable.name) &&
        same_instance(variable.instance, row.instance()))
      return {Kind::row, i, 0};
  }
  if (component_known) return {Kind::unknown_variable, kNoVariable, 0};
  return find_availability(station, component, variable);
}

std::uint16_t ModelItem::count(const Station& station) {
  return static_cast<std::uint16_t>(station.variables.count() + 1 + 2 * station.evses());
}

ModelItem ModelItem::at(const Station& station, std::uint16_t number) {
  const VariableIndex rows = station.variables.count();
  if (number < rows) {
    const bool in_model =
        station.variables.has(number) && !station.variables.row(number).component().empty();
    return in_model ? ModelItem{Kind::row, number, 0} : ModelItem{};
  }
  const unsigned rest = number - rows;
  if (rest == 0) return {Kind::station, kNoVariable, 0};
  return {rest % 2 == 1 ? Kind::evse : Kind::connector, kNoVariable,
          static_cast<EvseId>((rest + 1) / 2)};
}

MutabilityEnumType ModelItem::mutability(const Station& station) const {
  if (availability()) return MutabilityEnumType::ReadOnly;
  const std::uint8_t flags = station.variables.row(index_).flags;
  if ((flags & KeyRow::kReadOnly) != 0) return MutabilityEnumType::ReadOnly;
  return (flags & KeyRow::kWriteOnly) != 0 ? MutabilityEnumType::WriteOnly
                                           : MutabilityEnumType::ReadWrite;
}

Text ModelItem::value(const Station& station, ValueRoom& room) const {
  return availability() ? state_of(station, evse_) : station.variables.value(index_, room);
}

}  // namespace plugpoint::v2
