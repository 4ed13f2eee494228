// The values of the C API: texts, errors, numbers, and the lists of names that OCPP knows.
#pragma once

// NOLINTBEGIN(modernize-*)
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// UTF-8 text that somebody else owns, not terminated; `data` null: absent.
typedef struct {
  const char* data;
  size_t size;  ///< In bytes.
} plugpoint_text_t;

/// Copies what fits of a text, wherever it lies; returns the count of bytes. Not terminated.
size_t plugpoint_text_copy(plugpoint_text_t text, char* into, size_t room);

/// What came of an operation; 0 is success.
typedef enum {
  PLUGPOINT_STATUS_OK,
  PLUGPOINT_STATUS_WANT_MORE,     ///< Not finished. Not an error.
  PLUGPOINT_STATUS_BAD_ARGUMENT,  ///< The caller passed something outside the documented range.
  PLUGPOINT_STATUS_BAD_INPUT,     ///< Bytes from outside break their format.
  PLUGPOINT_STATUS_TOO_LONG,      ///< A text or array exceeds its limit.
  PLUGPOINT_STATUS_NO_MEMORY,     ///< The block is too small.
  PLUGPOINT_STATUS_NO_SPACE,      ///< Storage is full.
  PLUGPOINT_STATUS_IO_ERROR,      ///< The platform reported a failed read, write or connection.
  PLUGPOINT_STATUS_NOT_FOUND,     ///< No such key, area, EVSE, transaction.
  PLUGPOINT_STATUS_REFUSED,       ///< Understood, but not allowed in the present state.
  PLUGPOINT_STATUS_CORRUPT,       ///< Stored data fails its checksum or has an unknown format.
} plugpoint_status_t;

/// A failure with its reason. `text` is static, terminated and never null.
typedef struct {
  plugpoint_status_t status;
  const char* text;
} plugpoint_error_t;

/// `mantissa * 10^exponent`, exact.
typedef struct {
  int64_t mantissa;
  int16_t exponent;
} plugpoint_decimal_t;

/// A decimal of a whole number.
static inline plugpoint_decimal_t plugpoint_decimal_of(int64_t integer) {
  const plugpoint_decimal_t value = {integer, 0};
  return value;
}
/// A decimal of thousandths.
static inline plugpoint_decimal_t plugpoint_decimal_milli(int64_t thousandths) {
  const plugpoint_decimal_t value = {thousandths, -3};
  return value;
}

/// What a meter measures, 1.6 §7.31.
typedef enum {
  PLUGPOINT_MEASURAND_ENERGY_ACTIVE_IMPORT_REGISTER,
  PLUGPOINT_MEASURAND_ENERGY_ACTIVE_EXPORT_REGISTER,
  PLUGPOINT_MEASURAND_ENERGY_REACTIVE_IMPORT_REGISTER,
  PLUGPOINT_MEASURAND_ENERGY_REACTIVE_EXPORT_REGISTER,
  PLUGPOINT_MEASURAND_ENERGY_ACTIVE_IMPORT_INTERVAL,
  PLUGPOINT_MEASURAND_ENERGY_ACTIVE_EXPORT_INTERVAL,
  PLUGPOINT_MEASURAND_ENERGY_REACTIVE_IMPORT_INTERVAL,
  PLUGPOINT_MEASURAND_ENERGY_REACTIVE_EXPORT_INTERVAL,
  PLUGPOINT_MEASURAND_POWER_ACTIVE_IMPORT,
  PLUGPOINT_MEASURAND_POWER_ACTIVE_EXPORT,
  PLUGPOINT_MEASURAND_POWER_REACTIVE_IMPORT,
  PLUGPOINT_MEASURAND_POWER_REACTIVE_EXPORT,
  PLUGPOINT_MEASURAND_POWER_OFFERED,
  PLUGPOINT_MEASURAND_POWER_FACTOR,
  PLUGPOINT_MEASURAND_CURRENT_IMPORT,
  PLUGPOINT_MEASURAND_CURRENT_EXPORT,
  PLUGPOINT_MEASURAND_CURRENT_OFFERED,
  PLUGPOINT_MEASURAND_VOLTAGE,
  PLUGPOINT_MEASURAND_FREQUENCY,
  PLUGPOINT_MEASURAND_TEMPERATURE,
  PLUGPOINT_MEASURAND_SOC,
  PLUGPOINT_MEASURAND_RPM,
} plugpoint_measurand_t;

