// Plugpoint from C: all of the library's public face in C99. Include this alone.
//
// - A charge point lives in one block of memory that the caller gives; nothing is allocated.
//   Several charge points share nothing. Calls for one charge point must not overlap.
// - Structs that may grow start with `struct_size`: the caller sets it to the `sizeof` it compiled
//   with, by `plugpoint_settings_init` and `plugpoint_identity_init`, or by a designated
//   initializer such as `plugpoint_event_t event = {.struct_size = sizeof event};`. New members
//   come at the end, so that a program and a library of different age agree on the others. The
//   numbers of enumerations may move until version 1.0.
// - Texts that go in are terminated; null is an absent text. Texts that come out are a
//   `plugpoint_text_t`, which is not terminated: print it by "%.*s". On the ESP8266 the constant
//   ones, errors among them, lie in flash: read them by `plugpoint_text_copy` there.
// - Time is the platform's monotonic millisecond counter `now_ms`; it may wrap. Energies are in Wh,
//   powers in W, currents in mA, where not said otherwise.
// - A null charge point is refused, never followed.
//
// plugpoint/station/charge_point.h and plugpoint/port.h are the same in C++.
#pragma once

// NOLINTBEGIN(modernize-*)
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugpoint/c_api/messages.h"
#include "plugpoint/c_api/ports.h"
#include "plugpoint/c_api/settings.h"
#include "plugpoint/c_api/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A charge point inside its block.
typedef struct PlugpointChargePoint plugpoint_charge_point_t;

// The charge point ----------------------------------------------------------------------------

/// Bytes that `plugpoint_create` needs for these settings, all included; 0 when they are null or
/// were not initialized.
size_t plugpoint_block_size(const plugpoint_settings_t* settings);

/// Builds a charge point in `block` (any alignment, at least `plugpoint_block_size` bytes, which
/// must outlive it), reads back what is stored and recovers open transactions. Null on failure;
/// then `error`, which may be null, says why. Errors: bad_argument (settings or ports), no_memory,
/// io_error, corrupt. There is nothing to destroy: a charge point ends with its block.
plugpoint_charge_point_t* plugpoint_create(void* block, size_t block_size,
                                           const plugpoint_settings_t* settings,
                                           const plugpoint_ports_t* ports, uint32_t now_ms,
                                           plugpoint_error_t* error);

/// Where the byte stream is to be opened.
typedef struct {
  size_t struct_size;
  plugpoint_text_t host;
  uint16_t port;
  bool secure;
} plugpoint_endpoint_t;

/// Whether the station wants an open byte stream to `plugpoint_endpoint` now. When it turns false
/// while a stream is open, and `plugpoint_output` gives nothing more, the owner closes the stream.
bool plugpoint_stream_wanted(const plugpoint_charge_point_t* charge_point);
void plugpoint_endpoint(const plugpoint_charge_point_t* charge_point,
                        plugpoint_endpoint_t* endpoint);
/// The stream is open: output follows.
void plugpoint_stream_opened(plugpoint_charge_point_t* charge_point, uint32_t now_ms);
/// The stream was closed by either side, or could not be opened. `why` is logged.
void plugpoint_stream_closed(plugpoint_charge_point_t* charge_point, uint32_t now_ms,
                             const char* why);
/// Received bytes. Returns how many were taken; the rest must be offered again after
/// `plugpoint_output`.
size_t plugpoint_input(plugpoint_charge_point_t* charge_point, uint32_t now_ms,
                       const uint8_t* bytes, size_t count);
/// Bytes to send go to `window`; returns the count, 0 when there is nothing to send now.
size_t plugpoint_output(plugpoint_charge_point_t* charge_point, uint32_t now_ms, uint8_t* window,
                        size_t room);

/// Does what is due: polls the hardware's facts, runs timers. Call it when `plugpoint_sleep_ms` has
/// passed, and whenever a fact of the hardware has changed.
void plugpoint_step(plugpoint_charge_point_t* charge_point, uint32_t now_ms);

