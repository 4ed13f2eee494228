// What the owner is told, and waits until the owner asks.
#include "plugpoint/station/implementation.h"

namespace plugpoint {

/// What the text of an event is, as the station knows it now.
void ChargePoint::Implementation::explain(Event& event) const {
  switch (event.kind) {
    case Event::Kind::connected:
      event.text = connection.client().subprotocol();
      return;
    case Event::Kind::disconnected:
      event.why = connection.last_error();
      return;
    case Event::Kind::token_refused:
      event.why = event.number == static_cast<unsigned>(Refusal::reserved)
                      ? PLUGPOINT_REASON("the EVSE is reserved for another token")
                      : PLUGPOINT_REASON("the token is not accepted");
      return;
    case Event::Kind::storage_failed:
      event.why = PLUGPOINT_REASON("a record could not be stored: the storage is full or broken");
      return;
    case Event::Kind::data_transfer_answer:
      event.text = blocks.data_transfer.data();
      return;
    default:
      return;
  }
}

bool ChargePoint::Implementation::next_event(Event& event) {
  if (event_count_ == 0) return false;
  event = Event();
  event.kind = events_[0].kind;
  event.evse = events_[0].evse;
  event.number = events_[0].number;
  --event_count_;
  for (std::size_t i = 0; i < event_count_; ++i)
    events_[i] = events_[i + 1];
  explain(event);
  return true;
}

void ChargePoint::Implementation::push_event(const WaitingEvent& event) {
  if (event_count_ == kEvents) {
    Event oldest;
    next_event(oldest);
  }
  events_[event_count_++] = event;
}

void ChargePoint::Implementation::tell_data_transfer() {
  bool came = false;
  DataTransferStatus status{};
  Text data;
  if (!blocks.data_transfer.take_outcome(came, status, data)) return;
  push_event({Event::Kind::data_transfer_answer, 0,
              came ? static_cast<std::uint8_t>(status) : std::uint8_t{255}});
}

void ChargePoint::Implementation::tell_owner(const RaisedSignal& raised) {
  struct Row {
    Signal signal;
    Event::Kind kind;
  };
  PLUGPOINT_FLASH static constexpr Row kRows[] = {
      {Signal::connected, Event::Kind::connected},
      {Signal::disconnected, Event::Kind::disconnected},
      {Signal::registered, Event::Kind::registered},
      {Signal::status_changed, Event::Kind::status_changed},
      {Signal::token_accepted, Event::Kind::token_accepted},
      {Signal::token_refused, Event::Kind::token_refused},
      {Signal::transaction_started, Event::Kind::transaction_started},
      {Signal::transaction_ended, Event::Kind::transaction_ended},
      {Signal::limit_changed, Event::Kind::limit_changed},
      {Signal::variable_changed, Event::Kind::variable_changed},
      {Signal::storage_failed, Event::Kind::storage_failed},
  };
  for (const Row& place : kRows) {
    const Row row = flash_load(&place);
    if (row.signal == raised.signal)
      push_event({row.kind, raised.evse, static_cast<std::uint8_t>(raised.detail)});
  }
}

}  // namespace plugpoint
