#include <cstddef>
#include <cstring>

#include "plugpoint/base/arena.h"
#include "plugpoint/c_api/handle.h"
#include "plugpoint/c_api/loopback.h"
#include "plugpoint/c_api/owned_settings.h"

using namespace plugpoint;         // NOLINT(google-build-using-namespace): the functions are global
using namespace plugpoint::c_api;  // NOLINT(google-build-using-namespace)

namespace {

constexpr Error kNoChargePoint{Status::bad_argument, "the charge point is null"};

plugpoint_error_t c_error(const Error& error) {
  return {static_cast<plugpoint_status_t>(error.status),
          error.text.absent() ? "" : error.text.data()};
}

Error take_ports(const plugpoint_ports_t* given, PlugpointChargePoint& made) {
  if (!given || !is_sized(*given))
    return {Status::bad_argument, "ports is null or has no struct_size"};
  const plugpoint_ports_t ports = completed(*given, plugpoint_ports_t{});
  if (Error error = made.entropy.take(ports.entropy)) return error;
  if (Error error = made.storage.take(ports.storage)) return error;
  if (Error error = made.hardware.take(ports.hardware)) return error;
  return made.log.take(ports.log);
}

/// What the settings say of messages.
Error take_messages(const plugpoint_settings_t& given, PlugpointChargePoint& made,
                    Settings& settings) {
  const plugpoint_settings_t all = completed(given, plugpoint_settings_t{});
  if (all.loopback) settings.loopback = all.loopback->responder;
  if (!all.observer) return {};
  settings.observer = &made.observer;
  return made.observer.take(*all.observer);
}

/// Bytes from the end of the arrays on: the charge point itself, aligned.
std::size_t station_bytes(const Settings& settings) {
  return ChargePoint::block_size(settings) + alignof(std::max_align_t);
}

PlugpointChargePoint* create(MutableBytes block, const plugpoint_settings_t* given,
                             const plugpoint_ports_t* ports, std::uint32_t now_ms, Error& error) {
  error = {Status::bad_argument, "settings is null or was not given plugpoint_settings_init"};
  if (!given || !is_sized(*given)) return nullptr;
  error = {Status::no_memory, "the block is smaller than plugpoint_block_size"};
  if (block.absent() || block.size() < plugpoint_block_size(given)) return nullptr;
  Arena arena(block);
  auto* made = arena.make<PlugpointChargePoint>();
  if (!made) return nullptr;
  error = take_ports(ports, *made);
  if (error) return nullptr;
  Settings settings = plain_settings(*given);
  error = own_settings(*given, arena, settings);
  if (error) return nullptr;
  error = take_messages(*given, *made, settings);
  if (error) return nullptr;
  const std::size_t size = ChargePoint::block_size(settings);
  void* rest = arena.allocate(size, alignof(std::max_align_t));
  if (!rest) return nullptr;
  made->block = plugpoint_block_size(given);
  Log* log = made->log.wanted() ? &made->log : nullptr;
  made->station =
      ChargePoint::create({static_cast<std::uint8_t*>(rest), size}, settings,
                          {&made->entropy, &made->storage, &made->hardware, log}, now_ms, error);
  return made->station ? made : nullptr;
}

using TokenFunction = Error (ChargePoint::*)(EvseId evse, Text text, TokenType type);

plugpoint_error_t with_token(plugpoint_charge_point_t* charge_point, TokenFunction function,
                             std::uint8_t evse, const char* text, plugpoint_token_type_t type) {
  if (!charge_point) return c_error(kNoChargePoint);
  const auto kind = named(type, static_cast<unsigned>(TokenType::count_), TokenType::count_);
  if (kind == TokenType::count_)
    return c_error({Status::bad_argument, "there is no such type of token"});
  return c_error((charge_point->station->*function)(evse, text, kind));
}

using KnownFunction = Error (ChargePoint::*)(const KnownToken& known);

plugpoint_error_t with_known(plugpoint_charge_point_t* charge_point, KnownFunction function,
                             const plugpoint_known_token_t* given) {
  if (!charge_point) return c_error(kNoChargePoint);
  if (!given || !is_sized(*given))
    return c_error({Status::bad_argument, "what is known is null or has no struct_size"});
  const plugpoint_known_token_t all = completed(*given, plugpoint_known_token_t{});
  KnownToken known;
  known.token = all.token;
  known.group = all.group;
  if (all.expiry != 0) known.expiry.ms = all.expiry;
  known.status = named(all.status, PLUGPOINT_TOKEN_STATUS_CONCURRENT_TX + 1, TokenStatus::unknown);
  return c_error((charge_point->station->*function)(known));
}

}  // namespace

void plugpoint_settings_init_sized(plugpoint_settings_t* settings, size_t struct_size) {
  if (!settings) return;
  std::memset(settings, 0, struct_size);
  settings->struct_size = struct_size;
  give(settings, default_settings());
}

void plugpoint_identity_init_sized(plugpoint_identity_t* identity, size_t struct_size) {
  if (!identity) return;
  std::memset(identity, 0, struct_size);
  identity->struct_size = struct_size;
  give(identity, default_identity());
}

size_t plugpoint_block_size(const plugpoint_settings_t* settings) {
  if (!settings || !is_sized(*settings)) return 0;
  return sizeof(PlugpointChargePoint) + alignof(PlugpointChargePoint) + array_bytes(*settings) +
         station_bytes(plain_settings(*settings));
}

