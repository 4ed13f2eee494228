// Reservations: which EVSE is kept for whom, and until when.
#pragma once

#include "plugpoint/blocks/left_out.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/store/record_log.h"

namespace plugpoint {

#if PLUGPOINT_RESERVATION

enum class ReserveResult : std::uint8_t { accepted, faulted, occupied, rejected, unavailable };

/// ReserveNow and CancelReservation (1.6 §5.13, §5.1; 2.x H01, H02): at most one reservation for
/// each EVSE and one for any of them, kept in `reservation` of the boards and on storage.
class Reservations {
 public:
  Reservations(Station& station, store::LogRoom& logs);

  /// Reads what is stored. The journal must be open: a reservation whose transaction has started is
  /// over, even if power went before that was written here. Errors: as RecordLog::open.
  Error open();
  /// The most bytes that the stored reservations take.
  static constexpr std::uint32_t bound(std::uint32_t evses) {
    return kTidyAbove + (evses + 2) * kRecordBytes;
  }
  void on(const RaisedSignal& raised);
  /// Ends what has expired.
  void step();
  Millis next_deadline() const;

  /// `evse` 0: any EVSE. Takes id, expiry, token and group of `wanted`; durable when accepted.
  /// Rejected: not wanted (`accept`), no such EVSE, expired, UTC unknown, or not stored.
  ReserveResult reserve(std::int32_t evse, const Reservation& wanted);
  /// False when there is none with this id, or its end cannot be stored.
  bool cancel(std::int32_t id);
  /// Whether new reservations are taken at all; at the start they are. Old ones stay.
  void accept(bool on) { accepting_ = on; }

 private:
  static constexpr std::uint32_t kTidyAbove = 2048;
  static constexpr std::uint32_t kRecordBytes = 119;
  enum class RecordType : std::uint8_t { made = 1, ended = 2 };

  Reservation& at(EvseId evse) { return station_.board(evse).reservation; }
  const Reservation& at(EvseId evse) const { return station_.board(evse).reservation; }
  void read(const store::Record& stored);
  bool was_used(std::int32_t id, std::uint32_t journal, std::uint32_t from) const;
  void forget(std::int32_t id);
  ReserveResult room_at(EvseId evse, const Reservation& wanted) const;
  ReserveResult room_anywhere(const Reservation& wanted) const;
  Millis due(const Reservation& reservation) const;
  bool is_over(EvseId evse) const;
  bool is_consumed(EvseId evse) const;
  bool can_serve(EvseId evse) const;
  void update();
  bool is_kept(EvseId evse, bool one_is_kept) const;
  void end(EvseId evse);
  bool store_made(EvseId evse, Reservation& reservation);
  bool store_ended(EvseId evse);
  void store_missing_ends();
  void tidy();
  static bool is_present(void* context, const store::Record& record);

  store::RecordLog log_;
  Millis retry_at_ = kNever;  ///< When ends that could not be stored are tried again.
  Station& station_;
  bool accepting_ = true;
};

#else

struct Reservations : LeftOut {
  using LeftOut::LeftOut;
  void accept(bool) {}
};

#endif  // PLUGPOINT_RESERVATION

}  // namespace plugpoint
