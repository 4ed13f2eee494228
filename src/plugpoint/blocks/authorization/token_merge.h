// Sorts the updates of a TokenStore and merges them with its list, a piece at a time, in a fixed
// piece of memory that need not last.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/authorization/token_store.h"

namespace plugpoint {

/// A piece of a merge. The updates are not moved on storage. First their places are sorted, as many
/// at a time as memory has room for: a run. Then the next ones in order are found by a search in
/// each run, and merged with the old list.
class TokenMerge {
 public:
  TokenMerge(const TokenStore& store, const store::AreaStorage& storage,
             const TokenStore::Areas& areas, const TokenStore::Plan& plan, MergeProgress& progress)
      : store_(store),
        storage_(storage),
        areas_(areas),
        plan_(plan),
        progress_(progress),
        updates_(store.updates()) {}

  /// Writes some entries to the spare area. Status: as TokenStore::merge_some.
  Status step(MutableBytes work);

 private:
  /// Entries that one step handles at most: bounded work, so that what else the processor has to do
  /// is not held up.
  static constexpr std::size_t kSorted = 64;
  static constexpr std::size_t kMerged = 16;
  /// Instead of an index: the update cannot be read. Such places are the last of a run.
  static constexpr std::uint32_t kUnreadable = UINT32_MAX;

  bool carve(MutableBytes work);
  Status order_run();
  Status merge_some();
  std::uint32_t run_end(std::uint32_t first) const;
  /// The first place in a run that comes after the update taken last.
  std::uint32_t after_last(std::uint32_t first, std::uint32_t end) const;
  /// Fills `places_` with the next updates in order, up to `most`; their count in `selected_`.
  Status select(std::size_t most);
  Status select_from_run(std::uint32_t first, std::size_t most);
  /// False when the place comes after all of `most` others.
  bool insert(const TokenPlace& place, std::size_t most);
  /// Of the same token the latest comes first.
  bool before(const TokenPlace& a, const TokenPlace& b) const;
  Status take_selected();
  Status take_update(const StoredToken& update);
  bool peek_old(StoredToken& old);
  Status copy_old(const StoredToken* below);
  Status write(const StoredToken& entry);
  Status flush();

  const TokenStore& store_;
  const store::AreaStorage& storage_;
  const TokenStore::Areas& areas_;
  const TokenStore::Plan& plan_;
  MergeProgress& progress_;
  std::uint32_t updates_;
  Span<StoredToken> read_;
  Span<StoredToken> written_;
  Span<TokenPlace> places_;
  StoredToken previous_;  ///< The update taken last.
  std::size_t selected_ = 0;
  std::size_t buffered_ = 0;
  std::uint32_t window_at_ = 0;     ///< First entry of the list in `read_`.
  std::uint32_t window_count_ = 0;  ///< How many; 0: none.
  std::size_t left_ = kMerged;      ///< Entries that this step may still merge.
};

}  // namespace plugpoint
