/* The C API from C. usage: c_api_test CASE; exit status 0 when it passes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

int failures;

bool is(plugpoint_text_t text, const char* expected) {
  return text.data && text.size == strlen(expected) && memcmp(text.data, expected, text.size) == 0;
}

rig_t* started(const char* id) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, id);
  CHECK(rig_start(rig));
  if (!rig->station) {
    fprintf(stderr, "%s\n", rig->error.text);
    exit(1);
  }
  rig_run(rig, 1000);
  return rig;
}

void ended(rig_t* rig) {
  rig_free(rig);
  free(rig);
}

static plugpoint_transaction_view_t transaction_of(const rig_t* rig, uint8_t evse) {
  plugpoint_transaction_view_t view = {.struct_size = sizeof view};
  plugpoint_board_transaction(rig->station, evse, &view);
  return view;
}

static void plug(rig_t* rig, uint8_t evse, bool on) {
  rig->facts[evse].plugged = on;
  rig->facts[evse].ev_ready = on;
  rig_run(rig, 1000);
}

/* Boot, plug, authorize, transaction, limit, stop, unplug. */
static void session(void) {
  rig_t* rig = started("CP-C");
  CHECK(plugpoint_connected(rig->station));
  CHECK(plugpoint_registration(rig->station) == PLUGPOINT_REGISTRATION_ACCEPTED);
  CHECK(is(plugpoint_subprotocol(rig->station), "ocpp1.6"));
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_CONNECTED, 0));
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_REGISTERED, 0));
  CHECK(plugpoint_evses(rig->station) == RIG_EVSES);
  int64_t utc_ms = 0;
  CHECK(plugpoint_utc(rig->station, &utc_ms));
  CHECK(utc_ms >= INT64_C(1748779200000) && utc_ms < INT64_C(1748779202000));

  plug(rig, 1, true);
  CHECK(plugpoint_status(rig->station, 1) == PLUGPOINT_EVSE_STATUS_PREPARING);
  plugpoint_facts_t facts = {.struct_size = sizeof facts};
  plugpoint_board_facts(rig->station, 1, &facts);
  CHECK(facts.plugged && facts.ev_ready && facts.evse_ready && facts.connector == 1);

  plugpoint_error_t error =
      plugpoint_present_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_ISO14443);
  CHECK(error.status == PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_TOKEN_ACCEPTED, 1));
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_TRANSACTION_STARTED, 1));
  CHECK(plugpoint_status(rig->station, 1) == PLUGPOINT_EVSE_STATUS_CHARGING);
  CHECK(rig->permitted[1] && rig->locked[1] && !rig->permitted[2]);
  CHECK(transaction_of(rig, 1).active && transaction_of(rig, 1).id == 1);
  plugpoint_evse_board_t board = {.struct_size = sizeof board};
  plugpoint_board(rig->station, 1, &board);
  CHECK(board.authorized && board.permitted && board.operative);
  CHECK(board.status == PLUGPOINT_EVSE_STATUS_CHARGING);

  central_send(rig->central,
               "[2,\"limit\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":{"
               "\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":"
               "\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\",\"chargingSchedule\":{"
               "\"startSchedule\":\"2025-06-01T00:00:00Z\",\"chargingRateUnit\":\"A\","
               "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":10.0}]}}}]");
  rig_run(rig, 1000);
  CHECK(rig->limit[1].current_ma == 10000);
  CHECK(rig->limit[1].power_w == 3 * 230 * 10);
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_LIMIT_CHANGED, 1));
  plugpoint_charging_limit_t limit = {.struct_size = sizeof limit};
  plugpoint_board_limit(rig->station, 1, &limit);
  CHECK(limit.current_ma == 10000 && limit.phases == 3);

  rig->register_wh[1] += 5000;
  CHECK(plugpoint_present_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_ISO14443).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_TRANSACTION_ENDED, 1));
  CHECK(!transaction_of(rig, 1).active && !rig->permitted[1]);
  plug(rig, 1, false);
  CHECK(plugpoint_status(rig->station, 1) == PLUGPOINT_EVSE_STATUS_AVAILABLE);
  CHECK(central_calls(rig->central, "StartTransaction") == 1);
  CHECK(central_calls(rig->central, "StopTransaction") == 1);
  CHECK(plugpoint_queue_length(rig->station) == 0);
  ended(rig);
}

