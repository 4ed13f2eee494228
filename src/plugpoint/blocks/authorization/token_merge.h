// Sorts the updates of a TokenStore and merges them with its list, in a fixed piece of memory.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/authorization/token_store.h"

namespace plugpoint {

/// One merge. The updates are not moved on storage: each pass over them selects as many of the next
/// in order as memory has places for.
class TokenMerge {
 public:
  TokenMerge(const TokenStore& store, Storage& storage, const char* target,
             const TokenStore::Plan& plan)
      : store_(store), storage_(storage), target_(target), plan_(plan) {}

  /// Writes the entries to the target area. Status: as TokenStore::merge.
  Status run(MutableBytes work);
  /// Entries written.
  std::uint32_t count() const { return count_; }

 private:
  /// An update: its first key, and where it is.
  struct Place {
    std::uint32_t hash;
    std::uint32_t index;
  };
  bool carve(MutableBytes work);
  /// Fills `places_` with the next updates in order; their count in `selected_`.
  Status select();
  void insert(Place place);
  /// Of the same token the latest comes first.
  bool before(Place a, Place b) const;
  Status take_selected();
  Status take_update(const StoredToken& update);
  bool peek_old(StoredToken& old);
  Status copy_old(const StoredToken* below);
  Status write(const StoredToken& entry);
  Status flush();

  const TokenStore& store_;
  Storage& storage_;
  const char* target_;
  const TokenStore::Plan& plan_;
  Span<StoredToken> read_;
  Span<StoredToken> written_;
  Span<Place> places_;
  StoredToken previous_;  ///< The update taken last.
  Place last_ = {0, 0};   ///< Where it is.
  std::size_t selected_ = 0;
  std::size_t buffered_ = 0;
  std::uint32_t window_at_ = 0;     ///< First entry of the list in `read_`.
  std::uint32_t window_count_ = 0;  ///< How many; 0: none.
  std::uint32_t old_at_ = 0;        ///< Next entry of the list.
  std::uint32_t count_ = 0;
  bool any_taken_ = false;
};

}  // namespace plugpoint
