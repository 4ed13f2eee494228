#include "plugpoint/blocks/transaction_record.h"

#include "plugpoint/blocks/journal_care.h"

namespace plugpoint {

namespace {

constexpr std::uint8_t kOffline = 1;
constexpr std::uint8_t kHasToken = 2;
constexpr std::uint8_t kHasReservation = 4;
constexpr std::uint8_t kHasRemoteStart = 8;
constexpr std::uint8_t kStopData = 16;
#if PLUGPOINT_SIGNED_METER_VALUES
constexpr std::uint8_t kSigned = 32;
constexpr std::uint8_t kKeyTold = 64;
#endif

std::uint8_t flags_of(const TransactionRecord& record) {
  unsigned flags = 0;
  if (record.offline) flags |= kOffline;
  if (!record.token.empty()) flags |= kHasToken;
  if (record.reservation_id) flags |= kHasReservation;
  if (record.remote_start_id) flags |= kHasRemoteStart;
  if (record.stop_data) flags |= kStopData;
#if PLUGPOINT_SIGNED_METER_VALUES
  if (record.signed_reading) flags |= kSigned;
  if (record.key_told || record.key_first) flags |= kKeyTold;
#endif
  return static_cast<std::uint8_t>(flags);
}

}  // namespace

Stamp Stamp::at(const Station& station, Millis instant) {
  const DateTime utc = station.clock.utc_of(instant);
  if (utc.is_set()) return {utc.ms, 0};
  return {instant, station.boot_number};
}

Stamp Stamp::now(const Station& station) {
  return at(station, station.now());
}

ChargingState charging_state(const EvseBoard& board) {
  if (!board.facts.plugged) return ChargingState::idle;
  if (!board.authorized) return ChargingState::ev_connected;
  // When both sides pause, the station's side is told, as in 1.6 (S03).
  const bool no_energy = board.limit.current_ma == 0 || board.limit.power_w == 0;
  if (board.suspended || no_energy || board.facts.faulted || !board.facts.evse_ready)
    return ChargingState::suspended_evse;
  return board.facts.ev_ready ? ChargingState::charging : ChargingState::suspended_ev;
}

void build(store::RecordBuilder& builder, const TransactionRecord& record) {
  const std::uint8_t flags = flags_of(record);
  builder.u32(record.transaction).u8(record.evse).u8(record.connector);
  builder.i64(record.stamp.ms).u16(record.stamp.boot);
  builder.u8(static_cast<std::uint8_t>(record.trigger)).u8(static_cast<std::uint8_t>(record.state));
  builder.u8(static_cast<std::uint8_t>(record.reason))
      .u8(static_cast<std::uint8_t>(record.context));
  builder.u8(flags).u16(record.sequence).i64(record.meter_wh);
  if ((flags & kHasToken) != 0)
    builder.u8(static_cast<std::uint8_t>(record.token.type())).text(record.token.text());
  if ((flags & kHasReservation) != 0)
    builder.u32(static_cast<std::uint32_t>(record.reservation_id.value));
  if ((flags & kHasRemoteStart) != 0)
    builder.u32(static_cast<std::uint32_t>(record.remote_start_id.value));
  builder.u8(static_cast<std::uint8_t>(record.samples.size()));
  for (const Sample& sample : record.samples) {
    builder.u8(static_cast<std::uint8_t>(sample.measurand))
        .u8(static_cast<std::uint8_t>(sample.phase));
    builder.decimal(sample.value());
  }
#if PLUGPOINT_SIGNED_METER_VALUES
  if (!record.signed_reading) return;
  const SignedReading& reading = *record.signed_reading;
  builder.u8(record.key_first ? 1 : 0);
  builder.text(reading.data).text(reading.signing_method).text(reading.encoding_method);
#endif
}

namespace {

std::uint8_t read_head(const store::Record& stored, store::RecordReader& in,
                       TransactionRecord& record) {
  record = TransactionRecord{};
  record.type = static_cast<RecordType>(stored.type);
  record.transaction = in.u32();
  if (record.type == RecordType::started) record.transaction = stored.sequence;
  record.evse = in.u8();
  record.connector = in.u8();
  record.stamp.ms = in.i64();
  record.stamp.boot = in.u16();
  record.trigger = static_cast<Trigger>(in.u8());
  record.state = static_cast<ChargingState>(in.u8());
  record.reason = static_cast<StopReason>(in.u8());
  record.context = static_cast<Context>(in.u8());
  const std::uint8_t flags = in.u8();
  record.offline = (flags & kOffline) != 0;
  record.stop_data = (flags & kStopData) != 0;
#if PLUGPOINT_SIGNED_METER_VALUES
  record.key_told = (flags & kKeyTold) != 0;
#endif
  record.sequence = in.u16();
  record.meter_wh = in.i64();
  if ((flags & kHasToken) != 0) {
    const auto type = static_cast<TokenType>(in.u8());
    record.token = IdToken(in.text(), type);
  }
  if ((flags & kHasReservation) != 0) record.reservation_id = static_cast<std::int32_t>(in.u32());
  if ((flags & kHasRemoteStart) != 0) record.remote_start_id = static_cast<std::int32_t>(in.u32());
  return flags;
}

/// What follows the samples. False when it does not fit.
bool read_signature([[maybe_unused]] std::uint8_t flags, [[maybe_unused]] store::RecordReader& in,
                    [[maybe_unused]] Arena& arena, [[maybe_unused]] TransactionRecord& record) {
#if PLUGPOINT_SIGNED_METER_VALUES
  if ((flags & kSigned) == 0) return true;
  auto* const reading = arena.make<SignedReading>();
  if (!reading) return false;
  record.key_first = in.u8() != 0;
  reading->data = in.text();
  reading->signing_method = in.text();
  reading->encoding_method = in.text();
  record.signed_reading = reading;
#endif
  return true;
}

}  // namespace

bool parse_head(const store::Record& stored, TransactionRecord& record) {
  store::RecordReader in(stored.payload);
  read_head(stored, in, record);
  return in.ok();
}

bool parse(const store::Record& stored, Arena& arena, TransactionRecord& record) {
  store::RecordReader in(stored.payload);
  const std::uint8_t flags = read_head(stored, in, record);
  const std::size_t count = in.u8();
  if (count == 0) return in.ok();
  Span<Sample> samples = arena.make_array<Sample>(count);
  if (samples.absent()) return false;
  for (Sample& sample : samples) {
    sample.measurand = static_cast<Measurand>(in.u8());
    sample.phase = static_cast<Phase>(in.u8());
    sample.set(in.decimal());
    if (sample.measurand >= Measurand::count_ || sample.phase >= Phase::count_) return false;
  }
  record.samples = samples;
  return read_signature(flags, in, arena, record) && in.ok();
}

std::uint32_t transaction_of(const store::Record& stored) {
  if (stored.type == static_cast<std::uint8_t>(RecordType::started)) return stored.sequence;
  store::RecordReader in(stored.payload);
  return in.u32();
}

namespace {

store::RecordBuilder built(Station& station, TransactionRecord& record) {
  store::RecordBuilder builder = station.journal.build();
  build(builder, record);
#if PLUGPOINT_SIGNED_METER_VALUES
  if (!builder.overflowed() || !record.signed_reading) return builder;
  station.log(LogLevel::warning,
              PLUGPOINT_REASON("a signed meter value does not fit record_bytes: sent unsigned"));
  record.signed_reading = nullptr;
  record.key_first = false;
  builder = station.journal.build();
  build(builder, record);
#endif
  return builder;
}

Status append_once(Station& station, TransactionRecord& record) {
  const store::RecordBuilder builder = built(station, record);
  const auto weight = record.type == RecordType::ended ? store::Journal::Weight::closing
                                                       : store::Journal::Weight::ordinary;
  std::uint32_t sequence = 0;
  const Status status =
      station.journal.append(static_cast<std::uint8_t>(record.type), builder, weight, &sequence);
  if (status == Status::ok && record.type == RecordType::started) record.transaction = sequence;
  return status;
}

}  // namespace

Status append(Station& station, TransactionRecord& record) {
  const Status status = append_once(station, record);
  if (status != Status::no_space || !make_room(station)) return status;
  return append_once(station, record);
}

Status append_with_samples(Station& station, TransactionRecord& record, Key list) {
  Sample samples[kMaxSamples];
  record.samples = {samples, read_samples(station, record.evse, list, {samples, kMaxSamples})};
  const Status status = append(station, record);
  record.samples = {};
  return status;
}

namespace {

/// What the journal tells of one earlier start of the station whose UTC was not known at first.
struct BootTimes {
  bool offset_known = false;
  std::int64_t offset_ms = 0;
  std::int64_t last_ms = 0;  ///< The latest monotonic stamp.
};

BootTimes times_of(Station& station, std::uint16_t boot) {
  BootTimes times;
  std::uint32_t offset = 0;
  store::Record stored;
  while (station.journal.next(offset, stored)) {
    store::RecordReader in(stored.payload);
    if (stored.type == static_cast<std::uint8_t>(RecordType::clock)) {
      if (in.u16() != boot) continue;
      times.offset_known = true;
      times.offset_ms = in.i64();
    } else if (stored.type <= static_cast<std::uint8_t>(RecordType::meter_values) ||
               stored.type == static_cast<std::uint8_t>(RecordType::progress)) {
      in.u32();
      in.u16();
      const std::int64_t ms = in.i64();
      if (in.u16() == boot && ms > times.last_ms) times.last_ms = ms;
    }
  }
  return times;
}

}  // namespace

DateTime resolve(Station& station, const Stamp& stamp) {
  if (stamp.boot == 0) return DateTime{stamp.ms};
  if (!station.clock.utc_known()) return {};
  if (stamp.boot == station.boot_number) return station.clock.utc_of(stamp.ms);
  // An earlier start whose clock was never set: the best that is known is that each start followed
  // the last record of the one before. The true time is earlier by the time without power.
  std::int64_t end_of_boot = station.clock.utc_of(0).ms;
  for (std::uint16_t boot = static_cast<std::uint16_t>(station.boot_number - 1); boot >= 1;
       --boot) {
    const BootTimes times = times_of(station, boot);
    const std::int64_t start = times.offset_known ? times.offset_ms : end_of_boot - times.last_ms;
    if (boot == stamp.boot) return DateTime{start + stamp.ms};
    end_of_boot = start;
  }
  return DateTime{end_of_boot};
}

}  // namespace plugpoint
