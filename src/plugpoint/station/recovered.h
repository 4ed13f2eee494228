// What a start found on the storage, in one line for the log.
#pragma once

#include "plugpoint/base/text.h"

namespace plugpoint {

struct Recovered {
  static constexpr std::size_t kTextSize = 160;

  std::uint32_t waiting = 0;     ///< Transaction messages that wait for delivery.
  std::uint32_t ended = 0;       ///< Transactions that were running when the station stopped.
  bool by_power_loss = true;     ///< Why they ended; else by a restart.
  std::uint32_t lost_bytes = 0;  ///< Of torn or damaged records, in all areas.

  /// "recovered: 3 transaction messages wait, 1 transaction ended by power loss, 12 bytes of torn
  /// records cut off". `into` holds at least kTextSize characters.
  Text line(char* into) const;
};

}  // namespace plugpoint
