#include "rig.h"

#include <stdlib.h>
#include <string.h>

static void fill(void* context, uint8_t* bytes, size_t count) {
  rig_t* rig = context;
  for (size_t i = 0; i < count; ++i) {
    rig->seed = rig->seed * 1664525U + 1013904223U;
    bytes[i] = (uint8_t)(rig->seed >> 24);
  }
}

static rig_area_t* find(rig_t* rig, const char* name) {
  for (int i = 0; i < RIG_AREAS; ++i) {
    if (rig->areas[i].used && strcmp(rig->areas[i].name, name) == 0) return &rig->areas[i];
  }
  return NULL;
}

static rig_area_t* find_or_create(rig_t* rig, const char* name) {
  rig_area_t* area = find(rig, name);
  for (int i = 0; !area && i < RIG_AREAS; ++i) {
    if (rig->areas[i].used) continue;
    area = &rig->areas[i];
    memset(area, 0, sizeof *area);
    strncpy(area->name, name, sizeof area->name - 1);
    area->used = true;
  }
  return area;
}

static plugpoint_status_t append(void* context, const char* name, const uint8_t* bytes,
                                 size_t count) {
  rig_area_t* area = find_or_create(context, name);
  if (!area || count > RIG_AREA_BYTES - area->size) return PLUGPOINT_STATUS_NO_SPACE;
  if (count != 0) memcpy(area->bytes + area->size, bytes, count);
  area->size += (uint32_t)count;
  return PLUGPOINT_STATUS_OK;
}

static plugpoint_status_t append_draft(void* context, const char* name, const uint8_t* bytes,
                                       size_t count) {
  ++((rig_t*)context)->drafts;
  return append(context, name, bytes, count);
}

static size_t read_area(void* context, const char* name, uint32_t offset, uint8_t* into,
                        size_t room) {
  const rig_area_t* area = find(context, name);
  if (!area || offset >= area->size) return 0;
  size_t count = area->size - offset;
  if (count > room) count = room;
  memcpy(into, area->bytes + offset, count);
  return count;
}

static uint32_t size_of_area(void* context, const char* name) {
  const rig_area_t* area = find(context, name);
  return area ? area->size : 0;
}

static plugpoint_status_t remove_area(void* context, const char* name) {
  rig_area_t* area = find(context, name);
  if (area) area->used = false;
  return PLUGPOINT_STATUS_OK;
}

static plugpoint_status_t replace(void* context, const char* target, const char* source) {
  rig_area_t* area = find(context, source);
  if (!area) return PLUGPOINT_STATUS_NOT_FOUND;
  (void)remove_area(context, target);
  memset(area->name, 0, sizeof area->name);
  strncpy(area->name, target, sizeof area->name - 1);
  return PLUGPOINT_STATUS_OK;
}

static void facts(void* context, uint8_t evse, plugpoint_facts_t* out) {
  const rig_t* rig = context;
  *out = rig->facts[evse];
}

static bool read_meter(void* context, uint8_t evse, plugpoint_measurand_t measurand,
                       plugpoint_phase_t phase, plugpoint_decimal_t* value) {
  const rig_t* rig = context;
  if (measurand != PLUGPOINT_MEASURAND_ENERGY_ACTIVE_IMPORT_REGISTER ||
      phase != PLUGPOINT_PHASE_NONE)
    return false;
  *value = plugpoint_decimal_of(rig->register_wh[evse]);
  return true;
}

static void permit(void* context, uint8_t evse, bool on) {
  ((rig_t*)context)->permitted[evse] = on;
}

static void limit(void* context, uint8_t evse, const plugpoint_charging_limit_t* given) {
  ((rig_t*)context)->limit[evse] = *given;
}

static void lock(void* context, uint8_t evse, bool on) {
  ((rig_t*)context)->locked[evse] = on;
}

static plugpoint_unlock_result_t unlock(void* context, uint8_t evse, uint8_t connector) {
  (void)evse;
  (void)connector;
  return ((rig_t*)context)->unlock_result;
}

