// The authorization cache.
#pragma once

#include "plugpoint/blocks/authorization/token_store.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// What the central system said last about the tokens that were presented (1.6 §3.5.1), valid and
/// not. Kept on storage; an entry that says nothing new is not written again.
///
/// New entries are appended to a short log; when that is full it is merged with the sorted rest,
/// and the cache gives up entries then: first the ones that are not valid, then the oldest.
class Cache {
 public:
  /// `entries`: how many it keeps about; 0: there is no cache. `work`: memory for a merge, which
  /// others may use between calls.
  Cache(Station& station, std::uint16_t entries, MutableBytes work);

  /// Updates that a cache of so many entries collects before it merges them.
  static constexpr std::uint32_t update_room(std::uint32_t entries) {
    return (entries + 3) / 4 < kMostUpdates ? (entries + 3) / 4 : kMostUpdates;
  }

  void open();
  /// AuthorizationCacheEnabled, and the dialect and the owner have one.
  bool enabled() const;
  bool find(const IdToken& token, TokenEntry& entry) const;
  void update(const TokenEntry& entry) { static_cast<void>(add(entry)); }
  /// The same, and says what came of it: refused (there is no cache, or it is disabled), io_error.
  Status add(const TokenEntry& entry);
  /// Removes everything. False: there is no cache, or storage failed.
  bool clear();

 private:
  static constexpr std::uint32_t kMostUpdates = 64;
  struct Eviction;
  static bool keeps(void* context, const StoredToken& old);
  bool find_stored(const IdToken& token, TokenEntry& entry) const;
  std::uint32_t next_sequence() const;
  bool make_room();
  Eviction plan_eviction() const;
  /// Updates that add a token.
  std::uint32_t count_added() const;
  std::uint32_t count_valid(DateTime now) const;
  /// The sequence of the newest among the `wanted` oldest valid entries.
  std::uint32_t age_of_oldest(std::size_t wanted, DateTime now) const;

  Station& station_;
  TokenStore store_;
  MutableBytes work_;
  std::uint16_t entries_;
};

}  // namespace plugpoint
