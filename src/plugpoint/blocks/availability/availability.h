// Operative or inoperative: what the central system wants, and what is in force.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/store/record_log.h"

namespace plugpoint {

enum class AvailabilityResult : std::uint8_t { accepted, rejected, scheduled };

/// ChangeAvailability (1.6 §5.2, 2.x G03/G04). The wish is stored at once and survives a restart,
/// also while it is only scheduled (S07).
class Availability {
 public:
  /// `wanted`: one byte for each EVSE and the station, zeroed or not.
  Availability(Station& station, Span<bool> wanted, MutableBytes scratch);

  Error open();
  void on(const RaisedSignal& raised);
  /// `evse` 0: the whole station with all its EVSEs.
  AvailabilityResult change(std::int32_t evse, bool operative);

 private:
  static constexpr std::uint8_t kWish = 1;
  bool busy(EvseId evse) const;
  bool store(EvseId evse, bool operative);
  AvailabilityResult change_one(EvseId evse, bool operative);
  void apply(EvseId evse);
  struct Compaction {
    Span<const bool> wanted;
    std::uint8_t seen[32];
  };
  static bool newest(void* context, const store::Record& record);

  Station& station_;
  Span<bool> wanted_;
  store::RecordLog log_;
};

}  // namespace plugpoint