/* A transaction that ran when the power went is ended and delivered after the restart. */
static void restart(void) {
  rig_t* rig = started("CP-C");
  plug(rig, 1, true);
  (void)plugpoint_present_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_ISO14443);
  rig_run(rig, 1000);
  CHECK(transaction_of(rig, 1).active);
  central_free(rig->central);
  rig->central = central_new();
  rig->stream = false;
  CHECK(rig_start(rig));
  CHECK(plugpoint_queue_length(rig->station) == 1);
  rig_run(rig, 120000);
  CHECK(central_calls(rig->central, "StopTransaction") == 1);
  CHECK(plugpoint_queue_length(rig->station) == 0);
  ended(rig);
}

/* Ends from the charger's side, and a planned shutdown. */
static void ends(void) {
  rig_t* rig = started("CP-C");
  CHECK(plugpoint_end_transaction(rig->station, 1, PLUGPOINT_STOP_REASON_EMERGENCY_STOP).status ==
        PLUGPOINT_STATUS_NOT_FOUND);
  plug(rig, 2, true);
  (void)plugpoint_present_token(rig->station, 2, "TAG2", PLUGPOINT_TOKEN_TYPE_ISO14443);
  rig_run(rig, 1000);
  CHECK(plugpoint_end_transaction(rig->station, 2, PLUGPOINT_STOP_REASON_EMERGENCY_STOP).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  bool told = false;
  for (int i = 0; i < rig->event_count; ++i) {
    if (rig->events[i].kind == PLUGPOINT_EVENT_KIND_TRANSACTION_ENDED && rig->events[i].evse == 2)
      told = rig->events[i].number == PLUGPOINT_STOP_REASON_EMERGENCY_STOP;
  }
  CHECK(told);
  plug(rig, 2, false);
  plug(rig, 2, true);
  (void)plugpoint_present_token(rig->station, 2, "TAG2", PLUGPOINT_TOKEN_TYPE_ISO14443);
  rig_run(rig, 1000);
  CHECK(transaction_of(rig, 2).active);
  plugpoint_shut_down(rig->station, rig->now_ms, PLUGPOINT_STOP_REASON_REBOOT);
  rig_run(rig, 1000);
  CHECK(!transaction_of(rig, 2).active);
  CHECK(central_calls(rig->central, "StopTransaction") == 2);
  ended(rig);
}

/* Several stations in one process share nothing. */
static void several(void) {
  rig_t* one = started("CP-1");
  rig_t* two = started("CP-2");
  plug(one, 1, true);
  (void)plugpoint_present_token(one->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_ISO14443);
  rig_run(one, 1000);
  rig_run(two, 3000);
  CHECK(transaction_of(one, 1).active && !transaction_of(two, 1).active);
  CHECK(one->permitted[1] && !two->permitted[1]);
  CHECK(central_calls(one->central, "StartTransaction") == 1);
  CHECK(central_calls(two->central, "StartTransaction") == 0);
  plugpoint_stream_closed(one->station, one->now_ms, "cut");
  CHECK(!plugpoint_connected(one->station) && plugpoint_connected(two->station));
  CHECK(one->log_lines > 0);
  ended(one);
  ended(two);
}

static plugpoint_data_transfer_status_t echo(void* context, plugpoint_text_t message_id,
                                             plugpoint_text_t data, char* answer, size_t room,
                                             size_t* answer_size) {
  if (!is(message_id, "Echo") || data.size > room) return PLUGPOINT_DATA_TRANSFER_STATUS_REJECTED;
  ++*(int*)context;
  memcpy(answer, data.data, data.size);
  *answer_size = data.size;
  return PLUGPOINT_DATA_TRANSFER_STATUS_ACCEPTED;
}

/* Own keys, own defaults and own DataTransfer; their arrays are gone once the station is created.
 */
static void owner_parts(void) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-C");
  int echoes = 0;
  plugpoint_variable_default_t defaults[] = {{"HeartbeatInterval", "77"},
                                             {"OCPPCommCtrlr.RetryBackOffWaitMinimum", "3"}};
  plugpoint_custom_key_t keys[] = {{"Colour", "green", false, false},
                                   {"Serial", "12", true, false}};
  plugpoint_data_transfer_handler_t handlers[] = {{"com.example", "Echo", echo, &echoes}};
  plugpoint_identity_t identity;
  plugpoint_identity_init(&identity);
  identity.vendor = "Vendor";
  rig->settings.identity = &identity;
  rig->settings.defaults = defaults;
  rig->settings.defaults_count = 2;
  rig->settings.keys = keys;
  rig->settings.keys_count = 2;
  rig->settings.data_transfer = handlers;
  rig->settings.data_transfer_count = 1;
  CHECK(rig_start(rig));
  memset(defaults, 0, sizeof defaults);
  memset(keys, 0, sizeof keys);
  memset(handlers, 0, sizeof handlers);
  memset(&identity, 0, sizeof identity);
  rig_run(rig, 1000);

  const plugpoint_variable_index_t colour = plugpoint_variable_find(rig->station, "colour");
  CHECK(colour != PLUGPOINT_NO_VARIABLE && colour < plugpoint_variable_count(rig->station));
  char buffer[12];
  CHECK(is(plugpoint_variable_value(rig->station, colour, buffer), "green"));
  CHECK(plugpoint_variable_write(rig->station, colour, "red") == PLUGPOINT_WRITE_RESULT_ACCEPTED);
  CHECK(is(plugpoint_variable_value(rig->station, colour, buffer), "red"));
  char name[50];
  CHECK(plugpoint_variable_name16(rig->station, colour, name, sizeof name) == strlen("Colour"));
  CHECK(memcmp(name, "Colour", strlen("Colour")) == 0);
  CHECK(plugpoint_variable_name16(rig->station, colour, name, 3) == 0);
  CHECK(plugpoint_variable_has_name16(rig->station, colour));
  CHECK(plugpoint_variable_write(rig->station, plugpoint_variable_find(rig->station, "Serial"),
                                 "13") == PLUGPOINT_WRITE_RESULT_READ_ONLY);

  central_send(rig->central,
               "[2,\"d\",\"DataTransfer\",{\"vendorId\":\"com.example\",\"messageId\":\"Echo\","
               "\"data\":\"hello\"}]");
  rig_run(rig, 1000);
  CHECK(echoes == 1);
  CHECK(plugpoint_send_data_transfer(rig->station, "com.example", NULL, "x").status ==
        PLUGPOINT_STATUS_OK);
  CHECK(plugpoint_send_data_transfer(rig->station, "com.example", NULL, "x").status ==
        PLUGPOINT_STATUS_REFUSED);
  rig_run(rig, 1000);
  CHECK(central_calls(rig->central, "DataTransfer") == 1);
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_DATA_TRANSFER_ANSWER, 0));
  ended(rig);
}

