#include "plugpoint/blocks/connector/connector_v2.h"

#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

ConnectorStatusEnumType status_of(const StatusContent& report) {
  switch (report.status) {
    case EvseStatus::reserved:
      return ConnectorStatusEnumType::Reserved;
    case EvseStatus::unavailable:
      return ConnectorStatusEnumType::Unavailable;
    case EvseStatus::faulted:
      return ConnectorStatusEnumType::Faulted;
    default:
      // G01.FR.03, FR.04: only the plug counts; what the session does, TransactionEvent tells.
      return report.plugged ? ConnectorStatusEnumType::Occupied
                            : ConnectorStatusEnumType::Available;
  }
}

/// Whether the central system knows this already, and nobody asked to be told again.
bool known(const Connector& connector, EvseId evse, const StatusReport& report) {
  const StatusContent* last = connector.last_reported(evse);
  return last && !connector.is_forced(evse) && status_of(*last) == status_of(report);
}

}  // namespace

bool next_status(Connector& connector, Station& station, Outgoing& out) {
  EvseId evse = 0;
  StatusReport report;
  while (connector.next_report(evse, report)) {
    // A status belongs to a connector; the station as a whole has none.
    if (evse == 0 || known(connector, evse, report)) {
      connector.report_skipped(evse);
      continue;
    }
    auto* request = out.make<StatusNotificationRequest>(message::Action::StatusNotification);
    if (!request) return false;
    request->timestamp = resolve(station, report.stamp(station));
    request->connectorStatus = status_of(report);
    request->evseId = evse;
    request->connectorId = 1;
    out.request.tag = evse;
    connector.report_sent(evse);
    return true;
  }
  return false;
}

void status_answered(Connector& connector, const rpc::Answer& answer) {
  if (answer.outcome == rpc::Outcome::connection)
    connector.report_lost(static_cast<EvseId>(answer.tag));
}

}  // namespace plugpoint::v2
