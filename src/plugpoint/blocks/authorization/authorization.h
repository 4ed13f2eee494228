// Whether a token may charge: asks the central system, or decides offline.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

/// Authorize (1.6 §4.1, 2.x C01). Takes `presented` from the board of an EVSE on
/// Signal::authorization_wanted and raises token_accepted or token_refused.
class Authorization {
 public:
  /// `waiting`: one for each EVSE and the station.
  Authorization(Station& station, Span<bool> waiting) : station_(station), waiting_(waiting) {
    for (bool& each : waiting_)
      each = false;
  }

  void on(const RaisedSignal& raised);
  /// The EVSE whose token the central system is to be asked for; 0: none.
  EvseId next() const;
  /// The central system answered for `evse`.
  void answered(EvseId evse, bool accepted, Text group);
  /// No answer came: the offline rules decide, once (A10).
  void unanswered(EvseId evse);
  const IdToken& token(EvseId evse) const { return station_.board(evse).presented; }

 private:
  void decide_offline(EvseId evse);
  void settle(EvseId evse, bool accepted);

  Station& station_;
  Span<bool> waiting_;
};

}  // namespace plugpoint
