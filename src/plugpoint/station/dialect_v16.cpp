// The operations and requests of OCPP 1.6.
#include "plugpoint/station/dialect_table.h"

#if PLUGPOINT_OCPP16

#include <new>

#include "plugpoint/blocks/authorization/authorization_v16.h"
#include "plugpoint/blocks/authorization/local_list_v16.h"
#include "plugpoint/blocks/availability/availability_v16.h"
#include "plugpoint/blocks/boot/boot_v16.h"
#include "plugpoint/blocks/connector/connector_v16.h"
#include "plugpoint/blocks/data_transfer/data_transfer_v16.h"
#include "plugpoint/blocks/firmware/firmware_v16.h"
#include "plugpoint/blocks/log_upload/log_upload_v16.h"
#include "plugpoint/blocks/remote_control/trigger_v16.h"
#include "plugpoint/blocks/remote_control/unlock_v16.h"
#include "plugpoint/blocks/reservation/reservation_v16.h"
#include "plugpoint/blocks/reset/reset_v16.h"
#include "plugpoint/blocks/smart_charging/smart_charging_v16.h"
#include "plugpoint/blocks/transaction/remote_v16.h"
#include "plugpoint/blocks/transaction/transaction_v16.h"
#include "plugpoint/blocks/transfer_wire.h"
#include "plugpoint/blocks/variables/configuration_v16.h"
#include "plugpoint/message/v16.h"

