#include "plugpoint/blocks/boot/boot_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

Registration registration_of(RegistrationStatus status) {
  switch (status) {
    case RegistrationStatus::Accepted:
      return Registration::accepted;
    case RegistrationStatus::Pending:
      return Registration::pending;
    default:
      return Registration::rejected;
  }
}

}  // namespace

bool next_boot(Boot& boot, Outgoing& out) {
  if (!boot.boot_due()) return false;
  auto* request = out.make<BootNotificationReq>(message::Action::BootNotification);
  if (!request) return false;
  // R10: what is too long is cut, since it must never be sent.
  const Identity& who = boot.identity();
  request->chargePointVendor = first_characters(who.vendor, 20);
  request->chargePointModel = first_characters(who.model, 20);
  request->chargePointSerialNumber = first_characters(who.serial_number, 25);
  request->chargeBoxSerialNumber = first_characters(who.charge_box_serial_number, 25);
  request->firmwareVersion = first_characters(who.firmware_version, 50);
  request->iccid = first_characters(who.iccid, 20);
  request->imsi = first_characters(who.imsi, 20);
  request->meterType = first_characters(who.meter_type, 25);
  request->meterSerialNumber = first_characters(who.meter_serial_number, 25);
  boot.boot_sent();
  return true;
}

void boot_answered(Boot& boot, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return boot.boot_failed();
  const auto& conf = *static_cast<const BootNotificationConf*>(answer.payload);
  boot.answered(registration_of(conf.status), conf.currentTime, conf.interval);
}

bool next_heartbeat(Boot& boot, Outgoing& out) {
  if (!boot.heartbeat_due() || !out.make<HeartbeatReq>(message::Action::Heartbeat)) return false;
  boot.heartbeat_sent();
  return true;
}

void heartbeat_answered(Boot& boot, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return;
  boot.heartbeat_answered(static_cast<const HeartbeatConf*>(answer.payload)->currentTime);
}

}  // namespace plugpoint::v16
