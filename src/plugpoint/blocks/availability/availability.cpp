#include "plugpoint/blocks/availability/availability.h"

namespace plugpoint {

Availability::Availability(Station& station, Span<bool> wanted, store::LogRoom& logs)
    : station_(station), wanted_(wanted), log_(logs, PLUGPOINT_TEXT("availability")) {
  for (bool& operative : wanted_)
    operative = true;
}

Error Availability::open() {
  if (Error error = log_.open()) return error;
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record))
    read(record);
  for (EvseId evse = 0; evse <= station_.evses(); ++evse)
    station_.board(evse).operative = due(evse);
  return {};
}

void Availability::read(const store::Record& record) {
  store::RecordReader in(record.payload);
  const std::uint8_t evse = in.u8();
  const bool operative = in.u8() != 0;
  if (!in.ok()) return;
  if (record.type == kWish && evse < wanted_.size()) wanted_[evse] = operative;
  if (record.type != kWishForAll) return;
  for (bool& each : wanted_)
    each = operative;
}

bool Availability::busy(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  return board.transaction.active || board.claimed || board.status == EvseStatus::preparing;
}

void Availability::Compaction::set(std::size_t evse, bool kept) {
  const auto bit = static_cast<std::uint8_t>(1U << (evse % 8));
  seen[evse / 8] = static_cast<std::uint8_t>(kept ? seen[evse / 8] | bit : seen[evse / 8] & ~bit);
}

// It is worth keeping for those that have no record yet; the others need a later one of their own.
bool Availability::Compaction::keep_for_all(bool operative) {
  bool worth = false;
  for (std::size_t evse = 0; evse < wanted.size(); ++evse)
    worth = worth || (wanted[evse] == operative && !has(evse));
  for (std::size_t evse = 0; worth && evse < wanted.size(); ++evse)
    set(evse, wanted[evse] == operative);
  return worth;
}

bool Availability::newest(void* context, const store::Record& record) {
  Compaction& compaction = *static_cast<Compaction*>(context);
  store::RecordReader in(record.payload);
  const std::uint8_t evse = in.u8();
  const bool operative = in.u8() != 0;
  if (record.type == kWishForAll) return compaction.keep_for_all(operative);
  // One record that holds the present wish is enough.
  if (evse >= compaction.wanted.size() || operative != compaction.wanted[evse] ||
      compaction.has(evse))
    return false;
  compaction.set(evse, true);
  return true;
}

bool Availability::append(std::uint8_t type, EvseId evse, bool operative) {
  if (log_.size() > kCompactAbove) {
    Compaction compaction{wanted_, {}};
    static_cast<void>(log_.compact(&newest, &compaction));
  }
  store::RecordBuilder builder = log_.build();
  builder.u8(evse).u8(operative ? 1 : 0);
  return log_.append(type, builder) == Status::ok;
}

bool Availability::store(EvseId evse, bool operative) {
  if (wanted_[evse] == operative) return true;
  if (!append(kWish, evse, operative)) return false;
  wanted_[evse] = operative;
  return true;
}

// One record: a power cut leaves no station of which half is changed.
bool Availability::store_all(bool operative) {
  bool changes = false;
  for (const bool each : wanted_)
    changes = changes || each != operative;
  if (!changes) return true;
  if (!append(kWishForAll, 0, operative)) return false;
  for (bool& each : wanted_)
    each = operative;
  return true;
}

bool Availability::due(EvseId evse) const {
  // Errata 3.49: while new firmware waits, what is not in use is out of use. Never stored.
  return wanted_[evse] && !(station_.updating && evse != 0);
}

void Availability::apply(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  const bool operative = due(evse);
  board.closing = !operative && board.operative && evse != 0 && busy(evse);
  if (board.operative == operative || board.closing) return;
  board.operative = operative;
  station_.raise(Signal::availability_changed, evse);
}

AvailabilityResult Availability::result(EvseId evse) const {
  return station_.board(evse).operative == wanted_[evse] ? AvailabilityResult::accepted
                                                         : AvailabilityResult::scheduled;
}

AvailabilityResult Availability::change(std::int32_t evse, bool operative) {
  if (evse < 0 || evse > station_.evses()) return AvailabilityResult::rejected;
  const auto one = static_cast<EvseId>(evse);
  if (!(one == 0 ? store_all(operative) : store(one, operative)))
    return AvailabilityResult::rejected;
  if (one != 0) {
    apply(one);
    return result(one);
  }
  AvailabilityResult all = AvailabilityResult::accepted;
  for (EvseId each = 0; each <= station_.evses(); ++each) {
    apply(each);
    if (result(each) != AvailabilityResult::accepted) all = AvailabilityResult::scheduled;
  }
  return all;
}

void Availability::on(const RaisedSignal& raised) {
  const bool settles = raised.signal == Signal::transaction_ended ||
                       raised.signal == Signal::status_changed ||
                       raised.signal == Signal::facts_changed;
  if (settles && raised.evse != 0) apply(raised.evse);
  if (raised.signal != Signal::updating_changed) return;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse)
    apply(evse);
}

}  // namespace plugpoint
