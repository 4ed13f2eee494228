#include "plugpoint/blocks/transaction/meter_value_v2.h"

namespace plugpoint::v2 {

using namespace message::v2;

namespace {

// In the order of plugpoint::Context.
constexpr ReadingContextEnumType kContexts[] = {ReadingContextEnumType::Sample_Periodic,
                                                ReadingContextEnumType::Sample_Clock,
                                                ReadingContextEnumType::Transaction_Begin,
                                                ReadingContextEnumType::Transaction_End,
                                                ReadingContextEnumType::Interruption_Begin,
                                                ReadingContextEnumType::Interruption_End,
                                                ReadingContextEnumType::Trigger,
                                                ReadingContextEnumType::Other};

// In the order of plugpoint::Measurand; unset: not in 2.x.
constexpr MeasurandEnumType kMeasurands[] = {MeasurandEnumType::Energy_Active_Import_Register,
                                             MeasurandEnumType::Energy_Active_Export_Register,
                                             MeasurandEnumType::Energy_Reactive_Import_Register,
                                             MeasurandEnumType::Energy_Reactive_Export_Register,
                                             MeasurandEnumType::Energy_Active_Import_Interval,
                                             MeasurandEnumType::Energy_Active_Export_Interval,
                                             MeasurandEnumType::Energy_Reactive_Import_Interval,
                                             MeasurandEnumType::Energy_Reactive_Export_Interval,
                                             MeasurandEnumType::Power_Active_Import,
                                             MeasurandEnumType::Power_Active_Export,
                                             MeasurandEnumType::Power_Reactive_Import,
                                             MeasurandEnumType::Power_Reactive_Export,
                                             MeasurandEnumType::Power_Offered,
                                             MeasurandEnumType::Power_Factor,
                                             MeasurandEnumType::Current_Import,
                                             MeasurandEnumType::Current_Export,
                                             MeasurandEnumType::Current_Offered,
                                             MeasurandEnumType::Voltage,
                                             MeasurandEnumType::Frequency,
                                             MeasurandEnumType::unset,
                                             MeasurandEnumType::SoC,
                                             MeasurandEnumType::unset};
static_assert(sizeof kMeasurands / sizeof kMeasurands[0] ==
              static_cast<unsigned>(Measurand::count_));

// In the order of plugpoint::Phase.
constexpr PhaseEnumType kPhases[] = {
    PhaseEnumType::unset, PhaseEnumType::L1,    PhaseEnumType::L2,   PhaseEnumType::L3,
    PhaseEnumType::N,     PhaseEnumType::L1_N,  PhaseEnumType::L2_N, PhaseEnumType::L3_N,
    PhaseEnumType::L1_L2, PhaseEnumType::L2_L3, PhaseEnumType::L3_L1};
static_assert(sizeof kPhases / sizeof kPhases[0] == static_cast<unsigned>(Phase::count_));

// In the order of plugpoint::Unit.
constexpr UnitOfMeasureType kUnits[] = {{{}, {}},    {"Wh", {}},      {"varh", {}},   {"W", {}},
                                        {"var", {}}, {"VA", {}},      {"A", {}},      {"V", {}},
                                        {"Hz", {}},  {"Celsius", {}}, {"Percent", {}}};

MeasurandEnumType measurand_of(const Sample& sample) {
  return kMeasurands[static_cast<unsigned>(sample.measurand)];
}

std::size_t known_samples(const TransactionRecord& record) {
  std::size_t count = 0;
  for (const Sample& sample : record.samples) {
    if (measurand_of(sample) != MeasurandEnumType::unset) ++count;
  }
  return count;
}

SampledValueType translate(const Sample& sample, Context context) {
  SampledValueType value;
  value.value = sample.value();
  value.context = kContexts[static_cast<unsigned>(context)];
  value.measurand = measurand_of(sample);
  value.phase = kPhases[static_cast<unsigned>(sample.phase)];
  value.location =
      sample.measurand == Measurand::soc ? LocationEnumType::EV : LocationEnumType::Outlet;
  const UnitOfMeasureType& unit = kUnits[static_cast<unsigned>(unit_of(sample.measurand))];
  if (!unit.unit.absent()) value.unitOfMeasure = &unit;
  return value;
}

}  // namespace

bool has_meter_value(const TransactionRecord& record) {
  return known_samples(record) > 0;
}

bool meter_value(const TransactionRecord& record, DateTime timestamp, Arena& arena,
                 Span<const MeterValueType>& values) {
  const std::size_t count = known_samples(record);
  if (count == 0) return true;
  auto* value = arena.make<MeterValueType>();
  const Span<SampledValueType> sampled = arena.make_array<SampledValueType>(count);
  if (!value || sampled.absent()) return false;
  std::size_t at = 0;
  for (const Sample& sample : record.samples) {
    if (measurand_of(sample) != MeasurandEnumType::unset)
      sampled[at++] = translate(sample, record.context);
  }
  value->timestamp = timestamp;
  value->sampledValue = sampled;
  values = {value, 1};
  return true;
}

}  // namespace plugpoint::v2
