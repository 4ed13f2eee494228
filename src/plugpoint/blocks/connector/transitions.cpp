#include "plugpoint/blocks/connector/transitions.h"

#include "plugpoint/base/flash.h"

namespace plugpoint {

namespace {

constexpr std::uint32_t bit(EvseStatus status) {
  return 1U << static_cast<unsigned>(status);
}

constexpr std::uint32_t kAvailable = bit(EvseStatus::available);           // 1
constexpr std::uint32_t kPreparing = bit(EvseStatus::preparing);           // 2
constexpr std::uint32_t kCharging = bit(EvseStatus::charging);             // 3
constexpr std::uint32_t kSuspendedEv = bit(EvseStatus::suspended_ev);      // 4
constexpr std::uint32_t kSuspendedEvse = bit(EvseStatus::suspended_evse);  // 5
constexpr std::uint32_t kFinishing = bit(EvseStatus::finishing);           // 6
constexpr std::uint32_t kReserved = bit(EvseStatus::reserved);             // 7
constexpr std::uint32_t kUnavailable = bit(EvseStatus::unavailable);       // 8
constexpr std::uint32_t kFaulted = bit(EvseStatus::faulted);               // 9
constexpr std::uint32_t kInCharge = kCharging | kSuspendedEv | kSuspendedEvse;

/// A row for each status that is left, in the order of EvseStatus; the letters are those of §4.9.
PLUGPOINT_FLASH constexpr std::uint32_t kTransitions[] = {
    kPreparing | kInCharge | kReserved | kUnavailable | kFaulted,                       // A
    kAvailable | kInCharge | kFinishing | kFaulted,                                     // B
    kAvailable | kSuspendedEv | kSuspendedEvse | kFinishing | kUnavailable | kFaulted,  // C
    kAvailable | kCharging | kSuspendedEv | kFinishing | kUnavailable | kFaulted,       // E
    kAvailable | kCharging | kSuspendedEvse | kFinishing | kUnavailable | kFaulted,     // D
    kAvailable | kPreparing | kUnavailable | kFaulted,                                  // F
    kAvailable | kPreparing | kUnavailable | kFaulted,                                  // G
    kAvailable | kPreparing | kInCharge | kFaulted,                                     // H
    kAvailable | kPreparing | kInCharge | kFinishing | kReserved | kUnavailable,        // I
};

/// What may lie between, the best first. §4.9: with a cable in it a connector is not Available.
PLUGPOINT_FLASH constexpr EvseStatus kBetween[] = {EvseStatus::preparing, EvseStatus::finishing,
                                                   EvseStatus::available};
PLUGPOINT_FLASH constexpr EvseStatus kBetweenFree[] = {EvseStatus::preparing, EvseStatus::available,
                                                       EvseStatus::finishing};

}  // namespace

bool transition_allowed(EvseStatus from, EvseStatus to) {
  return (flash_word(&kTransitions[static_cast<unsigned>(from)]) & bit(to)) != 0;
}

EvseStatus next_towards(EvseStatus from, EvseStatus to, bool occupied) {
  if (from == to || transition_allowed(from, to)) return to;
  for (const EvseStatus& place : occupied ? kBetween : kBetweenFree) {
    const EvseStatus between = flash_load(&place);
    if (transition_allowed(from, between) && transition_allowed(between, to)) return between;
  }
  return to;
}

}  // namespace plugpoint
