#include "plugpoint/station/loopback.h"

#if PLUGPOINT_OCPP16

#include "plugpoint/message/v16.h"

namespace plugpoint {

using namespace message::v16;
using message::Action;

namespace {
constexpr std::int32_t kHeartbeatIntervalSeconds = 300;

/// The answer without members.
template <class Conf>
bool take(Call& call) {
  static_cast<void>(call.confirm<Conf>());
  return true;
}
}  // namespace

bool Loopback::respond(Action action, Call& call, Millis now) {
  const DateTime utc{utc_at_start_.ms + now};
  switch (action) {
    case Action::BootNotification:
      if (auto* conf = call.confirm<BootNotificationConf>()) {
        conf->status = RegistrationStatus::Accepted;
        conf->currentTime = utc;
        conf->interval = kHeartbeatIntervalSeconds;
      }
      return true;
    case Action::Heartbeat:
      if (auto* conf = call.confirm<HeartbeatConf>()) conf->currentTime = utc;
      return true;
    case Action::Authorize:
      if (auto* conf = call.confirm<AuthorizeConf>())
        conf->idTagInfo.status = AuthorizationStatus::Accepted;
      return true;
    case Action::StartTransaction:
      if (auto* conf = call.confirm<StartTransactionConf>()) {
        conf->transactionId = ++transactions_;
        conf->idTagInfo.status = AuthorizationStatus::Accepted;
      }
      return true;
    case Action::DataTransfer:
      call.confirm_status<DataTransferConf>(message::v16::DataTransferStatus::Accepted);
      return true;
    case Action::StopTransaction:
      return take<StopTransactionConf>(call);
    case Action::StatusNotification:
      return take<StatusNotificationConf>(call);
    case Action::MeterValues:
      return take<MeterValuesConf>(call);
    case Action::DiagnosticsStatusNotification:
      return take<DiagnosticsStatusNotificationConf>(call);
    case Action::FirmwareStatusNotification:
      return take<FirmwareStatusNotificationConf>(call);
    case Action::SecurityEventNotification:
      return take<SecurityEventNotificationConf>(call);
    case Action::LogStatusNotification:
      return take<LogStatusNotificationConf>(call);
    case Action::SignedFirmwareStatusNotification:
      return take<SignedFirmwareStatusNotificationConf>(call);
    default:
      return false;
  }
}

}  // namespace plugpoint

#endif  // PLUGPOINT_OCPP16