/// Phases of 1.6 §7.34; `NONE` is the measurand as a whole.
typedef enum {
  PLUGPOINT_PHASE_NONE,
  PLUGPOINT_PHASE_L1,
  PLUGPOINT_PHASE_L2,
  PLUGPOINT_PHASE_L3,
  PLUGPOINT_PHASE_N,
  PLUGPOINT_PHASE_L1_N,
  PLUGPOINT_PHASE_L2_N,
  PLUGPOINT_PHASE_L3_N,
  PLUGPOINT_PHASE_L1_L2,
  PLUGPOINT_PHASE_L2_L3,
  PLUGPOINT_PHASE_L3_L1,
} plugpoint_phase_t;

/// Physical units of meter values.
typedef enum {
  PLUGPOINT_UNIT_NONE,
  PLUGPOINT_UNIT_WH,
  PLUGPOINT_UNIT_VARH,
  PLUGPOINT_UNIT_W,
  PLUGPOINT_UNIT_VAR,
  PLUGPOINT_UNIT_VA,
  PLUGPOINT_UNIT_A,
  PLUGPOINT_UNIT_V,
  PLUGPOINT_UNIT_HZ,
  PLUGPOINT_UNIT_CELSIUS,
  PLUGPOINT_UNIT_PERCENT,
} plugpoint_unit_t;

/// The name on the wire, for example `Energy.Active.Import.Register`; absent out of range.
plugpoint_text_t plugpoint_measurand_name(plugpoint_measurand_t measurand);
/// The name on the wire, for example `L1-N`; empty for `NONE`, absent out of range.
plugpoint_text_t plugpoint_phase_name(plugpoint_phase_t phase);
/// The unit in which `read_meter` gives the measurand.
plugpoint_unit_t plugpoint_measurand_unit(plugpoint_measurand_t measurand);
/// Finds a measurand by its name (exact spelling). False when there is none.
bool plugpoint_find_measurand(const char* name, plugpoint_measurand_t* measurand);
/// Finds a phase by its name. False when there is none.
bool plugpoint_find_phase(const char* name, plugpoint_phase_t* phase);

/// Kinds of token, IdTokenEnumType of 2.x; 1.6 knows no kind.
typedef enum {
  PLUGPOINT_TOKEN_TYPE_NONE,
  PLUGPOINT_TOKEN_TYPE_CENTRAL,
  PLUGPOINT_TOKEN_TYPE_EMAID,
  PLUGPOINT_TOKEN_TYPE_ISO14443,
  PLUGPOINT_TOKEN_TYPE_ISO15693,
  PLUGPOINT_TOKEN_TYPE_KEY_CODE,
  PLUGPOINT_TOKEN_TYPE_LOCAL,
  PLUGPOINT_TOKEN_TYPE_MAC_ADDRESS,
  PLUGPOINT_TOKEN_TYPE_NO_AUTHORIZATION,
} plugpoint_token_type_t;

/// What is known of a token; AuthorizationStatus of 1.6 §7.2.
typedef enum {
  PLUGPOINT_TOKEN_STATUS_UNKNOWN,
  PLUGPOINT_TOKEN_STATUS_ACCEPTED,
  PLUGPOINT_TOKEN_STATUS_BLOCKED,
  PLUGPOINT_TOKEN_STATUS_EXPIRED,
  PLUGPOINT_TOKEN_STATUS_INVALID,
  PLUGPOINT_TOKEN_STATUS_CONCURRENT_TX,
} plugpoint_token_status_t;

