#include "plugpoint/base/arena.h"
#include "plugpoint/c_api/handle.h"

using namespace plugpoint;         // NOLINT(google-build-using-namespace): the functions are global
using namespace plugpoint::c_api;  // NOLINT(google-build-using-namespace)

namespace {

using Handle = const plugpoint_charge_point_t*;

bool exists(Handle charge_point, plugpoint_variable_index_t index) {
  return charge_point && index < charge_point->station->variables().count();
}

/// Whether the index is of a variable of the library, not one that the owner added.
bool is_known(Handle charge_point, plugpoint_variable_index_t index) {
  return charge_point && index < static_cast<unsigned>(Key::count_);
}

bool is_number(Handle charge_point, plugpoint_variable_index_t index) {
  if (!is_known(charge_point, index)) return false;
  const VariableType type = row_of(static_cast<Key>(index)).type;
  return type == VariableType::integer || type == VariableType::boolean;
}

}  // namespace

plugpoint_variable_index_t plugpoint_variable_count(Handle charge_point) {
  return charge_point ? charge_point->station->variables().count() : VariableIndex{0};
}

bool plugpoint_variable_has(Handle charge_point, plugpoint_variable_index_t index) {
  return exists(charge_point, index) && charge_point->station->variables().has(index);
}

void plugpoint_variable_leave_out(plugpoint_charge_point_t* charge_point,
                                  plugpoint_variable_index_t index) {
  if (is_known(charge_point, index))
    charge_point->station->variables().leave_out(static_cast<Key>(index));
}

void plugpoint_variable_bring_in(plugpoint_charge_point_t* charge_point,
                                 plugpoint_variable_index_t index) {
  if (is_known(charge_point, index))
    charge_point->station->variables().bring_in(static_cast<Key>(index));
}

plugpoint_variable_index_t plugpoint_variable_find(Handle charge_point, const char* name16) {
  return charge_point ? charge_point->station->variables().find(name16) : kNoVariable;
}

plugpoint_variable_index_t plugpoint_variable_find_any(Handle charge_point, const char* name) {
  return charge_point ? charge_point->station->variables().find_any(name) : kNoVariable;
}

bool plugpoint_variable_has_name16(Handle charge_point, plugpoint_variable_index_t index) {
  return exists(charge_point, index) && charge_point->station->variables().has_name16(index);
}

size_t plugpoint_variable_name16(Handle charge_point, plugpoint_variable_index_t index, char* into,
                                 size_t room) {
  if (!exists(charge_point, index) || !into) return 0;
  std::uint8_t copy[64];
  Arena arena(copy);
  const Text name = charge_point->station->variables().name16(index, arena);
  if (name.size() > room) return 0;
  std::memcpy(into, name.data(), name.size());
  return name.size();
}

bool plugpoint_variable_row(Handle charge_point, plugpoint_variable_index_t index,
                            plugpoint_key_row_t* row) {
  if (!exists(charge_point, index)) return false;
  const KeyRow known = charge_point->station->variables().row(index);
  plugpoint_key_row_t out{};
  out.name16 = c_text(known.name16);
  out.component = c_text(known.component());
  out.variable = c_text(known.variable());
  out.instance = c_text(known.instance());
  out.type = static_cast<plugpoint_variable_type_t>(known.type);
  out.min = known.min;
  out.max = known.max;
  out.unit = c_text(known.unit());
  out.fallback = c_text(known.fallback());
  out.flags = known.flags;
  give(row, out);
  return true;
}

plugpoint_text_t plugpoint_variable_value(Handle charge_point, plugpoint_variable_index_t index,
                                          char* buffer) {
  if (!exists(charge_point, index) || !buffer) return {};
  constexpr std::size_t kBuffer = 12;
  const Variables& variables = charge_point->station->variables();
  ValueRoom room;
  const Text value = variables.value(index, room);
  if (value.data() != room.text) return c_text(value);
  if (value.size() > kBuffer) return c_text(variables.row(index).fallback());
  std::memcpy(buffer, room.text, value.size());
  return {buffer, value.size()};
}

int32_t plugpoint_variable_integer(Handle charge_point, plugpoint_variable_index_t index) {
  if (!is_number(charge_point, index)) return 0;
  return charge_point->station->variables().integer(static_cast<Key>(index));
}

bool plugpoint_variable_boolean(Handle charge_point, plugpoint_variable_index_t index) {
  return is_number(charge_point, index) &&
         charge_point->station->variables().boolean(static_cast<Key>(index));
}

int64_t plugpoint_variable_seconds_in_ms(Handle charge_point, plugpoint_variable_index_t index) {
  if (!is_number(charge_point, index)) return 0;
  return charge_point->station->variables().seconds_in_ms(static_cast<Key>(index));
}

plugpoint_text_t plugpoint_variable_text(Handle charge_point, plugpoint_variable_index_t index) {
  if (!is_known(charge_point, index) || is_number(charge_point, index)) return {};
  ValueRoom room;
  const Text text = charge_point->station->variables().text(static_cast<Key>(index), room);
  return text.data() == room.text ? c_text(row_of(static_cast<Key>(index)).fallback())
                                  : c_text(text);
}

bool plugpoint_variable_contains(Handle charge_point, plugpoint_variable_index_t index,
                                 const char* item) {
  return item && is_known(charge_point, index) && !is_number(charge_point, index) &&
         charge_point->station->variables().contains(static_cast<Key>(index), item);
}

plugpoint_write_result_t plugpoint_variable_set(plugpoint_charge_point_t* charge_point,
                                                plugpoint_variable_index_t index,
                                                const char* value) {
  if (!value || !is_known(charge_point, index)) return PLUGPOINT_WRITE_RESULT_INVALID;
  return static_cast<plugpoint_write_result_t>(
      charge_point->station->variables().set(static_cast<Key>(index), value));
}

plugpoint_write_result_t plugpoint_variable_write(plugpoint_charge_point_t* charge_point,
                                                  plugpoint_variable_index_t index,
                                                  const char* value) {
  if (!value || !exists(charge_point, index)) return PLUGPOINT_WRITE_RESULT_INVALID;
  return static_cast<plugpoint_write_result_t>(
      charge_point->station->variables().write(index, value));
}

plugpoint_write_result_t plugpoint_set_variable(plugpoint_charge_point_t* charge_point,
                                                const char* name, const char* value) {
  if (!charge_point) return PLUGPOINT_WRITE_RESULT_UNKNOWN;
  if (!value) return PLUGPOINT_WRITE_RESULT_INVALID;
  return static_cast<plugpoint_write_result_t>(charge_point->station->set_variable(name, value));
}
