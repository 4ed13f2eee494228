// The operations and requests of OCPP 2.x.
#include "plugpoint/station/dialect_table.h"

#if PLUGPOINT_OCPP2X

#include "plugpoint/blocks/authorization/authorization_v2.h"
#include "plugpoint/blocks/availability/availability_v2.h"
#include "plugpoint/blocks/boot/boot_v2.h"
#include "plugpoint/blocks/connector/connector_v2.h"
#include "plugpoint/blocks/data_transfer/data_transfer_v2.h"
#include "plugpoint/blocks/remote_control/trigger_v2.h"
#include "plugpoint/blocks/remote_control/unlock_v2.h"
#include "plugpoint/blocks/reset/reset_v2.h"
#include "plugpoint/blocks/smart_charging/smart_charging_v2.h"
#include "plugpoint/blocks/transaction/remote_v2.h"
#include "plugpoint/blocks/transaction/transaction_v2.h"
#include "plugpoint/blocks/variables/device_model_v2.h"
#include "plugpoint/message/v2.h"

namespace plugpoint {

namespace {

using message::Action;

constexpr message::v2::StatusInfoType kInvalidProfile{"InvalidProfile", {}};

void request_start(Blocks& b, Call& call) {
  using Response = message::v2::RequestStartTransactionResponse;
  const auto& request = call.as<message::v2::RequestStartTransactionRequest>();
  ChargingProfile profile;
  if (request.chargingProfile) {
    const bool valid =
        v2::read_remote_profile(*request.chargingProfile, b.smart_charging.max_periods(),
                                call.arena, profile) &&
        b.smart_charging.accepts_remote_profile(profile);
    if (!valid) {  // F01.FR.26
      Response* response = call.confirm<Response>();
      if (!response) return;
      response->status = message::v2::RequestStartStopStatusEnumType::Rejected;
      response->statusInfo = &kInvalidProfile;
      return;
    }
  }
  const EvseId evse = v2::request_start_transaction(b.transactions, call);
  if (evse == 0 || !request.chargingProfile) return;
  // F01.FR.10, FR.13: for the transaction that runs already, or for the one that starts next.
  const bool running = b.station.board(evse).transaction.active;
  static_cast<void>(running ? b.smart_charging.install(evse, profile)
                            : b.smart_charging.set_remote_profile(evse, profile));
}

PLUGPOINT_FLASH constexpr Operation kOperations[] = {
    {Action::ChangeAvailability,
     [](Blocks& b, Call& c) { v2::change_availability(b.availability, c); }},
    {Action::DataTransfer, [](Blocks& b, Call& c) { v2::data_transfer(b.data_transfer, c); }},
    {Action::GetBaseReport,
     [](Blocks& b, Call& c) { v2::get_base_report(b.station, b.base_report, c); }},
    {Action::GetTransactionStatus,
     [](Blocks& b, Call& c) { v2::get_transaction_status(b.transactions, c); }},
    {Action::GetVariables, [](Blocks& b, Call& c) { v2::get_variables(b.station, c); }},
    {Action::RequestStartTransaction, &request_start},
    {Action::RequestStopTransaction,
     [](Blocks& b, Call& c) { v2::request_stop_transaction(b.transactions, c); }},
    {Action::Reset, [](Blocks& b, Call& c) { v2::reset(b.reset, c); }},
    {Action::SetVariables, [](Blocks& b, Call& c) { v2::set_variables(b.station, c); }},
    {Action::TriggerMessage, [](Blocks& b, Call& c) { v2::trigger_message(b.station, c); }},
    {Action::UnlockConnector,
     [](Blocks& b, Call& c) { v2::unlock_connector(b.station, b.unlock, c); }},
};

bool next_status(Blocks& b, Outgoing& out) {
  // Statuses and transaction messages leave in the order in which they came about, but a message
  // that waits for its next attempt holds up nobody.
  EvseId evse = 0;
  StatusReport report;
  std::uint32_t sequence = 0;
  if (b.station.online() && b.transactions.delivery().ready(sequence) &&
      b.connector.next_report(evse, report) && report.mark > sequence)
    return false;
  return v2::next_status(b.connector, b.station, out);
}

PLUGPOINT_FLASH constexpr Source kSources[] = {
    {[](Blocks& b, Outgoing& o) { return v2::next_boot(b.boot, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::boot_answered(b.boot, a); }, Registration::none},
    {[](Blocks& b, Outgoing& o) { return v2::next_authorize(b.authorization, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::authorize_answered(b.authorization, a); },
     Registration::accepted},
    {[](Blocks& b, Outgoing& o) { return next_status(b, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::status_answered(b.connector, a); },
     Registration::pending},
    {[](Blocks& b, Outgoing& o) { return v2::next_transaction_message(b.transactions, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::transaction_message_answered(b.transactions, a); },
     Registration::accepted},
    {[](Blocks& b, Outgoing& o) { return v2::next_report(b.base_report, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::report_answered(b.base_report, a); },
     Registration::pending},
    {[](Blocks& b, Outgoing& o) { return v2::next_data_transfer(b.data_transfer, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::data_transfer_answered(b.data_transfer, a); },
     Registration::accepted},
    {[](Blocks& b, Outgoing& o) { return v2::next_heartbeat(b.boot, o); },
     [](Blocks& b, const rpc::Answer& a) { v2::heartbeat_answered(b.boot, a); },
     Registration::pending},
};

}  // namespace

const DialectTable& dialect_v2() {
  PLUGPOINT_FLASH static constexpr DialectTable kTable{
      {kOperations, sizeof kOperations / sizeof kOperations[0]},
      {kSources, sizeof kSources / sizeof kSources[0]},
      [](Blocks& b, Call& c) { return v2::late_unlock_answer(b.unlock, c); },
      1};
  return kTable;
}

}  // namespace plugpoint

#endif  // PLUGPOINT_OCPP2X
