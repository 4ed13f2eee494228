// Which functions serve which messages: one table for each dialect.
#pragma once

#include "plugpoint/base/span.h"
#include "plugpoint/blocks/dialect.h"
#include "plugpoint/station/blocks.h"

namespace plugpoint {

/// An operation that the central system may call. This row is all that registers it. Rows lie in
/// flash: `flash_load` reads one.
struct Operation {
  message::Action action;
  void (*handle)(Blocks& blocks, Call& call);
};

/// A source of own requests. Sources are asked in the order of the table whenever a request may be
/// sent; the first that has one sends it.
struct Source {
  bool (*next)(Blocks& blocks, Outgoing& out);
  void (*answered)(Blocks& blocks, const rpc::Answer& answer);
  Registration least;  ///< B01, B02: none = may always send, pending = also while pending (what was
                       ///< triggered), accepted = only a registered station.
};

/// Lies in flash: each member is read as a whole word.
struct DialectTable {
  Span<const Operation> operations;
  Span<const Source> sources;
  /// The answer to a call that a handler deferred; false while there is none.
  bool (*late_answer)(Blocks& blocks, Call& call);
  /// Calls that come before the registration are answered with SecurityError (2.x B03.FR.08).
  std::uint32_t refuses_unregistered;
  /// Who takes the elements of the long array of a call that begins to arrive; null: nobody.
  const message::ElementSink* (*sink_for)(Blocks& blocks, message::Action action) = nullptr;
};

#if PLUGPOINT_OCPP16
const DialectTable& dialect_v16();
#endif
#if PLUGPOINT_OCPP2X
const DialectTable& dialect_v2();
#endif

}  // namespace plugpoint
