/* A meter that signs, through the C API. */
#include <stdlib.h>
#include <string.h>

#include "cases.h"

static plugpoint_signing_moment_t moments[4];
static int asked;

static bool signs_meter(void* context) {
  (void)context;
  return true;
}
static bool sign_meter(void* context, uint8_t evse, plugpoint_signing_moment_t moment,
                       plugpoint_signed_reading_t* reading) {
  (void)context;
  CHECK(evse == 1);
  CHECK(reading->struct_size == sizeof *reading);
  if (asked < 4) moments[asked] = moment;
  ++asked;
  reading->data = (const uint8_t*)(moment == PLUGPOINT_SIGNING_MOMENT_BEGIN ? "a\0b" : "end");
  reading->data_size = 3;
  reading->encoding_method = "EDL";
  return true;
}

/* The keys appear, and StopTransaction carries what was signed; methods may be left null. */
void signs(void) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-S");
  plugpoint_variable_default_t defaults[] = {
      {"SampledDataSignReadings", "true"}, {"PublicKeyWithSignedMeterValue", "OncePerTransaction"}};
  plugpoint_custom_key_t keys[] = {{"MeterPublicKey1", "KEY1", true, false}};
  rig->settings.defaults = defaults;
  rig->settings.defaults_count = 2;
  rig->settings.keys = keys;
  rig->settings.keys_count = 1;
  rig->hardware.signs_meter = signs_meter;
  CHECK(!rig_start(rig));
  CHECK(rig->error.status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  rig->hardware.sign_meter = sign_meter;
  CHECK(rig_start(rig));
  rig_run(rig, 1000);
  CHECK(plugpoint_variable_find(rig->station, "AlignedDataSignReadings") != PLUGPOINT_NO_VARIABLE);
  rig->facts[1].plugged = rig->facts[1].ev_ready = true;
  rig_run(rig, 1000);
  CHECK(plugpoint_present_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_ISO14443).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  CHECK(plugpoint_present_token(rig->station, 1, "TAG1", PLUGPOINT_TOKEN_TYPE_ISO14443).status ==
        PLUGPOINT_STATUS_OK);
  rig_run(rig, 1000);
  CHECK(asked == 2 && moments[0] == PLUGPOINT_SIGNING_MOMENT_BEGIN &&
        moments[1] == PLUGPOINT_SIGNING_MOMENT_END);
  const char* stop = central_last(rig->central, "StopTransaction");
  CHECK(strstr(stop,
               "{\\\"signedMeterData\\\":\\\"YQBi\\\",\\\"signingMethod\\\":\\\"\\\","
               "\\\"encodingMethod\\\":\\\"EDL\\\",\\\"publicKey\\\":\\\"KEY1\\\"}"));
  CHECK(strstr(stop,
               "{\\\"signedMeterData\\\":\\\"ZW5k\\\",\\\"signingMethod\\\":\\\"\\\","
               "\\\"encodingMethod\\\":\\\"EDL\\\",\\\"publicKey\\\":\\\"\\\"}"));
  ended(rig);
}