#define PLUGPOINT_NEVER INT64_MAX
/// When the station next needs a step, in ms on the clock of `plugpoint_now`; PLUGPOINT_NEVER: only
/// when something happens.
int64_t plugpoint_next_deadline(const plugpoint_charge_point_t* charge_point);
/// Monotonic time of the last call, in ms since the start of the station.
int64_t plugpoint_now(const plugpoint_charge_point_t* charge_point);
/// Milliseconds from the last call to the next deadline, at most 24 h.
uint32_t plugpoint_sleep_ms(const plugpoint_charge_point_t* charge_point);

/// A token was presented at an EVSE: starts or stops a transaction there. `text`: 1 to 20
/// characters for 1.6, to 36 for 2.x. Errors: bad_argument, refused (the EVSE cannot be used now).
plugpoint_error_t plugpoint_present_token(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                          const char* text, plugpoint_token_type_t type);
/// Asks whether a token may charge, and does nothing with the answer, which comes as the event
/// token_accepted or token_refused. For firmware that decides itself when to start. Errors:
/// bad_argument, refused (the EVSE is busy with a token).
plugpoint_error_t plugpoint_check_token(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                        const char* text, plugpoint_token_type_t type);
/// Starts a transaction for a token that needs no further authorization: at once, or when the cable
/// is plugged in within ConnectionTimeOut. Errors: bad_argument, refused, io_error (it could not be
/// stored).
plugpoint_error_t plugpoint_start_transaction(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                              const char* text, plugpoint_token_type_t type);
/// Ends the transaction of an EVSE from the charger's side, for example for an emergency stop.
/// Errors: bad_argument, not_found (none runs).
plugpoint_error_t plugpoint_end_transaction(plugpoint_charge_point_t* charge_point, uint8_t evse,
                                            plugpoint_stop_reason_t reason);
/// Whether the central system may reserve; at the start it may. When it may not, ReserveNow is
/// answered Rejected; reservations that were made stay.
void plugpoint_accept_reservations(plugpoint_charge_point_t* charge_point, bool on);

/// What somebody at the charger tells the station of a token; AuthorizationData of 1.6 §7.1.
typedef struct {
  size_t struct_size;
  const char* token;                ///< idTag, 1 to 20 characters.
  const char* group;                ///< parentIdTag, to 20 characters; null: none.
  int64_t expiry;                   ///< UTC in ms since 1970; 0: never.
  plugpoint_token_status_t status;  ///< Not `unknown`.
} plugpoint_known_token_t;
/// Adds a token to the local authorization list as a technician at the charger does, or puts this
/// in place of what the list says of it; stored as a whole or not at all. The list keeps the
/// version that the central system gave it; one that was empty gets version 1, since 0 says that it
/// is empty. A full update of the central system replaces it. Errors: bad_argument, refused (the
/// connection speaks 2.x, or the list is disabled), too_long (it has LocalAuthListMaxLength
/// entries), no_space, io_error, corrupt.
plugpoint_error_t plugpoint_add_to_local_list(plugpoint_charge_point_t* charge_point,
                                              const plugpoint_known_token_t* known);
/// Puts what is known of a token in the authorization cache, as an answer of the central system
/// does; the next one replaces it. Errors: bad_argument, refused (the connection speaks 2.x, there
/// is no cache, it is disabled, or the local list has the token), no_space, io_error.
plugpoint_error_t plugpoint_add_to_cache(plugpoint_charge_point_t* charge_point,
                                         const plugpoint_known_token_t* known);

/// Sends DataTransfer; the answer comes as an event. `message_id` and `data` may be null. Errors:
/// bad_argument, refused (not online, or one is under way), too_long.
plugpoint_error_t plugpoint_send_data_transfer(plugpoint_charge_point_t* charge_point,
                                               const char* vendor_id, const char* message_id,
                                               const char* data);
/// Sends BootNotification with this identity: as the first one, or once more when the station is
/// registered already. The texts must outlive the charge point. Error: bad_argument.
plugpoint_error_t plugpoint_announce(plugpoint_charge_point_t* charge_point,
                                     const plugpoint_identity_t* identity);
/// Prepares for the loss of power or a restart by the owner: ends running transactions with
/// `reason` and stores everything. Messages that can still be sent are, while the owner goes on
/// stepping.
void plugpoint_shut_down(plugpoint_charge_point_t* charge_point, uint32_t now_ms,
                         plugpoint_stop_reason_t reason);

// What it knows -------------------------------------------------------------------------------

