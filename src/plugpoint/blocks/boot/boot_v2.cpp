#include "plugpoint/blocks/boot/boot_v2.h"

#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

// In the order of BootReason.
constexpr BootReasonEnumType kReasons[] = {
    BootReasonEnumType::PowerUp,        BootReasonEnumType::ApplicationReset,
    BootReasonEnumType::FirmwareUpdate, BootReasonEnumType::LocalReset,
    BootReasonEnumType::RemoteReset,    BootReasonEnumType::ScheduledReset,
    BootReasonEnumType::Watchdog,       BootReasonEnumType::Unknown};

Registration registration_of(RegistrationStatusEnumType status) {
  switch (status) {
    case RegistrationStatusEnumType::Accepted:
      return Registration::accepted;
    case RegistrationStatusEnumType::Pending:
      return Registration::pending;
    default:
      return Registration::rejected;
  }
}

}  // namespace

bool next_boot(Boot& boot, Outgoing& out) {
  if (!boot.boot_due()) return false;
  auto* request = out.make<BootNotificationRequest>(message::Action::BootNotification);
  if (!request) return false;
  const Identity& who = boot.identity();
  ChargingStationType& station = request->chargingStation;
  // R10: what is too long is cut, since it must never be sent.
  station.vendorName = first_characters(who.vendor, 50);
  station.model = first_characters(who.model, 20);
  station.serialNumber = first_characters(who.serial_number, 25);
  station.firmwareVersion = first_characters(who.firmware_version, 50);
  if (!who.iccid.absent() || !who.imsi.absent()) {
    auto* modem = out.arena.make<ModemType>();
    if (!modem) return false;
    modem->iccid = first_characters(who.iccid, 20);
    modem->imsi = first_characters(who.imsi, 20);
    station.modem = modem;
  }
  request->reason = boot.triggered() ? BootReasonEnumType::Triggered
                                     : kReasons[static_cast<unsigned>(who.boot_reason)];
  boot.boot_sent();
  return true;
}

void boot_answered(Boot& boot, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return boot.boot_failed();
  const auto& response = *static_cast<const BootNotificationResponse*>(answer.payload);
  boot.answered(registration_of(response.status), response.currentTime, response.interval);
}

bool next_heartbeat(Boot& boot, Outgoing& out) {
  if (!boot.heartbeat_due() || !out.make<HeartbeatRequest>(message::Action::Heartbeat))
    return false;
  boot.heartbeat_sent();
  return true;
}

void heartbeat_answered(Boot& boot, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return;
  boot.heartbeat_answered(static_cast<const HeartbeatResponse*>(answer.payload)->currentTime);
}

}  // namespace plugpoint::v2
