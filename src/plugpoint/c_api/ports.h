// The platform contract in C: what the firmware gives a charge point, as structs of functions.
//
// The first argument of each function is the `context` of its struct. The structs are copied by
// `plugpoint_create`; the contexts must outlive the charge point. No function may block or call
// back into the charge point. All functions are required where not said otherwise.
#pragma once

// NOLINTBEGIN(modernize-*)
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugpoint/c_api/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Random bytes. They must come from a real entropy source (RFC 6455 §5.3).
typedef struct {
  size_t struct_size;
  void* context;
  void (*fill)(void* context, uint8_t* bytes, size_t count);
} plugpoint_entropy_t;

/// A few named, append-only areas that survive a power cut. Area names are terminated texts of at
/// most 15 characters from [a-z0-9-]. Each call is durable when it returns ok; a power cut inside
/// `append` may leave any prefix of the new bytes behind.
typedef struct {
  size_t struct_size;
  void* context;
  /// Adds bytes at the end; creates the area. Status: ok, no_space, io_error.
  plugpoint_status_t (*append)(void* context, const char* area, const uint8_t* bytes, size_t count);
  /// Reads up to `room` bytes at `offset`; returns the count, 0 past the end or without such area.
  size_t (*read)(void* context, const char* area, uint32_t offset, uint8_t* into, size_t room);
  /// Length in bytes; 0 when there is no such area.
  uint32_t (*size)(void* context, const char* area);
  /// Makes `target` hold what `source` holds and removes `source`, atomically. Status: ok,
  /// not_found, io_error.
  plugpoint_status_t (*replace)(void* context, const char* target, const char* source);
  /// Removes an area; ok when there was none.
  plugpoint_status_t (*remove)(void* context, const char* area);
  /// May be null, then `append` is called. The same for an area that counts only once `replace` has
  /// made it the content of another: it need not be durable before, and is not read. For storage
  /// where each `append` is costly.
  plugpoint_status_t (*append_draft)(void* context, const char* area, const uint8_t* bytes,
                                     size_t count);
} plugpoint_storage_t;

typedef enum {
  PLUGPOINT_LOG_LEVEL_DEBUG,
  PLUGPOINT_LOG_LEVEL_INFO,
  PLUGPOINT_LOG_LEVEL_WARNING,
  PLUGPOINT_LOG_LEVEL_ERROR,
} plugpoint_log_level_t;

/// Receives one line of log text, without line end. Secrets never appear in it.
typedef struct {
  size_t struct_size;
  void* context;
  void (*line)(void* context, plugpoint_log_level_t level, plugpoint_text_t text);
} plugpoint_log_t;

/// Why an EVSE cannot work as it should; ChargePointErrorCode of 1.6 §7.6.
typedef enum {
  PLUGPOINT_FAULT_NONE,
  PLUGPOINT_FAULT_CONNECTOR_LOCK_FAILURE,
  PLUGPOINT_FAULT_EV_COMMUNICATION_ERROR,
  PLUGPOINT_FAULT_GROUND_FAILURE,
  PLUGPOINT_FAULT_HIGH_TEMPERATURE,
  PLUGPOINT_FAULT_INTERNAL_ERROR,
  PLUGPOINT_FAULT_LOCAL_LIST_CONFLICT,
  PLUGPOINT_FAULT_OTHER_ERROR,
  PLUGPOINT_FAULT_OVER_CURRENT_FAILURE,
  PLUGPOINT_FAULT_OVER_VOLTAGE,
  PLUGPOINT_FAULT_POWER_METER_FAILURE,
  PLUGPOINT_FAULT_POWER_SWITCH_FAILURE,
  PLUGPOINT_FAULT_READER_FAILURE,
  PLUGPOINT_FAULT_RESET_FAILURE,
  PLUGPOINT_FAULT_UNDER_VOLTAGE,
  PLUGPOINT_FAULT_WEAK_SIGNAL,
} plugpoint_fault_t;