typedef enum {
  PLUGPOINT_EVENT_KIND_CONNECTED,       ///< `text` is the subprotocol.
  PLUGPOINT_EVENT_KIND_DISCONNECTED,    ///< `text` says why.
  PLUGPOINT_EVENT_KIND_REGISTERED,      ///< BootNotification was accepted.
  PLUGPOINT_EVENT_KIND_STATUS_CHANGED,  ///< Of `evse`; see `plugpoint_status`.
  PLUGPOINT_EVENT_KIND_TOKEN_ACCEPTED,  ///< The token presented at `evse` may charge.
  PLUGPOINT_EVENT_KIND_TOKEN_REFUSED,   ///< It may not; `number` is the refusal, `text` says why.
  PLUGPOINT_EVENT_KIND_TRANSACTION_STARTED,   ///< At `evse`.
  PLUGPOINT_EVENT_KIND_TRANSACTION_ENDED,     ///< At `evse`; `number` is the stop reason.
  PLUGPOINT_EVENT_KIND_LIMIT_CHANGED,         ///< At `evse`.
  PLUGPOINT_EVENT_KIND_VARIABLE_CHANGED,      ///< `number` is the index of the variable.
  PLUGPOINT_EVENT_KIND_DATA_TRANSFER_ANSWER,  ///< `number` is the status, or 255: no answer; `text`
                                              ///< is the data, valid until the next call.
  PLUGPOINT_EVENT_KIND_STORAGE_FAILED,        ///< A record could not be stored; `text` says which.
} plugpoint_event_kind_t;

/// What the station tells its owner.
typedef struct {
  size_t struct_size;
  plugpoint_event_kind_t kind;
  uint8_t evse;
  uint8_t number;
  plugpoint_text_t text;  ///< Static, unless said otherwise.
} plugpoint_event_t;

/// Takes the next event. False when there is none. Kinds that a newer library adds are to be
/// ignored.
bool plugpoint_next_event(plugpoint_charge_point_t* charge_point, plugpoint_event_t* event);

/// Number of EVSEs.
uint8_t plugpoint_evses(const plugpoint_charge_point_t* charge_point);
/// The state of an EVSE; of an unknown one, that of the station (0).
plugpoint_evse_status_t plugpoint_status(const plugpoint_charge_point_t* charge_point,
                                         uint8_t evse);

/// The facts of one EVSE that several parts of the library need.
typedef struct {
  size_t struct_size;
  plugpoint_evse_status_t status;
  plugpoint_text_t presented;  ///< The token to authorize; valid until the next call.
  plugpoint_token_type_t presented_type;
  plugpoint_text_t group;  ///< Parent of `presented`; valid until the next call.
  plugpoint_token_type_t group_type;
  plugpoint_purpose_t purpose;  ///< What `presented` is for.
  bool operative;
  bool closing;  ///< Inoperative once the present use is over.
  bool reserved;
  bool claimed;     ///< A token is accepted and waits for the plug.
  bool authorized;  ///< The running transaction may use energy.
  bool finished;    ///< Plugged, but the session is over.
  bool suspended;   ///< The station withholds energy.
  bool ev_gone;     ///< Unplugged while the transaction goes on.
  bool permitted;   ///< What the hardware was told last.
} plugpoint_evse_board_t;

/// The running transaction of an EVSE.
typedef struct {
  size_t struct_size;
  bool active;
  uint32_t number;    ///< Unique within the journal.
  int64_t id;         ///< The central system's transactionId (1.6); -1 while unknown.
  int64_t started;    ///< In ms on the clock of `plugpoint_now`.
  uint16_t sequence;  ///< seqNo of the next TransactionEvent (2.x).
  bool stop_data;     ///< Readings for StopTransaction.transactionData were kept.
} plugpoint_transaction_view_t;

/// What is known of an EVSE; of an unknown one, of the station (0).
void plugpoint_board(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                     plugpoint_evse_board_t* board);
/// Its facts as polled last.
void plugpoint_board_facts(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                           plugpoint_facts_t* facts);
/// Its limit in force.
void plugpoint_board_limit(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                           plugpoint_charging_limit_t* limit);
/// Its transaction.
void plugpoint_board_transaction(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                                 plugpoint_transaction_view_t* transaction);

