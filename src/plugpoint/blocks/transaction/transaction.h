// Sessions at the EVSEs: who may charge, when a transaction starts and ends, and its records.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction/delivery.h"
#include "plugpoint/blocks/transaction_record.h"

namespace plugpoint {

/// What the station is asked to start remotely.
struct RemoteStart {
  EvseId evse = 0;
  IdToken token;
  IdToken group;
  Optional<std::int32_t> remote_start_id;
};

/// The life of transactions (1.6 §4.8, §4.10, §5.11, §5.12; 2.x E01–E15, F01–F03). Everything that
/// happens is written to the journal before it counts as done (T05).
class Transactions {
 public:
  /// The session at one EVSE, before, during and after its transaction.
  struct Session {
    IdToken token;  ///< Who started it.
    IdToken group;  ///< Parent of the token; empty: unknown.
    Optional<std::int32_t> remote_start_id;
    Millis deadline = kNever;           ///< ConnectionTimeOut, or the retry of a failed ending.
    std::int64_t energy_limit_wh = -1;  ///< Register at which a refused token's energy ends (T02).
    std::int64_t register_wh = 0;       ///< Highest reading within the transaction (T10).
    Millis ended_at = 0;                ///< When energy was ended, while `ending`.
    StopReason ending = StopReason::none;  ///< The end could not be stored yet (T17).
    Trigger ending_trigger = Trigger::none;
    bool ending_by_token = false;  ///< The token presented last ended it.
    bool was_plugged = false;      ///< What was last acted upon.
    bool had_cable = false;        ///< Likewise.
    bool asking = false;           ///< An authorization is under way.
    bool cable_held = false;       ///< Kept locked for the token that must claim it (T01).
    ChargingState told_state = ChargingState::idle;  ///< In the last TransactionEvent.
  };

  /// `sessions`: one for each EVSE.
  Transactions(Station& station, Span<Session> sessions)
      : station_(station), sessions_(sessions), delivery_(station) {}

  Delivery& delivery() { return delivery_; }

  /// After a restart: closes what a power loss left open (T08). Returns how many transactions.
  std::uint32_t recover();
  void on(const RaisedSignal& raised);
  void step();
  Millis next_deadline() const;

  // Asked by people and the central system ------------------------------------------------------
  Error present_token(EvseId evse, const IdToken& token);
  /// Asks whether a token may charge and changes nothing: the answer is token_accepted or
  /// token_refused. Error: refused while the EVSE is busy with another token.
  Error check_token(EvseId evse, const IdToken& token);
  /// Starts for a token that is authorized already: now, or when the cable is plugged in within
  /// ConnectionTimeOut. Errors: refused, io_error (the start could not be stored).
  Error start(EvseId evse, const IdToken& token);
  /// Error: refused when the EVSE cannot be used now.
  Error remote_start(const RemoteStart& wanted);
  /// The EVSE for a remote start of this token that names none; 0: no one is free (T11).
  EvseId free_evse(const IdToken& token) const;
  /// The EVSE whose running transaction has this number (2.x) or id (1.6); 0: none (T13).
  EvseId evse_of_number(std::uint32_t number) const;
  EvseId evse_of_id(std::int64_t id) const;
  /// A person or the central system stops: ends the transaction, or only its energy where
  /// TxStopPoint says so.
  Error stop(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by = nullptr);
  /// Ends the transaction in any case.
  Error end(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by = nullptr);
  void end_all(StopReason reason, Trigger trigger);

  // Told by the translators ----------------------------------------------------------------------
  /// The central system assigned a transactionId (1.6).
  void assign_id(std::uint32_t number, std::int64_t id);
  /// The id of a transaction; -1 while unknown (T03).
  std::int64_t id_of(std::uint32_t number) const;
  /// The answer to a start or event says whether the token is valid (T01, T02, V06).
  void token_verdict(std::uint32_t number, bool accepted, Text group);
  Station& station() { return station_; }

 private:
  /// Of an EVSE from 1 on: the station as a whole has none.
  Session& session_of(EvseId evse) { return sessions_[evse - 1U]; }
  const Session& session_of(EvseId evse) const { return sessions_[evse - 1U]; }
  void refuse(EvseId evse);
  void accepted(EvseId evse);
  void claim(EvseId evse, const IdToken& token, const IdToken& group);
  Trigger trigger_of_claim(EvseId evse) const;
  void status_changed(EvseId evse);
  /// A token presented at an EVSE whose transaction it may stop.
  Error present_to_stop(EvseId evse, const IdToken& token);
  /// A token presented at an EVSE that nobody has claimed.
  Error present_to_start(EvseId evse, const IdToken& token);
  /// Has the token presented last authorized.
  void ask(EvseId evse);
  void unclaim(EvseId evse);
  void opened(EvseId evse);
  void facts_changed(EvseId evse);
  void plug_changed(EvseId evse);
  void cable_changed(EvseId evse);
  void consider_start(EvseId evse, Trigger trigger);
  bool start_point(EvseId evse) const;
  void name_reservation(EvseId evse, TransactionRecord& record);
  bool begin(EvseId evse, Trigger trigger);
  /// T05: there is a transaction once its start is stored.
  bool store_start(EvseId evse, Trigger trigger);
  void authorize_running(EvseId evse);
  void record_update(EvseId evse, Trigger trigger, const IdToken* token = nullptr);
  void state_changed(EvseId evse);
  bool ends_by_unplugging(EvseId evse) const;
  Error finish(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by);
  Error store_end(EvseId evse, StopReason reason, Trigger trigger, const IdToken* by);
  void ended(EvseId evse, StopReason reason);
  void release_cable(EvseId evse);
  void fill(EvseId evse, TransactionRecord& record);
  /// Meter values for StopTransaction, from the begin or the end of the transaction.
  void keep_stop_data(EvseId evse, Context context, const SignedReading& reading);
  void tell_begin_values(EvseId evse, SignedReading& reading);
  void update_permission(EvseId evse);
  void check_energy_limit(EvseId evse);
  void timed_out(EvseId evse);
  void note_clock();
  /// Whether a transaction has no end on the storage yet.
  bool any_open() const;
  void tidy();
  bool usable(EvseId evse) const;
  bool belongs_to_another(EvseId evse, const IdToken& token) const;
  bool is_kept_for_another(EvseId evse) const;
  void note_reservation(EvseId evse);
  bool stops_alone(EvseId evse) const;
  bool stops_at(FlashText point) const;

  Station& station_;
  std::uint32_t tidied_at_ = 0;
  Span<Session> sessions_;
  Delivery delivery_;
  // The last assignment counts even if it could not be stored.
  std::int64_t assigned_id_ = -1;
  std::uint32_t assigned_number_ = 0;
  Millis recover_at_ = kNever;  ///< Open transactions of an earlier start could not be closed yet.
};

}  // namespace plugpoint
