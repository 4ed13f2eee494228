#include "plugpoint/blocks/connector/connector_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

// In the order of EvseStatus.
PLUGPOINT_FLASH constexpr ChargePointStatus kStatuses[] = {
    ChargePointStatus::Available,     ChargePointStatus::Preparing,   ChargePointStatus::Charging,
    ChargePointStatus::SuspendedEVSE, ChargePointStatus::SuspendedEV, ChargePointStatus::Finishing,
    ChargePointStatus::Reserved,      ChargePointStatus::Unavailable, ChargePointStatus::Faulted};

// In the order of Fault.
PLUGPOINT_FLASH constexpr ChargePointErrorCode kErrorCodes[] = {
    ChargePointErrorCode::NoError,
    ChargePointErrorCode::ConnectorLockFailure,
    ChargePointErrorCode::EVCommunicationError,
    ChargePointErrorCode::GroundFailure,
    ChargePointErrorCode::HighTemperature,
    ChargePointErrorCode::InternalError,
    ChargePointErrorCode::LocalListConflict,
    ChargePointErrorCode::OtherError,
    ChargePointErrorCode::OverCurrentFailure,
    ChargePointErrorCode::OverVoltage,
    ChargePointErrorCode::PowerMeterFailure,
    ChargePointErrorCode::PowerSwitchFailure,
    ChargePointErrorCode::ReaderFailure,
    ChargePointErrorCode::ResetFailure,
    ChargePointErrorCode::UnderVoltage,
    ChargePointErrorCode::WeakSignal};

}  // namespace

bool next_status(Connector& connector, Station& station, Outgoing& out) {
  EvseId evse = 0;
  StatusReport report;
  if (!connector.next_report(evse, report)) return false;
  auto* request = out.make<StatusNotificationReq>(message::Action::StatusNotification);
  if (!request) return false;
  request->connectorId = evse;
  request->status = flash_load(kStatuses + static_cast<unsigned>(report.status));
  request->errorCode = flash_load(kErrorCodes + static_cast<unsigned>(report.fault));
  request->timestamp = resolve(station, report.stamp(station));
  if (report.ev_gone)
    request->info = out.arena.copy(PLUGPOINT_TEXT("EV side disconnected"));  // §4.10, S09
  out.request.tag = evse;
  connector.report_sent(evse);
  return true;
}

void status_answered(Connector& connector, const rpc::Answer& answer) {
  if (answer.outcome == rpc::Outcome::connection)
    connector.report_lost(static_cast<EvseId>(answer.tag));
}

}  // namespace plugpoint::v16
