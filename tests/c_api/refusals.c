/* What the C API refuses, and what it takes from callers of other versions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

static bool refused(rig_t* rig, const char* word) {
  const bool made = rig_start(rig);
  if (made || !strstr(rig->error.text, word)) fprintf(stderr, "got: %s\n", rig->error.text);
  return !made && rig->error.status == PLUGPOINT_STATUS_BAD_ARGUMENT &&
         strstr(rig->error.text, word) != NULL;
}

/* Whatever is missing or out of range is named, and nothing crashes. */
void bad_arguments(void) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-C");
  const rig_t good = *rig;
  rig->ports.struct_size = 0;
  CHECK(refused(rig, "struct_size"));
  rig->ports = good.ports;
  rig->ports.entropy = NULL;
  CHECK(refused(rig, "entropy"));
  rig->ports = good.ports;
  rig->entropy.fill = NULL;
  CHECK(refused(rig, "entropy.fill"));
  rig->entropy = good.entropy;
  rig->storage.replace = NULL;
  CHECK(refused(rig, "replace"));
  rig->storage = good.storage;
  rig->hardware.struct_size = offsetof(plugpoint_hardware_t, reset);
  CHECK(refused(rig, "reset"));
  rig->hardware = good.hardware;
  rig->log.line = NULL;
  CHECK(refused(rig, "log"));
  rig->ports.log = NULL;
  rig->settings.evses = 0;
  CHECK(refused(rig, "EVSEs"));
  rig->settings = good.settings;
  rig->settings.id = NULL;
  CHECK(refused(rig, "id"));
  rig->settings = good.settings;
  rig->settings.keys_count = 3;
  CHECK(refused(rig, "array"));
  rig->settings = good.settings;
  plugpoint_data_transfer_handler_t handler = {"com.example", NULL, NULL, NULL};
  rig->settings.data_transfer = &handler;
  rig->settings.data_transfer_count = 1;
  CHECK(refused(rig, "handler"));
  rig->settings = good.settings;
  plugpoint_identity_t identity = {.struct_size = 0};
  rig->settings.identity = &identity;
  CHECK(refused(rig, "identity"));
  rig->settings = good.settings;
  plugpoint_message_observer_t observer = {.struct_size = 0};
  rig->settings.observer = &observer;
  CHECK(refused(rig, "observer"));
  rig->settings = good.settings;
  plugpoint_variable_default_t unknown = {"NoSuchKey", "1"};
  rig->settings.defaults = &unknown;
  rig->settings.defaults_count = 1;
  CHECK(refused(rig, "variable"));
  rig->settings = good.settings;

  CHECK(plugpoint_block_size(NULL) == 0);
  plugpoint_settings_t empty = {.struct_size = 0};
  CHECK(plugpoint_block_size(&empty) == 0);
  plugpoint_error_t error;
  CHECK(!plugpoint_create(NULL, 1 << 20, &rig->settings, &rig->ports, 0, &error));
  CHECK(error.status == PLUGPOINT_STATUS_NO_MEMORY);
  CHECK(!plugpoint_create(&empty, sizeof empty, &rig->settings, &rig->ports, 0, NULL));
  CHECK(!plugpoint_create(&empty, sizeof empty, NULL, &rig->ports, 0, &error));
  CHECK(!plugpoint_create(&empty, sizeof empty, &empty, &rig->ports, 0, &error));
  CHECK(error.status == PLUGPOINT_STATUS_BAD_ARGUMENT);

  CHECK(rig_start(rig));
  rig_run(rig, 1000);
  CHECK(plugpoint_present_token(rig->station, 0, "TAG", PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_present_token(rig->station, 1, NULL, PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_present_token(rig->station, 1, "TAG", (plugpoint_token_type_t)77).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(
      plugpoint_present_token(rig->station, 1, "123456789012345678901", PLUGPOINT_TOKEN_TYPE_LOCAL)
          .status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_end_transaction(rig->station, 9, PLUGPOINT_STOP_REASON_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_send_data_transfer(rig->station, NULL, NULL, NULL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_input(rig->station, rig->now_ms, NULL, 5) == 0);
  CHECK(plugpoint_output(rig->station, rig->now_ms, NULL, 5) == 0);
  CHECK(!plugpoint_next_event(rig->station, NULL));
  CHECK(plugpoint_status(rig->station, 200) == plugpoint_status(rig->station, 0));
  rig->facts[1].faulted = true;
  rig->facts[1].fault = (plugpoint_fault_t)99;
  rig_run(rig, 1000);
  CHECK(plugpoint_status(rig->station, 1) == PLUGPOINT_EVSE_STATUS_FAULTED);
  ended(rig);
}

/* A null charge point is refused, never followed. */
void null_charge_point(void) {
  plugpoint_charge_point_t* none = NULL;
  uint8_t byte = 0;
  char buffer[12];
  int64_t utc_ms;
  plugpoint_endpoint_t endpoint = {.struct_size = sizeof endpoint};
  plugpoint_evse_board_t board = {.struct_size = sizeof board};
  plugpoint_facts_t facts = {.struct_size = sizeof facts};
  plugpoint_charging_limit_t limit = {.struct_size = sizeof limit};
  plugpoint_transaction_view_t transaction = {.struct_size = sizeof transaction};
  plugpoint_memory_use_t use = {.struct_size = sizeof use};
  plugpoint_event_t event = {.struct_size = sizeof event};
  plugpoint_key_row_t row = {.struct_size = sizeof row};
  plugpoint_endpoint(none, &endpoint);
  plugpoint_stream_opened(none, 0);
  plugpoint_stream_closed(none, 0, "");
  plugpoint_step(none, 0);
  plugpoint_shut_down(none, 0, PLUGPOINT_STOP_REASON_LOCAL);
  plugpoint_board(none, 1, &board);
  plugpoint_board_facts(none, 1, &facts);
  plugpoint_board_limit(none, 1, &limit);
  plugpoint_board_transaction(none, 1, &transaction);
  plugpoint_memory_use(none, &use);
  CHECK(!endpoint.host.data && !facts.connector && !limit.phases && !transaction.active);
  CHECK(use.block == 0 && !board.operative);
  CHECK(!plugpoint_stream_wanted(none) && !plugpoint_connected(none));
  CHECK(plugpoint_input(none, 0, &byte, 1) == 0 && plugpoint_output(none, 0, &byte, 1) == 0);
  CHECK(plugpoint_next_deadline(none) == PLUGPOINT_NEVER && plugpoint_now(none) == 0);
  CHECK(plugpoint_sleep_ms(none) == 0 && plugpoint_evses(none) == 0);
  CHECK(plugpoint_present_token(none, 1, "A", PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_check_token(none, 1, "A", PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_start_transaction(none, 1, "A", PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_announce(none, NULL).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_end_transaction(none, 1, PLUGPOINT_STOP_REASON_LOCAL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_send_data_transfer(none, "v", NULL, NULL).status ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(!plugpoint_next_event(none, &event) && !plugpoint_utc(none, &utc_ms));
  CHECK(plugpoint_status(none, 1) == PLUGPOINT_EVSE_STATUS_UNAVAILABLE);
  CHECK(plugpoint_registration(none) == PLUGPOINT_REGISTRATION_NONE);
  CHECK(!plugpoint_subprotocol(none).data && plugpoint_queue_length(none) == 0);
  CHECK(plugpoint_variable_count(none) == 0 && !plugpoint_variable_row(none, 0, &row));
  CHECK(plugpoint_variable_find(none, "HeartbeatInterval") == PLUGPOINT_NO_VARIABLE);
  CHECK(!plugpoint_variable_value(none, 0, buffer).data && !plugpoint_variable_text(none, 0).data);
  CHECK(plugpoint_variable_integer(none, 0) == 0 && !plugpoint_variable_boolean(none, 0));
  CHECK(plugpoint_variable_seconds_in_ms(none, 0) == 0 &&
        !plugpoint_variable_contains(none, 0, ""));
  CHECK(!plugpoint_variable_has(none, 0) && !plugpoint_variable_has_name16(none, 0));
  CHECK(plugpoint_variable_name16(none, 0, buffer, sizeof buffer) == 0);
  CHECK(plugpoint_variable_find_any(none, "HeartbeatInterval") == PLUGPOINT_NO_VARIABLE);
  CHECK(plugpoint_set_variable(none, "HeartbeatInterval", "1") == PLUGPOINT_WRITE_RESULT_UNKNOWN);
  plugpoint_known_token_t known = {.struct_size = sizeof known, .token = "A"};
  CHECK(plugpoint_add_to_local_list(none, &known).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_add_to_cache(none, &known).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  plugpoint_variable_leave_out(none, 0);
  plugpoint_variable_bring_in(none, 0);
  CHECK(plugpoint_variable_set(none, 0, "1") == PLUGPOINT_WRITE_RESULT_INVALID);
  CHECK(plugpoint_variable_write(none, 0, "1") == PLUGPOINT_WRITE_RESULT_INVALID);
}

/* A program compiled with shorter structs gets defaults and no byte beyond what it has; with longer
 * ones, what the library does not know is zero. */
void versions(void) {
  plugpoint_settings_t settings;
  memset(&settings, 0xAA, sizeof settings);
  plugpoint_settings_init_sized(&settings, offsetof(plugpoint_settings_t, evses));
  CHECK(strcmp(settings.id, "CP1") == 0);
  CHECK(settings.evses == 0xAA);
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-C");
  rig->settings.struct_size = offsetof(plugpoint_settings_t, evses);
  CHECK(rig_start(rig));
  CHECK(plugpoint_evses(rig->station) == 1);
  rig_run(rig, 1000);
  plugpoint_memory_use_t use;
  memset(&use, 0xAA, sizeof use);
  use.struct_size = offsetof(plugpoint_memory_use_t, receive_peak);
  plugpoint_memory_use(rig->station, &use);
  CHECK(use.block == plugpoint_block_size(&rig->settings));
  CHECK(use.receive_peak == (size_t)UINT64_C(0xAAAAAAAAAAAAAAAA));
  CHECK(use.struct_size == offsetof(plugpoint_memory_use_t, receive_peak));

  struct {
    plugpoint_memory_use_t known;
    long later;
  } longer = {{.struct_size = sizeof longer}, 7};
  plugpoint_memory_use(rig->station, &longer.known);
  CHECK(longer.known.receive_peak > 0 && longer.known.struct_size == sizeof longer);
  CHECK(longer.later == 7);

  struct {
    plugpoint_settings_t known;
    long later;
  } newer = {.later = 7};
  plugpoint_settings_init_sized(&newer.known, sizeof newer);
  CHECK(newer.later == 0 && newer.known.evses == 1);
  CHECK(plugpoint_block_size(&newer.known) > 0);
  ended(rig);
}

/* The block may lie anywhere, and its stated size is enough at each alignment, and no byte less. */
void any_alignment(void) {
  for (size_t shift = 0; shift < 16; ++shift) {
    rig_t* rig = malloc(sizeof *rig);
    rig_init(rig, "CP-C");
    plugpoint_custom_key_t key = {"Colour", "green", false, false};
    rig->settings.keys = &key;
    rig->settings.keys_count = 1;
    const size_t size = plugpoint_block_size(&rig->settings);
    rig->block = malloc(size + shift);
    uint8_t* at = (uint8_t*)rig->block + shift;
    CHECK(!plugpoint_create(at, size - 1, &rig->settings, &rig->ports, 0, &rig->error));
    CHECK(rig->error.status == PLUGPOINT_STATUS_NO_MEMORY);
    rig->station = plugpoint_create(at, size, &rig->settings, &rig->ports, 0, &rig->error);
    CHECK(rig->station != NULL);
    rig_run(rig, 1000);
    CHECK(plugpoint_registration(rig->station) == PLUGPOINT_REGISTRATION_ACCEPTED);
    ended(rig);
  }
}
