#include "plugpoint/blocks/firmware/firmware_v16.h"

#include "plugpoint/base/flash.h"
#include "plugpoint/blocks/transfer_wire.h"
#include "plugpoint/config.h"
#include "plugpoint/message/v16.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint::v16 {

namespace {

using WireStatus = message::v16::FirmwareStatus;

// In the order of plugpoint::FirmwareStatus.
PLUGPOINT_FLASH constexpr WireStatus kStatuses[] = {WireStatus::Idle,
                                                    WireStatus::Downloading,
                                                    WireStatus::Downloaded,
                                                    WireStatus::DownloadFailed,
                                                    WireStatus::Installing,
                                                    WireStatus::Installed,
                                                    WireStatus::InstallationFailed};

}  // namespace

void update_firmware(Firmware& firmware, Station& station, Call& call) {
  if (!can_transfer(station, call)) return;
  const auto& request = call.as<message::v16::UpdateFirmwareReq>();
  TransferRequest wanted;
  wanted.location = request.location;
  wanted.from = request.retrieveDate;
  wanted.retries = request.retries.value_or(wanted.retries);
  wanted.retry_interval_s = request.retryInterval.value_or(wanted.retry_interval_s);
  if (const Error error = firmware.update(wanted)) return refuse_transfer(call, error);
  call.confirm<message::v16::UpdateFirmwareConf>();
}

bool next_firmware_status(Firmware& firmware, Outgoing& out) {
  TransferJob::Telling telling;
  if (!firmware.job().next(static_cast<std::uint8_t>(firmware.status()), telling)) return false;
  auto* request = out.make<message::v16::FirmwareStatusNotificationReq>(
      message::Action::FirmwareStatusNotification);
  if (!request) return false;
  request->status = flash_load(&kStatuses[telling.status]);
  send_status(firmware.job(), telling, out);
  return true;
}

}  // namespace plugpoint::v16

#endif  // PLUGPOINT_FIRMWARE