/// The facts of one EVSE at this moment.
typedef struct {
  size_t struct_size;
  uint8_t connector;        ///< Which connector of the EVSE `plugged` speaks of, from 1 (default).
  bool plugged;             ///< A cable connects to an EV.
  bool ev_ready;            ///< The EV asks for energy (IEC 61851 state C or D).
  bool evse_ready;          ///< The hardware is able to supply energy; true by default.
  bool faulted;             ///< `fault` keeps the EVSE from charging (status Faulted).
  plugpoint_fault_t fault;  ///< With `faulted` false: a warning, reported but not blocking.
  bool fixed_cable;         ///< There is nothing to unlock: UnlockConnector is not supported.
  bool cable;               ///< A loose cable is in the charger's socket; false: it cannot be told.
} plugpoint_facts_t;

#define PLUGPOINT_UNLIMITED INT32_MAX

/// The limit in force for one EVSE; both units are always filled.
typedef struct {
  size_t struct_size;
  int32_t current_ma;  ///< Per phase, in mA; PLUGPOINT_UNLIMITED: no limit.
  int32_t power_w;     ///< Sum of all phases, in W; PLUGPOINT_UNLIMITED: no limit.
  uint8_t phases;      ///< Phases that may be used, 1 to 3.
} plugpoint_charging_limit_t;

typedef enum {
  PLUGPOINT_RESET_KIND_SOFT,  ///< The program.
  PLUGPOINT_RESET_KIND_HARD,  ///< The whole hardware.
} plugpoint_reset_kind_t;

typedef enum {
  PLUGPOINT_UNLOCK_RESULT_UNLOCKED,
  PLUGPOINT_UNLOCK_RESULT_FAILED,
  PLUGPOINT_UNLOCK_RESULT_NOT_SUPPORTED,
  PLUGPOINT_UNLOCK_RESULT_PENDING,
} plugpoint_unlock_result_t;

/// Protocols for files (1.6 §8); `file_protocols` gives 1 << protocol for each.
typedef enum {
  PLUGPOINT_FILE_PROTOCOL_FTP,
  PLUGPOINT_FILE_PROTOCOL_FTPS,
  PLUGPOINT_FILE_PROTOCOL_HTTP,
  PLUGPOINT_FILE_PROTOCOL_HTTPS,
} plugpoint_file_protocol_t;

typedef enum {
  PLUGPOINT_PROGRESS_STATE_IDLE,  ///< Nobody asked for it, or the firmware does not remember.
  PLUGPOINT_PROGRESS_STATE_RUNNING,
  PLUGPOINT_PROGRESS_STATE_DONE,
  PLUGPOINT_PROGRESS_STATE_FAILED,
  PLUGPOINT_PROGRESS_STATE_RESTART,  ///< Of an installation: the library makes the restart it
                                     ///< needs.
} plugpoint_progress_state_t;

/// How something that takes long, and that the library asked for, is getting on.
typedef struct {
  plugpoint_progress_state_t state;
  const char* text;  ///< Static, or null: why it failed. Contains no address.
} plugpoint_progress_t;

/// Why the meter signs.
typedef enum {
  PLUGPOINT_SIGNING_MOMENT_BEGIN,
  PLUGPOINT_SIGNING_MOMENT_BETWEEN,  ///< Within a transaction or outside.
  PLUGPOINT_SIGNING_MOMENT_END,
} plugpoint_signing_moment_t;

/// What a meter signed; it must stay until the meter is asked again.
typedef struct {
  size_t struct_size;
  const uint8_t* data;          ///< As the meter gave it; it is sent in Base64.
  size_t data_size;             ///< At most PLUGPOINT_MAX_SIGNED_DATA.
  const char* signing_method;   ///< "" where `data` tells it.
  const char* encoding_method;  ///< "OCMF", "EDL", … Both: PLUGPOINT_MAX_SIGNED_METHOD bytes.
} plugpoint_signed_reading_t;

