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

  /// What came of an update; UpdateStatus of 1.6 §7.45.
  enum class Update : std::uint8_t { accepted, failed, not_supported, version_mismatch };
  /// A message with an update begins; what an unfinished one has staged is dropped.
  void begin_update();
  /// An entry of it; with status `unknown` it deletes.
  void stage(const TokenEntry& entry);
  /// An entry that cannot be stored: the update will fail.
  void stage_unusable() { staging_ = Status::too_long; }
  /// The message was accepted: applies it. `full`: the entries are the whole list. `work`: memory
  /// to sort in, see TokenStore::merge.
  Update finish_update(bool full, std::int32_t version, MutableBytes work);

  /// Adds one entry at the charger, or puts it in place of the token's old one: the entry is stored
  /// as a whole or not at all. The version that the central system gave stays, since it knows no
  /// other; a list that was empty gets 1, since 0 would say that it still is (1.6 §5.10). `work`:
  /// as for `finish_update`. Errors: refused (no list, or disabled), too_long (it is full),
  /// no_space, io_error, corrupt.
  Error add(const TokenEntry& entry, MutableBytes work);

 private:
  Update judge(bool full, std::int32_t version) const;
  Status apply(bool full, std::int32_t version, MutableBytes work);

  Station& station_;
  TokenStore store_;
  std::int32_t staged_ = 0;
  Status staging_ = Status::ok;
  bool deletes_ = false;  ///< An entry of the update deletes.
};

}  // namespace plugpoint
