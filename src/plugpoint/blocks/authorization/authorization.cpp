#include "plugpoint/blocks/authorization/authorization.h"

#include "plugpoint/blocks/reservation_rules.h"

namespace plugpoint {

namespace {

/// §3.5.2: in a local list ConcurrentTx marks a valid token.
bool valid_in_list(TokenStatus status) {
  return status == TokenStatus::accepted || status == TokenStatus::concurrent_tx;
}

}  // namespace

void Authorization::open() {
  list_.open();
  cache_.open();
}

void Authorization::on(const RaisedSignal& raised) {
  if (raised.signal == Signal::disconnected) {
    list_.give_up();
    for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
      if (waiting_[evse]) unanswered(evse);
    }
  }
  if (raised.signal != Signal::authorization_wanted) return;
  station_.board(raised.evse).group = IdToken();
  if (station_.dialect == Dialect::ocpp2x && !station_.variables.boolean(Key::AuthEnabled)) {
    settle(raised.evse, true);
  } else if (station_.online()) {
    decide_online(raised.evse);
  } else {
    decide_offline(raised.evse);
  }
}

EvseId Authorization::next() const {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (waiting_[evse]) return evse;
  }
  return 0;
}

void Authorization::settle(EvseId evse, bool accepted) {
  waiting_[evse] = false;
  const EvseBoard& board = station_.board(evse);
  // A valid token of somebody else may not use what is reserved.
  const bool kept =
      begins(evse) && access_to(station_, evse, token(evse), board.group) != Access::open;
  if (accepted && !kept) return station_.raise(Signal::token_accepted, evse);
  const Refusal why = accepted ? Refusal::reserved : Refusal::not_valid;
  station_.raise(Signal::token_refused, evse, static_cast<std::uint16_t>(why));
}

/// Whether the token is asked for a use that begins now.
bool Authorization::begins(EvseId evse) const {
  const EvseBoard& board = station_.board(evse);
  return board.purpose != Purpose::stop && !board.transaction.active;
}

/// Whether only the parent of the token decides.
bool Authorization::needs_group(EvseId evse) const {
  if (station_.board(evse).purpose == Purpose::stop) return true;  // A07
  return begins(evse) && access_to(station_, evse, token(evse), {}) == Access::by_group;
}

Authorization::Knowledge Authorization::look_up(EvseId evse, IdToken& group) const {
  TokenEntry entry;
  // A04: the list has priority over the cache.
  const bool listed = list_.find(token(evse), entry);
  if (!listed && !cache_.find(token(evse), entry)) return Knowledge::none;
  group = entry.group;
  const TokenStatus status = entry.status_at(station_.clock.utc());
  const bool valid = listed ? valid_in_list(status) : status == TokenStatus::accepted;
  return valid ? Knowledge::valid : Knowledge::not_valid;
}

void Authorization::decide_online(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  IdToken group;
  // A02: only what is known to be valid spares the question. A remote start that would not be asked
  // for but for its parent is content with what is known of that (1.6 §5.13).
  const bool may_know = station_.variables.boolean(Key::LocalPreAuthorize) ||
                        (board.purpose == Purpose::remote_start &&
                         !station_.variables.boolean(Key::AuthorizeRemoteTxRequests));
  const bool known = may_know && look_up(evse, group) == Knowledge::valid &&
                     (!needs_group(evse) || !group.empty());
  if (!known) {
    waiting_[evse] = true;
    return;
  }
  board.group = group;
  settle(evse, true);
}

void Authorization::decide_offline(EvseId evse) {
  EvseBoard& board = station_.board(evse);
  IdToken group;
  const Knowledge known = look_up(evse, group);
  if (known != Knowledge::none) {
    board.group = group;
    return settle(
        evse, known == Knowledge::valid && station_.variables.boolean(Key::LocalAuthorizeOffline));
  }
  // A03: the rule for unknown ids never lets a stranger stop somebody's transaction.
  const bool start = board.purpose != Purpose::stop;
  settle(evse, start && station_.variables.boolean(Key::AllowOfflineTxForUnknownId));
}

void Authorization::answered(EvseId evse, bool accepted, Text group) {
  if (evse == 0 || evse > station_.evses() || !waiting_[evse]) return;
  IdToken& known = station_.board(evse).group;
  known = IdToken(group, TokenType::Central);
  // Errata 4.12: the answer may leave the parent out, then list or cache may know it.
  if (known.empty() && begins(evse) && needs_group(evse)) static_cast<void>(look_up(evse, known));
  settle(evse, accepted);
}

void Authorization::unanswered(EvseId evse) {
  if (evse == 0 || evse > station_.evses() || !waiting_[evse]) return;
  decide_offline(evse);
}

void Authorization::learn(const TokenEntry& said) {
  if (asked_.empty()) return;
  TokenEntry listed;
  if (!list_.find(asked_, listed)) {
    TokenEntry entry = said;
    entry.token = asked_;
    return cache_.update(entry);
  }
  // §3.5.2: told when list and central system differ in whether the token is valid. ConcurrentTx
  // says nothing against it: it is in use elsewhere.
  const DateTime now = station_.clock.utc();
  if (valid_in_list(listed.status_at(now)) == valid_in_list(said.status_at(now))) return;
  conflict_ = true;
  station_.raise(Signal::list_conflict, 0, 1);
}

LocalList::Update Authorization::go_on_with_list(Arena& arena) {
  const Arena::Mark mark = arena.mark();
  const std::size_t room = arena.capacity() - arena.used();
  const std::size_t size = room > alignof(StoredToken) ? room - alignof(StoredToken) : 0;
  void* at = arena.allocate(size, alignof(StoredToken));
  const LocalList::Update update = list_.go_on({static_cast<std::uint8_t*>(at), at ? size : 0});
  arena.rewind(mark);
  if (update == LocalList::Update::accepted) list_changed();
  return update;
}

void Authorization::list_changed() {
  if (!conflict_) return;
  conflict_ = false;
  station_.raise(Signal::list_conflict, 0, 0);
}

Error Authorization::add_to_list(const TokenEntry& entry) {
  const Error error = list_.add(entry, work_);
  if (!error) list_changed();
  return error;
}

Error Authorization::add_to_cache(const TokenEntry& entry) {
  TokenEntry listed;
  if (list_.find(entry.token, listed))  // A04
    return {Status::refused, PLUGPOINT_REASON("the token is in the local list, which decides")};
  const Status status = cache_.add(entry);
  if (status == Status::ok) return {};
  if (status == Status::refused)
    return {status, PLUGPOINT_REASON("there is no authorization cache, or it is disabled")};
  return {status, PLUGPOINT_REASON("the authorization cache could not be written")};
}

}  // namespace plugpoint
