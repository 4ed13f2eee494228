#include "plugpoint/blocks/station.h"

namespace plugpoint {

void Station::raise(Signal signal, EvseId evse, std::uint16_t detail) {
  for (std::size_t i = 0; i < signals_; ++i) {
    const RaisedSignal& waiting = queued(i);
    if (waiting.signal == signal && waiting.evse == evse && waiting.detail == detail) return;
  }
  if (signals_ == queue_.size())
    return log(LogLevel::error, PLUGPOINT_REASON("the queue of signals is full"));
  queued(signals_++) = {signal, evse, detail};
}

bool Station::take_signal(RaisedSignal& raised) {
  if (signals_ == 0) return false;
  raised = queued(0);
  --signals_;
  first_ = static_cast<std::uint16_t>(place(1));
  return true;
}

void Station::log(LogLevel level, FlashText text) const {
  if (ports.log) ports.log->say(level, text);
}

}  // namespace plugpoint
