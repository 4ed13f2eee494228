#include "plugpoint/c_api/owned_settings.h"

#include "plugpoint/c_api/sized.h"

namespace plugpoint::c_api {

namespace {

using CHandler = plugpoint_data_transfer_handler_t;

/// Calls the handler of C that `context` is.
DataTransferStatus handle(void* context, Text message_id, Text data, Span<char> answer,
                          std::size_t& answer_size) {
  const CHandler& handler = *static_cast<const CHandler*>(context);
  const plugpoint_data_transfer_status_t status =
      handler.handle(handler.context, {message_id.data(), message_id.size()},
                     {data.data(), data.size()}, answer.data(), answer.size(), &answer_size);
  return named(status, PLUGPOINT_DATA_TRANSFER_STATUS_UNKNOWN_VENDOR_ID + 1,
               DataTransferStatus::rejected);
}

/// The default texts of the library are literals, so they are terminated.
const char* literal(Text text) {
  return text.data();
}

/// Room for `count` objects of a type at the worst alignment.
template <class T>
std::size_t room_for(std::size_t count) {
  return count == 0 ? 0 : sizeof(T) * count + alignof(T);
}

/// `count` objects made by `convert` from C's; absent when there are none or they do not fit.
template <class To, class From, class Convert>
Span<To> copies(Arena& arena, From* given, std::size_t count, Convert convert) {
  if (count == 0) return {};
  const Span<To> made = arena.make_array<To>(count);
  for (std::size_t i = 0; i < made.size(); ++i)
    made[i] = convert(given[i]);
  return made;
}

Error check_arrays(const plugpoint_settings_t& given) {
  if ((given.defaults_count != 0 && !given.defaults) || (given.keys_count != 0 && !given.keys) ||
      (given.data_transfer_count != 0 && !given.data_transfer))
    return {Status::bad_argument, "an array of the settings is null, but its count is not 0"};
  for (std::size_t i = 0; i < given.data_transfer_count; ++i) {
    if (!given.data_transfer[i].handle)
      return {Status::bad_argument, "data_transfer: a handler has no function"};
  }
  return {};
}

}  // namespace

plugpoint_identity_t default_identity() {
  const Identity& built_in = kDefaultSettings.identity;
  plugpoint_identity_t out{};
  out.struct_size = sizeof out;
  out.vendor = literal(built_in.vendor);
  out.model = literal(built_in.model);
  out.boot_reason = static_cast<plugpoint_boot_reason_t>(built_in.boot_reason);
  return out;
}

plugpoint_settings_t default_settings() {
  const Settings& built_in = kDefaultSettings;
  plugpoint_settings_t out{};
  out.struct_size = sizeof out;
  out.host = literal(built_in.host);
  out.port = built_in.port;
  out.secure = built_in.secure;
  out.path = literal(built_in.path);
  out.id = literal(built_in.id);
  out.subprotocols = literal(built_in.subprotocols);
  out.evses = built_in.evses;
  out.nominal_voltage_v = built_in.nominal_voltage_v;
  out.tolerant = built_in.tolerant;
  out.receive_bytes = built_in.receive_bytes;
  out.send_bytes = built_in.send_bytes;
  out.frame_bytes = built_in.frame_bytes;
  out.charging_profiles = built_in.charging_profiles;
  out.cache_entries = built_in.cache_entries;
  out.text_bytes = built_in.text_bytes;
  out.record_bytes = built_in.record_bytes;
  out.journal_bytes = built_in.journal_bytes;
  out.data_transfer_bytes = built_in.data_transfer_bytes;
  return out;
}

Identity identity_of(const plugpoint_identity_t& given) {
  const plugpoint_identity_t all = completed(given, default_identity());
  Identity identity = kDefaultSettings.identity;
  identity.vendor = all.vendor;
  identity.model = all.model;
  identity.serial_number = all.serial_number;
  identity.charge_box_serial_number = all.charge_box_serial_number;
  identity.firmware_version = all.firmware_version;
  identity.iccid = all.iccid;
  identity.imsi = all.imsi;
  identity.meter_type = all.meter_type;
  identity.meter_serial_number = all.meter_serial_number;
  identity.boot_reason =
      named(all.boot_reason, PLUGPOINT_BOOT_REASON_UNKNOWN + 1, BootReason::unknown);
  return identity;
}

Settings plain_settings(const plugpoint_settings_t& given) {
  const plugpoint_settings_t all = completed(given, default_settings());
  Settings settings = kDefaultSettings;
  settings.host = all.host;
  settings.port = all.port;
  settings.secure = all.secure;
  settings.path = all.path;
  settings.id = all.id;
  settings.password = all.password;
  settings.subprotocols = all.subprotocols;
  if (all.identity && is_sized(*all.identity)) settings.identity = identity_of(*all.identity);
  settings.evses = all.evses;
  settings.nominal_voltage_v = all.nominal_voltage_v;
  settings.tolerant = all.tolerant;
  settings.receive_bytes = all.receive_bytes;
  settings.send_bytes = all.send_bytes;
  settings.frame_bytes = all.frame_bytes;
  settings.charging_profiles = all.charging_profiles;
  settings.cache_entries = all.cache_entries;
  settings.text_bytes = all.text_bytes;
  settings.record_bytes = all.record_bytes;
  settings.journal_bytes = all.journal_bytes;
  settings.data_transfer_bytes = all.data_transfer_bytes;
  return settings;
}

std::size_t array_bytes(const plugpoint_settings_t& given) {
  const plugpoint_settings_t all = completed(given, default_settings());
  return room_for<VariableDefault>(all.defaults_count) + room_for<CustomKey>(all.keys_count) +
         room_for<CHandler>(all.data_transfer_count) +
         room_for<DataTransferHandler>(all.data_transfer_count);
}

Error own_settings(const plugpoint_settings_t& given, Arena& arena, Settings& settings) {
  const plugpoint_settings_t all = completed(given, default_settings());
  if (Error error = check_arrays(all)) return error;
  if (all.identity && !is_sized(*all.identity))
    return {Status::bad_argument, "settings.identity has no struct_size: plugpoint_identity_init"};
  settings = plain_settings(all);
  const auto defaults = copies<VariableDefault>(arena, all.defaults, all.defaults_count,
                                                [](const plugpoint_variable_default_t& one) {
                                                  return VariableDefault{one.name, one.value};
                                                });
  const auto keys =
      copies<CustomKey>(arena, all.keys, all.keys_count, [](const plugpoint_custom_key_t& one) {
        return CustomKey{one.name, one.value, one.readonly, one.needs_restart};
      });
  const auto handlers = copies<CHandler>(arena, all.data_transfer, all.data_transfer_count,
                                         [](const CHandler& one) { return one; });
  const auto data_transfer =
      copies<DataTransferHandler>(arena, handlers.data(), handlers.size(), [](CHandler& one) {
        return DataTransferHandler{one.vendor_id, one.message_id, handle, &one};
      });
  if (defaults.size() != all.defaults_count || keys.size() != all.keys_count ||
      data_transfer.size() != all.data_transfer_count)
    return {Status::no_memory, "the block is smaller than plugpoint_block_size"};
  settings.defaults = {defaults.data(), defaults.size()};
  settings.keys = {keys.data(), keys.size()};
  settings.data_transfer = {data_transfer.data(), data_transfer.size()};
  return {};
}

}  // namespace plugpoint::c_api
