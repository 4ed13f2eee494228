// Thousands of tokens on storage, sorted, found by a bounded number of reads.
#pragma once

#include "plugpoint/base/span.h"
#include "plugpoint/blocks/authorization/token_entry.h"
#include "plugpoint/store/area_storage.h"

namespace plugpoint {

/// Where an update lies in the order of tokens: its first key, and its index among the updates.
struct TokenPlace {
  std::uint32_t hash;
  std::uint32_t index;
};

/// How far a merge has come.
struct MergeProgress {
  std::uint32_t run = 0;      ///< Places in each sorted run of updates; 0: nothing was done yet.
  std::uint32_t ordered = 0;  ///< Updates that are in a run.
  std::uint32_t taken = 0;    ///< Updates that were dealt with.
  TokenPlace last = {0, 0};   ///< The latest of those.
  std::uint32_t old_at = 0;   ///< Next entry of the old list.
  std::uint32_t count = 0;    ///< Entries of the new list.
};

/// A sorted list in one storage area and updates to it in another; nothing of either is in RAM.
///
/// List: `[StoredToken]… [magic 32][version 32][count 32][crc 32]`. Updates: `[StoredToken]…` in
/// the order in which they came. `merge` writes a new list beside the old one and replaces it in
/// one step, so a power cut leaves the old list or the new one. Meanwhile a fourth area has the
/// places of the updates, in sorted runs.
class TokenStore {
 public:
  /// Names of storage areas.
  struct Areas {
    FlashText list;
    FlashText updates;
    FlashText spare;  ///< Used while the list is rewritten.
    FlashText order;  ///< Likewise.
    // Not an aggregate: its constant would take RAM on the ESP8266.
    Areas(FlashText of_list, FlashText of_updates, FlashText as_spare, FlashText as_order)
        : list(of_list), updates(of_updates), spare(as_spare), order(as_order) {}
  };
  TokenStore(Storage& storage, const Areas& areas) : storage_(storage), areas_(areas) {}

  /// The bytes of a list, and of updates, with so many entries.
  static constexpr std::uint32_t list_bytes(std::uint32_t entries) {
    return update_bytes(entries) + kFooterBytes;
  }
  static constexpr std::uint32_t update_bytes(std::uint32_t entries) {
    return entries * static_cast<std::uint32_t>(sizeof(StoredToken));
  }
  static constexpr std::uint32_t order_bytes(std::uint32_t entries) {
    return entries * static_cast<std::uint32_t>(sizeof(TokenPlace));
  }

  /// Reads how long the list is. Error: corrupt; then the list counts as empty.
  Error open();
  std::uint32_t count() const { return count_; }
  /// What the last merge gave.
  std::uint32_t version() const { return version_; }
  /// Finds a token in the list, with at most about 2 + log2(count) reads.
  bool find(const IdToken& token, TokenEntry& entry) const;

  /// Complete updates that wait.
  std::uint32_t updates() const;
  /// Whether a write was cut off in the middle of an update: merge before the next one.
  bool updates_torn() const { return storage_.size(areas_.updates) % sizeof(StoredToken) != 0; }
  Status append_update(const StoredToken& update);
  /// False when it cannot be read as it was written.
  bool read_update(std::uint32_t index, StoredToken& update) const;
  /// The latest update of a token, among all.
  bool find_update(const IdToken& token, TokenEntry& entry) const;
  Status drop_updates();

  /// What `merge` makes of list and updates.
  struct Plan {
    bool keeps_list = true;     ///< False: the updates are the whole list.
    bool unique = false;        ///< A token may come only once in the updates.
    std::uint32_t version = 0;  ///< Of the new list.
    std::uint32_t most = 0;     ///< Entries of the new list.
    bool (*keeps)(void* context, const StoredToken& old) = nullptr;  ///< Null: all old entries.
    void* context = nullptr;
  };
  static constexpr std::size_t kLeastWork = 3 * sizeof(StoredToken);
  /// Applies the updates, of each token the latest, to the list; `unknown` ones delete. The updates
  /// stay: `drop_updates` follows. `work`: memory to sort in, from kLeastWork; with more, fewer
  /// reads. Status: ok, bad_input (a token twice, or unreadable), too_long, no_memory, no_space,
  /// io_error; after an error the list is as before.
  Status merge(const Plan& plan, MutableBytes work);
  /// Does a piece of a merge that handles some dozens of entries; want_more: call again, with the
  /// same `plan` and `progress`; the content of `work` need not last. Other status: as `merge`.
  Status merge_some(const Plan& plan, MergeProgress& progress, MutableBytes work);
  /// Gives up a merge that wanted more: the list is as before.
  void abandon_merge();
  /// Removes list and updates.
  Status clear();

  /// Reads up to `into.size()` entries of the list from `index` on; returns the count.
  std::size_t read_list(std::uint32_t index, Span<StoredToken> into) const;
  std::size_t read_updates(std::uint32_t index, Span<StoredToken> into) const;
  /// A place in the area of the order, while a merge goes on.
  bool read_place(std::uint32_t at, TokenPlace& place) const;

 private:
  static constexpr std::uint32_t kFooterBytes = 16;
  std::size_t read(FlashText area, std::uint32_t index, Span<StoredToken> into) const;
  Status replace_list(std::uint32_t count, std::uint32_t version);

  store::AreaStorage storage_;
  Areas areas_;
  std::uint32_t count_ = 0;
  std::uint32_t version_ = 0;
};

}  // namespace plugpoint
