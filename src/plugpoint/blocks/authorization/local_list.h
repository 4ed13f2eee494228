// The local authorization list.
#pragma once

#include "plugpoint/blocks/authorization/token_store.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// What the central system decided ahead about tokens (1.6 §3.5.2, §5.10, §5.15). An update is
/// staged entry by entry while its message arrives, and applied as a whole or not at all.
class LocalList {
 public:
  explicit LocalList(Station& station);

  void open();
  /// LocalAuthListEnabled, and the dialect has it.
  bool enabled() const;
  /// The version to report; 0: the list is empty, -1: it is disabled.
  std::int32_t version() const;
  bool find(const IdToken& token, TokenEntry& entry) const {
    return enabled() && store_.find(token, entry);
  }

  /// What came of an update; UpdateStatus of 1.6 §7.45, and `pending` as long as it goes on.
  enum class Update : std::uint8_t { accepted, failed, not_supported, version_mismatch, pending };
  /// A message with an update begins; what an unfinished one has staged is dropped. While another
  /// update is pending, this one will fail.
  void begin_update();
  /// An entry of it; with status `unknown` it deletes.
  void stage(const TokenEntry& entry);
  /// An entry that cannot be stored: the update will fail.
  void stage_unusable() { staging_ = Status::too_long; }
  /// The message is complete. `full`: the entries are the whole list. `pending`: it is in order and
  /// `go_on` applies it.
  Update finish_update(bool full, std::int32_t version);
  bool pending() const { return pending_; }
  /// Applies a piece of the pending update; in between the old list is in force. `work`: memory to
  /// sort in, see TokenStore::merge_some.
  Update go_on(MutableBytes work);
  /// Nobody waits for the answer any more: the old list stays.
  void give_up();

  /// Adds one entry at the charger, or puts it in place of the token's old one: the entry is stored
  /// as a whole or not at all. The version that the central system gave stays, since it knows no
  /// other; a list that was empty gets 1, since 0 would say that it still is (1.6 §5.10). `work`:
  /// memory to sort in. Errors: refused (no list, disabled, or an update is pending), too_long (it
  /// is full), no_space, io_error, corrupt.
  Error add(const TokenEntry& entry, MutableBytes work);

 private:
  Update judge(bool full, std::int32_t version) const;
  TokenStore::Plan plan(bool full, std::int32_t version) const;
  /// Drops what was staged.
  void close_update();

  Station& station_;
  TokenStore store_;
  MergeProgress progress_;            ///< Of the pending update.
  std::int32_t pending_version_ = 0;  ///< Its version.
  std::int32_t staged_ = 0;
  Status staging_ = Status::ok;
  bool deletes_ = false;  ///< An entry of the update deletes.
  bool pending_ = false;
  bool pending_full_ = false;
};

}  // namespace plugpoint
