#include "plugpoint/blocks/transfer_job.h"

#include "plugpoint/blocks/message_id.h"
#include "plugpoint/config.h"

#if PLUGPOINT_FIRMWARE

namespace plugpoint {

namespace {
constexpr std::uint32_t kStatuses = 16;
}  // namespace

TransferRequest::TransferRequest() = default;

void TransferJob::open() {
  if (const Error error = log_.open()) {
    station_.log(LogLevel::error, error.text);
    static_cast<void>(log_.clear());
    return;
  }
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record))
    replay(record);
}

void TransferJob::replay(const store::Record& record) {
  store::RecordReader in(record.payload);
  if (record.type == static_cast<std::uint8_t>(Type::requested))
    return take_over(record.sequence, in.u8());
  if (record.type != static_cast<std::uint8_t>(Type::progress)) return;
  progress_ = record.sequence;
  phase_ = in.u8();
  begun_ = in.u32();
  failed_ = in.u32();
  const std::uint8_t count = in.u8();
  count_ = count < kQueue ? count : std::uint8_t{kQueue};
  for (std::size_t i = 0; i < count_; ++i)
    queue_[i] = in.u32();
}

void TransferJob::take_over(std::uint32_t sequence, std::uint8_t phase) {
  // 1.6 has no number for a request: what is still told of the old one would be taken for the new.
  if (phase_ != 0) {
    while (count_ > 0 && queue_[count_ - 1U] / kStatuses == request_)
      --count_;
  }
  request_ = sequence;
  phase_ = phase;
  begun_ = 0;
  failed_ = 0;
  trying_ = false;
  at_ = 0;
}

Error TransferJob::begin(const TransferRequest& request, std::uint8_t phase) {
  if (log_.size() == 0) {
    std::uint64_t salt = 0;
    station_.ports.entropy->fill({reinterpret_cast<std::uint8_t*>(&salt), sizeof salt});
    log_.set_salt(salt);
  }
  tidy();
  store::RecordBuilder record = log_.build();
  const std::uint32_t sequence = log_.next_sequence();
  record.u8(phase).i64(request.from.ms).i64(request.to.ms);
  record.u32(static_cast<std::uint32_t>(request.retries));
  record.u32(static_cast<std::uint32_t>(request.retry_interval_s)).text(request.location);
  const Status status = log_.append(static_cast<std::uint8_t>(Type::requested), record);
  if (status == Status::too_long)
    return {status, PLUGPOINT_REASON("the location is longer than this station can keep")};
  if (status != Status::ok) return {status, PLUGPOINT_REASON("the storage refuses to be written")};
  take_over(sequence, phase);
  return {};
}

bool TransferJob::read(TransferRequest& request) {
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record)) {
    if (record.sequence != request_) continue;
    store::RecordReader in(record.payload);
    static_cast<void>(in.u8());
    request.from.ms = in.i64();
    request.to.ms = in.i64();
    request.retries = static_cast<std::int32_t>(in.u32());
    request.retry_interval_s = static_cast<std::int32_t>(in.u32());
    request.location = in.text();
    return in.ok();
  }
  return false;
}

bool TransferJob::supports(const Variables& variables, Text url) {
  std::size_t size = 0;
  while (size < url.size() && url[size] != ':')
    ++size;
  if (!PLUGPOINT_TEXT("://").is(url.from(size).first(3))) return false;
  ValueRoom room;
  Text rest = variables.text(Key::SupportedFileTransferProtocols, room);
  Text protocol;
  while (next_item(rest, protocol)) {
    if (!protocol.empty() && equal_ignoring_case(protocol, url.first(size))) return true;
  }
  return false;
}

TransferJob::Outcome TransferJob::step(const Calls& calls, std::uint8_t status) {
  if (!trying_) {
    // A try costs one of a few, so it waits until there is a network and somebody who hears of it.
    if (!station_.online() || station_.now() < at_) return Outcome::under_way;
    return start(calls, status);
  }
  const Progress progress = calls.look(*station_.ports.hardware);
  at_ = station_.now() + kLook;
  if (progress.state == ProgressState::running) return Outcome::under_way;
  if (progress.state != ProgressState::done) return failed(progress.text);
  trying_ = false;
  return Outcome::done;
}

