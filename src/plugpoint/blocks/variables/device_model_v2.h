// GetVariables, SetVariables, GetBaseReport and NotifyReport of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint::v2 {

/// A base report on its way: it leaves in pieces, each a NotifyReport of at most
/// ItemsPerMessage[GetReport] items, written item by item.
struct BaseReport {
  enum class Kind : std::uint8_t { none, configuration, full, summary };

  const Station* station = nullptr;
  DateTime generated_at;  ///< The same in all pieces.
  std::int32_t request_id = 0;
  std::int32_t sequence = 0;  ///< seqNo of the next piece.
  std::uint16_t next = 0;     ///< The first item of the next piece.
  std::uint16_t at = 0;       ///< The item that is written next.
  std::uint16_t left = 0;     ///< Items that the present piece still takes.
  Kind kind = Kind::none;     ///< none: no report is under way.
  ValueRoom room;
  message::ElementSource source;
};

void get_variables(Station& station, Call& call);
void set_variables(Station& station, Call& call);

void get_base_report(Station& station, BaseReport& report, Call& call);
bool next_report(BaseReport& report, Outgoing& out);
void report_answered(BaseReport& report, const rpc::Answer& answer);

}  // namespace plugpoint::v2
