// Keeps the journal small: forgets what is delivered, and gives way when the storage is full.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

/// Which records of the journal are still needed. One look through the journal decides; memory is
/// fixed, and whatever does not fit it is kept.
class JournalNeeds {
 public:
  explicit JournalNeeds(Station& station);

  /// Whether a transaction is open: started, and its end not stored.
  bool any_open() const { return count_ > 0; }
  /// Whether a note, or a message that was delivered, must stay: what its transaction still needs
  /// for its other messages and for a power loss.
  bool needed(const store::Record& record) const;
  /// T16: whether a record may go when room is short. Every second periodic meter value of each
  /// EVSE, the first of them first (errata 3.14, 3.91); never the newest state of an open
  /// transaction. Counts, so it is asked once about each record, in order.
  bool dispensable(const store::Record& record);
  /// Makes `dispensable` ready for another round through the journal.
  void count_anew();

 private:
  struct Transaction {
    std::uint32_t number;
    std::uint32_t newest;  ///< Sequence of the last record that tells the meter's state.
    bool ended;            ///< Its end is stored and waits for delivery.
  };
  static constexpr std::size_t kMax = 24;

  void note(const store::Record& record);
  Transaction* find(std::uint32_t number);
  const Transaction* find(std::uint32_t number) const {
    return const_cast<JournalNeeds*>(this)->find(number);
  }
  void remove(std::uint32_t number);

  std::uint32_t popped_;
  std::uint32_t floor_ = UINT32_MAX;  ///< From this transaction on everything is kept.
  Transaction known_[kMax];
  std::size_t known_count_ = 0;
  std::size_t count_ = 0;
  std::uint8_t second_[32] = {};  ///< A bit for each EVSE: the next periodic value stays.
};

/// Rewrites the journal without what nobody needs. Nothing happens while a message is being
/// written, since it may still read from the journal.
Status tidy_journal(Station& station);

/// The journal is full: tidies it, and thins out periodic meter values if that is not enough (T16).
/// False when nothing worth the effort can go.
bool make_room(Station& station);

}  // namespace plugpoint
