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
  Availability(Station& station, Span<bool> wanted, store::LogRoom& logs);

  Error open();
  /// The most bytes that the stored wishes take.
  static constexpr std::uint32_t bound() { return kCompactAbove + 2 * kRecordBytes; }
  void on(const RaisedSignal& raised);
  /// `evse` 0: the whole station with all its EVSEs.
  AvailabilityResult change(std::int32_t evse, bool operative);

 private:
  static constexpr std::uint32_t kCompactAbove = 2048;
  static constexpr std::uint32_t kRecordBytes = store::RecordLog::kOverhead + 2;
  static constexpr std::uint8_t kWish = 1;        ///< For one EVSE, or the station.
  static constexpr std::uint8_t kWishForAll = 2;  ///< For the station and every EVSE.
  bool busy(EvseId evse) const;
  bool append(std::uint8_t type, EvseId evse, bool operative);
  bool store(EvseId evse, bool operative);
  bool store_all(bool operative);
  void read(const store::Record& record);
  AvailabilityResult result(EvseId evse) const;
  bool due(EvseId evse) const;
  void apply(EvseId evse);
  struct Compaction {
    Span<const bool> wanted;
    std::uint8_t seen[32];  ///< A bit for each EVSE whose present wish is kept already.

    bool has(std::size_t evse) const { return (seen[evse / 8] >> (evse % 8) & 1U) != 0; }
    void set(std::size_t evse, bool kept);
    bool keep_for_all(bool operative);
  };
  static bool newest(void* context, const store::Record& record);

  Station& station_;
  Span<bool> wanted_;
  store::RecordLog log_;
};

}  // namespace plugpoint
