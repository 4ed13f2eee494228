#include "plugpoint/station/implementation.h"

#include "plugpoint/station/recovered.h"

namespace plugpoint {

namespace {

/// RFC 3986 §2.3.
bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

char hex_digit(unsigned value) {
  return static_cast<char>(value < 10 ? '0' + value : 'A' + (value - 10));
}

/// Appends `id` to `path`, percent-encoding what RFC 3986 does not allow in a path segment (R14).
Text join_path(Text path, Text id, Span<char> into) {
  std::size_t size = 0;
  if (path.empty() || path[0] != '/') into[size++] = '/';
  for (char c : path)
    into[size++] = c;
  if (into[size - 1] != '/') into[size++] = '/';
  for (char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(c)) {
      into[size++] = c;
    } else {
      into[size++] = '%';
      into[size++] = hex_digit(byte >> 4U);
      into[size++] = hex_digit(byte & 15U);
    }
  }
  return {into.data(), size};
}

}  // namespace

ChargePoint::Implementation::Implementation(const Settings& settings, const Ports& given_ports,
                                            const Memory& memory)
    : ports(given_ports),
      identity(settings.identity),
      observer(settings.observer),
      loopback(settings.loopback),
      block_bytes(block_size(settings)),
      face(*this),
      logs{*ports.storage, memory.record},
      variables({memory.texts, &logs, settings.keys, &measures, this}),
      journal(logs, *ports.entropy, settings.journal_bytes),
      station(ports, variables, journal, memory.boards, memory.signals),
      connection(station, settings, memory.frame,
                 join_path(settings.path, settings.id, memory.path)),
      rpc({memory.messages, settings.receive_bytes, ports.entropy, &sink_for, this}),
      blocks{station,
             Boot(station, identity),
             Availability(station, memory.wanted, logs),
             Connector(station, memory.connectors),
             Authorization(station, memory.waiting, settings.cache_entries, memory.record),
             Transactions(station, memory.sessions),
             Metering(station, memory.timers),
             SmartCharging(station, {memory.profiles, &logs, settings.charging_profiles}),
             Reset(station),
             Unlock(station),
             DataTransfer(station, settings.data_transfer, memory.outgoing_data),
             Reservations(station, logs),
             Firmware(station, logs),
             LogUpload(station, logs)},
      tolerant(settings.tolerant) {
  station.nominal_voltage_v = settings.nominal_voltage_v;
  const BootReason why = identity.boot_reason;
  if (why != BootReason::power_up && why != BootReason::unknown)
    station.lost_reason = StopReason::reboot;
  // Until a connection decides, the preferred version says which rules hold.
  if (PLUGPOINT_TEXT("ocpp2").is(settings.subprotocols.first(5))) station.speak(Dialect::ocpp2x);
}

const message::ElementSink* ChargePoint::Implementation::sink_for(void* context,
                                                                  message::Action action) {
  auto& self = *static_cast<Implementation*>(context);
  const bool known = self.dialect_ && self.dialect_->sink_for;
  return known ? self.dialect_->sink_for(self.blocks, action) : nullptr;
}

bool ChargePoint::Implementation::measures(void* context, Measurand measurand, Phase phase) {
  const auto& self = *static_cast<const Implementation*>(context);
  Decimal value;
  if (self.ports.hardware->read_meter(1, measurand, phase, value)) return true;
  if (phase != Phase::none) return false;
  for (unsigned i = 1; i < static_cast<unsigned>(Phase::count_); ++i) {
    if (self.ports.hardware->read_meter(1, measurand, static_cast<Phase>(i), value)) return true;
  }
  return false;
}

#if PLUGPOINT_FIRMWARE
Error ChargePoint::Implementation::announce_file_protocols() {
  const std::uint8_t protocols = ports.hardware->file_protocols();
  if (protocols == 0) return {};
  char text[kMaxDefault];
  std::size_t size = 0;
  const auto add = [&](FlashText piece) {
    size += piece.copy(Span<char>{text, sizeof text}.from(size)).size();
  };
  if ((protocols & bit(FileProtocol::ftp)) != 0) add(PLUGPOINT_TEXT("FTP,"));
  if ((protocols & bit(FileProtocol::ftps)) != 0) add(PLUGPOINT_TEXT("FTPS,"));
  if ((protocols & bit(FileProtocol::http)) != 0) add(PLUGPOINT_TEXT("HTTP,"));
  if ((protocols & bit(FileProtocol::https)) != 0) add(PLUGPOINT_TEXT("HTTPS,"));
  if (Error error = variables.set_default(Key::SupportedFileTransferProtocols, {text, size - 1}))
    return error;
  size = 0;
  add(row_of(Key::SupportedFeatureProfiles).fallback());
  add(PLUGPOINT_TEXT(",FirmwareManagement"));
  return variables.set_default(Key::SupportedFeatureProfiles, {text, size});
}
#endif

/// A meter that signs brings the keys that switch it on; nothing else does.
void ChargePoint::Implementation::announce_signing() {
#if PLUGPOINT_SIGNED_METER_VALUES
  const bool signs = ports.hardware->signs_meter();
  constexpr auto kFirst = static_cast<unsigned>(Key::PublicKeyWithSignedMeterValue);
  constexpr auto kLast = static_cast<unsigned>(Key::AlignedDataSignUpdatedReadings);
  for (unsigned key = kFirst; key <= kLast; ++key) {
    if (signs) {
      variables.bring_in(static_cast<Key>(key));
    } else {
      variables.leave_out(static_cast<Key>(key));
    }
  }
#endif
}