/// An EVSE kept for somebody; that of EVSE 0 is for any one of them.
typedef struct {
  size_t struct_size;
  uint32_t number;         ///< Never given twice; 0: there is none.
  int32_t id;              ///< The central system's reservationId.
  int64_t expiry;          ///< UTC in ms since 1970.
  plugpoint_text_t token;  ///< Valid until the next call.
  plugpoint_token_type_t token_type;
  plugpoint_text_t group;  ///< Parent of those who may use it too; empty: none.
  plugpoint_token_type_t group_type;
} plugpoint_reservation_t;
/// Its reservation.
void plugpoint_board_reservation(const plugpoint_charge_point_t* charge_point, uint8_t evse,
                                 plugpoint_reservation_t* reservation);

plugpoint_registration_t plugpoint_registration(const plugpoint_charge_point_t* charge_point);
bool plugpoint_connected(const plugpoint_charge_point_t* charge_point);
/// "ocpp1.6", "ocpp2.0.1" …; empty before the first connection.
plugpoint_text_t plugpoint_subprotocol(const plugpoint_charge_point_t* charge_point);
/// UTC in ms since 1970. False before the central system told it.
bool plugpoint_utc(const plugpoint_charge_point_t* charge_point, int64_t* utc_ms);
/// Transaction messages that wait for delivery.
uint32_t plugpoint_queue_length(const plugpoint_charge_point_t* charge_point);

typedef struct {
  size_t struct_size;
  size_t block;           ///< Bytes of the block, with the C layer.
  size_t receive_peak;    ///< Most bytes ever used of `receive_bytes`.
  size_t send_peak;       ///< Of `send_bytes`.
  size_t text_used;       ///< Of `text_bytes`.
  uint32_t journal_used;  ///< Of `journal_bytes`.
} plugpoint_memory_use_t;
void plugpoint_memory_use(const plugpoint_charge_point_t* charge_point,
                          plugpoint_memory_use_t* use);

// Variables: configuration keys of 1.6, device model of 2.x
// ----------------------------------------

/// Identifies a variable while the charge point lives; indices run from 0 to the count.
typedef uint16_t plugpoint_variable_index_t;
#define PLUGPOINT_NO_VARIABLE 0xFFFFU

typedef enum {
  PLUGPOINT_VARIABLE_TYPE_BOOLEAN,
  PLUGPOINT_VARIABLE_TYPE_INTEGER,
  PLUGPOINT_VARIABLE_TYPE_STRING,
  PLUGPOINT_VARIABLE_TYPE_MEASURANDS,
  PLUGPOINT_VARIABLE_TYPE_CHOICES,
  PLUGPOINT_VARIABLE_TYPE_ROTATION,
} plugpoint_variable_type_t;

/// What came of a write.
typedef enum {
  PLUGPOINT_WRITE_RESULT_ACCEPTED,
  PLUGPOINT_WRITE_RESULT_REBOOT_REQUIRED,  ///< Stored; takes effect after a restart.
  PLUGPOINT_WRITE_RESULT_READ_ONLY,
  PLUGPOINT_WRITE_RESULT_INVALID,     ///< Wrong type, out of range, too long, unknown.
  PLUGPOINT_WRITE_RESULT_NOT_STORED,  ///< The storage refused; the old value stays.
  PLUGPOINT_WRITE_RESULT_UNKNOWN,     ///< The station has no such variable.
} plugpoint_write_result_t;

#define PLUGPOINT_KEY_READ_ONLY 1
#define PLUGPOINT_KEY_WRITE_ONLY 2
#define PLUGPOINT_KEY_REBOOT 4
#define PLUGPOINT_KEY_OPTIONAL 8

/// What is known of a variable. All texts live as long as the charge point.
typedef struct {
  size_t struct_size;
  plugpoint_text_t name16;     ///< Empty: not a key of 1.6.
  plugpoint_text_t component;  ///< Empty: not a variable of 2.x.
  plugpoint_text_t variable;
  plugpoint_text_t instance;  ///< Of the variable; empty: none.
  plugpoint_variable_type_t type;
  int32_t min;  ///< Of an integer; of a text its length in characters, of a list its count.
  int32_t max;
  plugpoint_text_t unit;      ///< For choices: the texts to choose from.
  plugpoint_text_t fallback;  ///< The default value.
  uint8_t flags;              ///< PLUGPOINT_KEY_…
} plugpoint_key_row_t;

