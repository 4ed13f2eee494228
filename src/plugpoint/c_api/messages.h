// Messages themselves, in C: an observer of what passes, and a stand-in for a central system where
// a server only echoes.
#pragma once

// NOLINTBEGIN(modernize-*)
#include <stddef.h>
#include <stdint.h>

#include "plugpoint/c_api/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The versions of OCPP.
typedef enum {
  PLUGPOINT_VERSION_OCPP16,
  PLUGPOINT_VERSION_OCPP201,
  PLUGPOINT_VERSION_OCPP21,
} plugpoint_version_t;

/// The payload of a message, while an observer is called.
typedef struct PlugpointPayload plugpoint_payload_t;

/// Writes a payload as JSON, not terminated. Returns the count of bytes; 0 when there is no payload
/// or it does not fit. What is streamed (SendLocalList, GetConfiguration) is not in it.
size_t plugpoint_payload_json(const plugpoint_payload_t* payload, char* into, size_t room);

/// How a request of the station ended.
typedef enum {
  PLUGPOINT_OUTCOME_RESULT,      ///< `payload` is the response.
  PLUGPOINT_OUTCOME_ERROR,       ///< CALLERROR, or an answer that broke its schema.
  PLUGPOINT_OUTCOME_TIMEOUT,     ///< No answer within MessageTimeout.
  PLUGPOINT_OUTCOME_CONNECTION,  ///< The connection was lost before the answer.
} plugpoint_outcome_t;

typedef struct {
  size_t struct_size;
  plugpoint_outcome_t outcome;
  plugpoint_text_t action;
  uint32_t tag;  ///< Of a transaction message the transaction's number, of Authorize the EVSE.
  const plugpoint_payload_t* payload;  ///< Null without a result.
  plugpoint_text_t error_code;         ///< Of a CALLERROR.
  plugpoint_text_t error_description;  ///< Of a CALLERROR.
} plugpoint_answer_t;

/// Sees messages as they pass. Everything that it is given is valid during the call only; it must
/// not call the charge point back, `plugpoint_payload_json` excepted.
typedef struct {
  size_t struct_size;
  void* context;
  /// A request of the station has ended.
  void (*answered)(void* context, plugpoint_version_t version, const plugpoint_answer_t* answer);
  /// A call of the central system was answered. `reply` is null when the answer is an error or
  /// comes later.
  void (*called)(void* context, plugpoint_version_t version, plugpoint_text_t action,
                 const plugpoint_payload_t* request, const plugpoint_payload_t* reply);
} plugpoint_message_observer_t;

/// Answers the station's own requests as a central system of OCPP 1.6 would, where an echo server
/// sends them back.
typedef struct PlugpointLoopback plugpoint_loopback_t;

/// Bytes that `plugpoint_loopback_create` needs.
size_t plugpoint_loopback_size(void);
/// Makes a loopback in `block`, which must outlive the charge point. `utc_at_start_ms`: the time of
/// day, in ms since 1970, when the station's clock was 0. Null when the block is too small, or the
/// library lacks OCPP 1.6.
plugpoint_loopback_t* plugpoint_loopback_create(void* block, size_t block_size,
                                                int64_t utc_at_start_ms);

#ifdef __cplusplus
}
#endif
// NOLINTEND(modernize-*)
