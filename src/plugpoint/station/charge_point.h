// The public face of the library: one charge point in one block of memory.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"
#include "plugpoint/base/status.h"
#include "plugpoint/base/time.h"
#include "plugpoint/blocks/authorization/token_entry.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/port.h"
#include "plugpoint/station/settings.h"

namespace plugpoint {

/// Where the byte stream is to be opened.
struct Endpoint {
  Text host;
  std::uint16_t port = 80;
  bool secure = false;
};

/// What the station tells its owner; see `ChargePoint::next_event`.
struct Event {
  enum class Kind : std::uint8_t {
    connected,       ///< The WebSocket is open; `text` is the subprotocol.
    disconnected,    ///< `why`.
    registered,      ///< BootNotification was accepted.
    status_changed,  ///< Of `evse`; see `ChargePoint::status`.
    token_accepted,  ///< The token presented at `evse` may charge.
    token_refused,   ///< The token presented at `evse` may not: `number` is the Refusal; `why`.
    transaction_started,  ///< At `evse`.
    transaction_ended,    ///< At `evse`; `number` is the StopReason.
    limit_changed,        ///< At `evse`.
    variable_changed,  ///< `number` is the VariableIndex, below Key::count_ a Key; see `variables`.
    data_transfer_answer,  ///< `number` is a DataTransferStatus, or 255: no answer; `text` is the
                           ///< data, valid until the next call of the ChargePoint.
    storage_failed,        ///< A record could not be stored; `why`.
  };
  Kind kind = Kind::connected;
  EvseId evse = 0;
  std::uint8_t number = 0;
  Text text;
  FlashText why;
};

/// What somebody at the charger tells the station of a token; AuthorizationData of 1.6 §7.1.
struct KnownToken {
  Text token;                                  ///< idTag, 1 to 20 characters.
  Text group;                                  ///< parentIdTag, to 20 characters; empty: none.
  DateTime expiry;                             ///< UTC; unset: never.
  TokenStatus status = TokenStatus::accepted;  ///< Not `unknown`.
};

/// A charge point. It is pulled: the owner tells the time, moves bytes, and reads events; nothing
/// calls back but `Hardware`. Not thread-safe; several charge points share nothing.
///
/// `now_ms` is always the platform's monotonic millisecond counter and may wrap.
class ChargePoint {
 public:
  /// Bytes that `create` needs for these settings.
  static std::size_t block_size(const Settings& settings);

  /// Builds a charge point in `block` (aligned for std::max_align_t, at least `block_size` bytes,
  /// which must outlive it), reads back what is stored and recovers open transactions (T08). Null
  /// on failure, then `error` says why.
  static ChargePoint* create(MutableBytes block, const Settings& settings, const Ports& ports,
                             std::uint32_t now_ms, Error& error);

  // Byte stream ----------------------------------------------------------------------------------
  /// Whether the station wants an open byte stream to `endpoint()` now. When it turns false while a
  /// stream is open, and `output` gives nothing more, the owner closes the stream.
  bool stream_wanted() const;
  Endpoint endpoint() const;
  /// The stream is open: output follows.
  void stream_opened(std::uint32_t now_ms);
  /// The stream was closed by either side, or could not be opened. `why` is logged.
  void stream_closed(std::uint32_t now_ms, Text why);
  /// Received bytes. Returns how many were taken; the rest must be offered again after `output`.
  std::size_t input(std::uint32_t now_ms, Bytes bytes);
  /// Bytes to send go to `window`; returns the count, 0 when there is nothing to send now.
  std::size_t output(std::uint32_t now_ms, MutableBytes window);

  // Time
  // -------------------------------------------------------------------------------------------
  /// Does what is due: polls the hardware's facts, runs timers. Call it when `next_deadline` comes,
  /// and whenever a fact of the hardware has changed.
  void step(std::uint32_t now_ms);
  /// When the station next needs a step, on the clock of `now()`; kNever: only when something
  /// happens.
  Millis next_deadline() const;
  /// Monotonic time of the last call, in ms since the start of the station.
  Millis now() const;
  /// Milliseconds from the last call to the next deadline, at most 24 h.
  std::uint32_t sleep_ms() const;