TransferJob::Outcome TransferJob::start(const Calls& calls, std::uint8_t status) {
  // A try that a restart ended costs none; but one that causes the restarts must end.
  if (begun_ - failed_ > kMaxRestarts) {
    station_.log(LogLevel::error,
                 PLUGPOINT_REASON("a file transfer is given up: the station restarted too often"));
    return Outcome::gave_up;
  }
  if (++begun_ == 1) enqueue(status);
  store();
  TransferRequest request;
  if (!read(request)) {
    station_.log(LogLevel::error,
                 PLUGPOINT_REASON("a file transfer is given up: its request cannot be read"));
    return Outcome::gave_up;
  }
  trying_ = true;
  at_ = station_.now() + kLook;
  const Error error = calls.begin(*station_.ports.hardware, request);
  return error ? failed(error.text) : Outcome::under_way;
}

TransferJob::Outcome TransferJob::failed(FlashText why) {
  trying_ = false;
  ++failed_;
  if (!why.empty()) station_.log(LogLevel::warning, why);
  TransferRequest request;
  if (!read(request) || static_cast<std::int64_t>(failed_) > request.retries)
    return Outcome::gave_up;
  const Millis wait = request.retry_interval_s * kSecond;
  at_ = station_.now() + (wait > 0 ? wait : kSecond);
  store();
  return Outcome::under_way;
}

Millis TransferJob::next_deadline() const {
  return trying_ || station_.online() ? at_ : kNever;
}

void TransferJob::advance(std::uint8_t phase, std::uint8_t status) {
  phase_ = phase;
  begun_ = 0;
  failed_ = 0;
  trying_ = false;
  at_ = 0;
  enqueue(status);
  store();
}

bool TransferJob::count_restart() {
  if (begun_ > kMaxRestarts) return false;
  ++begun_;
  store();
  return true;
}

void TransferJob::enqueue(std::uint8_t status) {
  if (count_ == kQueue) {
    // The newest are worth the most.
    for (std::size_t i = 1; i < kQueue; ++i)
      queue_[i - 1] = queue_[i];
    --count_;
  }
  queue_[count_++] = request_ * kStatuses + status;
}

bool TransferJob::next(std::uint8_t present, Telling& telling) const {
  if (count_ > 0 && station_.online()) {
    telling.number = queue_[0];
    telling.status = static_cast<std::uint8_t>(queue_[0] % kStatuses);
    return true;
  }
  telling.number = 0;
  telling.status = present;
  return triggered_;
}

void TransferJob::sent(const Telling& telling) {
  // What waited answers the question too, if it is the newest.
  if (telling.number == 0 || count_ == 1) triggered_ = false;
}

void TransferJob::told(std::uint32_t number) {
  if (count_ == 0 || queue_[0] != number) return;
  --count_;
  for (std::size_t i = 0; i < count_; ++i)
    queue_[i] = queue_[i + 1];
  store();
}

Text TransferJob::message_id(std::uint32_t number, char* into) const {
  return number == 0 ? Text() : plugpoint::message_id(log_.salt(), kind_, number, into);
}

bool TransferJob::needed(void* context, const store::Record& record) {
  const auto& self = *static_cast<const TransferJob*>(context);
  return record.sequence == self.request_ || record.sequence == self.progress_;
}

void TransferJob::tidy() {
  if (log_.size() > kTidyAbove) static_cast<void>(log_.compact(&needed, this));
}

void TransferJob::store() {
  if (phase_ == 0 && count_ == 0 && log_.clear() == Status::ok) {
    request_ = 0;
    progress_ = 0;
    return;
  }
  tidy();
  store::RecordBuilder record = log_.build();
  const std::uint32_t sequence = log_.next_sequence();
  record.u8(phase_).u32(begun_).u32(failed_).u8(count_);
  for (std::size_t i = 0; i < count_; ++i)
    record.u32(queue_[i]);
  if (log_.append(static_cast<std::uint8_t>(Type::progress), record) == Status::ok)
    progress_ = sequence;
  else
    station_.raise(Signal::storage_failed);
}

}  // namespace plugpoint

#endif  // PLUGPOINT_FIRMWARE
