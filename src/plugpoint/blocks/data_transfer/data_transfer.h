// DataTransfer in both directions: vendor-specific messages.
#pragma once

#include "plugpoint/base/status.h"
#include "plugpoint/blocks/data_transfer/handler.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// 1.6 §4.3 and §5.6, 2.x P01 and P02.
class DataTransfer {
 public:
  /// Longest `data` of an outgoing message or of a handler's answer, in bytes.
  static constexpr std::size_t kMaxData = 512;

  /// `outgoing`: memory for vendor id, message id and data of a message on its way; it also holds
  /// the answer's data until it is read.
  DataTransfer(Station& station, Span<const DataTransferHandler> handlers, Span<char> outgoing)
      : station_(station), handlers_(handlers), memory_(outgoing) {}

  void on(const RaisedSignal& raised);

  /// An incoming message; `answer` receives the data of the answer.
  DataTransferStatus handle(Text vendor_id, Text message_id, Text data, Span<char> answer,
                            std::size_t& answer_size) const;

  /// Queues an outgoing message; the texts are copied.
  Error send(Text vendor_id, Text message_id, Text data);
  bool due() const { return state_ == State::queued; }
  void sent() { state_ = State::in_flight; }
  Text vendor_id() const { return vendor_id_; }
  Text message_id() const { return message_id_; }
  Text data() const { return data_; }
  /// The answer came (`answered`) or did not.
  void finished(bool answered, DataTransferStatus status, Text data);
  /// Takes the outcome once; false when there is none.
  bool take_outcome(bool& answered, DataTransferStatus& status, Text& data);

 private:
  enum class State : std::uint8_t { idle, queued, in_flight, finished };
  Station& station_;
  Span<const DataTransferHandler> handlers_;
  Span<char> memory_;
  Text vendor_id_;
  Text message_id_;
  Text data_;
  State state_ = State::idle;
  DataTransferStatus status_ = DataTransferStatus::rejected;
  bool answered_ = false;
};

}  // namespace plugpoint
