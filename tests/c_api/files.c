/* Firmware and logs through the C API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

/* A hardware that moves files: what it was asked for. */
typedef struct {
  char downloaded[64];
  char uploaded[64];
  int64_t from;
  int64_t to;
  int installs;
  int cancelled;
  plugpoint_progress_t download;
} files_t;

static files_t files;

static uint8_t file_protocols(void* context) {
  (void)context;
  return 1U << PLUGPOINT_FILE_PROTOCOL_HTTP;
}
static void note(plugpoint_text_t text, char* into, size_t room) {
  snprintf(into, room, "%.*s", (int)text.size, text.data);
}
static plugpoint_error_t download(void* context, plugpoint_text_t url) {
  (void)context;
  note(url, files.downloaded, sizeof files.downloaded);
  return (plugpoint_error_t){PLUGPOINT_STATUS_OK, NULL};
}
static plugpoint_progress_t download_progress(void* context) {
  (void)context;
  return files.download;
}
static void cancel(void* context) {
  (void)context;
  ++files.cancelled;
}
static plugpoint_error_t install(void* context) {
  (void)context;
  ++files.installs;
  return (plugpoint_error_t){PLUGPOINT_STATUS_OK, ""};
}
static plugpoint_progress_t done(void* context) {
  (void)context;
  return (plugpoint_progress_t){PLUGPOINT_PROGRESS_STATE_DONE, NULL};
}
static const char* log_file(void* context, int64_t from, int64_t to) {
  (void)context;
  return from <= to || to == INT64_MIN ? "c.log" : NULL;
}
static plugpoint_error_t upload(void* context, plugpoint_text_t url, int64_t from, int64_t to) {
  (void)context;
  note(url, files.uploaded, sizeof files.uploaded);
  files.from = from;
  files.to = to;
  return (plugpoint_error_t){PLUGPOINT_STATUS_OK, ""};
}

/* Firmware is fetched and installed, the log uploaded. */
void moves_files(void) {
  rig_t* rig = malloc(sizeof *rig);
  rig_init(rig, "CP-F");
  rig->hardware.file_protocols = file_protocols;
  CHECK(!rig_start(rig));
  CHECK(rig->error.status == PLUGPOINT_STATUS_BAD_ARGUMENT);
  rig->hardware.download = download;
  rig->hardware.download_progress = download_progress;
  rig->hardware.cancel_download = cancel;
  rig->hardware.install = install;
  rig->hardware.install_progress = done;
  rig->hardware.log_file = log_file;
  rig->hardware.upload = upload;
  rig->hardware.upload_progress = done;
  rig->hardware.cancel_upload = cancel;
  CHECK(rig_start(rig));
  rig_run(rig, 1000);
  files.download.state = PLUGPOINT_PROGRESS_STATE_RUNNING;
  central_send(rig->central,
               "[2,\"1\",\"UpdateFirmware\",{\"location\":\"http://h/f\","
               "\"retrieveDate\":\"2020-01-01T00:00:00Z\",\"retries\":0}]");
  rig_run(rig, 3000);
  CHECK(strcmp(files.downloaded, "http://h/f") == 0);
  CHECK(central_calls(rig->central, "FirmwareStatusNotification") == 1);
  files.download.state = PLUGPOINT_PROGRESS_STATE_DONE;
  rig_run(rig, 3000);
  CHECK(files.installs == 1);
  CHECK(central_calls(rig->central, "FirmwareStatusNotification") == 4);
  files.download = (plugpoint_progress_t){PLUGPOINT_PROGRESS_STATE_FAILED, "the file is gone"};
  central_send(rig->central,
               "[2,\"2\",\"UpdateFirmware\",{\"location\":\"http://h/f\","
               "\"retrieveDate\":\"2020-01-01T00:00:00Z\",\"retries\":0}]");
  central_send(rig->central,
               "[2,\"3\",\"GetDiagnostics\",{\"location\":\"http://h/l\","
               "\"startTime\":\"1970-01-01T00:00:01Z\"}]");
  rig_run(rig, 3000);
  CHECK(central_calls(rig->central, "FirmwareStatusNotification") == 6);
  CHECK(files.cancelled == 1);
  CHECK(strcmp(files.uploaded, "http://h/l") == 0);
  CHECK(files.from == 1000 && files.to == INT64_MIN);
  CHECK(central_calls(rig->central, "DiagnosticsStatusNotification") == 2);
  ended(rig);
}