/* Variables by index: rows, typed values, writes. */
static void variables(void) {
  rig_t* rig = started("CP-C");
  plugpoint_charge_point_t* station = rig->station;
  const plugpoint_variable_index_t timeout = plugpoint_variable_find(station, "ConnectionTimeOut");
  plugpoint_key_row_t row = {.struct_size = sizeof row};
  CHECK(plugpoint_variable_row(station, timeout, &row));
  CHECK(is(row.name16, "ConnectionTimeOut"));
  CHECK(row.type == PLUGPOINT_VARIABLE_TYPE_INTEGER && row.flags == 0 && is(row.unit, "s"));
  CHECK(plugpoint_variable_set(station, timeout, "45") == PLUGPOINT_WRITE_RESULT_ACCEPTED);
  CHECK(plugpoint_variable_integer(station, timeout) == 45);
  CHECK(plugpoint_variable_seconds_in_ms(station, timeout) == 45000);
  char buffer[12];
  CHECK(is(plugpoint_variable_value(station, timeout, buffer), "45"));
  CHECK(plugpoint_variable_write(station, timeout, "abc") == PLUGPOINT_WRITE_RESULT_INVALID);
  const plugpoint_variable_index_t offline =
      plugpoint_variable_find(station, "AllowOfflineTxForUnknownId");
  CHECK(plugpoint_variable_write(station, offline, "true") == PLUGPOINT_WRITE_RESULT_ACCEPTED);
  CHECK(plugpoint_variable_boolean(station, offline));
  const plugpoint_variable_index_t sampled =
      plugpoint_variable_find(station, "MeterValuesSampledData");
  CHECK(plugpoint_variable_contains(station, sampled, "Energy.Active.Import.Register"));
  CHECK(plugpoint_variable_text(station, sampled).size > 0);
  CHECK(plugpoint_variable_find(station, "NoSuchKey") == PLUGPOINT_NO_VARIABLE);
  CHECK(!plugpoint_variable_row(station, PLUGPOINT_NO_VARIABLE, &row));
  CHECK(!plugpoint_variable_value(station, PLUGPOINT_NO_VARIABLE, buffer).data);
  CHECK(plugpoint_variable_integer(station, PLUGPOINT_NO_VARIABLE) == 0);
  CHECK(plugpoint_variable_write(station, PLUGPOINT_NO_VARIABLE, "1") ==
        PLUGPOINT_WRITE_RESULT_INVALID);
  CHECK(plugpoint_variable_set(station, timeout, NULL) == PLUGPOINT_WRITE_RESULT_INVALID);

  CHECK(plugpoint_variable_has(station, offline));
  plugpoint_variable_leave_out(station, offline);
  CHECK(!plugpoint_variable_has(station, offline));
  CHECK(plugpoint_variable_find(station, "AllowOfflineTxForUnknownId") == PLUGPOINT_NO_VARIABLE);
  plugpoint_variable_bring_in(station, offline);
  CHECK(plugpoint_variable_find(station, "AllowOfflineTxForUnknownId") == offline);
  CHECK(!plugpoint_variable_has(station, PLUGPOINT_NO_VARIABLE));

  plugpoint_measurand_t measurand;
  CHECK(plugpoint_find_measurand("Voltage", &measurand));
  CHECK(is(plugpoint_measurand_name(measurand), "Voltage"));
  CHECK(plugpoint_measurand_unit(measurand) == PLUGPOINT_UNIT_V);
  char text[4];
  CHECK(plugpoint_text_copy(plugpoint_measurand_name(measurand), text, sizeof text) == 4);
  CHECK(memcmp(text, "Volt", 4) == 0);
  CHECK(plugpoint_text_copy(plugpoint_measurand_name(measurand), NULL, 4) == 0);
  plugpoint_phase_t phase;
  CHECK(plugpoint_find_phase("L1-N", &phase) && is(plugpoint_phase_name(phase), "L1-N"));
  CHECK(!plugpoint_find_phase("L9", &phase));
  CHECK(!plugpoint_measurand_name((plugpoint_measurand_t)99).data);
  ended(rig);
}

