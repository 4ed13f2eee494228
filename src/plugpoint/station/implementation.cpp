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

ChargePoint::Implementation::Implementation(const Settings& given, const Ports& given_ports,
                                            const Memory& memory)
    : settings(given),
      ports(given_ports),
      face(*this),
      variables({memory.texts, memory.record, ports.storage, settings.keys, &measures, this}),
      journal(*ports.storage, memory.record, *ports.entropy, settings.journal_bytes),
      station(ports, variables, journal, memory.boards, memory.signals),
      connection(station, settings, memory.frame,
                 join_path(settings.path, settings.id, memory.path)),
      rpc({memory.receive, memory.send, ports.entropy, &sink_for, this}),
      blocks{station,
             Boot(station, settings.identity),
             Availability(station, memory.wanted, memory.record),
             Connector(station, memory.connectors),
             Authorization(station, memory.waiting, settings.cache_entries, memory.record),
             Transactions(station, memory.sessions),
             Metering(station, memory.timers),
             SmartCharging(station, {memory.profiles, memory.record, settings.charging_profiles}),
             Reset(station),
             Unlock(station),
             DataTransfer(station, settings.data_transfer, memory.outgoing_data),
             Reservations(station, memory.record),
             Firmware(station, memory.record),
             LogUpload(station, memory.record)} {
  station.nominal_voltage_v = settings.nominal_voltage_v;
  const BootReason why = settings.identity.boot_reason;
  if (why != BootReason::power_up && why != BootReason::unknown)
    station.lost_reason = StopReason::reboot;
#if !PLUGPOINT_OCPP16
  station.dialect = Dialect::ocpp2x;
#elif PLUGPOINT_OCPP2X
  // Until a connection decides, the preferred version says which rules hold.
  if (PLUGPOINT_TEXT("ocpp2").is(settings.subprotocols.first(5))) station.dialect = Dialect::ocpp2x;
#endif
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
  add(row_of(Key::SupportedFeatureProfiles).fallback);
  add(PLUGPOINT_TEXT(",FirmwareManagement"));
  return variables.set_default(Key::SupportedFeatureProfiles, {text, size});
}
#endif

