#include "plugpoint/blocks/smart_charging/rate_limit.h"

namespace plugpoint {

namespace {

std::int32_t saturated(std::int64_t value) {
  return value >= RateLimit::kNone ? RateLimit::kNone : static_cast<std::int32_t>(value);
}

std::int32_t least(std::int32_t a, std::int32_t b) {
  return a < b ? a : b;
}

// mA × V is mW, and a tenth of a watt is 100 mW.
std::int32_t power_of(std::int32_t current_ma, std::int64_t volts) {
  return saturated(current_ma * volts / 100);
}

std::int32_t current_of(std::int32_t power_dw, std::int64_t volts) {
  if (volts <= 0) return RateLimit::kNone;
  return saturated(std::int64_t{power_dw} * 100 / volts);
}

}  // namespace

RateLimit::RateLimit() = default;

RateLimit rate_limit(RateUnit unit, std::int32_t deci, std::uint8_t phases,
                     std::int32_t voltage_v) {
  RateLimit limit;
  limit.unit = unit;
  limit.phases_given = phases != 0;
  if (limit.phases_given) limit.phases = phases;
  const std::int64_t volts = std::int64_t{voltage_v} * limit.phases;
  if (unit == RateUnit::ampere) {
    limit.current_ma = saturated(std::int64_t{deci} * 100);
    limit.power_dw = power_of(limit.current_ma, volts);
  } else {
    limit.power_dw = deci;
    limit.current_ma = current_of(deci, volts);
  }
  return limit;
}

RateLimit lower_of(const RateLimit& a, const RateLimit& b) {
  RateLimit low = a;
  low.current_ma = least(a.current_ma, b.current_ma);
  low.power_dw = least(a.power_dw, b.power_dw);
  low.phases = a.phases < b.phases ? a.phases : b.phases;
  low.phases_given = a.phases_given || b.phases_given;
  return low;
}

std::int32_t equal_part(const RateLimit& total, Span<const Share> shares, std::size_t who) {
  std::int64_t part = RateLimit::kNone;
  // Each round, those below the part of the round before leave their rest to the others; the part
  // can only rise, so the rounds end when it stays.
  for (std::int64_t before = -1; part != before;) {
    before = before < 0 ? 0 : part;
    std::int64_t rest = total.in(total.unit);
    std::int64_t sharing = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (!shares[i].draws && i != who) continue;
      const std::int32_t own = shares[i].own.in(total.unit);
      if (own <= before) rest -= own;
      if (own > before) ++sharing;
    }
    if (sharing == 0) return saturated(shares[who].own.in(total.unit) + rest);
    part = rest / sharing;
  }
  return saturated(part);
}

RateLimit shared_limit(const RateLimit& total, Span<const Share> shares, std::size_t who,
                       std::int32_t voltage_v) {
  if (!total.is_set()) return shares[who].own;
  const std::int64_t volts = std::int64_t{voltage_v} * total.phases;
  const std::int32_t part = equal_part(total, shares, who);
  RateLimit most = total;
  if (total.unit == RateUnit::ampere) {
    most.current_ma = part;
    most.power_dw = power_of(part, volts);
  } else {
    most.power_dw = part;
    most.current_ma = current_of(part, volts);
  }
  return lower_of(shares[who].own, most);
}

ChargingLimit to_hardware(const RateLimit& limit) {
  const bool unlimited = limit.power_dw == RateLimit::kNone;
  return {limit.current_ma, unlimited ? ChargingLimit::kUnlimited : limit.power_dw / 10,
          limit.phases};
}

}  // namespace plugpoint