plugpoint_charge_point_t* plugpoint_create(void* block, size_t block_size,
                                           const plugpoint_settings_t* settings,
                                           const plugpoint_ports_t* ports, uint32_t now_ms,
                                           plugpoint_error_t* error) {
  Error why;
  auto* made =
      create({static_cast<std::uint8_t*>(block), block_size}, settings, ports, now_ms, why);
  if (error) *error = c_error(made ? Error{} : why);
  return made;
}

bool plugpoint_stream_wanted(const plugpoint_charge_point_t* charge_point) {
  return charge_point && charge_point->station->stream_wanted();
}

void plugpoint_endpoint(const plugpoint_charge_point_t* charge_point,
                        plugpoint_endpoint_t* endpoint) {
  if (!charge_point) return;
  const Endpoint known = charge_point->station->endpoint();
  plugpoint_endpoint_t out{};
  out.host = c_text(known.host);
  out.port = known.port;
  out.secure = known.secure;
  give(endpoint, out);
}

void plugpoint_stream_opened(plugpoint_charge_point_t* charge_point, uint32_t now_ms) {
  if (charge_point) charge_point->station->stream_opened(now_ms);
}

void plugpoint_stream_closed(plugpoint_charge_point_t* charge_point, uint32_t now_ms,
                             const char* why) {
  if (charge_point) charge_point->station->stream_closed(now_ms, why);
}

size_t plugpoint_input(plugpoint_charge_point_t* charge_point, uint32_t now_ms,
                       const uint8_t* bytes, size_t count) {
  if (!charge_point || !bytes) return 0;
  return charge_point->station->input(now_ms, {bytes, count});
}

size_t plugpoint_output(plugpoint_charge_point_t* charge_point, uint32_t now_ms, uint8_t* window,
                        size_t room) {
  if (!charge_point || !window) return 0;
  return charge_point->station->output(now_ms, {window, room});
}

void plugpoint_step(plugpoint_charge_point_t* charge_point, uint32_t now_ms) {
  if (charge_point) charge_point->station->step(now_ms);
}

int64_t plugpoint_next_deadline(const plugpoint_charge_point_t* charge_point) {
  return charge_point ? charge_point->station->next_deadline() : PLUGPOINT_NEVER;
}

int64_t plugpoint_now(const plugpoint_charge_point_t* charge_point) {
  return charge_point ? charge_point->station->now() : 0;
}

uint32_t plugpoint_sleep_ms(const plugpoint_charge_point_t* charge_point) {
  return charge_point ? charge_point->station->sleep_ms() : 0;
}

plugpoint_error_t plugpoint_present_token(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                          const char* text, plugpoint_token_type_t type) {
  return with_token(charge_point, &ChargePoint::present_token, evse, text, type);
}

plugpoint_error_t plugpoint_check_token(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                        const char* text, plugpoint_token_type_t type) {
  return with_token(charge_point, &ChargePoint::check_token, evse, text, type);
}

plugpoint_error_t plugpoint_start_transaction(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                              const char* text, plugpoint_token_type_t type) {
  return with_token(charge_point, &ChargePoint::start_transaction, evse, text, type);
}

plugpoint_error_t plugpoint_end_transaction(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                            plugpoint_stop_reason_t reason) {
  if (!charge_point) return c_error(kNoChargePoint);
  return c_error(charge_point->station->end_transaction(
      evse, named(reason, PLUGPOINT_STOP_REASON_STOPPED_BY_EV + 1, StopReason::other)));
}

void plugpoint_accept_reservations(plugpoint_charge_point_t* charge_point, bool on) {
  if (charge_point) charge_point->station->accept_reservations(on);
}

plugpoint_error_t plugpoint_add_to_local_list(plugpoint_charge_point_t* charge_point,
                                              const plugpoint_known_token_t* known) {
  return with_known(charge_point, &ChargePoint::add_to_local_list, known);
}

plugpoint_error_t plugpoint_add_to_cache(plugpoint_charge_point_t* charge_point,
                                         const plugpoint_known_token_t* known) {
  return with_known(charge_point, &ChargePoint::add_to_cache, known);
}

plugpoint_error_t plugpoint_send_data_transfer(plugpoint_charge_point_t* charge_point,
                                               const char* vendor_id, const char* message_id,
                                               const char* data) {
  if (!charge_point) return c_error(kNoChargePoint);
  return c_error(charge_point->station->send_data_transfer(vendor_id, message_id, data));
}

plugpoint_error_t plugpoint_announce(plugpoint_charge_point_t* charge_point,
                                     const plugpoint_identity_t* identity) {
  if (!charge_point) return c_error(kNoChargePoint);
  if (!identity || !is_sized(*identity))
    return c_error({Status::bad_argument, "identity is null or has no struct_size"});
  charge_point->station->announce(identity_of(*identity));
  return c_error({});
}

void plugpoint_shut_down(plugpoint_charge_point_t* charge_point, uint32_t now_ms,
                         plugpoint_stop_reason_t reason) {
  if (!charge_point) return;
  charge_point->station->shut_down(
      now_ms, named(reason, PLUGPOINT_STOP_REASON_STOPPED_BY_EV + 1, StopReason::other));
}
