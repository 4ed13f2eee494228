// GetBaseReport and the pieces of its report.
#include "plugpoint/blocks/variables/device_model_v2.h"
#include "plugpoint/blocks/variables/model_v2.h"

// The keys that are read here have rows with 2.x only.
#if PLUGPOINT_OCPP2X

namespace plugpoint::v2 {

using namespace message::v2;
using message::Action;

namespace {

BaseReport::Kind kind_of(ReportBaseEnumType base) {
  switch (base) {
    case ReportBaseEnumType::ConfigurationInventory:
      return BaseReport::Kind::configuration;
    case ReportBaseEnumType::FullInventory:
      return BaseReport::Kind::full;
    case ReportBaseEnumType::SummaryInventory:
      return BaseReport::Kind::summary;
    default:
      return BaseReport::Kind::none;
  }
}

/// Whether the item is part of the report (B07.FR.07 to FR.09).
bool belongs(const BaseReport& report, const ModelItem& item) {
  switch (report.kind) {
    case BaseReport::Kind::configuration:
      return item.known() && item.mutability(*report.station) != MutabilityEnumType::ReadOnly;
    case BaseReport::Kind::summary:
      return item.availability();
    default:
      return item.known();
  }
}

/// Moves `number` to the first item from there on that belongs to the report; false at the end.
bool find_next(const BaseReport& report, std::uint16_t& number, ModelItem& item) {
  for (; number < ModelItem::count(*report.station); ++number) {
    item = ModelItem::at(*report.station, number);
    if (belongs(report, item)) return true;
  }
  return false;
}

// In the order of plugpoint::VariableType.
constexpr DataEnumType kTypes[] = {DataEnumType::boolean,    DataEnumType::integer,
                                   DataEnumType::string,     DataEnumType::MemberList,
                                   DataEnumType::MemberList, DataEnumType::SequenceList};

void describe(const KeyRow& row, Arena& arena, ReportDataType& data,
              VariableCharacteristicsType& characteristics) {
  data.component.name = arena.copy(row.component());
  data.variable.name = arena.copy(row.variable());
  if (!row.instance().empty()) data.variable.instance = arena.copy(row.instance());
  characteristics.dataType = kTypes[static_cast<unsigned>(row.type)];
  if (row.type == plugpoint::VariableType::choices) {
    characteristics.valuesList = arena.copy(row.unit());
  } else if (!row.unit().empty()) {
    characteristics.unit = arena.copy(row.unit());
  }
  if (row.type == plugpoint::VariableType::integer) {
    characteristics.minLimit = Decimal::of(row.min);
    characteristics.maxLimit = Decimal::of(row.max);
  } else if (row.type == plugpoint::VariableType::string) {
    characteristics.maxLimit = Decimal::of(row.max);
  }
}

bool describe_availability(const ModelItem& item, Arena& arena, ReportDataType& data,
                           VariableCharacteristicsType& characteristics) {
  data.variable.name = "AvailabilityState";
  data.component.name = item.kind() == ModelItem::Kind::station ? "ChargingStation"
                        : item.kind() == ModelItem::Kind::evse  ? "EVSE"
                                                                : "Connector";
  characteristics.dataType = DataEnumType::OptionList;
  characteristics.valuesList = kAvailabilityStates;
  if (item.kind() == ModelItem::Kind::station) return true;
  auto* evse = arena.make<EVSEType>();
  if (!evse) return false;
  evse->id = item.evse();
  if (item.kind() == ModelItem::Kind::connector) evse->connectorId = 1;
  data.component.evse = evse;
  return true;
}

/// Fills one item of the report; what it points to lives in the arena until the next.
bool next_item_of_report(void* context, Arena& arena, void* element) {
  auto& report = *static_cast<BaseReport*>(context);
  auto& data = *static_cast<ReportDataType*>(element);
  ModelItem item;
  if (report.left == 0 || !find_next(report, report.at, item)) return false;
  --report.left;
  ++report.at;
  auto* attribute = arena.make<VariableAttributeType>();
  auto* characteristics = arena.make<VariableCharacteristicsType>();
  if (!attribute || !characteristics) return false;
  attribute->type = AttributeEnumType::Actual;
  attribute->mutability = item.mutability(*report.station);
  if (attribute->mutability != MutabilityEnumType::WriteOnly)
    attribute->value = item.value(*report.station, report.room);
  attribute->persistent = !item.availability();
  attribute->constant = false;
  data.variableAttribute = {attribute, 1};
  data.variableCharacteristics = characteristics;
  if (item.availability()) return describe_availability(item, arena, data, *characteristics);
  describe(report.station->variables.row(item.index()), arena, data, *characteristics);
  return true;
}

/// Where the piece that starts at `report.next` ends, and whether another one follows.
std::uint16_t end_of_piece(const BaseReport& report, bool& more) {
  std::uint16_t number = report.next;
  ModelItem item;
  std::uint16_t left =
      static_cast<std::uint16_t>(report.station->variables.integer(Key::ItemsPerMessageGetReport));
  for (; left > 0 && find_next(report, number, item); --left)
    ++number;
  std::uint16_t beyond = number;
  more = find_next(report, beyond, item);
  return number;
}

}  // namespace

void get_base_report(Station& station, BaseReport& report, Call& call) {
  const auto& request = call.as<GetBaseReportRequest>();
  const BaseReport::Kind kind = kind_of(request.reportBase);
  if (kind == BaseReport::Kind::none)  // B07.FR.02
    return call.confirm_status<GetBaseReportResponse>(
        GenericDeviceModelStatusEnumType::NotSupported);
  if (report.kind != BaseReport::Kind::none)  // B07.FR.13: one after the other.
    return call.confirm_status<GetBaseReportResponse>(GenericDeviceModelStatusEnumType::Rejected);
  report = BaseReport{};
  report.station = &station;
  report.generated_at = station.clock.utc();
  report.request_id = request.requestId;
  report.kind = kind;
  call.confirm_status<GetBaseReportResponse>(GenericDeviceModelStatusEnumType::Accepted);
}

bool next_report(BaseReport& report, Outgoing& out) {
  if (report.kind == BaseReport::Kind::none) return false;
  auto* request = out.make<NotifyReportRequest>(Action::NotifyReport);
  if (!request) return false;
  bool more = false;
  static_cast<void>(end_of_piece(report, more));
  request->requestId = report.request_id;
  request->generatedAt = report.generated_at;
  request->seqNo = report.sequence;
  request->tbc = more;
  report.at = report.next;
  report.left =
      static_cast<std::uint16_t>(report.station->variables.integer(Key::ItemsPerMessageGetReport));
  report.source = {NotifyReportRequest::kReportData, &next_item_of_report, &report};
  out.request.elements = &report.source;
  return true;
}

void report_answered(BaseReport& report, const rpc::Answer& answer) {
  // After a broken connection the same piece goes out again.
  if (answer.outcome == rpc::Outcome::connection) return;
  bool more = false;
  report.next = end_of_piece(report, more);
  ++report.sequence;
  if (!more) report.kind = BaseReport::Kind::none;
}

}  // namespace plugpoint::v2

#endif
