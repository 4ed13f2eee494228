#include "plugpoint/blocks/transfer_wire.h"

#include "plugpoint/blocks/message_id.h"
#include "plugpoint/config.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint {

bool can_transfer(Station& station, Call& call) {
  if (station.ports.hardware->file_protocols() != 0) return true;
  call.reply.error(rpc::ErrorCode::not_supported, PLUGPOINT_REASON("this hardware moves no files"));
  return false;
}

void refuse_transfer(Call& call, const Error& error) {
  rpc::ErrorCode code = rpc::ErrorCode::internal_error;
  if (error.status == Status::too_long) code = rpc::ErrorCode::property_constraint_violation;
  if (error.status == Status::refused) code = rpc::ErrorCode::generic_error;
  call.reply.error(code, error.text);
}

void send_status(TransferJob& job, const TransferJob::Telling& telling, Outgoing& out) {
  char id[kMessageIdSize];
  out.request.id = out.arena.copy(job.message_id(telling.number, id));
  out.request.tag = telling.number;
  job.sent(telling);
}

void status_answered(TransferJob& job, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::connection) job.told(answer.tag);
}

}  // namespace plugpoint

#endif  // PLUGPOINT_FIRMWARE
