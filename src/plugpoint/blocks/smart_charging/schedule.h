// A stored profile: its bytes, and what it allows at an instant.
#pragma once

#include <cstdint>

#include "plugpoint/base/time.h"
#include "plugpoint/blocks/smart_charging/charging_profile.h"
#include "plugpoint/blocks/smart_charging/rate_limit.h"
#include "plugpoint/store/record_log.h"

namespace plugpoint {

/// What the index keeps of a profile in memory; the rest stays on storage.
struct ProfileHead {
  std::uint32_t offset = 0;  ///< Of its record.
  std::int32_t id = 0;
  std::uint32_t transaction =
      0;  ///< With `tx`: the transaction's number; 0: waits for one to start.
  EvseId evse = 0;
  std::uint8_t stack_level = 0;
  ProfilePurpose purpose = ProfilePurpose::tx_default;
  bool claimed = false;  ///< While it waits: the EVSE has been claimed for it.
};

/// Writes a profile as the payload of a record. `installed` is when it came, unset while unknown.
void build(store::RecordBuilder& builder, const ProfileHead& head, const ChargingProfile& profile,
           DateTime installed);

/// Reads only the head; `offset` is that of the record. False when it is damaged.
bool parse_head(const store::Record& record, ProfileHead& head);

/// Against which a schedule is laid.
struct Timeline {
  const Clock& clock;
  std::int32_t voltage_v = 230;
  Millis began = 0;   ///< Start of what counts from the transaction, on the monotonic clock.
  bool moves = true;  ///< False: no transaction runs, and `began` stays the present instant.
};

/// What a profile says at an instant.
struct Slice {
  Slice();  // not inline: that would put an image of it among the constants

  RateLimit limit;
  bool applies = false;
  Millis until = kNever;  ///< Always after the instant; before it nothing changes.
};

/// Reads the schedule of a stored profile at the instant `at`. While UTC is unknown, what needs it
/// does not apply.
Slice slice_at(const store::Record& record, const Timeline& timeline, Millis at);

}  // namespace plugpoint
