#include "plugpoint/station/charge_point.h"

#include <cstddef>
#include <new>

#include "plugpoint/blocks/variables/write.h"
#include "plugpoint/station/implementation.h"

namespace plugpoint {

namespace {

Error check(const Settings& settings, const Ports& ports) {
  if (!ports.entropy || !ports.storage || !ports.hardware)
    return {Status::bad_argument, PLUGPOINT_REASON("entropy, storage and hardware are required")};
  if (settings.evses < 1 || settings.evses > 250)
    return {Status::bad_argument, PLUGPOINT_REASON("a station has 1 to 250 EVSEs")};
  if (settings.id.empty() || characters(settings.id) > 48)
    return {Status::bad_argument, PLUGPOINT_REASON("the station's id has 1 to 48 characters")};
  if (settings.host.empty()) return {Status::bad_argument, PLUGPOINT_REASON("the host is missing")};
  if (settings.frame_bytes < 256)
    return {Status::bad_argument, PLUGPOINT_REASON("frame_bytes is at least 256")};
  if (settings.receive_bytes < 512 || settings.send_bytes < 512)
    return {Status::bad_argument,
            PLUGPOINT_REASON("receive_bytes and send_bytes are at least 512")};
  if (settings.record_bytes < 256)
    return {Status::bad_argument, PLUGPOINT_REASON("record_bytes is at least 256")};
  if (settings.journal_bytes < 4096)
    return {Status::bad_argument, PLUGPOINT_REASON("journal_bytes is at least 4096")};
  return {};
}

bool is_id_tag(Text text) {
  constexpr std::size_t kMaxIdTag = 20;  // 1.6 §7.28
  return characters(text) <= kMaxIdTag && text.size() <= IdToken::kMax;
}

Error read_known(const KnownToken& known, TokenEntry& entry) {
  if (known.token.empty() || !is_id_tag(known.token) || !is_id_tag(known.group))
    return {Status::bad_argument, PLUGPOINT_REASON("a token of OCPP 1.6 has 1 to 20 characters of "
                                                   "printable ASCII, and so has its parent")};
  if (known.status == TokenStatus::unknown)
    return {Status::bad_argument, PLUGPOINT_REASON("what is known of a token has a status")};
  entry.token = IdToken(known.token, TokenType::Central);
  if (!known.group.empty()) entry.group = IdToken(known.group, TokenType::Central);
  entry.expiry = known.expiry;
  entry.status = known.status;
  return {};
}

}  // namespace

std::size_t ChargePoint::block_size(const Settings& settings) {
  return sizeof(Implementation) + Memory::size(settings);
}

ChargePoint* ChargePoint::create(MutableBytes block, const Settings& settings, const Ports& ports,
                                 std::uint32_t now_ms, Error& error) {
  error = check(settings, ports);
  if (error) return nullptr;
  Arena arena(block);
  void* at = arena.allocate(sizeof(Implementation), alignof(Implementation));
  Memory memory;
  if (!at || !memory.carve(arena, settings)) {
    error = {Status::no_memory,
             PLUGPOINT_REASON("the block is smaller than ChargePoint::block_size")};
    return nullptr;
  }
  auto* implementation = new (at) Implementation(settings, ports, memory);
  implementation->advance(now_ms);
  error = implementation->open(settings);
  return error ? nullptr : &implementation->face;
}

bool ChargePoint::stream_wanted() const {
  return self_.connection.stream_wanted();
}

Endpoint ChargePoint::endpoint() const {
  const websocket::Handshake& to = self_.connection.handshake();
  return {to.host, to.port, to.secure};
}

void ChargePoint::stream_opened(std::uint32_t now_ms) {
  self_.advance(now_ms);
  self_.stream_opened();
}

void ChargePoint::stream_closed(std::uint32_t now_ms, Text why) {
  self_.advance(now_ms);
  self_.stream_closed(why);
}

std::size_t ChargePoint::input(std::uint32_t now_ms, Bytes bytes) {
  self_.advance(now_ms);
  return self_.input(bytes);
}

std::size_t ChargePoint::output(std::uint32_t now_ms, MutableBytes window) {
  self_.advance(now_ms);
  return self_.output(window);
}

void ChargePoint::step(std::uint32_t now_ms) {
  self_.advance(now_ms);
  self_.step();
}

Millis ChargePoint::next_deadline() const {
  return self_.deadline;
}
Millis ChargePoint::now() const {
  return self_.station.now();
}

std::uint32_t ChargePoint::sleep_ms() const {
  constexpr Millis kLongest = 86400 * kSecond;
  const Millis wait = self_.deadline - now();
  if (wait <= 0) return 0;
  return static_cast<std::uint32_t>(wait < kLongest ? wait : kLongest);
}

Error ChargePoint::check_argument(EvseId evse, Text token) const {
  if (!self_.station.has_evse(evse))
    return {Status::bad_argument, PLUGPOINT_REASON("there is no such EVSE")};
  const std::size_t most = self_.station.dialect == Dialect::ocpp16 ? 20 : IdToken::kMax;
  if (token.empty() || characters(token) > most || token.size() > IdToken::kMax)
    return {Status::bad_argument,
            PLUGPOINT_REASON("a token has 1 to 20 characters in OCPP 1.6, 1 to 36 in 2.x")};
  return {};
}

Error ChargePoint::present_token(EvseId evse, Text text, TokenType type) {
  if (Error wrong = check_argument(evse, text)) return wrong;
  const Error error = self_.blocks.transactions.present_token(evse, IdToken(text, type));
  self_.work();
  return error;
}

Error ChargePoint::check_token(EvseId evse, Text text, TokenType type) {
  if (Error wrong = check_argument(evse, text)) return wrong;
  const Error error = self_.blocks.transactions.check_token(evse, IdToken(text, type));
  self_.work();
  return error;
}

Error ChargePoint::start_transaction(EvseId evse, Text text, TokenType type) {
  if (Error wrong = check_argument(evse, text)) return wrong;
  const Error error = self_.blocks.transactions.start(evse, IdToken(text, type));
  self_.work();
  return error;
}

void ChargePoint::announce(const Identity& identity) {
  self_.identity = identity;
  self_.blocks.boot.announce();
  self_.work();
}

Error ChargePoint::end_transaction(EvseId evse, StopReason reason) {
  if (!self_.station.has_evse(evse))
    return {Status::bad_argument, PLUGPOINT_REASON("there is no such EVSE")};
  const Error error = self_.blocks.transactions.end(evse, reason, Trigger::AbnormalCondition);
  self_.work();
  return error;
}

void ChargePoint::accept_reservations(bool on) {
  self_.blocks.reservations.accept(on);
}

WriteResult ChargePoint::set_variable(Text name, Text value) {
  const WriteResult result = write_variable(self_.station, self_.variables.find_any(name), value);
  self_.work();
  return result;
}

Error ChargePoint::add_to_local_list(const KnownToken& known) {
  TokenEntry entry;
  if (Error wrong = read_known(known, entry)) return wrong;
  const Error error = self_.blocks.authorization.add_to_list(entry);
  self_.work();
  return error;
}

Error ChargePoint::add_to_cache(const KnownToken& known) {
  TokenEntry entry;
  if (Error wrong = read_known(known, entry)) return wrong;
  return self_.blocks.authorization.add_to_cache(entry);
}

Error ChargePoint::send_data_transfer(Text vendor_id, Text message_id, Text data) {
  const Error error = self_.blocks.data_transfer.send(vendor_id, message_id, data);
  self_.work();
  return error;
}

void ChargePoint::shut_down(std::uint32_t now_ms, StopReason reason) {
  self_.advance(now_ms);
  self_.blocks.transactions.end_all(reason, Trigger::AbnormalCondition);
  self_.work();
}

bool ChargePoint::next_event(Event& event) {
  return self_.next_event(event);
}
EvseId ChargePoint::evses() const {
  return self_.station.evses();
}
EvseStatus ChargePoint::status(EvseId evse) const {
  return board(evse).status;
}
const EvseBoard& ChargePoint::board(EvseId evse) const {
  return self_.station.board(evse <= self_.station.evses() ? evse : EvseId{0});
}
Registration ChargePoint::registration() const {
  return self_.station.registration;
}
bool ChargePoint::connected() const {
  return self_.station.connected;
}
Text ChargePoint::subprotocol() const {
  return self_.connection.client().subprotocol();
}
DateTime ChargePoint::utc() const {
  return self_.station.clock.utc();
}
std::uint32_t ChargePoint::queue_length() const {
  return self_.journal.pending();
}
Variables& ChargePoint::variables() {
  return self_.variables;
}
const Variables& ChargePoint::variables() const {
  return self_.variables;
}

ChargePoint::MemoryUse ChargePoint::memory_use() const {
  return {self_.block_bytes, self_.rpc.in_peak(), self_.rpc.out().peak(),
          self_.variables.texts_used(), self_.journal.size()};
}

}  // namespace plugpoint
