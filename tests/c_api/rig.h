/* A station of the C API in virtual time, with all of its ports in memory. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "central.h"
#include "plugpoint_c.h"

enum { RIG_EVSES = 2, RIG_AREAS = 16, RIG_AREA_BYTES = 16384, RIG_EVENTS = 64 };

typedef struct {
  char name[16];
  uint8_t bytes[RIG_AREA_BYTES];
  uint32_t size;
  bool used;
} rig_area_t;

typedef struct {
  /* Ports; a test may change them before `rig_start`. */
  plugpoint_entropy_t entropy;
  plugpoint_storage_t storage;
  plugpoint_hardware_t hardware;
  plugpoint_log_t log;
  plugpoint_ports_t ports;
  plugpoint_settings_t settings;

  /* The hardware: facts that the test sets, commands that the library gave. Index 0: station. */
  plugpoint_facts_t facts[RIG_EVSES + 1];
  int64_t register_wh[RIG_EVSES + 1];
  bool permitted[RIG_EVSES + 1];
  bool locked[RIG_EVSES + 1];
  plugpoint_charging_limit_t limit[RIG_EVSES + 1];
  plugpoint_unlock_result_t unlock_result;
  int resets;

  rig_area_t areas[RIG_AREAS];
  int drafts; /* Calls of append_draft. */
  int log_lines;
  uint32_t seed;

  central_t* central;
  void* block;
  plugpoint_charge_point_t* station;
  plugpoint_error_t error;
  uint32_t now_ms;
  bool stream;
  plugpoint_event_t events[RIG_EVENTS];
  int event_count;
} rig_t;

/* Ports and settings for a station named `id`. */
void rig_init(rig_t* rig, const char* id);
/* Creates the charge point; false when that fails, then `error` says why. */
bool rig_start(rig_t* rig);
/* Lets virtual time pass, moving bytes, stepping and collecting events. */
void rig_run(rig_t* rig, uint32_t ms);
/* Whether an event of this kind was collected, of this EVSE. */
bool rig_saw(const rig_t* rig, plugpoint_event_kind_t kind, uint8_t evse);
void rig_free(rig_t* rig);
