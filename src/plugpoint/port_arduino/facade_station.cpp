#include "plugpoint/port_arduino/facade_station.h"

#if defined(ARDUINO)

#include <cmath>

#include "plugpoint/message/v16.h"
#include "plugpoint/port_arduino/facade_json.h"
#include "plugpoint/port_arduino/facade_url.h"

namespace plugpoint::facade {

using message::Action;

namespace {
constexpr const char* kNoTag = "NO-AUTHORIZATION";  // For a sketch that never authorizes.

Text text_of(const std::string& text) {
  return {text.data(), text.size()};
}

std::string string_of(Text text) {
  return text.absent() ? std::string() : std::string(text.data(), text.size());
}

const VariableDefault kDefaults[] = {
    // A small flash holds about so many.
    {"LocalAuthListMaxLength", "1000"},
    {"SendLocalListMaxLength", "200"},
};
}  // namespace

void FacadeStation::initialize(const String& host, std::uint16_t port, const String& url,
                               std::uint8_t connectors) {
  if (station_)
    return log_.say(LogLevel::error, PLUGPOINT_REASON("OCPP_initialize was called twice"));
  connectors_.resize(connectors + 1U);
  for (ConnectorPart& part : connectors_)
    part.integrated_at_ms = arduino::now_ms();
  const Url parsed = parse_url(host.c_str(), url.c_str());
  host_ = parsed.host;
  path_ = parsed.path;
  id_ = parsed.id;
  secure_ = parsed.secure;
  port_ = port;
  if (secure_ && !secure_stream)
    return log_.line(
        LogLevel::error,
        "wss needs the server's CA: call OCPP_setCaCertificate before OCPP_initialize");
  if (!storage_.begin())
    return log_.say(
        LogLevel::error,
        PLUGPOINT_REASON(
            "no LittleFS: choose a flash layout with a file system (Tools > Flash Size)"));
  if (!create()) station_ = nullptr;
}

Settings FacadeStation::settings() {
  Settings settings;
  settings.host = text_of(host_);
  settings.port = port_;
  settings.secure = secure_;
  settings.path = text_of(path_);
  settings.id = text_of(id_);
  if (!password.empty()) settings.password = text_of(password);
  settings.identity = identity_;
  settings.evses = static_cast<std::uint8_t>(connectors_.size() - 1);
  settings.defaults = {kDefaults, sizeof kDefaults / sizeof kDefaults[0]};
  settings.observer = this;
  settings.loopback = &loopback_;
  settings.cache_entries = 100;
  return settings;
}

bool FacadeStation::create() {
  const Settings given = settings();
  const std::size_t size = ChargePoint::block_size(given);
  block_ = std::make_unique<std::max_align_t[]>(size / sizeof(std::max_align_t) + 1);
  Error error;
  station_ = ChargePoint::create({reinterpret_cast<std::uint8_t*>(block_.get()), size}, given,
                                 {&entropy_, &storage_, this, &log_}, arduino::now_ms(), error);
  if (!station_) {
    log_.say(LogLevel::error, error.text);
    return false;
  }
  arduino::ByteStream& stream = secure_ ? *secure_stream : tcp_;
  connection_ = std::make_unique<arduino::Connection>(*station_, stream);
  return true;
}

ConnectorPart* FacadeStation::connector(int id) {
  const bool known = id >= 1 && static_cast<std::size_t>(id) < connectors_.size();
  if (known) return &connectors_[static_cast<std::size_t>(id)];
  log_.say(LogLevel::error, PLUGPOINT_REASON("there is no such connector: see OCPP_initialize"));
  return nullptr;
}

void FacadeStation::loop() {
  if (!station_) return;
  integrate();
  connection_->loop();
  take_events();
  give_up_starts();
  tell_limits();
  run_later();
}

void FacadeStation::run_later() {
  std::vector<std::function<void()>> due;
  due.swap(later_);
  for (const std::function<void()>& call : due)
    call();
}

void FacadeStation::take_events() {
  Event event;
  while (station_->next_event(event)) {
    if (event.kind == Event::Kind::token_accepted) take_verdict(event.evse, true);
    if (event.kind == Event::Kind::token_refused) take_verdict(event.evse, false);
    if (event.kind == Event::Kind::storage_failed) log_.say(LogLevel::error, event.why);
    if (event.kind == Event::Kind::transaction_ended) connectors_[event.evse].wanted = false;
    if (event.kind != Event::Kind::transaction_started) continue;
    ConnectorPart& part = connectors_[event.evse];
    part.number = station_->board(event.evse).transaction.number;
    if (part.start.open && part.start.number == 0) part.start.number = part.number;
  }
}

// Requests of the sketch
// ---------------------------------------------------------------------------

void FacadeStation::boot_notification(const String& model, const String& vendor,
                                      Listeners listeners) {
  model_ = model.c_str();
  vendor_ = vendor.c_str();
  identity_.model = text_of(model_);
  identity_.vendor = text_of(vendor_);
  boot_ = Pending{};
  boot_.open = true;
  boot_.listeners = std::move(listeners);
  if (station_) station_->announce(identity_);
}

void FacadeStation::authorize(int id, const String& id_tag, Listeners listeners) {
  ConnectorPart* part = connector(id);
  Pending asked;
  asked.open = true;
  asked.listeners = std::move(listeners);
  const Text tag(id_tag.c_str(), id_tag.length());
  // The answer may be there before check_token returns: where the station knows the tag itself.
  const bool busy = !part || !station_ || part->authorize.open;
  if (busy) return abort(asked);
  part->asked_tag = id_tag.c_str();
  part->authorize = std::move(asked);
  const Error error = station_->check_token(static_cast<EvseId>(id), tag);
  if (!error) return;
  log_.say(LogLevel::warning, error.text);
  abort(part->authorize);
}

void FacadeStation::take_verdict(EvseId evse, bool accepted) {
  ConnectorPart& part = connectors_[evse];
  Pending& asked = part.authorize;
  if (!asked.open) return;
  if (accepted) part.id_tag = part.asked_tag;
  if (asked.outcome == rpc::Outcome::result) return confirm(asked, asked.description);
  if (!accepted) return tell_failure(asked);
  message::v16::AuthorizeConf conf;  // The station's own list or cache decided.
  conf.idTagInfo.status = message::v16::AuthorizationStatus::Accepted;
  confirm(asked, to_json(Action::Authorize, message::Kind::response, &conf));
}

void FacadeStation::start_transaction(int id, const String& id_tag, Listeners listeners) {
  ConnectorPart* part = connector(id);
  Pending started;
  started.open = true;
  started.listeners = std::move(listeners);
  if (!part || !station_) return abort(started);
  // An earlier one whose transaction is over waits for its answer only.
  const auto evse = static_cast<EvseId>(id);
  if (part->start.number != 0 && !station_->board(evse).transaction.active)
    set_aside(part->start, part->earlier_starts);
  if (part->start.open) return abort(started);
  part->wanted = true;
  part->start = std::move(started);
  // The cable counts as plugged in from here on, which starts what was accepted remotely.
  station_->step(arduino::now_ms());
  take_events();
  const EvseBoard& board = station_->board(evse);
  if (!board.transaction.active && !board.claimed) {
    std::string tag = id_tag.c_str();
    if (tag.empty()) tag = part->id_tag.empty() ? kNoTag : part->id_tag;
    const Error error = station_->start_transaction(evse, text_of(tag));
    if (error) {
      log_.say(LogLevel::warning, error.text);
      part->wanted = false;
      return abort(part->start);
    }
    take_events();
  }
  if (!board.transaction.active) return;  // It starts with the plug.
  part->start.number = board.transaction.number;
  if (board.transaction.id == -1) return;
  // The station started it before the sketch did, and has its answer already.
  message::v16::StartTransactionConf conf;
  conf.transactionId = board.transaction.id;
  conf.idTagInfo.status = message::v16::AuthorizationStatus::Accepted;
  confirm(part->start, to_json(Action::StartTransaction, message::Kind::response, &conf));
}

void FacadeStation::give_up_starts() {
  for (std::size_t i = 1; i < connectors_.size(); ++i) {
    ConnectorPart& part = connectors_[i];
    const EvseBoard& board = station_->board(static_cast<EvseId>(i));
    if (!part.start.open || part.start.number != 0 || board.claimed || board.transaction.active)
      continue;
    part.wanted = false;  // The cable was not plugged in within ConnectionTimeOut.
    abort(part.start);
  }
}

void FacadeStation::stop_transaction(int id, Listeners listeners) {
  ConnectorPart* part = connector(id);
  Pending stopped;
  stopped.open = true;
  stopped.listeners = std::move(listeners);
  if (!part || !station_) return abort(stopped);
  if (part->stop.number != 0 && part->stop.number != part->number)
    set_aside(part->stop, part->earlier_stops);
  if (part->stop.open) return abort(stopped);
  part->wanted = false;
  // One that the central system ended has its stop under way, as long as its number is kept.
  if (part->number == 0) return abort(stopped);
  stopped.number = part->number;
  part->stop = std::move(stopped);
  const auto evse = static_cast<EvseId>(id);
  if (station_->board(evse).transaction.active)
    static_cast<void>(station_->end_transaction(evse, StopReason::local));
  station_->step(arduino::now_ms());
}

int FacadeStation::transaction_id(int id) const {
  if (!station_ || id < 1 || static_cast<std::size_t>(id) >= connectors_.size()) return -1;
  const TransactionView& running = station_->board(static_cast<EvseId>(id)).transaction;
  if (!running.active) return -1;
  return running.id < 0 ? 0 : static_cast<int>(running.id);
}

// What comes back
// ----------------------------------------------------------------------------------

void FacadeStation::confirm(Pending& pending, const std::string& json) {
  if (pending.listeners.conf)
    later([listener = pending.listeners.conf, json] { listener(json.c_str()); });
  pending = Pending{};
}

void FacadeStation::abort(Pending& pending) {
  if (pending.listeners.abort) later(pending.listeners.abort);
  pending = Pending{};
}

/// Bounded, since an outage may have many transactions: beyond it the oldest is told an abort.
void FacadeStation::set_aside(Pending& pending, std::vector<Pending>& earlier) {
  if (earlier.size() == kMostEarlier) {
    if (!earlier.front().failure_told) abort(earlier.front());
    earlier.erase(earlier.begin());
  }
  earlier.push_back(std::move(pending));
  pending = Pending{};
}

void FacadeStation::answer_in(std::vector<Pending>& earlier, const rpc::Answer& answer) {
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (earlier[i].number != answer.tag) continue;
    transaction_answered(earlier[i], answer);
    if (!earlier[i].open) earlier.erase(earlier.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

/// Tells how the last attempt failed; who has nobody to answer is told a timeout.
void FacadeStation::tell_failure(Pending& pending) {
  const Listeners& listeners = pending.listeners;
  if (pending.outcome != rpc::Outcome::error) {
    if (listeners.timeout) later(listeners.timeout);
  } else if (listeners.error) {
    later([listener = listeners.error, code = pending.code, why = pending.description] {
      listener(code.c_str(), why.c_str());
    });
  }
  abort(pending);
}

void FacadeStation::note_outcome(Pending& pending, const rpc::Answer& answer) {
  pending.outcome = answer.outcome;
  pending.code = string_of(answer.error_code);
  pending.description = string_of(answer.error_description);
  if (answer.outcome != rpc::Outcome::error || !answer.error_code.absent()) return;
  char room[96];
  pending.code = "FormationViolation";  // An answer that breaks its schema.
  pending.description = string_of(answer.fault.view(room));
}

void FacadeStation::transaction_answered(Pending& pending, const rpc::Answer& answer) {
  if (!pending.open || answer.outcome == rpc::Outcome::connection) return;
  if (answer.outcome == rpc::Outcome::result)
    return confirm(pending, to_json(answer.action, message::Kind::response, answer.payload));
  if (pending.failure_told) return;
  note_outcome(pending, answer);
  // The station keeps the message and tries again, so the confirmation may still come.
  Pending kept = pending;
  tell_failure(pending);
  pending = std::move(kept);
  pending.failure_told = true;
}

void FacadeStation::answered(message::Version, const rpc::Answer& answer) {
  if (answer.action == Action::BootNotification) return transaction_answered(boot_, answer);
  if (answer.action == Action::Authorize && answer.tag < connectors_.size()) {
    Pending& asked = connectors_[answer.tag].authorize;
    note_outcome(asked, answer);
    if (answer.outcome == rpc::Outcome::result)
      asked.description = to_json(answer.action, message::Kind::response, answer.payload);
    return;
  }
  const bool start = answer.action == Action::StartTransaction;
  if (!start && answer.action != Action::StopTransaction) return;
  for (ConnectorPart& part : connectors_) {
    Pending& pending = start ? part.start : part.stop;
    if (answer.tag != 0 && pending.number == answer.tag) transaction_answered(pending, answer);
    answer_in(start ? part.earlier_starts : part.earlier_stops, answer);
    if (!start && part.number == answer.tag && answer.outcome == rpc::Outcome::result)
      part.number = 0;
  }
}

void FacadeStation::called(message::Version, Action action, const void* request,
                           const rpc::Reply& reply) {
  struct Row {
    Action action;
    Listened listened;
    bool request;
  };
  static const Row kRows[] = {
      {Action::SetChargingProfile, Listened::set_charging_profile, true},
      {Action::RemoteStartTransaction, Listened::remote_start, false},
      {Action::RemoteStopTransaction, Listened::remote_stop, false},
      {Action::Reset, Listened::reset, false},
  };
  for (const Row& row : kRows) {
    const JsonListener& listener = calls[static_cast<unsigned>(row.listened)];
    const void* payload = row.request ? request : reply.payload;
    if (row.action != action || !listener || !payload || reply.failed) continue;
    const message::Kind kind = row.request ? message::Kind::request : message::Kind::response;
    later([listener, json = to_json(action, kind, payload)] { listener(json.c_str()); });
  }
}

}  // namespace plugpoint::facade

#endif  // ARDUINO
