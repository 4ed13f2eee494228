#include "plugpoint/blocks/data_transfer/data_transfer_v16.h"

#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;
using Wire = message::v16::DataTransferStatus;
using Neutral = plugpoint::DataTransferStatus;

namespace {

Wire wire_status(Neutral status) {
  switch (status) {
    case Neutral::accepted:
      return Wire::Accepted;
    case Neutral::rejected:
      return Wire::Rejected;
    case Neutral::unknown_message_id:
      return Wire::UnknownMessageId;
    case Neutral::unknown_vendor_id:
      break;
  }
  return Wire::UnknownVendorId;
}

Neutral neutral_status(Wire status) {
  switch (status) {
    case Wire::Accepted:
      return Neutral::accepted;
    case Wire::UnknownMessageId:
      return Neutral::unknown_message_id;
    case Wire::UnknownVendorId:
      return Neutral::unknown_vendor_id;
    default:
      return Neutral::rejected;
  }
}

}  // namespace

void data_transfer(DataTransfer& block, Call& call) {
  const auto& request = call.as<DataTransferReq>();
  auto* response = call.confirm<DataTransferConf>();
  Span<char> answer = call.arena.make_array<char>(DataTransfer::kMaxData);
  if (!response) return;
  std::size_t size = 0;
  const Neutral status =
      block.handle(request.vendorId, request.messageId, request.data, answer, size);
  response->status = wire_status(status);
  // C08: an unknown vendor or message gets no data.
  const bool known = status == Neutral::accepted || status == Neutral::rejected;
  if (known && size > 0) response->data = {answer.data(), size};
}

bool next_data_transfer(DataTransfer& block, Outgoing& out) {
  if (!block.due()) return false;
  auto* request = out.make<DataTransferReq>(message::Action::DataTransfer);
  if (!request) return false;
  request->vendorId = block.vendor_id();
  request->messageId = block.message_id();
  request->data = block.data();
  block.sent();
  return true;
}

void data_transfer_answered(DataTransfer& block, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return block.finished(false, Neutral::rejected, {});
  const auto& conf = *static_cast<const DataTransferConf*>(answer.payload);
  block.finished(true, neutral_status(conf.status), conf.data);
}

}  // namespace plugpoint::v16
