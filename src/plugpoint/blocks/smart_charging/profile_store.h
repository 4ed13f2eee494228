// The installed profiles: on storage, with a small index in memory.
#pragma once

#include <cstdint>

#include "plugpoint/blocks/smart_charging/schedule.h"
#include "plugpoint/store/record_log.h"

namespace plugpoint {

/// A log of installations and clearings. What it says is true after a power cut at any byte: each
/// change is one record.
class ProfileStore {
 public:
  /// `index` bounds how many profiles can be installed. A record must have room for the
  /// largest schedule: 68 bytes and 9 a period.
  ProfileStore(store::LogRoom& logs, Span<ProfileHead> index);

  /// Reads everything back. Errors: as RecordLog::open.
  Error open();

  /// The most bytes that so many profiles take, with what they replaced.
  static constexpr std::uint32_t bound(std::uint32_t profiles, std::uint32_t record_bytes) {
    return (profiles + kMaxDead + 1) * record_bytes + kMaxNotes * kNoteBytes;
  }

  std::size_t count() const { return count_; }
  std::size_t capacity() const { return index_.size(); }
  /// Sorted by falling stack level; with equal levels those of an EVSE before those of the station.
  const ProfileHead& head(std::size_t position) const { return index_[position]; }
  /// Whether a profile waits for a transaction.
  static bool waits(const ProfileHead& head) {
    return head.purpose == ProfilePurpose::tx && head.transaction == 0;
  }
  void note_claim(std::size_t position) { index_[position].claimed = true; }

  /// Whether no more than `most` would be installed after an installation and its replacements.
  bool has_room(const ProfileHead& head, std::size_t most) const;
  /// Adds a profile and removes those that it replaces: with the same id, or with the same purpose
  /// and stack level on the same EVSE (§5.16.3). Errors: no_memory (too many), too_long (its
  /// periods do not fit the scratch memory), no_space, io_error; then nothing has changed.
  Status install(const ProfileHead& head, const ChargingProfile& profile, DateTime installed);
  /// Removes what matches; not_found when nothing does. Errors: no_space, io_error; then nothing
  /// has changed.
  Status clear(const ProfileFilter& filter);
  /// As `clear`, but forgets at once; if the storage refuses, it is written with the next change.
  void forget(const ProfileFilter& filter);
  /// Gives the profiles that wait for a transaction on this EVSE to the transaction. True if any
  /// did.
  bool adopt(EvseId evse, std::uint32_t transaction);

  /// Reads the record of a profile into the scratch memory.
  bool read(const ProfileHead& head, store::Record& record);

 private:
  /// Records that are left lying before the log is rewritten: room against wear.
  static constexpr std::uint32_t kMaxDead = 16;
  /// Clearings and adoptions among them.
  static constexpr std::uint32_t kMaxNotes = 2 * kMaxDead;
  static constexpr std::uint32_t kNoteBytes = 26;

  enum class Type : std::uint8_t { installed = 1, cleared = 2, adopted = 3 };

  static bool matches(const ProfileFilter& filter, const ProfileHead& head);
  static bool replaces(const ProfileHead& fresh, const ProfileHead& old);
  static bool before(const ProfileHead& a, const ProfileHead& b);
  static bool wanted(void* context, const store::Record& record);

  void replay();
  void replay(const store::Record& record);
  bool insert(const ProfileHead& head);
  std::size_t drop(const ProfileFilter& filter);
  void drop_at(std::size_t position);
  std::size_t count_matches(const ProfileFilter& filter) const;
  void set_transaction(EvseId evse, std::uint32_t transaction);
  Status make_ready();
  Status append_cleared(const ProfileFilter& filter);
  Status rewrite();
  void note_offset(const store::Record& record);
  void tidy();

  store::RecordLog log_;
  Span<ProfileHead> index_;
  std::size_t count_ = 0;
  std::size_t dead_ = 0;  ///< Records that a rewrite would leave out, about.
  bool behind_ = false;   ///< The log still has what was forgotten.
};

}  // namespace plugpoint
