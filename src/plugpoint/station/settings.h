// What the owner decides about a station before it starts.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"
#include "plugpoint/blocks/boot/identity.h"
#include "plugpoint/blocks/data_transfer/handler.h"
#include "plugpoint/variables/variables.h"

namespace plugpoint {

class EchoResponder;
class MessageObserver;

/// Everything is read while the ChargePoint is created; texts and arrays must outlive it.
struct Settings {
  // Where and who ------------------------------------------------------------------------------
  Text host = "localhost";
  std::uint16_t port = 80;
  bool secure = false;  ///< The byte stream is TLS (wss). The owner provides it.
  Text path = "/";      ///< Path of the central system's endpoint, without the station's id.
  Text id = "CP1";  ///< Charge point identity, appended to `path` percent-encoded (R14); ≤ 48.
  Text password;    ///< HTTP Basic with `id` as user; absent: none.
  Text subprotocols = "ocpp1.6";  ///< In order of preference, for example "ocpp2.0.1,ocpp1.6".
  Identity identity;

  // What it is made of -------------------------------------------------------------------------
  std::uint8_t evses = 1;                ///< 1 to 250, one connector each.
  bool tolerant = false;                 ///< Accept unknown members in messages (R07).
  std::int32_t nominal_voltage_v = 230;  ///< Phase to neutral, to convert between A and W.
  Span<const VariableDefault> defaults;  ///< Values in place of the built-in defaults.
  Span<const CustomKey> keys;            ///< Further 1.6 configuration keys.
  Span<const DataTransferHandler> data_transfer;
  MessageObserver* observer = nullptr;  ///< See message_observer.h.
  EchoResponder* loopback = nullptr;    ///< Answers own requests that come back; see loopback.h.

  // Memory, all of it inside the block -----------------------------------------------------------
  // The first two share their memory, as much as the larger needs: see docs/limits.md.
  std::uint16_t receive_bytes = 2560;    ///< Decoded form of the largest incoming message.
  std::uint16_t send_bytes = 2560;       ///< Typed form of the largest request.
  std::uint16_t frame_bytes = 512;       ///< Largest WebSocket frame sent; ≥ 256.
  std::uint16_t charging_profiles = 20;  ///< Charging profiles that may be installed.
  std::uint16_t cache_entries = 500;     ///< Of the authorization cache, on storage; 0: no cache.
  std::uint16_t text_bytes = 1024;       ///< Changed texts of variables.
  std::uint16_t record_bytes = 640;      ///< Largest stored record.
  std::uint16_t data_transfer_bytes =
      640;                              ///< Vendor id, message id and data of an own DataTransfer.
  std::uint32_t journal_bytes = 65536;  ///< Storage for transaction messages that wait.
};

}  // namespace plugpoint
