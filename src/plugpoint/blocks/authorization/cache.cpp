#include "plugpoint/blocks/authorization/cache.h"

#include "plugpoint/base/stack.h"

namespace plugpoint {

/// What a merge gives up: all that is not valid, and the valid ones up to an age.
struct Cache::Eviction {
  DateTime now;
  bool needed = false;
  std::uint32_t newest = 0;  ///< Sequence of the newest valid entry that goes; 0: none goes.
};

namespace {

bool valid(const StoredToken& stored, DateTime now) {
  return stored.entry().status_at(now) == TokenStatus::accepted;
}

}  // namespace

Cache::Cache(Station& station, std::uint16_t entries, MutableBytes work)
    : station_(station),
      store_(*station.ports.storage, {PLUGPOINT_TEXT("auth-cache"), PLUGPOINT_TEXT("auth-cache-in"),
                                      PLUGPOINT_TEXT("cache-n"), PLUGPOINT_TEXT("cache-o")}),
      work_(work),
      entries_(entries) {}

void Cache::open() {
  if (Error error = store_.open()) station_.log(LogLevel::error, error.text);
}

bool Cache::enabled() const {
  return entries_ > 0 && station_.dialect == Dialect::ocpp16 &&
         station_.variables.boolean(Key::AuthorizationCacheEnabled);
}

bool Cache::find_stored(const IdToken& token, TokenEntry& entry) const {
  return store_.find_update(token, entry) || store_.find(token, entry);
}

bool Cache::find(const IdToken& token, TokenEntry& entry) const {
  return enabled() && find_stored(token, entry);
}

std::uint32_t Cache::next_sequence() const {
  StoredToken last;
  const std::uint32_t waiting = store_.updates();
  // A merge notes the sequence that it reached as the version of the list.
  return waiting > 0 && store_.read_update(waiting - 1, last) ? last.sequence + 1
                                                              : store_.version() + waiting + 1;
}

PLUGPOINT_OWN_FRAME Status Cache::add(const TokenEntry& entry) {
  if (!enabled()) return Status::refused;
  TokenEntry known;
  const bool found = find_stored(entry.token, known);
  if (found && known == entry) return Status::ok;
  if ((store_.updates_torn() || store_.updates() >= update_room(entries_)) && !make_room())
    return Status::io_error;
  StoredToken stored(entry);
  stored.sequence = next_sequence();
  stored.fresh = found ? 0 : 1;
  stored.seal();
  const Status status = store_.append_update(stored);
  if (status != Status::ok)
    station_.log(LogLevel::warning,
                 PLUGPOINT_REASON("the authorization cache could not be written"));
  return status;
}

bool Cache::clear() {
  return enabled() && store_.clear() == Status::ok;
}

bool Cache::keeps(void* context, const StoredToken& old) {
  const auto& eviction = *static_cast<const Eviction*>(context);
  if (!eviction.needed) return true;
  return valid(old, eviction.now) && old.sequence > eviction.newest;
}

std::uint32_t Cache::count_added() const {
  std::uint32_t added = 0;
  StoredToken update;
  for (std::uint32_t i = 0; i < store_.updates(); ++i)
    added += store_.read_update(i, update) ? update.fresh : 0U;
  return added;
}

std::uint32_t Cache::count_valid(DateTime now) const {
  std::uint32_t count = 0;
  StoredToken each;
  for (std::uint32_t i = 0; store_.read_list(i, {&each, 1}) == 1; ++i)
    count += valid(each, now) ? 1U : 0U;
  return count;
}

std::uint32_t Cache::age_of_oldest(std::size_t wanted, DateTime now) const {
  Arena arena(work_);
  const std::size_t room = work_.size() / sizeof(std::uint32_t) - 1;
  const Span<std::uint32_t> oldest =
      arena.make_array<std::uint32_t>(wanted < room ? wanted : room);  // In rising order.
  std::size_t count = 0;
  StoredToken each;
  for (std::uint32_t i = 0; store_.read_list(i, {&each, 1}) == 1; ++i) {
    if (!valid(each, now)) continue;
    if (count == oldest.size() && each.sequence >= oldest[count - 1]) continue;
    std::size_t at = count < oldest.size() ? count++ : count - 1;
    for (; at > 0 && oldest[at - 1] > each.sequence; --at)
      oldest[at] = oldest[at - 1];
    oldest[at] = each.sequence;
  }
  return count == 0 ? 0 : oldest[count - 1];
}

Cache::Eviction Cache::plan_eviction() const {
  Eviction eviction;
  eviction.now = station_.clock.utc();
  const std::uint32_t most = entries_ - update_room(entries_);
  const std::uint32_t added = count_added();
  if (store_.count() + added <= most) return eviction;
  eviction.needed = true;
  const std::uint32_t after = count_valid(eviction.now) + added;
  if (after > most) eviction.newest = age_of_oldest(after - most, eviction.now);
  return eviction;
}

PLUGPOINT_OWN_FRAME bool Cache::make_room() {
  if (work_.size() < TokenStore::kLeastWork) return false;
  Eviction eviction = plan_eviction();
  TokenStore::Plan plan;
  plan.version = next_sequence() - 1;
  plan.most = UINT32_MAX;
  plan.keeps = &keeps;
  plan.context = &eviction;
  const Status status = store_.merge(plan, work_);
  if (status == Status::ok) return store_.drop_updates() == Status::ok;
  station_.log(LogLevel::warning, PLUGPOINT_REASON("the authorization cache could not be tidied"));
  // What cannot be read is given up: it is a cache.
  return status == Status::bad_input && store_.clear() == Status::ok;
}

}  // namespace plugpoint
