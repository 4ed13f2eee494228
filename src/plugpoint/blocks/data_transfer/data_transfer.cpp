#include "plugpoint/blocks/data_transfer/data_transfer.h"

#include <cstring>

namespace plugpoint {

namespace {

/// Copies `text` to the front of `rest`; false when it does not fit.
bool keep(Text text, Span<char>& rest, Text& kept) {
  kept = {};
  if (text.absent()) return true;
  if (text.size() > rest.size()) return false;
  if (!text.empty()) std::memcpy(rest.data(), text.data(), text.size());
  kept = {rest.data(), text.size()};
  rest = rest.from(text.size());
  return true;
}

}  // namespace

DataTransferStatus DataTransfer::handle(Text vendor_id, Text message_id, Text data,
                                        Span<char> answer, std::size_t& answer_size) const {
  answer_size = 0;
  bool known_vendor = false;
  for (const DataTransferHandler& handler : handlers_) {
    if (!equal_ignoring_case(handler.vendor_id, vendor_id)) continue;
    known_vendor = true;
    const bool all = handler.message_id.absent();
    if (!all && (message_id.absent() || !equal_ignoring_case(handler.message_id, message_id)))
      continue;
    const DataTransferStatus status =
        handler.handle(handler.context, message_id, data, answer, answer_size);
    if (answer_size > answer.size()) answer_size = answer.size();
    return status;
  }
  return known_vendor ? DataTransferStatus::unknown_message_id
                      : DataTransferStatus::unknown_vendor_id;
}

Error DataTransfer::send(Text vendor_id, Text message_id, Text data) {
  if (!station_.online())
    return {Status::refused, PLUGPOINT_REASON("the station is not connected and registered")};
  if (state_ != State::idle)
    return {Status::refused, PLUGPOINT_REASON("another DataTransfer is under way")};
  if (vendor_id.empty() || characters(vendor_id) > 255)
    return {Status::bad_argument, PLUGPOINT_REASON("the vendor id has 1 to 255 characters")};
  if (characters(message_id) > 50)
    return {Status::too_long, PLUGPOINT_REASON("the message id has at most 50 characters")};
  Span<char> rest = memory_;
  if (!keep(vendor_id, rest, vendor_id_) || !keep(message_id, rest, message_id_) ||
      !keep(data, rest, data_))
    return {Status::too_long,
            PLUGPOINT_REASON("the message does not fit the memory for outgoing DataTransfer")};
  state_ = State::queued;
  return {};
}

void DataTransfer::on(const RaisedSignal& raised) {
  // What did not leave in time is not sent later, when its owner may have sent it again.
  if (raised.signal == Signal::disconnected && due())
    finished(false, DataTransferStatus::rejected, {});
}

void DataTransfer::finished(bool answered, DataTransferStatus status, Text data) {
  state_ = State::finished;
  answered_ = answered;
  status_ = status;
  Span<char> rest = memory_;
  if (!keep(data, rest, data_)) {
    station_.log(LogLevel::warning,
                 PLUGPOINT_REASON("the data of a DataTransfer answer is too long and was cut"));
    static_cast<void>(keep(data.first(memory_.size()), rest, data_));
  }
}

bool DataTransfer::take_outcome(bool& answered, DataTransferStatus& status, Text& data) {
  if (state_ != State::finished) return false;
  state_ = State::idle;
  answered = answered_;
  status = status_;
  data = data_;
  return true;
}

}  // namespace plugpoint