/// The state of an EVSE; the statuses of 1.6 §4.9.
typedef enum {
  PLUGPOINT_EVSE_STATUS_AVAILABLE,
  PLUGPOINT_EVSE_STATUS_PREPARING,
  PLUGPOINT_EVSE_STATUS_CHARGING,
  PLUGPOINT_EVSE_STATUS_SUSPENDED_EVSE,
  PLUGPOINT_EVSE_STATUS_SUSPENDED_EV,
  PLUGPOINT_EVSE_STATUS_FINISHING,
  PLUGPOINT_EVSE_STATUS_RESERVED,
  PLUGPOINT_EVSE_STATUS_UNAVAILABLE,
  PLUGPOINT_EVSE_STATUS_FAULTED,
} plugpoint_evse_status_t;

/// Why a transaction ended; 1.6 §7.36.
typedef enum {
  PLUGPOINT_STOP_REASON_NONE,
  PLUGPOINT_STOP_REASON_LOCAL,
  PLUGPOINT_STOP_REASON_REMOTE,
  PLUGPOINT_STOP_REASON_EV_DISCONNECTED,
  PLUGPOINT_STOP_REASON_DEAUTHORIZED,
  PLUGPOINT_STOP_REASON_EMERGENCY_STOP,
  PLUGPOINT_STOP_REASON_HARD_RESET,
  PLUGPOINT_STOP_REASON_SOFT_RESET,
  PLUGPOINT_STOP_REASON_POWER_LOSS,
  PLUGPOINT_STOP_REASON_REBOOT,
  PLUGPOINT_STOP_REASON_UNLOCK_COMMAND,
  PLUGPOINT_STOP_REASON_OTHER,
  PLUGPOINT_STOP_REASON_TIMEOUT,
  PLUGPOINT_STOP_REASON_IMMEDIATE_RESET,
  PLUGPOINT_STOP_REASON_STOPPED_BY_EV,
} plugpoint_stop_reason_t;

/// What a token is asked for.
typedef enum {
  PLUGPOINT_PURPOSE_START,
  PLUGPOINT_PURPOSE_STOP,
  PLUGPOINT_PURPOSE_REMOTE_START,
  PLUGPOINT_PURPOSE_CHECK,  ///< Only whether it may charge; nothing follows from the answer.
} plugpoint_purpose_t;

/// Why a token was refused.
typedef enum {
  PLUGPOINT_REFUSAL_NOT_VALID,
  PLUGPOINT_REFUSAL_NOT_OF_GROUP,  ///< Valid, but not to stop this transaction.
  PLUGPOINT_REFUSAL_RESERVED,      ///< Valid, but the EVSE is kept for another.
} plugpoint_refusal_t;

/// How far the station may talk.
typedef enum {
  PLUGPOINT_REGISTRATION_NONE,
  PLUGPOINT_REGISTRATION_PENDING,
  PLUGPOINT_REGISTRATION_REJECTED,
  PLUGPOINT_REGISTRATION_ACCEPTED,
} plugpoint_registration_t;

/// Why the station starts.
typedef enum {
  PLUGPOINT_BOOT_REASON_POWER_UP,
  PLUGPOINT_BOOT_REASON_APPLICATION_RESET,
  PLUGPOINT_BOOT_REASON_FIRMWARE_UPDATE,
  PLUGPOINT_BOOT_REASON_LOCAL_RESET,
  PLUGPOINT_BOOT_REASON_REMOTE_RESET,
  PLUGPOINT_BOOT_REASON_SCHEDULED_RESET,
  PLUGPOINT_BOOT_REASON_WATCHDOG,
  PLUGPOINT_BOOT_REASON_UNKNOWN,
} plugpoint_boot_reason_t;

#ifdef __cplusplus
}
#endif
// NOLINTEND(modernize-*)