plugpoint_variable_index_t plugpoint_variable_count(const plugpoint_charge_point_t* charge_point);
/// Whether the station has this variable; nobody sees the others.
bool plugpoint_variable_has(const plugpoint_charge_point_t* charge_point,
                            plugpoint_variable_index_t index);
/// The station has not what this variable of the library is about: nobody sees it from now on.
void plugpoint_variable_leave_out(plugpoint_charge_point_t* charge_point,
                                  plugpoint_variable_index_t index);
/// It has: a variable that is there only with some hardware is, with its default.
void plugpoint_variable_bring_in(plugpoint_charge_point_t* charge_point,
                                 plugpoint_variable_index_t index);
/// By 1.6 name, ignoring case; PLUGPOINT_NO_VARIABLE when unknown.
plugpoint_variable_index_t plugpoint_variable_find(const plugpoint_charge_point_t* charge_point,
                                                   const char* name16);
/// By any of its names, the 1.6 name or `Component.Variable[Instance]`, ignoring case;
/// PLUGPOINT_NO_VARIABLE when unknown.
plugpoint_variable_index_t plugpoint_variable_find_any(const plugpoint_charge_point_t* charge_point,
                                                       const char* name);
/// Whether it is a key of 1.6.
bool plugpoint_variable_has_name16(const plugpoint_charge_point_t* charge_point,
                                   plugpoint_variable_index_t index);
/// Copies the 1.6 name of a variable, custom keys included, to `into`, not terminated. Returns its
/// length; 0 when it has none or the name does not fit (50 bytes always do).
size_t plugpoint_variable_name16(const plugpoint_charge_point_t* charge_point,
                                 plugpoint_variable_index_t index, char* into, size_t room);
/// The row of a variable; of a custom key without texts. False when there is none; then `row` is
/// left as it was.
bool plugpoint_variable_row(const plugpoint_charge_point_t* charge_point,
                            plugpoint_variable_index_t index, plugpoint_key_row_t* row);
/// The value as text: numbers are written to `buffer` (12 bytes); valid until the next write.
/// Absent when there is no such variable.
plugpoint_text_t plugpoint_variable_value(const plugpoint_charge_point_t* charge_point,
                                          plugpoint_variable_index_t index, char* buffer);
/// The number of an integer or boolean of the library; 0 for others.
int32_t plugpoint_variable_integer(const plugpoint_charge_point_t* charge_point,
                                   plugpoint_variable_index_t index);
bool plugpoint_variable_boolean(const plugpoint_charge_point_t* charge_point,
                                plugpoint_variable_index_t index);
/// An interval in ms, of a variable in seconds.
int64_t plugpoint_variable_seconds_in_ms(const plugpoint_charge_point_t* charge_point,
                                         plugpoint_variable_index_t index);
/// The text of a variable of the library that is no number; valid until the next write.
plugpoint_text_t plugpoint_variable_text(const plugpoint_charge_point_t* charge_point,
                                         plugpoint_variable_index_t index);
/// Whether a comma-separated list contains `item`.
bool plugpoint_variable_contains(const plugpoint_charge_point_t* charge_point,
                                 plugpoint_variable_index_t index, const char* item);
/// Sets a value that the station itself decides: no access check, but type and range; durable.
plugpoint_write_result_t plugpoint_variable_set(plugpoint_charge_point_t* charge_point,
                                                plugpoint_variable_index_t index,
                                                const char* value);
/// A write as from the central system, with all checks. Durable when accepted.
plugpoint_write_result_t plugpoint_variable_write(plugpoint_charge_point_t* charge_point,
                                                  plugpoint_variable_index_t index,
                                                  const char* value);
/// Writes a variable as an installer at the charger does, with the checks and effects of a
/// ChangeConfiguration or SetVariables: type and range are checked, the value is stored, and it
/// takes effect at once, unless the result is reboot_required. `name`: as for
/// `plugpoint_variable_find_any`. What the hardware decides is read_only.
plugpoint_write_result_t plugpoint_set_variable(plugpoint_charge_point_t* charge_point,
                                                const char* name, const char* value);

#ifdef __cplusplus
}
#endif
// NOLINTEND(modernize-*)
