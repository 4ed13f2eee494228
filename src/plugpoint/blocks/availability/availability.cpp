#include "plugpoint/blocks/availability/availability.h"

namespace plugpoint {

namespace {
constexpr std::uint32_t kCompactAbove = 2048;
}

Availability::Availability(Station& station, Span<bool> wanted, MutableBytes scratch)
    : station_(station),
      wanted_(wanted),
      log_(*station.ports.storage, "availability", "availability-n", scratch) {
  for (bool& operative : wanted_)
    operative = true;
}

Error Availability::open() {
  if (Error error = log_.open()) return error;
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record)) {
    store::RecordReader in(record.payload);
    const std::uint8_t evse = in.u8();
    const bool operative = in.u8() != 0;
    if (record.type == kWish && in.ok() && evse < wanted_.size()) wanted_[evse] = operative;
  }
  for (EvseId evse = 0; evse <= station_.evses(); ++evse)
    station_.board(evse).operative = wanted_[evse];
  return {};
}

bool Availability::busy(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  return board.transaction.active || board.claimed || board.status == EvseStatus::preparing;
}

bool Availability::newest(void* context, const store::Record& record) {
  Compaction& compaction = *static_cast<Compaction*>(context);
  store::RecordReader in(record.payload);
  const std::uint8_t evse = in.u8();
  if (evse >= compaction.wanted.size() || (in.u8() != 0) != compaction.wanted[evse]) return false;
  // One record that holds the present wish is enough.
  std::uint8_t& seen = compaction.seen[evse / 8];
  const auto bit = static_cast<std::uint8_t>(1U << (evse % 8));
  if ((seen & bit) != 0) return false;
  seen = static_cast<std::uint8_t>(seen | bit);
  return true;
}

bool Availability::store(EvseId evse, bool operative) {
  if (wanted_[evse] == operative) return true;
  if (log_.size() > kCompactAbove) {
    Compaction compaction{wanted_, {}};
    static_cast<void>(log_.compact(&newest, &compaction));
  }
  store::RecordBuilder builder = log_.build();
  builder.u8(evse).u8(operative ? 1 : 0);
  if (log_.append(kWish, builder) != Status::ok) return false;
  wanted_[evse] = operative;
  return true;
}

void Availability::apply(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  board.closing = !wanted_[evse] && board.operative && evse != 0 && busy(evse);
  if (board.operative == wanted_[evse] || board.closing) return;
  board.operative = wanted_[evse];
  station_.raise(Signal::availability_changed, evse);
}

AvailabilityResult Availability::change_one(EvseId evse, bool operative) {
  if (!store(evse, operative)) return AvailabilityResult::rejected;
  apply(evse);
  return station_.board(evse).operative == operative ? AvailabilityResult::accepted
                                                     : AvailabilityResult::scheduled;
}

AvailabilityResult Availability::change(std::int32_t evse, bool operative) {
  if (evse < 0 || evse > station_.evses()) return AvailabilityResult::rejected;
  if (evse != 0) return change_one(static_cast<EvseId>(evse), operative);
  // The worst answer of all counts; Rejected is worse than Scheduled.
  AvailabilityResult worst = AvailabilityResult::accepted;
  for (EvseId each = 0; each <= station_.evses(); ++each) {
    const AvailabilityResult result = change_one(each, operative);
    if (result == AvailabilityResult::rejected ||
        (result == AvailabilityResult::scheduled && worst == AvailabilityResult::accepted))
      worst = result;
  }
  return worst;
}

void Availability::on(const RaisedSignal& raised) {
  const bool settles = raised.signal == Signal::transaction_ended ||
                       raised.signal == Signal::status_changed ||
                       raised.signal == Signal::facts_changed;
  if (settles && raised.evse != 0) apply(raised.evse);
}

}  // namespace plugpoint
