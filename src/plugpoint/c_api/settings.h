// What the owner decides about a charge point before it starts, in C.
#pragma once

// NOLINTBEGIN(modernize-*)
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugpoint/c_api/messages.h"
#include "plugpoint/c_api/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Who the station is, for BootNotification. Texts longer than their limit are cut when sent.
typedef struct {
  size_t struct_size;
  const char* vendor;                    ///< chargePointVendor ≤ 20, vendorName ≤ 50.
  const char* model;                     ///< ≤ 20.
  const char* serial_number;             ///< ≤ 25.
  const char* charge_box_serial_number;  ///< 1.6 only, deprecated there; ≤ 25.
  const char* firmware_version;          ///< ≤ 50.
  const char* iccid;                     ///< ≤ 20.
  const char* imsi;                      ///< ≤ 20.
  const char* meter_type;                ///< 1.6 only; ≤ 25.
  const char* meter_serial_number;       ///< 1.6 only; ≤ 25.
  plugpoint_boot_reason_t boot_reason;
} plugpoint_identity_t;

/// A value that the owner gives a known key at start, in place of the built-in default. What a
/// central system wrote before has precedence.
typedef struct {
  const char* name;  ///< The 1.6 name, or `Component.Variable` or `Component.Variable[Instance]`.
  const char* value;
} plugpoint_variable_default_t;

/// A key that the owner adds to the 1.6 configuration.
typedef struct {
  const char* name;   ///< At most 50 characters.
  const char* value;  ///< At most 500 characters: the value until somebody writes another.
  bool readonly;
  bool needs_restart;  ///< A new value takes effect after a restart: RebootRequired.
} plugpoint_custom_key_t;

/// What a handler of incoming DataTransfer answers.
typedef enum {
  PLUGPOINT_DATA_TRANSFER_STATUS_ACCEPTED,
  PLUGPOINT_DATA_TRANSFER_STATUS_REJECTED,
  PLUGPOINT_DATA_TRANSFER_STATUS_UNKNOWN_MESSAGE_ID,
  PLUGPOINT_DATA_TRANSFER_STATUS_UNKNOWN_VENDOR_ID,
} plugpoint_data_transfer_status_t;

/// Handles DataTransfer calls of one vendor and message. `answer` is `room` bytes for the `data` of
/// the answer; the handler sets `answer_size` (0: no data).
typedef struct {
  const char* vendor_id;
  const char* message_id;  ///< Null: every message of the vendor, also those without an id.
  plugpoint_data_transfer_status_t (*handle)(void* context, plugpoint_text_t message_id,
                                             plugpoint_text_t data, char* answer, size_t room,
                                             size_t* answer_size);
  void* context;
} plugpoint_data_transfer_handler_t;

/// What the owner decides before the start. The struct is read while the charge point is created;
/// the texts must outlive it. Start from `plugpoint_settings_init`, which fills in the defaults.
typedef struct {
  size_t struct_size;
  const char* host;  ///< "localhost"
  uint16_t port;     ///< 80
  bool secure;       ///< The byte stream is TLS (wss). The owner provides it.
  const char* path;  ///< "/": path of the central system's endpoint, without the station's id.
  const char* id;    ///< "CP1": identity, appended to `path` percent-encoded; ≤ 48 characters.
  const char* password;      ///< HTTP Basic with `id` as user; null: none.
  const char* subprotocols;  ///< In order of preference, for example "ocpp2.0.1,ocpp1.6".
  const plugpoint_identity_t* identity;  ///< Null: the defaults.

  uint8_t evses;                                 ///< 1 to 250, one connector each.
  int32_t nominal_voltage_v;                     ///< Phase to neutral: converts between A and W.
  const plugpoint_variable_default_t* defaults;  ///< `defaults_count` of them.
  size_t defaults_count;
  const plugpoint_custom_key_t* keys;  ///< Further 1.6 configuration keys.
  size_t keys_count;
  const plugpoint_data_transfer_handler_t* data_transfer;
  size_t data_transfer_count;
  bool tolerant;                                 ///< Accept unknown members in messages.
  const plugpoint_message_observer_t* observer;  ///< Copied; null: none.
  plugpoint_loopback_t* loopback;  ///< Answers own requests that come back; null: none.

  uint16_t receive_bytes;        ///< Decoded form of the largest incoming message; ≥ 512.
  uint16_t send_bytes;           ///< Typed form of the largest request; ≥ 512.
  uint16_t frame_bytes;          ///< Largest WebSocket frame sent; ≥ 256.
  uint16_t charging_profiles;    ///< Charging profiles that may be installed.
  uint16_t cache_entries;        ///< Of the authorization cache, on storage; 0: no cache.
  uint16_t text_bytes;           ///< Changed texts of variables.
  uint16_t record_bytes;         ///< Largest stored record; ≥ 256.
  uint32_t journal_bytes;        ///< Storage for transaction messages that wait; ≥ 4096.
  uint16_t data_transfer_bytes;  ///< Vendor id, message id and data of an own DataTransfer.
} plugpoint_settings_t;

/// Fills in the defaults of a struct of `struct_size` bytes; use the macros.
void plugpoint_settings_init_sized(plugpoint_settings_t* settings, size_t struct_size);
void plugpoint_identity_init_sized(plugpoint_identity_t* identity, size_t struct_size);
#define plugpoint_settings_init(settings) \
  plugpoint_settings_init_sized((settings), sizeof(plugpoint_settings_t))
#define plugpoint_identity_init(identity) \
  plugpoint_identity_init_sized((identity), sizeof(plugpoint_identity_t))

#ifdef __cplusplus
}
#endif
// NOLINTEND(modernize-*)