Error ChargePoint::Implementation::open() {
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
  if (settings.cache_entries == 0) variables.leave_out(Key::AuthorizationCacheEnabled);
  if (Error error = variables.open()) return error;
  if (Error error = journal.open()) return error;
  blocks.firmware.open();
  blocks.log_upload.open();
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
  recovered.lost_bytes = variables.lost_bytes() + journal.lost_bytes() +
                         blocks.availability.lost_bytes() + blocks.smart_charging.lost_bytes() +
                         blocks.reservations.lost_bytes() + blocks.firmware.lost_bytes() +
                         blocks.log_upload.lost_bytes();
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
  const Millis all[] = {rpc.deadline(),
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

void ChargePoint::Implementation::stream_opened() {
  connection.stream_opened();
  changed = true;
  work();
}

void ChargePoint::Implementation::opened() {
  const Text subprotocol = connection.client().subprotocol();
  message::Version version = message::Version::ocpp16;
  dialect_ = nullptr;
#if PLUGPOINT_OCPP16
  if (PLUGPOINT_TEXT("ocpp1.6").is(subprotocol)) dialect_ = &dialect_v16();
#endif
#if PLUGPOINT_OCPP201
  if (PLUGPOINT_TEXT("ocpp2.0.1").is(subprotocol)) {
    dialect_ = &dialect_v2();
    version = message::Version::ocpp201;
  }
#endif
#if PLUGPOINT_OCPP21
  if (PLUGPOINT_TEXT("ocpp2.1").is(subprotocol)) {
    dialect_ = &dialect_v2();
    version = message::Version::ocpp21;
  }
#endif
  if (!dialect_)
    return connection.drop(
        PLUGPOINT_REASON("the server chose a subprotocol that is not compiled in"));
  station.dialect = version == message::Version::ocpp16 ? Dialect::ocpp16 : Dialect::ocpp2x;
  station.connected = true;
  rpc.connect(version, settings.tolerant);
  station.raise(Signal::connected);
}

void ChargePoint::Implementation::lost() {
  if (rpc.disconnect()) answered();
  if (!station.connected) return;
  station.connected = false;
  station.raise(Signal::disconnected);
}

void ChargePoint::Implementation::stream_closed(Text why) {
  if (!connection.last_error().empty())
    station.log(LogLevel::warning, connection.last_error());
  else if (!why.empty())
    station.log(LogLevel::warning, why);
  connection.stream_closed();
  lost();
  work();
}

std::size_t ChargePoint::Implementation::input(Bytes bytes) {
  // Work may make a frame, which a host that has read nothing does not expect.
  if (bytes.empty()) return 0;
  const std::uint8_t* at = bytes.begin();
  while (at != bytes.end()) {
    // The answer to a call needs the writer, so nothing is read while a frame is being written.
    move_frame();
    if (!rpc.writer_idle()) break;
    const websocket::Event event = connection.receive(at, bytes.end());
    if (event == websocket::Event::none) break;
    if (event == websocket::Event::text)
      received(connection.client().payload(), connection.client().message_end());
    if (event == websocket::Event::opened) opened();
    if (event == websocket::Event::failed || event == websocket::Event::closed) lost();
    deliver_signals();
  }
  work();
  return static_cast<std::size_t>(at - bytes.begin());
}

void ChargePoint::Implementation::received(Text piece, bool end) {
  if (!station.connected) return;
  // B03: a rejected station of 1.6 answers nobody until its time is over, not even nonsense.
  rpc.mute(dialect_->refuses_unregistered == 0 && blocks.boot.silent());
  switch (rpc.feed(piece, end)) {
    case rpc::Event::call:
      return call();
    case rpc::Event::answer:
      return answered();
    case rpc::Event::none:
      return;
  }
}

void ChargePoint::Implementation::call() {
  rpc.out().reset();
  rpc::Reply reply;
  const bool pending = station.registration == Registration::pending;
  if (dialect_->refuses_unregistered != 0 && !pending &&
      station.registration != Registration::accepted) {
    reply.error(rpc::ErrorCode::security_error, PLUGPOINT_REASON("the station is not registered"));
    return rpc.reply(reply);
  }
  Call incoming{rpc.call_payload(), rpc.out(), reply};
  if (settings.loopback && rpc.call_is_echo()) {
    if (!settings.loopback->respond(rpc.call_action(), incoming, station.now()))
      reply.error(rpc::ErrorCode::not_supported, PLUGPOINT_REASON("nothing answers this action"));
    return rpc.reply(reply);
  }
  for (const Operation& row : dialect_->operations) {
    const Operation operation = flash_load(&row);
    if (operation.action != rpc.call_action()) continue;
    operation.handle(blocks, incoming);
    if (settings.observer)
      settings.observer->called(rpc.version(), rpc.call_action(), rpc.call_payload(), reply);
    return rpc.reply(reply);
  }
  // R05: the version knows the action, this station does not.
  reply.error(rpc::ErrorCode::not_supported,
              PLUGPOINT_REASON("this station does not support the action"));
  rpc.reply(reply);
}

void ChargePoint::Implementation::answer_late() {
  if (!rpc.has_deferred() || !rpc.writer_idle()) return;
  rpc.out().reset();
  rpc::Reply reply;
  Call late{nullptr, rpc.out(), reply};
  if (dialect_->late_answer(blocks, late)) rpc.reply_later(reply);
}

void ChargePoint::Implementation::answered() {
  if (!dialect_) return;
  if (settings.observer) settings.observer->answered(rpc.version(), rpc.answer());
  source(source_in_flight_).answered(blocks, rpc.answer());
}

bool ChargePoint::Implementation::request_next() {
  if (!station.connected || !rpc.may_request() || rpc.has_deferred()) return false;
  if (blocks.boot.silent()) return false;
  for (std::size_t i = 0; i < dialect_->sources.size(); ++i) {
    const Source asked = source(i);
    if (asked.least > station.registration) continue;
    rpc.out().reset();
    rpc::Request request;
    Outgoing out{rpc.out(), request};
    if (!asked.next(blocks, out)) continue;
    source_in_flight_ = i;
    const Status status =
        rpc.request(request, station.now(), variables.seconds_in_ms(Key::MessageTimeout));
    if (status == Status::ok) {
      blocks.boot.note_activity();
      return false;
    }
    // A message that breaks its schema is never sent; its source goes on as if it was refused.
    station.log(LogLevel::error, rpc.check_error().path);
    station.log(LogLevel::error, rpc.check_error().text);
    rpc::Answer refused;
    refused.outcome = rpc::Outcome::error;
    refused.action = request.action;
    refused.tag = request.tag;
    asked.answered(blocks, refused);
    return true;
  }
  return false;
}

void ChargePoint::Implementation::move_frame() {
  websocket::Client& client = connection.client();
  while (!rpc.writer_idle() && client.writable()) {
    const MutableBytes window = client.window();
    if (window.size() < rpc::FrameWriter::kMinWindow) break;
    bool last = false;
    const std::size_t size = rpc.write(reinterpret_cast<char*>(window.data()), window.size(), last);
    if (rpc.writer_broken()) {
      // Half of the message has left: it can only end with the connection.
      connection.drop(
          PLUGPOINT_REASON("a message could not be finished, since an element breaks its schema"));
      break;
    }
    client.send(size, last);
  }
  station.drained = rpc.writer_idle() && !client.has_output();
}

std::size_t ChargePoint::Implementation::output(MutableBytes window) {
  const bool was_drained = station.drained;
  std::size_t total = 0;
  while (total < window.size()) {
    move_frame();
    const std::size_t size = connection.client().output(window.from(total));
    if (size == 0) break;
    total += size;
  }
  move_frame();
  if (total > 0 && station.drained && !was_drained) {
    // Reset waits for this, and a finished frame makes room for the next request.
    changed = true;
    deadline = station.now();
  }
  return total;
}

/// What the text of an event is, as the station knows it now.
void ChargePoint::Implementation::explain(Event& event) const {
  switch (event.kind) {
    case Event::Kind::connected:
      event.text = connection.client().subprotocol();
      return;
    case Event::Kind::disconnected:
      event.why = connection.last_error();
      return;
    case Event::Kind::token_refused:
      event.why = event.number == static_cast<unsigned>(Refusal::reserved)
                      ? PLUGPOINT_REASON("the EVSE is reserved for another token")
                      : PLUGPOINT_REASON("the token is not accepted");
      return;
    case Event::Kind::storage_failed:
      event.why = PLUGPOINT_REASON("a record could not be stored: the storage is full or broken");
      return;
    case Event::Kind::data_transfer_answer:
      event.text = blocks.data_transfer.data();
      return;
    default:
      return;
  }
}

bool ChargePoint::Implementation::next_event(Event& event) {
  if (event_count_ == 0) return false;
  event = Event();
  event.kind = events_[0].kind;
  event.evse = events_[0].evse;
  event.number = events_[0].number;
  --event_count_;
  for (std::size_t i = 0; i < event_count_; ++i)
    events_[i] = events_[i + 1];
  explain(event);
  return true;
}

void ChargePoint::Implementation::push_event(const WaitingEvent& event) {
  if (event_count_ == kEvents) {
    Event oldest;
    next_event(oldest);
  }
  events_[event_count_++] = event;
}

void ChargePoint::Implementation::tell_data_transfer() {
  bool came = false;
  DataTransferStatus status{};
  Text data;
  if (!blocks.data_transfer.take_outcome(came, status, data)) return;
  push_event({Event::Kind::data_transfer_answer, 0,
              came ? static_cast<std::uint8_t>(status) : std::uint8_t{255}});
}

void ChargePoint::Implementation::tell_owner(const RaisedSignal& raised) {
  struct Row {
    Signal signal;
    Event::Kind kind;
  };
  PLUGPOINT_FLASH static constexpr Row kRows[] = {
      {Signal::connected, Event::Kind::connected},
      {Signal::disconnected, Event::Kind::disconnected},
      {Signal::registered, Event::Kind::registered},
      {Signal::status_changed, Event::Kind::status_changed},
      {Signal::token_accepted, Event::Kind::token_accepted},
      {Signal::token_refused, Event::Kind::token_refused},
      {Signal::transaction_started, Event::Kind::transaction_started},
      {Signal::transaction_ended, Event::Kind::transaction_ended},
      {Signal::limit_changed, Event::Kind::limit_changed},
      {Signal::variable_changed, Event::Kind::variable_changed},
      {Signal::storage_failed, Event::Kind::storage_failed},
  };
  for (const Row& place : kRows) {
    const Row row = flash_load(&place);
    if (row.signal == raised.signal)
      push_event({row.kind, raised.evse, static_cast<std::uint8_t>(raised.detail)});
  }
}

}  // namespace plugpoint
