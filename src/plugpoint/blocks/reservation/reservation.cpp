#include "plugpoint/blocks/reservation/reservation.h"

#if PLUGPOINT_RESERVATION

#include "plugpoint/blocks/reservation_rules.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

namespace {
constexpr Millis kStorageRetry = 5 * kSecond;

std::uint32_t low_half(std::uint64_t salt) {
  return static_cast<std::uint32_t>(salt);
}

IdToken read_token(store::RecordReader& in) {
  const auto type = static_cast<TokenType>(in.u8());
  return IdToken(in.text(), type < TokenType::count_ ? type : TokenType::Central);
}
}  // namespace

Reservations::Reservations(Station& station, store::LogRoom& logs)
    : log_(logs, PLUGPOINT_TEXT("reservations")), station_(station) {}

// Storage -----------------------------------------------------------------------------------------

Error Reservations::open() {
  if (Error error = log_.open()) return error;
  std::uint32_t offset = 0;
  store::Record stored;
  while (log_.next(offset, stored))
    read(stored);
  retry_at_ = station_.now();
  return {};
}

void Reservations::read(const store::Record& stored) {
  store::RecordReader in(stored.payload);
  const EvseId evse = in.u8();
  Reservation reservation;
  reservation.id = static_cast<std::int32_t>(in.u32());
  if (!in.ok() || evse > station_.evses()) return;
  if (stored.type == static_cast<std::uint8_t>(RecordType::ended)) {
    at(evse) = Reservation{};
    return;
  }
  if (stored.type != static_cast<std::uint8_t>(RecordType::made)) return;
  reservation.expiry.ms = in.i64();
  const std::int64_t made_ms = in.i64();
  const std::uint32_t journal = in.u32();
  const std::uint32_t from = in.u32();
  reservation.token = read_token(in);
  reservation.group = read_token(in);
  if (!in.ok()) return;
  reservation.at_latest = station_.now() + (reservation.expiry.ms - made_ms);
  reservation.number = stored.sequence;
  forget(reservation.id);
  at(evse) = reservation;
  if (!was_used(reservation.id, journal, from)) return;
  at(evse) = Reservation{};
  at(evse).id = reservation.id;
  at(evse).end_unstored = true;
}

bool Reservations::was_used(std::int32_t id, std::uint32_t journal, std::uint32_t from) const {
  // Another salt: the journal was begun anew after the reservation was made.
  const bool same_journal = low_half(station_.journal.salt()) == journal;
  std::uint32_t offset = 0;
  store::Record stored;
  while (station_.journal.next(offset, stored)) {
    if (stored.type != static_cast<std::uint8_t>(plugpoint::RecordType::started)) continue;
    if (same_journal && stored.sequence < from) continue;
    TransactionRecord record;
    if (parse_head(stored, record) && record.reservation_id && record.reservation_id.value == id)
      return true;
  }
  return false;
}

/// A reservation with an id takes the place of any other with it.
void Reservations::forget(std::int32_t id) {
  for (EvseId evse = 0; evse <= station_.evses(); ++evse) {
    if (at(evse).active() && at(evse).id == id) at(evse) = Reservation{};
  }
}

bool Reservations::is_present(void* context, const store::Record& record) {
  const auto& self = *static_cast<const Reservations*>(context);
  const EvseId evse = store::RecordReader(record.payload).u8();
  return evse <= self.station_.evses() && self.at(evse).number == record.sequence;
}

void Reservations::tidy() {
  if (log_.size() > kTidyAbove) static_cast<void>(log_.compact(&is_present, this));
}

bool Reservations::store_made(EvseId evse, Reservation& reservation) {
  tidy();
  store::RecordBuilder builder = log_.build();
  builder.u8(evse).u32(static_cast<std::uint32_t>(reservation.id));
  builder.i64(reservation.expiry.ms).i64(station_.clock.utc().ms);
  builder.u32(low_half(station_.journal.salt())).u32(station_.journal.next_sequence());
  for (const IdToken* token : {&reservation.token, &reservation.group})
    builder.u8(static_cast<std::uint8_t>(token->type())).text(token->text());
  reservation.number = log_.next_sequence();
  return log_.append(static_cast<std::uint8_t>(RecordType::made), builder) == Status::ok;
}

bool Reservations::store_ended(EvseId evse) {
  tidy();
  store::RecordBuilder builder = log_.build();
  builder.u8(evse).u32(static_cast<std::uint32_t>(at(evse).id));
  return log_.append(static_cast<std::uint8_t>(RecordType::ended), builder) == Status::ok;
}

void Reservations::store_missing_ends() {
  retry_at_ = kNever;
  for (EvseId evse = 0; evse <= station_.evses(); ++evse) {
    Reservation& over = at(evse);
    if (!over.end_unstored) continue;
    over.end_unstored = !store_ended(evse);
    if (!over.end_unstored) continue;
    station_.raise(Signal::storage_failed);
    retry_at_ = station_.now() + kStorageRetry;
  }
}

// Making and cancelling ---------------------------------------------------------------------------

ReserveResult Reservations::reserve(std::int32_t evse, const Reservation& wanted) {
  if (!accepting_ || evse < 0 || evse > station_.evses()) return ReserveResult::rejected;
  if (evse == 0 && !station_.variables.boolean(Key::ReserveConnectorZeroSupported))
    return ReserveResult::rejected;
  // Who does not know the time cannot tell when it ends.
  const DateTime now = station_.clock.utc();
  if (!now.is_set() || !(now < wanted.expiry)) return ReserveResult::rejected;
  update();
  const auto place = static_cast<EvseId>(evse);
  const ReserveResult room = place == 0 ? room_anywhere(wanted) : room_at(place, wanted);
  if (room != ReserveResult::accepted) return room;
  Reservation made = wanted;
  if (!store_made(place, made)) {
    station_.raise(Signal::storage_failed);
    return ReserveResult::rejected;
  }
  forget(made.id);
  at(place) = made;
  update();
  return ReserveResult::accepted;
}