  // User and firmware
  // ------------------------------------------------------------------------------
  /// A token was presented at an EVSE: starts or stops a transaction there. `text`: 1 to 20
  /// characters for 1.6, to 36 for 2.x. Errors: bad_argument, refused (the EVSE cannot be used
  /// now).
  Error present_token(EvseId evse, Text text, TokenType type = TokenType::ISO14443);
  /// Asks whether a token may charge, and does nothing with the answer: token_accepted or
  /// token_refused tells it. For firmware that decides itself when to start. Errors: bad_argument,
  /// refused (the EVSE is busy with a token).
  Error check_token(EvseId evse, Text text, TokenType type = TokenType::ISO14443);
  /// Starts a transaction for a token that needs no further authorization, for example after
  /// `check_token` or where charging is free: at once, or when the cable is plugged in within
  /// ConnectionTimeOut. Errors: bad_argument, refused, io_error (it could not be stored).
  Error start_transaction(EvseId evse, Text text, TokenType type = TokenType::ISO14443);
  /// Ends the transaction of an EVSE from the charger's side, for example `emergency_stop`.
  /// Error: not_found when none runs.
  Error end_transaction(EvseId evse, StopReason reason);
  /// Whether the central system may reserve; at the start it may. When it may not, ReserveNow is
  /// answered Rejected; reservations that were made stay. They are in the boards.
  void accept_reservations(bool on);
  /// Writes a variable as an installer at the charger does, with the checks and effects of a
  /// ChangeConfiguration (1.6 §5.3) or SetVariables: type and range are checked, the value is
  /// stored, and it takes effect at once, unless the result is reboot_required. `name`: a 1.6 name,
  /// or `Component.Variable` or `Component.Variable[Instance]`, in any case. Who may not write what
  /// the hardware decides is told read_only.
  WriteResult set_variable(Text name, Text value);
  /// Adds a token to the local authorization list as a technician at the charger does, or puts this
  /// in place of what the list says of it; stored as a whole or not at all. The list keeps the
  /// version that the central system gave it, so that its next update applies; one that was empty
  /// gets version 1, since 0 says that it is empty (1.6 §5.10). A full update of the central system
  /// replaces it. Errors: bad_argument, refused (the connection speaks 2.x, or the list is
  /// disabled), too_long (it has LocalAuthListMaxLength entries), no_space, io_error, corrupt.
  Error add_to_local_list(const KnownToken& known);
  /// Puts what is known of a token in the authorization cache, as an answer of the central system
  /// does (1.6 §3.5.1); the next one replaces it. Errors: bad_argument, refused (the connection
  /// speaks 2.x, there is no cache, it is disabled, or the local list has the token), no_space,
  /// io_error.
  Error add_to_cache(const KnownToken& known);
  /// Sends DataTransfer; the answer comes as an event. `data` may be absent. Errors: refused (not
  /// online, or one is under way), too_long.
  Error send_data_transfer(Text vendor_id, Text message_id, Text data);
  /// Sends BootNotification with this identity: as the first one, or once more when the station is
  /// registered already. The texts must outlive the ChargePoint.
  void announce(const Identity& identity);
  /// Prepares for the loss of power or a restart by the owner: ends running transactions with
  /// `reason` and stores everything. Messages that can still be sent are, while the owner goes on
  /// stepping.
  void shut_down(std::uint32_t now_ms, StopReason reason);

  // What it knows
  // ----------------------------------------------------------------------------------
  bool next_event(Event& event);
  EvseId evses() const;
  EvseStatus status(EvseId evse) const;
  const EvseBoard& board(EvseId evse) const;
  Registration registration() const;
  bool connected() const;
  /// "ocpp1.6", "ocpp2.0.1" …; empty before the first connection.
  Text subprotocol() const;
  /// UTC, unset before the central system told it.
  DateTime utc() const;
  /// Transaction messages that wait for delivery.
  std::uint32_t queue_length() const;
  Variables& variables();
  const Variables& variables() const;

  struct MemoryUse {
    std::size_t block;           ///< Bytes of the block.
    std::size_t receive_peak;    ///< Most bytes ever used of Settings::receive_bytes.
    std::size_t send_peak;       ///< Most bytes of a request, or of an answer without its call.
    std::size_t text_used;       ///< Of Settings::text_bytes.
    std::uint32_t journal_used;  ///< Of Settings::journal_bytes.
  };
  MemoryUse memory_use() const;

  ChargePoint(const ChargePoint&) = delete;
  ChargePoint& operator=(const ChargePoint&) = delete;

 private:
  class Implementation;
  explicit ChargePoint(Implementation& implementation) : self_(implementation) {}
  Error check_argument(EvseId evse, Text token) const;
  Implementation& self_;
};

}  // namespace plugpoint
