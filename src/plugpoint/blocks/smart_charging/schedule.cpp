#include "plugpoint/blocks/smart_charging/schedule.h"

namespace plugpoint {

namespace {

constexpr std::uint8_t kWatt = 1;
constexpr std::uint8_t kHasDuration = 2;
constexpr Millis kDay = 24 * 60 * 60 * kSecond;

ProfileHead read_head(store::RecordReader& reader) {
  ProfileHead head;
  head.id = static_cast<std::int32_t>(reader.u32());
  head.transaction = reader.u32();
  head.evse = reader.u8();
  head.stack_level = reader.u8();
  head.purpose = static_cast<ProfilePurpose>(reader.u8());
  return head;
}

// What follows the head and precedes the periods.
struct Frame {
  ProfileKind kind;
  RateUnit unit;
  DateTime installed;
  DateTime valid_from;
  DateTime valid_to;
  DateTime start;
  bool has_duration;
  Millis duration;
  std::uint16_t periods;
};

Frame read_frame(store::RecordReader& reader) {
  Frame frame;
  frame.kind = static_cast<ProfileKind>(reader.u8());
  const std::uint8_t flags = reader.u8();
  frame.unit = (flags & kWatt) != 0 ? RateUnit::watt : RateUnit::ampere;
  frame.has_duration = (flags & kHasDuration) != 0;
  frame.installed.ms = reader.i64();
  frame.valid_from.ms = reader.i64();
  frame.valid_to.ms = reader.i64();
  frame.start.ms = reader.i64();
  frame.duration = kSecond * reader.u32();
  reader.u32();  // minChargingRate
  frame.periods = reader.u16();
  return frame;
}

// The run of a schedule that covers an instant; `restart` is when a recurring one runs again.
struct Lap {
  Millis start;
  Millis end;
  Millis restart;
};

Millis recurrence_of(ProfileKind kind) {
  return kind == ProfileKind::weekly ? 7 * kDay : kDay;
}

bool recurs(ProfileKind kind) {
  return kind == ProfileKind::daily || kind == ProfileKind::weekly;
}

// Only called with an instant at or after `first`.
Lap lay(const Frame& frame, Millis first, Millis at) {
  Lap lap{first, kNever, kNever};
  if (recurs(frame.kind)) {
    const Millis recurrence = recurrence_of(frame.kind);
    lap.start = at - (at - first) % recurrence;
    lap.restart = lap.start + recurrence;
    lap.end = lap.restart;  // What is longer is not executed (errata 3.44).
  }
  if (frame.has_duration && lap.start + frame.duration < lap.end)
    lap.end = lap.start + frame.duration;
  return lap;
}

// Finds the period in force; the reader stands before the periods.
Slice period_at(store::RecordReader& reader, const Frame& frame, const Lap& lap,
                std::int32_t voltage_v, Millis at) {
  Slice slice;
  slice.until = lap.end;
  for (std::uint16_t i = 0; i < frame.periods; ++i) {
    const Millis begins = lap.start + kSecond * reader.u32();
    const std::int32_t limit_deci = static_cast<std::int32_t>(reader.u32());
    const std::uint8_t phases = reader.u8();
    if (!reader.ok()) return {};
    if (begins > at) {
      if (begins < slice.until) slice.until = begins;
      break;
    }
    slice.applies = true;
    slice.limit = rate_limit(frame.unit, limit_deci, phases, voltage_v);
  }
  return slice;
}

Slice not_before(Millis instant) {
  Slice slice;
  slice.until = instant;
  return slice;
}

// Whether the schedule counts from an instant in UTC.
bool absolute(const Frame& frame) {
  return frame.start.is_set() && frame.kind != ProfileKind::relative;
}

Millis first_start(const Frame& frame, const ProfileHead& head, const Timeline& timeline) {
  if (absolute(frame)) return timeline.clock.instant_of(frame.start);
  if (head.purpose != ProfilePurpose::station_max) return timeline.began;
  // No transaction belongs to the station's limit: it counts from its installation.
  if (!frame.installed.is_set() || !timeline.clock.utc_known()) return 0;
  return timeline.clock.instant_of(frame.installed);
}

Slice schedule_at(store::RecordReader& reader, const Frame& frame, const ProfileHead& head,
                  const Timeline& timeline, Millis at) {
  const Millis first = first_start(frame, head, timeline);
  if (at < first) return not_before(first);
  const Lap lap = lay(frame, first, at);
  if (at >= lap.end) return not_before(lap.restart);
  Slice slice = period_at(reader, frame, lap, timeline.voltage_v, at);
  const bool stands = !timeline.moves && head.purpose != ProfilePurpose::station_max;
  if (stands && !absolute(frame)) slice.until = kNever;
  return slice;
}

}  // namespace

ChargingProfile::ChargingProfile() = default;

Slice::Slice() = default;

void build(store::RecordBuilder& builder, const ProfileHead& head, const ChargingProfile& profile,
           DateTime installed) {
  builder.u32(static_cast<std::uint32_t>(head.id)).u32(head.transaction).u8(head.evse);
  builder.u8(head.stack_level).u8(static_cast<std::uint8_t>(head.purpose));
  builder.u8(static_cast<std::uint8_t>(profile.kind));
  builder.u8(static_cast<std::uint8_t>((profile.unit == RateUnit::watt ? kWatt : 0) |
                                       (profile.duration_s ? kHasDuration : 0)));
  builder.i64(installed.ms)
      .i64(profile.valid_from.ms)
      .i64(profile.valid_to.ms)
      .i64(profile.start.ms);
  builder.u32(static_cast<std::uint32_t>(profile.duration_s.value));
  builder.u32(static_cast<std::uint32_t>(profile.min_rate_deci));
  builder.u16(static_cast<std::uint16_t>(profile.periods.size()));
  for (const ProfilePeriod& period : profile.periods) {
    builder.u32(static_cast<std::uint32_t>(period.start_s));
    builder.u32(static_cast<std::uint32_t>(period.limit_deci)).u8(period.phases);
  }
}

bool parse_head(const store::Record& record, ProfileHead& head) {
  store::RecordReader reader(record.payload);
  head = read_head(reader);
  head.offset = record.offset;
  return reader.ok();
}

Slice slice_at(const store::Record& record, const Timeline& timeline, Millis at) {
  store::RecordReader reader(record.payload);
  const ProfileHead head = read_head(reader);
  const Frame frame = read_frame(reader);
  const bool needs_utc = frame.valid_from.is_set() || frame.valid_to.is_set() || absolute(frame);
  if (needs_utc && !timeline.clock.utc_known()) return {};
  const Clock& clock = timeline.clock;
  if (frame.valid_from.is_set() && at < clock.instant_of(frame.valid_from))
    return not_before(clock.instant_of(frame.valid_from));
  const Millis valid_to = frame.valid_to.is_set() ? clock.instant_of(frame.valid_to) : kNever;
  if (at >= valid_to) return {};
  Slice slice = schedule_at(reader, frame, head, timeline, at);
  if (slice.until > valid_to) slice.until = valid_to;
  return slice;
}

}  // namespace plugpoint