typedef struct {
  char json[512];
  size_t size;
  int answers;
  int calls;
} seen_t;

static void note_answer(void* context, plugpoint_version_t version,
                        const plugpoint_answer_t* answer) {
  seen_t* seen = context;
  CHECK(version == PLUGPOINT_VERSION_OCPP16);
  if (!is(answer->action, "BootNotification")) return;
  ++seen->answers;
  CHECK(answer->outcome == PLUGPOINT_OUTCOME_RESULT && answer->error_code.size == 0);
  seen->size = plugpoint_payload_json(answer->payload, seen->json, sizeof seen->json);
}

static void note_call(void* context, plugpoint_version_t version, plugpoint_text_t action,
                      const plugpoint_payload_t* request, const plugpoint_payload_t* reply) {
  seen_t* seen = context;
  (void)version;
  CHECK(is(action, "ChangeAvailability"));
  ++seen->calls;
  char small[10];
  CHECK(plugpoint_payload_json(request, small, sizeof small) == 0);
  CHECK(plugpoint_payload_json(reply, seen->json, sizeof seen->json) > 0);
  seen->size = plugpoint_payload_json(request, seen->json, sizeof seen->json);
}

/* An observer sees messages as JSON; a token is checked, a transaction started, an identity told.
 */
static void firmware_decides(void) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-C");
  seen_t seen = {.size = 0};
  plugpoint_message_observer_t observer = {sizeof observer, &seen, note_answer, note_call};
  rig->settings.observer = &observer;
  CHECK(rig_start(rig));
  memset(&observer, 0, sizeof observer);
  rig_run(rig, 1000);
  const char* boot =
      "{\"status\":\"Accepted\",\"currentTime\":\"2025-06-01T12:00:00.000Z\",\"interval\":86400}";
  CHECK(seen.answers == 1 && seen.size == strlen(boot) && memcmp(seen.json, boot, seen.size) == 0);
  CHECK(plugpoint_payload_json(NULL, seen.json, sizeof seen.json) == 0);
  central_send(rig->central,
               "[2,\"a\",\"ChangeAvailability\",{\"connectorId\":2,\"type\":\"Inoperative\"}]");
  rig_run(rig, 1000);
  const char* change = "{\"connectorId\":2,\"type\":\"Inoperative\"}";
  CHECK(seen.calls == 1 && seen.size == strlen(change) &&
        memcmp(seen.json, change, seen.size) == 0);

  CHECK(plugpoint_check_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_TOKEN_ACCEPTED, 1));
  plug(rig, 1, true);
  CHECK(!transaction_of(rig, 1).active);
  CHECK(plugpoint_start_transaction(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_LOCAL).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  CHECK(transaction_of(rig, 1).active);
  plugpoint_identity_t identity;
  plugpoint_identity_init(&identity);
  identity.model = "Other";
  CHECK(plugpoint_announce(rig->station, &identity).status == PLUGPOINT_STATUS_OK);
  CHECK(plugpoint_announce(rig->station, NULL).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  rig_run(rig, 1000);
  CHECK(central_calls(rig->central, "BootNotification") == 2);
  ended(rig);
}

/* A session against an echo server. */
static void loopback(void) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-C");
  central_echo(rig->central);
  uint8_t block[128];
  CHECK(plugpoint_loopback_size() <= sizeof block);
  CHECK(!plugpoint_loopback_create(block, 4, 0) && !plugpoint_loopback_create(NULL, 999, 0));
  rig->settings.loopback =
      plugpoint_loopback_create(block, plugpoint_loopback_size(), INT64_C(1748779200000));
  CHECK(rig_start(rig));
  rig_run(rig, 1000);
  CHECK(plugpoint_registration(rig->station) == PLUGPOINT_REGISTRATION_ACCEPTED);
  plug(rig, 1, true);
  (void)plugpoint_present_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_LOCAL);
  rig_run(rig, 1000);
  CHECK(transaction_of(rig, 1).id == 1);
  ended(rig);
}

static const struct {
  const char* name;
  void (*run)(void);
} kCases[] = {
    {"session", session},
    {"restart", restart},
    {"ends", ends},
    {"several", several},
    {"owner_parts", owner_parts},
    {"variables", variables},
    {"firmware_decides", firmware_decides},
    {"loopback", loopback},
    {"bad_arguments", bad_arguments},
    {"null_charge_point", null_charge_point},
    {"versions", versions},
    {"any_alignment", any_alignment},
    {"moves_files", moves_files},
    {"signs", signs},
    {"sets_variables", sets_variables},
    {"rewrites_storage", rewrites_storage},
    {"adds_tokens", adds_tokens},
};

int main(int count, char** arguments) {
  for (size_t i = 0; i < sizeof kCases / sizeof kCases[0]; ++i) {
    if (count != 2 || strcmp(arguments[1], kCases[i].name) != 0) continue;
    kCases[i].run();
    return failures == 0 ? 0 : 1;
  }
  fprintf(stderr, "usage: c_api_test CASE\n");
  return 2;
}
