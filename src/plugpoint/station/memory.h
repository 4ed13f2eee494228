// How the block of a charge point is divided.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/connector/connector.h"
#include "plugpoint/blocks/metering/metering.h"
#include "plugpoint/blocks/smart_charging/smart_charging.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction/transaction.h"
#include "plugpoint/station/settings.h"

namespace plugpoint {

/// Every piece of memory that the blocks get. All inside the owner's block.
struct Memory {
  MutableBytes messages;
  MutableBytes frame;
  MutableBytes texts;
  MutableBytes record;
  MutableBytes profiles;
  Span<char> path;
  Span<char> outgoing_data;
  Span<EvseBoard> boards;
  Span<RaisedSignal> signals;
  Span<Connector::Evse> connectors;
  Span<Transactions::Session> sessions;
  Span<Metering::Timer> timers;
  Span<bool> wanted;
  Span<bool> waiting;

  /// Bytes that `carve` takes at most.
  static std::size_t size(const Settings& settings);
  /// False when the arena is too small.
  bool carve(Arena& arena, const Settings& settings);
};

}  // namespace plugpoint
