#include "sim/event_text.h"

#include <iterator>

#include "sim/names.h"

namespace plugpoint::sim {

namespace {

std::string data_transfer_text(const Event& event) {
  constexpr const char* kStatuses[] = {"Accepted", "Rejected", "UnknownMessageId",
                                       "UnknownVendorId"};
  if (event.number >= std::size(kStatuses)) return "no answer";
  return kStatuses[event.number] + (event.text.absent() ? "" : ", " + to_string(event.text));
}

}  // namespace

std::string event_text(const Event& event, const ChargePoint& station) {
  const std::string at = "EVSE " + std::to_string(event.evse) + ": ";
  switch (event.kind) {
    case Event::Kind::connected:
      return "connected, " + to_string(event.text);
    case Event::Kind::disconnected:
      return "disconnected" + (event.why.empty() ? "" : std::string(": ") + event.why.c_str());
    case Event::Kind::registered:
      return "registered";
    case Event::Kind::status_changed:
      return at + name_of(station.status(event.evse));
    case Event::Kind::token_accepted:
      return at + "token accepted";
    case Event::Kind::token_refused:
      return at + "token refused: " + event.why.c_str();
    case Event::Kind::transaction_started:
      return at + "transaction started";
    case Event::Kind::transaction_ended:
      return at + "transaction ended, " + name_of(static_cast<StopReason>(event.number));
    case Event::Kind::limit_changed:
      return at + "limit changed";
    case Event::Kind::variable_changed:
      return "a configuration key was changed";
    case Event::Kind::data_transfer_answer:
      return "DataTransfer: " + data_transfer_text(event);
    case Event::Kind::storage_failed:
      return std::string("not stored: ") + event.why.c_str();
  }
  return "";
}

}  // namespace plugpoint::sim