namespace plugpoint {

namespace {

using message::Action;

void remote_start(Blocks& b, Call& call) {
  const auto& request = call.as<message::v16::RemoteStartTransactionReq>();
  ChargingProfile profile;
  if (request.chargingProfile) {
    // T12, errata 3.41: only a TxProfile without transactionId may come with a remote start.
    const bool valid = v16::read_profile(*request.chargingProfile, b.smart_charging.max_periods(),
                                         call.arena, profile) &&
                       b.smart_charging.accepts_remote_profile(profile);
    if (!valid)
      return call.confirm_status<message::v16::RemoteStartTransactionConf>(
          message::v16::RemoteStartStopStatus::Rejected);
  }
  const EvseId evse = v16::remote_start_transaction(b.transactions, call);
  if (evse == 0) return;
  if (request.chargingProfile)
    static_cast<void>(b.smart_charging.set_remote_profile(evse, profile));
  else
    b.smart_charging.drop_remote_profile(evse);
}

PLUGPOINT_FLASH constexpr Operation kOperations[] = {
#if PLUGPOINT_RESERVATION
    {Action::CancelReservation,
     [](Blocks& b, Call& c) { v16::cancel_reservation(b.reservations, c); }},
#endif
    {Action::ChangeAvailability,
     [](Blocks& b, Call& c) { v16::change_availability(b.availability, c); }},
    {Action::ChangeConfiguration,
     [](Blocks& b, Call& c) { v16::change_configuration(b.station, c); }},
    {Action::ClearCache, [](Blocks& b, Call& c) { v16::clear_cache(b.authorization, c); }},
    {Action::ClearChargingProfile,
     [](Blocks& b, Call& c) { v16::clear_charging_profile(b.smart_charging, c); }},
    {Action::DataTransfer, [](Blocks& b, Call& c) { v16::data_transfer(b.data_transfer, c); }},
    {Action::GetCompositeSchedule,
     [](Blocks& b, Call& c) { v16::get_composite_schedule(b.smart_charging, c); }},
    {Action::GetConfiguration,
     [](Blocks& b, Call& c) {
       auto* const source = new (&b.streams.configuration) v16::ConfigurationSource;
       v16::get_configuration(b.station, *source, c);
     }},
#if PLUGPOINT_FIRMWARE
    {Action::GetDiagnostics,
     [](Blocks& b, Call& c) { v16::get_diagnostics(b.log_upload, b.station, c); }},
#endif
    {Action::GetLocalListVersion,
     [](Blocks& b, Call& c) { v16::get_local_list_version(b.authorization, c); }},
    {Action::RemoteStartTransaction, &remote_start},
    {Action::RemoteStopTransaction,
     [](Blocks& b, Call& c) { v16::remote_stop_transaction(b.transactions, c); }},
#if PLUGPOINT_RESERVATION
    {Action::ReserveNow, [](Blocks& b, Call& c) { v16::reserve_now(b.reservations, c); }},
#endif
    {Action::Reset, [](Blocks& b, Call& c) { v16::reset(b.reset, c); }},
    {Action::SendLocalList, [](Blocks& b, Call& c) { v16::send_local_list(b.authorization, c); }},
    {Action::SetChargingProfile,
     [](Blocks& b, Call& c) { v16::set_charging_profile(b.smart_charging, c); }},
    {Action::TriggerMessage, [](Blocks& b, Call& c) { v16::trigger_message(b.station, c); }},
    {Action::UnlockConnector, [](Blocks& b, Call& c) { v16::unlock_connector(b.unlock, c); }},
#if PLUGPOINT_FIRMWARE
    {Action::UpdateFirmware,
     [](Blocks& b, Call& c) { v16::update_firmware(b.firmware, b.station, c); }},
#endif
};

bool next_status(Blocks& b, Outgoing& out) {
  // Statuses and transaction messages leave in the order in which they came about (T18), but a
  // message that waits for its next attempt holds up nobody (§3.7).
  EvseId evse = 0;
  StatusReport report;
  std::uint32_t sequence = 0;
  if (b.transactions.delivery().ready(sequence) && b.connector.next_report(evse, report) &&
      report.mark > sequence)
    return false;
  return v16::next_status(b.connector, b.station, out);
}

bool next_authorize(Blocks& b, Outgoing& out) {
  if (!v16::next_authorize(b.authorization, out)) return false;
  v16::note_id_tag(b.authorization, out.request);
  return true;
}

void authorize_answered(Blocks& b, const rpc::Answer& answer) {
  v16::learn_id_tag_info(b.authorization, answer);
  v16::authorize_answered(b.authorization, answer);
}

bool next_transaction_message(Blocks& b, Outgoing& out) {
  auto* const stop_data = new (&b.streams.stop_data) v16::StopDataSource;
  if (!v16::next_transaction_message(b.transactions, *stop_data, out)) return false;
  v16::note_id_tag(b.authorization, out.request);
  return true;
}

void transaction_message_answered(Blocks& b, const rpc::Answer& answer) {
  v16::transaction_message_answered(b.transactions, answer);
  v16::learn_id_tag_info(b.authorization, answer);
}

const message::ElementSink* sink_for(Blocks& b, Action action) {
  if (action != Action::SendLocalList) return nullptr;
  return new (&b.streams.local_list) message::ElementSink(v16::local_list_sink(b.authorization));
}

PLUGPOINT_FLASH constexpr Source kSources[] = {
    {[](Blocks& b, Outgoing& o) { return v16::next_boot(b.boot, o); },
     [](Blocks& b, const rpc::Answer& a) { v16::boot_answered(b.boot, a); }, Registration::none},
    {&next_authorize, &authorize_answered, Registration::accepted},
    {[](Blocks& b, Outgoing& o) { return next_status(b, o); },
     [](Blocks& b, const rpc::Answer& a) { v16::status_answered(b.connector, a); },
     Registration::pending},
    {&next_transaction_message, &transaction_message_answered, Registration::accepted},
#if PLUGPOINT_FIRMWARE
    {[](Blocks& b, Outgoing& o) { return v16::next_firmware_status(b.firmware, o); },
     [](Blocks& b, const rpc::Answer& a) { status_answered(b.firmware.job(), a); },
     Registration::pending},
    {[](Blocks& b, Outgoing& o) { return v16::next_diagnostics_status(b.log_upload, o); },
     [](Blocks& b, const rpc::Answer& a) { status_answered(b.log_upload.job(), a); },
     Registration::pending},
#endif
    {[](Blocks& b, Outgoing& o) { return v16::next_data_transfer(b.data_transfer, o); },
     [](Blocks& b, const rpc::Answer& a) { v16::data_transfer_answered(b.data_transfer, a); },
     Registration::accepted},
    {[](Blocks& b, Outgoing& o) { return v16::next_heartbeat(b.boot, o); },
     [](Blocks& b, const rpc::Answer& a) { v16::heartbeat_answered(b.boot, a); },
     Registration::pending},
};

}  // namespace

const DialectTable& dialect_v16() {
  PLUGPOINT_FLASH static constexpr DialectTable kTable{
      {kOperations, sizeof kOperations / sizeof kOperations[0]},
      {kSources, sizeof kSources / sizeof kSources[0]},
      [](Blocks& b, Call& c) {
        return v16::late_local_list_answer(b.authorization, c) ||
               v16::late_unlock_answer(b.unlock, c);
      },
      0,
      &sink_for};
  return kTable;
}

}  // namespace plugpoint

#endif  // PLUGPOINT_OCPP16
