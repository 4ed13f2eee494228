// Whether a token may charge: asks the central system, or decides by what the station knows.
#pragma once

#include "plugpoint/blocks/authorization/cache.h"
#include "plugpoint/blocks/authorization/local_list.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// Authorize (1.6 §3.5, §4.1, 2.x C01). Takes `presented` from the board of an EVSE on
/// Signal::authorization_wanted and raises token_accepted or token_refused.
class Authorization {
 public:
  /// `waiting`: one for each EVSE and the station; `cache_entries`, `work`: as for Cache.
  Authorization(Station& station, Span<bool> waiting, std::uint16_t cache_entries,
                MutableBytes work)
      : station_(station),
        waiting_(waiting),
        work_(work),
        list_(station),
        cache_(station, cache_entries, work) {
    for (bool& each : waiting_)
      each = false;
  }

  /// Reads what is stored.
  void open();
  void on(const RaisedSignal& raised);
  /// The EVSE whose token the central system is to be asked for; 0: none.
  EvseId next() const;
  /// The central system answered for `evse`.
  void answered(EvseId evse, bool accepted, Text group);
  /// No answer came: the offline rules decide, once (A10).
  void unanswered(EvseId evse);
  const IdToken& token(EvseId evse) const { return station_.board(evse).presented; }

  /// A request that names this token was sent; empty: it names none.
  void asked_about(const IdToken& token) { asked_ = token; }
  /// What the answer to that request says of its token; `said.token` is not looked at.
  void learn(const TokenEntry& said);

  LocalList& local_list() { return list_; }
  const LocalList& local_list() const { return list_; }
  /// Applies a piece of the pending update of the local list, as LocalList::go_on. What is free of
  /// `arena` is the memory to sort in, and free again afterwards.
  LocalList::Update go_on_with_list(Arena& arena);
  /// Adds an entry to the local list at the charger, as LocalList::add.
  Error add_to_list(const TokenEntry& entry);
  /// Puts what is known of a token in the cache. Errors: refused (no cache, disabled, or the local
  /// list has the token), io_error.
  Error add_to_cache(const TokenEntry& entry);
  /// Removes all that the cache knows; false when there is no cache.
  bool clear_cache() { return cache_.clear(); }

 private:
  /// What the station itself knows of a token.
  enum class Knowledge : std::uint8_t { none, valid, not_valid };
  Knowledge look_up(EvseId evse, IdToken& group) const;
  void decide_online(EvseId evse);
  void decide_offline(EvseId evse);
  void settle(EvseId evse, bool accepted);
  bool begins(EvseId evse) const;
  bool needs_group(EvseId evse) const;
  /// The list is another one now: what contradicted the old one is settled.
  void list_changed();

  Station& station_;
  Span<bool> waiting_;
  MutableBytes work_;
  LocalList list_;
  Cache cache_;
  IdToken asked_;
  bool conflict_ = false;  ///< The central system contradicted the present local list.
};

}  // namespace plugpoint
