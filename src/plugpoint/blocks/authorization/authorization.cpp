#include "plugpoint/blocks/authorization/authorization.h"

namespace plugpoint {

void Authorization::on(const RaisedSignal& raised) {
  if (raised.signal == Signal::disconnected) {
    for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
      if (waiting_[evse]) unanswered(evse);
    }
  }
  if (raised.signal != Signal::authorization_wanted) return;
  station_.board(raised.evse).group = IdToken();
  if (!station_.variables.boolean(Key::AuthEnabled) && station_.dialect == Dialect::ocpp2x) {
    settle(raised.evse, true);
  } else if (station_.online()) {
    waiting_[raised.evse] = true;
  } else {
    decide_offline(raised.evse);
  }
}

EvseId Authorization::next() const {
  for (EvseId evse = 1; evse <= station_.evses(); ++evse) {
    if (waiting_[evse]) return evse;
  }
  return 0;
}

void Authorization::settle(EvseId evse, bool accepted) {
  waiting_[evse] = false;
  station_.raise(accepted ? Signal::token_accepted : Signal::token_refused, evse);
}

void Authorization::decide_offline(EvseId evse) {
  // A03: nobody is known without list and cache, so only the rule for unknown ids applies. It never
  // lets a stranger stop somebody's transaction.
  const bool start = station_.board(evse).purpose != Purpose::stop;
  settle(evse, start && station_.variables.boolean(Key::AllowOfflineTxForUnknownId));
}

void Authorization::answered(EvseId evse, bool accepted, Text group) {
  if (evse == 0 || evse > station_.evses() || !waiting_[evse]) return;
  station_.board(evse).group = IdToken(group, TokenType::Central);
  settle(evse, accepted);
}

void Authorization::unanswered(EvseId evse) {
  if (evse == 0 || evse > station_.evses() || !waiting_[evse]) return;
  decide_offline(evse);
}

}  // namespace plugpoint