ReserveResult Reservations::room_at(EvseId evse, const Reservation& wanted) const {
  const EvseBoard& board = station_.board(evse);
  const EvseBoard& all = station_.board(0);
  if (board.facts.faulted || all.facts.faulted) return ReserveResult::faulted;
  if (!board.operative || !all.operative) return ReserveResult::unavailable;
  const Reservation& own = board.reservation;
  if (own.active()) {
    // The same id replaces, also while a cable is plugged in, but takes nothing from who has come.
    const bool taken = board.claimed && !is_for(wanted, board.presented, board.group);
    return own.id == wanted.id && !taken ? ReserveResult::accepted : ReserveResult::occupied;
  }
  if (!is_unused(station_, evse)) return ReserveResult::occupied;
  const bool last = all.reservation.active() && all.reservation.id != wanted.id &&
                    !is_spared(station_, evse) && !is_in_use(station_, all.reservation);
  return last ? ReserveResult::occupied : ReserveResult::accepted;
}

ReserveResult Reservations::room_anywhere(const Reservation& wanted) const {
  const EvseBoard& all = station_.board(0);
  if (all.facts.faulted) return ReserveResult::faulted;
  if (!all.operative) return ReserveResult::unavailable;
  if (all.reservation.active())
    return all.reservation.id == wanted.id ? ReserveResult::accepted : ReserveResult::occupied;
  ReserveResult why_not = ReserveResult::faulted;
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    const EvseBoard& board = station_.board(evse);
    const bool free = !board.reservation.active() || board.reservation.id == wanted.id;
    if (free && is_unused(station_, evse)) return ReserveResult::accepted;
    if (board.facts.faulted) continue;
    if (board.operative) why_not = ReserveResult::occupied;
    if (why_not == ReserveResult::faulted) why_not = ReserveResult::unavailable;
  }
  return why_not;
}

bool Reservations::cancel(std::int32_t id) {
  update();
  for (EvseId evse = 0; evse <= station_.evses(); ++evse) {
    if (!at(evse).active() || at(evse).id != id) continue;
    // What is told to be over stays over: a cancellation that a restart would undo is none.
    if (!store_ended(evse)) {
      station_.raise(Signal::storage_failed);
      return false;
    }
    at(evse) = Reservation{};
    update();
    return true;
  }
  return false;
}

// Ending ------------------------------------------------------------------------------------------

Millis Reservations::due(const Reservation& reservation) const {
  return station_.clock.utc_known() ? station_.clock.instant_of(reservation.expiry)
                                    : reservation.at_latest;
}

bool Reservations::can_serve(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  return board.operative && !board.facts.faulted;
}

bool Reservations::is_consumed(EvseId evse) const {
  const std::uint32_t number = at(evse).number;
  const EvseId last = evse == 0 ? station_.evses() : evse;
  for (EvseId each = evse == 0 ? EvseId{1} : evse; each <= last; ++each) {
    const EvseBoard& board = station_.board(each);
    if (board.reservation_use.number != number) continue;
    // 1.6 §5.13: at the start of the transaction. H03.FR.09: once the token is accepted.
    if (board.transaction.active || station_.dialect == Dialect::ocpp2x) return true;
  }
  return false;
}

bool Reservations::is_over(EvseId evse) const {
  if (station_.now() >= due(at(evse)) || is_consumed(evse)) return true;
  if (station_.board(0).facts.faulted) return true;
  if (evse != 0) return !can_serve(evse);
  if (!station_.board(0).operative) return !is_in_use(station_, at(0));
  for (EvseId each = 1; each <= station_.evses(); ++each) {
    if (can_serve(each)) return false;
  }
  return true;
}

void Reservations::end(EvseId evse) {
  at(evse).number = 0;
  at(evse).end_unstored = true;
  store_missing_ends();
}

/// Whether an EVSE is kept for somebody now; `one_is_kept`: any one of them is.
bool Reservations::is_kept(EvseId evse, bool one_is_kept) const {
  const EvseBoard& board = station_.board(evse);
  if (board.reservation.active()) return true;
  // H01.FR.20: when the last free EVSE is that of a reservation which names none, it is told to be
  // reserved. It stays so when a stranger plugs in.
  if (!one_is_kept || is_spared(station_, evse)) return false;
  const bool plugged_later = board.reserved && board.facts.plugged && can_serve(evse) &&
                             !board.claimed && !board.transaction.active;
  return is_unused(station_, evse) || plugged_later;
}

void Reservations::update() {
  for (EvseId evse = 0; evse <= station_.evses(); ++evse) {
    if (at(evse).active() && is_over(evse)) end(evse);
  }
  const bool one_is_kept = at(0).active() && !is_in_use(station_, at(0));
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    EvseBoard& board = station_.board(evse);
    const bool kept = is_kept(evse, one_is_kept);
    if (kept == board.reserved) continue;
    board.reserved = kept;
    station_.raise(Signal::reservation_changed, evse);
  }
}

void Reservations::on(const RaisedSignal&) {
  update();
}

void Reservations::step() {
  update();
  if (station_.now() >= retry_at_) store_missing_ends();
}

Millis Reservations::next_deadline() const {
  Millis next = retry_at_;
  for (EvseId evse = 0; evse <= station_.evses(); ++evse) {
    if (at(evse).active() && due(at(evse)) < next) next = due(at(evse));
  }
  return next;
}

}  // namespace plugpoint

#endif  // PLUGPOINT_RESERVATION