#define PLUGPOINT_MAX_SIGNED_DATA 1875
#define PLUGPOINT_MAX_SIGNED_METHOD 50

/// The charger's hardware. EVSEs are numbered from 1; 0 is the whole station (the grid meter).
typedef struct {
  size_t struct_size;
  void* context;
  /// Fills in the facts, which hold their defaults; polled at each step, must be cheap.
  void (*facts)(void* context, uint8_t evse, plugpoint_facts_t* facts);
  /// Reads one value of the meter in `plugpoint_measurand_unit(measurand)`. False when this meter
  /// does not measure it. The energy import register of each EVSE is required (Wh, raw register).
  bool (*read_meter)(void* context, uint8_t evse, plugpoint_measurand_t measurand,
                     plugpoint_phase_t phase, plugpoint_decimal_t* value);
  /// Energy may flow (true) or must not (false). Called on each change.
  void (*permit)(void* context, uint8_t evse, bool on);
  /// The limit in force changed. Called on each change and once at start.
  void (*limit)(void* context, uint8_t evse, const plugpoint_charging_limit_t* limit);
  /// Locks or unlocks the cable for a transaction. Nothing to do for a fixed cable.
  void (*lock)(void* context, uint8_t evse, bool on);
  /// UnlockConnector: try to release the cable now. Pending: asked again at the next steps until it
  /// is decided; after 10 s the library answers that it failed.
  plugpoint_unlock_result_t (*unlock)(void* context, uint8_t evse, uint8_t connector);
  /// Restart. Every message that must leave before has left or is stored. False when the restart
  /// could not be started; it is tried again (ResetRetries).
  bool (*reset)(void* context, plugpoint_reset_kind_t kind);

  // Firmware and log; docs/porting.md has the details. All of them are null in a firmware that
  // moves no files, or `file_protocols` alone gives 0: then UpdateFirmware and GetDiagnostics are
  // not supported. Times are UTC in ms, INT64_MIN is unset.
  uint8_t (*file_protocols)(void* context);
  /// Begins to fetch new firmware, or goes on with an interrupted try of the same url.
  plugpoint_error_t (*download)(void* context, plugpoint_text_t url);
  plugpoint_progress_t (*download_progress)(void* context);
  /// Ends the download and drops the file.
  void (*cancel_download)(void* context);
  /// Begins to install what was downloaded. May restart the hardware by itself.
  plugpoint_error_t (*install)(void* context);
  /// Also polled after a restart: done if the new firmware runs, failed or idle if the old one
  /// does.
  plugpoint_progress_t (*install_progress)(void* context);
  /// Name of the file with the log of that time, valid until the next call; null: there is none.
  const char* (*log_file)(void* context, int64_t from, int64_t to);
  /// Begins to upload that file into the folder `url`.
  plugpoint_error_t (*upload)(void* context, plugpoint_text_t url, int64_t from, int64_t to);
  plugpoint_progress_t (*upload_progress)(void* context);
  void (*cancel_upload)(void* context);

  // Signed meter values of OCPP 1.6; null in a firmware whose meter does not sign.
  /// Whether the meters sign: the keys that switch signing on are there then. Asked at the start.
  bool (*signs_meter)(void* context);
  /// Fills in what the meter of an EVSE signs of its energy import register now. False: nothing;
  /// also for the begin where the meter delivers begin and end in one container.
  bool (*sign_meter)(void* context, uint8_t evse, plugpoint_signing_moment_t moment,
                     plugpoint_signed_reading_t* reading);
} plugpoint_hardware_t;

/// What a charge point stands on. `log` may be null; all others are required.
typedef struct {
  size_t struct_size;
  const plugpoint_entropy_t* entropy;
  const plugpoint_storage_t* storage;
  const plugpoint_hardware_t* hardware;
  const plugpoint_log_t* log;
} plugpoint_ports_t;

#ifdef __cplusplus
}
#endif
// NOLINTEND(modernize-*)