static bool reset(void* context, plugpoint_reset_kind_t kind) {
  (void)kind;
  ++((rig_t*)context)->resets;
  return true;
}

static void line(void* context, plugpoint_log_level_t level, plugpoint_text_t text) {
  (void)level;
  if (text.size != 0) ++((rig_t*)context)->log_lines;
}

void rig_init(rig_t* rig, const char* id) {
  memset(rig, 0, sizeof *rig);
  rig->seed = 1;
  rig->entropy = (plugpoint_entropy_t){sizeof rig->entropy, rig, fill};
  rig->storage = (plugpoint_storage_t){sizeof rig->storage, rig,     append,      read_area,
                                       size_of_area,        replace, remove_area, append_draft};
  rig->hardware = (plugpoint_hardware_t){.struct_size = sizeof rig->hardware,
                                         .context = rig,
                                         .facts = facts,
                                         .read_meter = read_meter,
                                         .permit = permit,
                                         .limit = limit,
                                         .lock = lock,
                                         .unlock = unlock,
                                         .reset = reset};
  rig->log = (plugpoint_log_t){sizeof rig->log, rig, line};
  rig->ports = (plugpoint_ports_t){sizeof rig->ports, &rig->entropy, &rig->storage, &rig->hardware,
                                   &rig->log};
  plugpoint_settings_init(&rig->settings);
  rig->settings.id = id;
  rig->settings.evses = RIG_EVSES;
  for (int i = 0; i <= RIG_EVSES; ++i) {
    rig->facts[i].struct_size = sizeof rig->facts[i];
    rig->facts[i].connector = 1;
    rig->facts[i].evse_ready = true;
    rig->register_wh[i] = 1000 * i;
  }
  rig->central = central_new();
}

bool rig_start(rig_t* rig) {
  const size_t size = plugpoint_block_size(&rig->settings);
  free(rig->block);
  rig->block = malloc(size);
  rig->station =
      plugpoint_create(rig->block, size, &rig->settings, &rig->ports, rig->now_ms, &rig->error);
  return rig->station != NULL;
}

static void exchange(rig_t* rig) {
  uint8_t window[600];
  for (bool moved = true; moved;) {
    size_t count = plugpoint_output(rig->station, rig->now_ms, window, sizeof window);
    moved = count != 0;
    central_receive(rig->central, window, count);
    const uint8_t* waiting = central_waiting(rig->central, &count);
    count = plugpoint_input(rig->station, rig->now_ms, waiting, count);
    moved = moved || count != 0;
    central_taken(rig->central, count);
  }
}

static void collect(rig_t* rig) {
  plugpoint_event_t event = {.struct_size = sizeof event};
  while (plugpoint_next_event(rig->station, &event)) {
    if (rig->event_count < RIG_EVENTS) rig->events[rig->event_count++] = event;
  }
}

void rig_run(rig_t* rig, uint32_t ms) {
  const uint32_t end = rig->now_ms + ms;
  for (;;) {
    plugpoint_step(rig->station, rig->now_ms);
    if (!rig->stream && plugpoint_stream_wanted(rig->station)) {
      rig->stream = true;
      plugpoint_stream_opened(rig->station, rig->now_ms);
    }
    if (rig->stream) exchange(rig);
    collect(rig);
    if (rig->now_ms == end) return;
    const uint32_t sleep = plugpoint_sleep_ms(rig->station);
    const uint32_t left = end - rig->now_ms;
    rig->now_ms += sleep == 0 ? 1 : sleep < left ? sleep : left;
  }
}

bool rig_saw(const rig_t* rig, plugpoint_event_kind_t kind, uint8_t evse) {
  for (int i = 0; i < rig->event_count; ++i) {
    if (rig->events[i].kind == kind && rig->events[i].evse == evse) return true;
  }
  return false;
}

void rig_free(rig_t* rig) {
  central_free(rig->central);
  free(rig->block);
}
