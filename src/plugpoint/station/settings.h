// What the owner decides about a station before it starts.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/text.h"
#include "plugpoint/variables/variables.h"

namespace plugpoint {

/// Who the station is, for BootNotification. Texts longer than their limit are cut when sent (R10).
struct Identity {
  Text vendor = "Plugpoint";      ///< chargePointVendor ≤ 20, vendorName ≤ 50.
  Text model = "Station";         ///< chargePointModel ≤ 20, model ≤ 20.
  Text serial_number;             ///< chargePointSerialNumber, serialNumber ≤ 25.
  Text charge_box_serial_number;  ///< 1.6 only, deprecated there; ≤ 25.
  Text firmware_version;          ///< ≤ 50.
  Text iccid;                     ///< ≤ 20.
  Text imsi;                      ///< ≤ 20.
  Text meter_type;                ///< 1.6 only; ≤ 25.
  Text meter_serial_number;       ///< 1.6 only; ≤ 25.
};

/// What a handler of incoming DataTransfer answers.
enum class DataTransferStatus : std::uint8_t { accepted, rejected, unknown_message_id, unknown_vendor_id };

/// Handles DataTransfer calls of one vendor and message. `answer` is room for the `data` of the
/// answer; the handler sets `answer_size` (0: no data).
struct DataTransferHandler {
  Text vendor_id;
  Text message_id;  ///< Absent: every message of the vendor, also those without an id.
  DataTransferStatus (*handle)(void* context, Text message_id, Text data, Span<char> answer,
                               std::size_t& answer_size) = nullptr;
  void* context = nullptr;
};

/// Everything is read while the ChargePoint is created; texts and arrays must outlive it.
struct Settings {
  // Where and who ------------------------------------------------------------------------------
  Text host = "localhost";
  std::uint16_t port = 80;
  bool secure = false;    ///< The byte stream is TLS (wss). The owner provides it.
  Text path = "/";        ///< Path of the central system's endpoint, without the station's id.
  Text id = "CP1";        ///< Charge point identity, appended to `path` percent-encoded (R14); ≤ 48.
  Text password;          ///< HTTP Basic with `id` as user; absent: none.
  Text subprotocols = "ocpp1.6";  ///< In order of preference, for example "ocpp2.0.1,ocpp1.6".
  Identity identity;

  // What it is made of -------------------------------------------------------------------------
  std::uint8_t evses = 1;                      ///< 1 to 250, one connector each.
  std::int32_t nominal_voltage_v = 230;        ///< Phase to neutral, to convert between A and W.
  Span<const VariableDefault> defaults;        ///< Values in place of the built-in defaults.
  Span<const CustomKey> keys;                  ///< Further 1.6 configuration keys.
  Span<const DataTransferHandler> data_transfer;
  bool tolerant = false;                       ///< Accept unknown members in messages (R07).

  // Memory, all of it inside the block -----------------------------------------------------------
  std::uint16_t receive_bytes = 2560;   ///< Decoded form of the largest incoming message.
  std::uint16_t send_bytes = 2560;      ///< Typed form of the largest outgoing message.
  std::uint16_t frame_bytes = 512;      ///< Largest WebSocket frame sent; ≥ 256.
  std::uint16_t text_bytes = 1024;      ///< Changed texts of variables.
  std::uint16_t record_bytes = 640;     ///< Largest stored record.
  std::uint32_t journal_bytes = 65536;  ///< Storage for transaction messages that wait.
};

}  // namespace plugpoint