Error ChargePoint::Implementation::open(const Settings& settings) {
  char number[20];
  if (Error error = variables.set_default(Key::NumberOfConnectors,
                                          {number, format_integer(settings.evses, number)}))
    return error;
  // One rotation for each connector and the station.
  const std::size_t rotations = format_integer(settings.evses + 1, number);
  if (Error error =
          variables.set_default(Key::ConnectorPhaseRotationMaxLength, {number, rotations}))
    return error;
#if PLUGPOINT_FIRMWARE
  if (Error error = announce_file_protocols()) return error;
#endif
  for (const VariableDefault& given : settings.defaults) {
    if (Error error = variables.set_default(given)) return error;
  }
  announce_signing();
  if (settings.cache_entries == 0) variables.leave_out(Key::AuthorizationCacheEnabled);
  if (Error error = variables.open()) return error;
  if (Error error = journal.open()) return error;
  static_cast<void>(blocks.firmware.open());
  static_cast<void>(blocks.log_upload.open());
  if (Error error = blocks.availability.open()) return error;
  if (Error error = blocks.smart_charging.open()) return error;
  if (Error error = blocks.reservations.open()) return error;
  blocks.authorization.open();
  log_recovery(blocks.transactions.recover());
  changed = true;
  step();
  return {};
}

void ChargePoint::Implementation::log_recovery([[maybe_unused]] std::uint32_t ended) const {
#if PLUGPOINT_REASONS
  Recovered recovered;
  recovered.waiting = journal.pending();
  recovered.ended = ended;
  recovered.by_power_loss = station.lost_reason == StopReason::power_loss;
  recovered.lost_bytes = logs.lost_bytes;
  char text[Recovered::kTextSize];
  station.log(LogLevel::info, recovered.line(text));
#endif
}

bool ChargePoint::Implementation::poll_facts() {
  bool any = false;
  for (EvseId evse = 0; evse <= station.evses(); ++evse) {
    const Facts facts = ports.hardware->facts(evse);
    if (facts == station.board(evse).facts) continue;
    station.board(evse).facts = facts;
    station.raise(Signal::facts_changed, evse);
    any = true;
  }
  return any;
}

void ChargePoint::Implementation::step() {
  if (!poll_facts() && !changed && station.now() < deadline) return;
  work();
}

void ChargePoint::Implementation::deliver(const RaisedSignal& raised) {
  blocks.boot.on(raised);
  blocks.authorization.on(raised);
  blocks.transactions.on(raised);
  blocks.metering.on(raised);
  blocks.smart_charging.on(raised);
  blocks.availability.on(raised);
  blocks.reservations.on(raised);
  blocks.connector.on(raised);
  blocks.unlock.on(raised);
  blocks.data_transfer.on(raised);
  blocks.reset.on(raised);
  blocks.firmware.on(raised);
  blocks.log_upload.on(raised);
  tell_owner(raised);
}

void ChargePoint::Implementation::deliver_signals() {
  RaisedSignal raised{};
  // A status is derived only from facts that the blocks have acted upon.
  if (!station.unsettled()) blocks.connector.step();
  while (station.take_signal(raised)) {
    deliver(raised);
    if (!station.unsettled()) blocks.connector.step();
  }
}

void ChargePoint::Implementation::work() {
  changed = false;
  if (rpc.expire(station.now())) answered();
  drop_stalled();
  connection.step();
  blocks.transactions.step();
  blocks.metering.step();
  blocks.smart_charging.step();
  blocks.reservations.step();
  deliver_signals();
  blocks.firmware.step();
  blocks.log_upload.step();
  deliver_signals();
  blocks.reset.step();
  deliver_signals();
  answer_late();
  tell_data_transfer();
  // Each request makes the next source's turn; the loop ends since only one may be in flight.
  while (request_next())
    deliver_signals();
  move_frame();
  deadline = find_deadline();
}

Millis ChargePoint::Implementation::find_deadline() const {
  // Pieces of an update follow each other at once, though no request may be made meanwhile.
  if (blocks.authorization.local_list().pending() && rpc.may_prepare()) return station.now();
  const Millis all[] = {rpc.deadline(),
                        half_until_,
                        connection.next_deadline(),
                        blocks.boot.next_deadline(),
                        blocks.connector.next_deadline(),
                        blocks.transactions.next_deadline(),
                        blocks.metering.next_deadline(),
                        blocks.smart_charging.next_deadline(),
                        blocks.reservations.next_deadline(),
                        blocks.firmware.next_deadline(),
                        blocks.log_upload.next_deadline(),
                        blocks.reset.next_deadline(),
                        blocks.unlock.next_deadline()};
  Millis next = kNever;
  for (Millis each : all) {
    // What is due but cannot be done now waits for an answer or for output, not for time.
    if (each <= station.now() && station.connected && (!rpc.may_request() || rpc.has_deferred()))
      continue;
    if (each < next) next = each;
  }
  return next;
}

}  // namespace plugpoint
