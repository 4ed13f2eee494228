#include "plugpoint/blocks/samples.h"

namespace plugpoint {

namespace {

/// Collects readings; what the meter does not measure is left out.
class Reading {
 public:
  Reading(const Station& station, EvseId evse, Span<Sample> into, std::size_t present)
      : station_(station), evse_(evse), into_(into), count_(present) {}

  bool add(Measurand measurand, Phase phase) {
    if (count_ == into_.size() || has(measurand, phase)) return false;
    Decimal value;
    if (!station_.ports.hardware->read_meter(evse_, measurand, phase, value)) return false;
    Sample& sample = into_[count_++];
    sample.set(value);
    sample.measurand = measurand;
    sample.phase = phase;
    return true;
  }
  std::size_t count() const { return count_; }

 private:
  bool has(Measurand measurand, Phase phase) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (into_[i].measurand == measurand && into_[i].phase == phase) return true;
    }
    return false;
  }

  const Station& station_;
  EvseId evse_;
  Span<Sample> into_;
  std::size_t count_;
};

/// Splits `Voltage.L1-N`; a plain measurand has phase `none`.
bool split(Text item, Measurand& measurand, Phase& phase) {
  phase = Phase::none;
  if (find_measurand(item, measurand)) return true;
  std::size_t dot = item.size();
  while (dot > 0 && item[dot - 1] != '.')
    --dot;
  return dot > 0 && find_measurand(item.first(dot - 1), measurand) &&
         find_phase(item.from(dot), phase);
}

}  // namespace

std::size_t read_samples(const Station& station, EvseId evse, Key list, Span<Sample> into,
                         std::size_t present) {
  Reading reading(station, evse, into, present);
  ValueRoom room;
  Text rest = station.variables.text(list, room);
  Text item;
  while (next_item(rest, item)) {
    Measurand measurand{};
    Phase phase = Phase::none;
    if (item.empty() || !split(item, measurand, phase)) continue;
    reading.add(measurand, phase);
    if (phase != Phase::none) continue;
    for (unsigned i = 1; i < static_cast<unsigned>(Phase::count_); ++i)
      reading.add(measurand, static_cast<Phase>(i));
  }
  return reading.count();
}

std::size_t read_register(const Station& station, EvseId evse, Span<Sample> into,
                          std::size_t present) {
  Reading reading(station, evse, into, present);
  reading.add(Measurand::energy_active_import_register, Phase::none);
  return reading.count();
}

std::int64_t read_register_wh(const Station& station, EvseId evse) {
  Decimal value;
  if (!station.ports.hardware->read_meter(evse, Measurand::energy_active_import_register,
                                          Phase::none, value))
    return 0;
  return value.to_integer();
}

}  // namespace plugpoint
