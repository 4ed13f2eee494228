/* What an installer or technician tells the station at the charger, through the C API. */
#include "cases.h"

static plugpoint_status_t listed(rig_t* rig, const char* token, const char* group, int64_t expiry,
                                 plugpoint_token_status_t status) {
  const plugpoint_known_token_t known = {sizeof known, token, group, expiry, status};
  return plugpoint_add_to_local_list(rig->station, &known).status;
}

/* Plugs in, presents the token, and tells whether that starts without a question. */
static bool starts_unasked(rig_t* rig, const char* token) {
  const int asked = central_calls(rig->central, "Authorize");
  rig->facts[1].plugged = true;
  rig_run(rig, 1000);
  CHECK(plugpoint_present_token(rig->station, 1, token, PLUGPOINT_TOKEN_TYPE_ISO14443).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  const bool started_so = rig->permitted[1] && central_calls(rig->central, "Authorize") == asked;
  rig->facts[1].plugged = false;
  rig_run(rig, 1000);
  return started_so;
}

void sets_variables(void) {
  rig_t* rig = started("CP-C");
  plugpoint_charge_point_t* station = rig->station;
  const plugpoint_variable_index_t timeout = plugpoint_variable_find(station, "ConnectionTimeOut");
  CHECK(plugpoint_variable_find_any(station, "txctrlr.evconnectiontimeout") == timeout);
  CHECK(plugpoint_set_variable(station, "TxCtrlr.EVConnectionTimeOut", "45") ==
        PLUGPOINT_WRITE_RESULT_ACCEPTED);
  CHECK(plugpoint_variable_integer(station, timeout) == 45);
  rig_run(rig, 100);
  CHECK(rig_saw(rig, PLUGPOINT_EVENT_KIND_VARIABLE_CHANGED, 0));
  CHECK(plugpoint_set_variable(station, "ConnectionTimeOut", "soon") ==
        PLUGPOINT_WRITE_RESULT_INVALID);
  CHECK(plugpoint_set_variable(station, "ConnectionTimeOut", NULL) ==
        PLUGPOINT_WRITE_RESULT_INVALID);
  CHECK(plugpoint_set_variable(station, "NumberOfConnectors", "9") ==
        PLUGPOINT_WRITE_RESULT_READ_ONLY);
  CHECK(plugpoint_set_variable(station, "NoSuchKey", "9") == PLUGPOINT_WRITE_RESULT_UNKNOWN);
  CHECK(plugpoint_set_variable(station, NULL, "9") == PLUGPOINT_WRITE_RESULT_UNKNOWN);
  CHECK(plugpoint_variable_integer(station, timeout) == 45);
  ended(rig);
}

/* So many changes that their area is rewritten. */
static void changes_often(rig_t* rig) {
  for (int i = 0; i < 600; ++i)
    CHECK(plugpoint_set_variable(rig->station, "ConnectionTimeOut", i % 2 ? "41" : "42") ==
          PLUGPOINT_WRITE_RESULT_ACCEPTED);
}

void rewrites_storage(void) {
  rig_t* rig = started("CP-C");
  const int before = rig->drafts;
  changes_often(rig);
  CHECK(rig->drafts > before);
  rig->storage.append_draft = NULL; /* `append` takes its place. */
  CHECK(rig_start(rig));
  const int without = rig->drafts;
  const plugpoint_variable_index_t timeout =
      plugpoint_variable_find(rig->station, "ConnectionTimeOut");
  CHECK(plugpoint_variable_integer(rig->station, timeout) == 41);
  changes_often(rig);
  CHECK(rig->drafts == without);
  CHECK(plugpoint_variable_integer(rig->station, timeout) == 41);
  ended(rig);
}

void adds_tokens(void) {
  rig_t* rig = started("CP-C");
  CHECK(plugpoint_set_variable(rig->station, "LocalPreAuthorize", "true") ==
        PLUGPOINT_WRITE_RESULT_ACCEPTED);
  CHECK(!starts_unasked(rig, "FRESH"));
  CHECK(listed(rig, "LISTED", "GROUP", 0, PLUGPOINT_TOKEN_STATUS_ACCEPTED) == PLUGPOINT_STATUS_OK);
  CHECK(listed(rig, "OLD", NULL, 1, PLUGPOINT_TOKEN_STATUS_ACCEPTED) == PLUGPOINT_STATUS_OK);
  CHECK(starts_unasked(rig, "LISTED"));
  CHECK(!starts_unasked(rig, "OLD"));

  plugpoint_known_token_t known = {.struct_size = sizeof known, .token = "CACHED"};
  CHECK(plugpoint_add_to_cache(rig->station, &known).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  known.status = PLUGPOINT_TOKEN_STATUS_ACCEPTED;
  CHECK(plugpoint_add_to_cache(rig->station, &known).status == PLUGPOINT_STATUS_OK);
  CHECK(starts_unasked(rig, "CACHED"));
  known.token = "LISTED";
  CHECK(plugpoint_add_to_cache(rig->station, &known).status == PLUGPOINT_STATUS_REFUSED);

  CHECK(listed(rig, NULL, NULL, 0, PLUGPOINT_TOKEN_STATUS_ACCEPTED) ==
        PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(listed(rig, "X", NULL, 0, (plugpoint_token_status_t)77) == PLUGPOINT_STATUS_BAD_ARGUMENT);
  CHECK(plugpoint_add_to_local_list(rig->station, NULL).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  known.struct_size = 0;
  CHECK(plugpoint_add_to_local_list(rig->station, &known).status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  ended(rig);
}
