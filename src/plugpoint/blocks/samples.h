// Readings of the meter, as a list of measurands asks for them.
#pragma once

#include <cstdint>

#include "plugpoint/base/arena.h"
#include "plugpoint/base/decimal.h"
#include "plugpoint/base/measurand.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// Why a value was read; ReadingContext of 1.6 §7.37.
enum class Context : std::uint8_t {
  sample_periodic,
  sample_clock,
  transaction_begin,
  transaction_end,
  interruption_begin,
  interruption_end,
  trigger,
  other,
};

/// One reading in the unit of `unit_of(measurand)`. A whole set lies on the stack while it is read,
/// so the mantissa is kept in halves: aligned to 8 bytes, a Sample would take 16 of them and
/// not 12.
struct Sample {
  std::uint32_t mantissa_low = 0;
  std::uint32_t mantissa_high = 0;
  std::int16_t exponent = 0;
  Measurand measurand = Measurand::energy_active_import_register;
  Phase phase = Phase::none;

  Decimal value() const {
    const std::uint64_t mantissa = std::uint64_t{mantissa_high} << 32 | mantissa_low;
    return {static_cast<std::int64_t>(mantissa), exponent};
  }
  void set(Decimal value) {
    const auto mantissa = static_cast<std::uint64_t>(value.mantissa);
    mantissa_low = static_cast<std::uint32_t>(mantissa);
    mantissa_high = static_cast<std::uint32_t>(mantissa >> 32);
    exponent = value.exponent;
  }
  /// Whether it is of the energy register, which is what a meter signs.
  bool is_register() const {
    return measurand == Measurand::energy_active_import_register && phase == Phase::none;
  }
};

/// The most readings in one set.
constexpr std::size_t kMaxSamples = 36;

/// Reads what the list in variable `list` names (all phases of a measurand that names none, M06).
/// Nothing is read twice; the first `present` of `into` are there already. Returns how many there
/// are.
std::size_t read_samples(const Station& station, EvseId evse, Key list, Span<Sample> into,
                         std::size_t present = 0);

/// Reads the energy register in the same way.
std::size_t read_register(const Station& station, EvseId evse, Span<Sample> into,
                          std::size_t present = 0);

/// The raw energy register in Wh, never re-based (T10).
std::int64_t read_register_wh(const Station& station, EvseId evse);

}  // namespace plugpoint
